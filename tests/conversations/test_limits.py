"""What no wording may lose: the limits of a city service."""

from __future__ import annotations

import pytest

from knowledge.cards import card


@pytest.mark.parametrize("entry", ["mtl-library-membership", "mtl-sports-facilities", "mtl-day-camps"])
@pytest.mark.parametrize("aspect", ["overview", "where", "cost", "documents", "eligibility"])
def test_city_services_always_say_that_the_police_is_outside(knowledge, entry, aspect) -> None:
    """Whatever is asked of a city service, its limits name the police."""
    for language in ("fr", "en", "es"):
        limits = card(knowledge, knowledge.entry(entry), language, aspect=aspect, place="montreal")["limits"]

        assert any("SPVM" in limit for limit in limits)
