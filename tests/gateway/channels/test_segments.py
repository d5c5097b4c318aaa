"""SMS are counted as the networks count them, and cut where a person can still read them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.channels.folding import folding
from bot.gateway.channels.layout import GOES_ON, Layout
from bot.gateway.channels.segments import BASIC, Budget, encoding, pieces, segments, units
from bot.messages import LANGUAGES

# Made with Twilio's own calculator (sms-segments-calculator 1.3.0): texts in many scripts at every edge.
VECTORS = json.loads((Path(__file__).parent / "payloads" / "segments.json").read_text(encoding="utf-8"))
# Published in tests/index.test.js of TwilioDevEd/message-segment-calculator.
PUBLISHED = [
    ("{" + "2" * 158, "GSM-7", 1),
    ("{" + "2" * 159, "GSM-7", 2),
    ("😜" + "2" * 68, "UCS-2", 1),
    ("😜" + "2" * 69, "UCS-2", 2),
]


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_counts_as_twilio_does(vector) -> None:
    """Encoding and segments are those of Twilio's calculator."""
    assert (vector["encoding"], vector["segments"]) == (encoding(vector["text"]), segments(vector["text"]))


@pytest.mark.parametrize(("text", "kind", "count"), PUBLISHED)
def test_counts_the_published_vectors(text, kind, count) -> None:
    """The vectors the calculator is published with."""
    assert (kind, count) == (encoding(text), segments(text))


@pytest.mark.parametrize(("letters", "count"), [(160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)])
def test_gsm_edges(letters, count) -> None:
    """160 alone, 153 each when joined."""
    assert count == segments("a" * letters)


@pytest.mark.parametrize(("letters", "count"), [(70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_ucs2_edges(letters, count) -> None:
    """70 alone, 67 each when joined."""
    assert count == segments("ê" * letters)


def test_an_escape_pair_never_straddles() -> None:
    """After 152 letters a euro sign goes to the next segment."""
    assert segments("a" * 152 + "€" + "b" * 20) == 2
    assert units("a" * 152 + "€" + "b" * 20) == 174


def test_the_first_segment_is_136_on_canadian_long_codes() -> None:
    """What fits one segment elsewhere does not fit there."""
    one = Budget(most=1, first=136)

    assert one.fits("a" * 136)
    assert not one.fits("a" * 137)
    assert Budget(most=1, first=160).fits("a" * 160)
    assert Budget(most=3, first=136).fits("a" * 442)
    assert not Budget(most=3, first=136).fits("a" * 443)
    assert not Budget(most=3, first=136).fits("ê" * 202)


FOLDED = [
    ("fr", "Ça va, François: l’hôpital, où «œuvre»…", "Ça va, Francois: l'hopital, où \"oeuvre\"..."),
    ("es", "La biblioteca está abierta. ¿Dónde? Ñandú, 3.º", "La biblioteca esta abierta. ¿Donde? Ñandu, 3.o"),
    ("es", "Sí. Usted puede entrar así.", "Si. Usted puede entrar asi."),
    ("en", "Côte-des-Neiges – free", "Cote-des-Neiges - free"),
    ("fr", "Un lieu sûr: la clinique être là", "Un lieu sûr: la clinique être là"),
    ("es", "Si él trabajó, sí puede cobrar", "Si él trabajó, sí puede cobrar"),
    ("es", "Pregunte si sí puede ir", "Pregunte si sí puede ir"),
    ("fr", "Du maïs", "Du maïs"),
    ("fr", "C'est à côté 🙂 être", "C'est à côté 🙂 être"),
    ("en", "مرحبا être", "مرحبا être"),
    ("fr", "déjà à l'été où ça? Ç", "déjà à l'été où ca? Ç"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "folded"), FOLDED)
def test_folds_where_sense_is_safe(language, text, folded) -> None:
    """Accents go only when that saves the whole message and no word changes its sense."""
    assert folded == folding(language)(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_folding_table_is_sound(language) -> None:
    """It replaces only what GSM-7 lacks, by what GSM-7 has."""
    for letter, plain in folding(language).letters.items():
        assert chr(letter) not in BASIC
        assert encoding(plain) == "GSM-7"


def test_pieces_keep_links_and_phones_whole() -> None:
    """A link, and a number with its spaces, are one piece each."""
    assert pieces("Appelez 514 872-0311 ou https://a.example/x?y=1, +33 1 48 70 60 00 vite") == [
        "Appelez",
        "514 872-0311",
        "ou",
        "https://a.example/x?y=1,",
        "+33 1 48 70 60 00",
        "vite",
    ]


WORDS = st.lists(
    st.one_of(
        st.text(alphabet="abcdeéèàçêôñáíú'", min_size=1, max_size=12),
        st.sampled_from(["514 872-0311", "https://montreal.ca/lieux/bibliotheque-parc?x=1", "+33 1 48 70 60 00", "🙂"]),
    ),
    min_size=1,
    max_size=250,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), WORDS, st.integers(0, 12), st.sampled_from(LANGUAGES))
def test_pages_fit_and_keep_what_must_be_kept(paragraphs, kept, choices, language) -> None:
    """Limits and source stand whole on the first page when it has room for them, and are never lost."""
    fold, budget = folding(language), Budget()
    lines, must = [" ".join(words) for words in paragraphs], " ".join(kept)
    offered = [f"{number}. Choix numéro {number}" for number in range(1, choices + 1)]
    layout = Layout(lambda text: budget.fits(fold(text)), "opening", "opening", f"{choices + 1}. Suite")
    pages = layout.pages(lines, offered, kept=[must], rest=["La fin."])

    assert all(segments(fold(page)) <= 3 for page in pages)
    assert all(piece in " ".join(pages) for piece in pieces(must))
    assert all(each in "\n".join(pages).split("\n") for each in offered)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 12), st.sampled_from(LANGUAGES))
def test_pages_fit_lose_nothing_and_split_nothing(paragraphs, choices, language) -> None:
    """Every page is within three segments; together they hold every word, link and phone, each whole, in order."""
    fold, budget = folding(language), Budget()
    lines = [" ".join(words) for words in paragraphs]
    offered = [f"{number}. Choix numéro {number}" for number in range(1, choices + 1)]
    opening = "Message de Boussole. STOP pour ne rien recevoir."
    layout = Layout(lambda text: budget.fits(fold(text)), opening, opening, f"{choices + 1}. Suite")
    pages = layout.pages(lines, offered)

    assert all(segments(fold(page)) <= 3 for page in pages)
    assert all(
        page.removeprefix(f"({number}/{len(pages)}) ").startswith(opening) for number, page in enumerate(pages, 1)
    )
    assert all(page.endswith("Suite") for page in pages[:-1])
    told = [line for page in pages for line in page.split("\n")[1:] if not line.endswith("Suite")]
    assert offered == [line for line in told if line in offered]
    kept = " ".join(line.removesuffix(GOES_ON) for line in told if line not in offered)
    assert " ".join(" ".join(pieces(line)) for line in lines) == " ".join(pieces(kept))


def test_half_a_sentence_says_that_it_goes_on() -> None:
    """A sentence cut at the end of a message is marked, so that half a promise does not read as a whole one."""
    layout = Layout(Budget().fits, "opening", "opening", "1. Suite")
    first, *others = layout.pages(["word " * 200 + "but not to the police."], [])
    told = [line for line in first.split("\n") if "word" in line]

    assert told[-1].endswith(GOES_ON)
    assert "but not to the police." in others[-1]


def test_the_last_resort_still_loses_nothing() -> None:
    """A word longer than a message is cut, as there is no other way; not a letter is lost."""
    layout = Layout(Budget().fits, "opening", "opening", "1. Suite")
    pages = layout.pages(["x" * 2000], [])

    assert sum(page.count("x") for page in pages) == 2000
    assert all(re.match(r"\(\d+/\d+\) opening", page) for page in pages)
