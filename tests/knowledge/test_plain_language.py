"""Sentences are measured as people read them."""

from __future__ import annotations

import pytest

from knowledge.plain_language import score, sentences, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Appelez le 211.", 3),
        ("Appelez le 514 872-0311 : c'est gratuit.", 5),
        ("Cela coûte 28 665 $ par an.", 5),
        ("Demandez à la Régie de l'assurance maladie du Québec.", 4),
        ("« Oui » — non", 2),
    ],
)
def test_words_are_counted_as_read(text: str, count: int) -> None:
    """A phone or a number is one word, an official name is one word, punctuation is none."""
    assert count == sum(words(sentence) for sentence in sentences(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Une phrase. Deux phrases? Oui!", 3),
        ("C'est 3.5 km. Allez-y.", 2),
        ("¿Tiene miedo? Llame al 911.", 2),
        ("Première ligne\nDeuxième ligne", 2),
        ("p. ex. une carte", 1),
    ],
)
def test_sentences_end_where_people_stop(text: str, count: int) -> None:
    """A point inside a number or an abbreviation ends nothing."""
    assert count == len(sentences(text))


def test_easy_texts_score_better_than_hard_ones() -> None:
    """Each language has its formula, and an easy text scores better than legal prose."""
    easy = {
        "en": "Call us. We can help you.",
        "fr": "Appelez-nous. On peut vous aider.",
        "es": "Llame hoy. Le ayudamos.",
    }
    hard = {
        "en": "Notwithstanding jurisdictional considerations, eligibility determinations necessitate documentation.",
        "fr": "Nonobstant les considérations juridictionnelles, l'admissibilité nécessite une documentation.",
        "es": "No obstante las consideraciones jurisdiccionales, la admisibilidad requiere documentación.",
    }

    assert score(easy["en"], "en") < score(hard["en"], "en")
    assert all(score(easy[language], language) > score(hard[language], language) for language in ("fr", "es"))
