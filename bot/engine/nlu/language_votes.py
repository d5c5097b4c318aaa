"""Detectors of language written by others, restricted to our three languages; each is one vote."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LANGUAGES = ("en", "es", "fr")
_FLOOR = 0.02
Vote = NDArray[np.float64]


@lru_cache(maxsize=1)
def langdetect_vote() -> Callable[[str], Vote]:
    """langdetect over three profiles, with a fixed seed: the same message gets the same answer."""
    from langdetect import DetectorFactory, LangDetectException
    from langdetect.detector_factory import PROFILES_DIRECTORY

    factory = DetectorFactory()
    DetectorFactory.seed = 0
    profiles = [_read(f"{PROFILES_DIRECTORY}/{language}") for language in LANGUAGES]
    factory.load_json_profile(profiles)

    def vote(text: str) -> Vote:
        detector = factory.create()
        detector.append(text)
        try:
            found = {guess.lang: guess.prob for guess in detector.get_probabilities()}
        except LangDetectException:  # no letters
            found = {}
        return _share(np.array([found.get(language, 0.0) for language in LANGUAGES]))

    return vote


@lru_cache(maxsize=1)
def langidentify_vote() -> Callable[[str], Vote]:
    """langidentify's n-grams and frequent words; the best single detector on short messages."""
    from langidentify import Detector, Language, Model

    detector = Detector(Model.load(Language.from_comma_separated(",".join(LANGUAGES))))

    order = [detector.model.lang_index(Language.from_string(language)) for language in LANGUAGES]

    def vote(text: str) -> Vote:
        detector.detect(text)
        scores = np.array(detector.results.total_scores)[order]
        powers = np.exp(np.clip(scores - scores.max(), -30, 0))
        return _share(powers / powers.sum())

    return vote


def eldc_vote() -> Callable[[str], Vote]:
    """eldc's scores of our three languages among its sixty."""
    from bot.engine.nlu.foreign import detector

    def vote(text: str) -> Vote:
        _, scores = detector()(text)
        return _share(np.array([scores.get(language, 0.0) for language in LANGUAGES]))

    return vote


def _share(chances: Vote) -> Vote:
    raised = chances + _FLOOR
    return np.asarray(raised / raised.sum())


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
