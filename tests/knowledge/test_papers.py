"""Papers a person has: which lines of the sheets name them."""

from __future__ import annotations

import pytest

from knowledge import papers
from knowledge.queries import Knowledge
from knowledge.store import open_knowledge

NAMED = [
    ("expired_permit", "mtl-identity-residence-card", ["A permit (visitor, student or other), even expired (2019 list)."]),
    ("identity", "mtl-library-membership", ["An identity paper and a proof of address, shown on site."]),
    ("identity", "service-bank-account", []),
    ("identity", "status-asile-avant-enregistrement", []),
    ("proof_of_address", "service-tal", ["A lease, or proof that you live there."]),
    ("city_card", "mtl-sports-facilities", ["The identity and residence card."]),
    ("claim_paper", "service-ifhp", ["The Acknowledgement of Claim letter, or the claimant document."]),
    ("group_letter", "ecole", ["Proof of address: a letter from your host or a domiciliation."]),
    ("no such paper", "service-tal", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def knowledge_of_the_house() -> Knowledge:
    """The real packs: what is tested is how they write their lists."""
    return open_knowledge()


@pytest.mark.parametrize(("paper", "entry", "lines"), NAMED)
def test_lines_that_name_a_paper(knowledge_of_the_house, paper, entry, lines) -> None:
    """A paper is found by the lines of a sheet's own lists; a paper that is not enough alone is not named."""
    found = papers.lines_naming(knowledge_of_the_house.entry(entry), paper)

    assert lines == [line.in_("en") for line in found]


def test_every_paper_is_named_somewhere(knowledge_of_the_house) -> None:
    """No paper is offered that no sheet names."""
    known = knowledge_of_the_house
    entries = [entry for place in known.places() for entry in known.all_entries(place.id)]
    named = {paper for paper in papers.kinds() for entry in entries if papers.lines_naming(entry, paper)}

    assert set(papers.kinds()) == named
