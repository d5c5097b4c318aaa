"""What the report of `boussole evaluate` counts; each measure is the one of the bars in docs/model-card.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.engine.evaluation import Labelled, Prediction

    Pair = tuple[Labelled, Prediction]

OUT_OF_SCOPE = "out_of_scope"
EMERGENCIES = frozenset({"danger_now", "suicidal_distress"})
ALARMS = frozenset({"danger", "suicide"})
# Needs whose messages may well hold a present danger: numbers shown on top of their answer are no false alarm.
NEAR_DANGER = frozenset({"family_violence", "human_trafficking", "crime_victim_or_witness", "abuse_employer"})
SUPPORTED = frozenset({"fr", "en", "es"})
DIRECT = frozenset({"answer", "crisis"})
_SHORT = 2
_PAIRS_SHOWN = 25


def measures(labelled: Sequence[Labelled], predictions: Sequence[Prediction]) -> dict[str, Any]:
    """All measures of a run."""
    pairs = list(zip(labelled, predictions, strict=True))
    needs = [pair for pair in pairs if pair[0].intent != OUT_OF_SCOPE]
    return {
        "messages": len(pairs),
        "right_first": _share(needs, _right),
        "right_first_strict": _share(needs, lambda pair: pair[0].intent == pair[1].intent),
        "macro_f1": _macro_f1(pairs),
        "right_among_three": _share(needs, _among_three),
        **_bands(pairs, needs),
        **_safety(pairs),
        **_languages(pairs),
        **_aspects(pairs),
        **_latency([prediction.milliseconds for prediction in predictions]),
        "by_language": {key: _brief(group) for key, group in _grouped(pairs, lambda pair: pair[0].lang)},
        "by_intent": {key: _brief(group) for key, group in _grouped(pairs, lambda pair: pair[0].intent)},
        "confusions": _confusions(pairs),
    }


def _bands(pairs: Sequence[Pair], needs: Sequence[Pair]) -> dict[str, Any]:
    direct = [pair for pair in needs if pair[1].outcome in DIRECT]
    others = [pair for pair in pairs if pair[0].intent == OUT_OF_SCOPE]
    return {
        "answered_directly": len(direct) / len(needs) if needs else None,
        "right_of_answered": _share(direct, _right),
        "in_scope_refused": _share(needs, lambda pair: pair[1].outcome == "refuse"),
        "out_of_scope_answered": _share(others, lambda pair: pair[1].outcome in DIRECT),
    }


def _safety(pairs: Sequence[Pair]) -> dict[str, Any]:
    calm = [pair for pair in pairs if not EMERGENCIES & set(pair[0].accepted)]
    far = [pair for pair in calm if not NEAR_DANGER & set(pair[0].accepted)]
    caught = {}
    for intent in sorted(EMERGENCIES):
        caught[f"{intent}_caught"] = _share([p for p in pairs if p[0].intent == intent], _alarmed)
    return {
        "emergencies_caught": _share([p for p in pairs if p[0].intent in EMERGENCIES], _alarmed),
        **caught,
        "false_alarms": _share(calm, _alarmed),
        "false_alarms_far_from_danger": _share(far, _alarmed),
    }


def _languages(pairs: Sequence[Pair]) -> dict[str, Any]:
    spoken = [pair for pair in pairs if pair[0].lang in SUPPORTED]
    foreign = [pair for pair in pairs if pair[0].lang and pair[0].lang not in SUPPORTED]
    short = [pair for pair in spoken if pair[0].words <= _SHORT]
    return {
        "language_right": _share(spoken, lambda pair: pair[0].lang == pair[1].language),
        "language_right_short": _share(short, lambda pair: pair[0].lang == pair[1].language),
        "unsupported_recognised": _share(foreign, _unsupported),
        "unsupported_false": _share(spoken, _unsupported),
    }


def _aspects(pairs: Sequence[Pair]) -> dict[str, Any]:
    asked = [pair for pair in pairs if pair[0].aspect]
    return {"aspect_right": _share(asked, lambda pair: pair[0].aspect == pair[1].aspect)}


def _latency(times: Sequence[float]) -> dict[str, Any]:
    if not times:
        return {}
    ordered = sorted(times)
    return {f"p{share}_ms": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}


def _macro_f1(pairs: Sequence[Pair]) -> float | None:
    hits, predicted, expected = Counter[str](), Counter[str](), Counter[str]()
    for labelled, prediction in pairs:
        truth = prediction.intent if prediction.intent in labelled.accepted else labelled.intent
        expected[truth] += 1
        predicted[prediction.intent] += 1
        hits[truth] += truth == prediction.intent
    scores = [2 * hits[name] / (expected[name] + predicted[name]) for name in expected]
    return sum(scores) / len(scores) if scores else None


def _confusions(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    wrong = Counter((p[0].intent, p[1].intent) for p in pairs if not _right(p))
    return [{"expected": a, "predicted": b, "count": n} for (a, b), n in wrong.most_common(_PAIRS_SHOWN)]


def _brief(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {
        "messages": len(pairs),
        "right_first": _share(pairs, _right),
        "right_among_three": _share(pairs, _among_three),
        "answered": _share(pairs, lambda pair: pair[1].outcome in DIRECT),
        "alarms": _share(pairs, _alarmed),
    }


def _grouped(pairs: Iterable[Pair], key: Callable[[Pair], str]) -> list[tuple[str, list[Pair]]]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[key(pair)].append(pair)
    return sorted(groups.items())


def _share(pairs: Sequence[Pair], holds: Callable[[Pair], bool]) -> float | None:
    return sum(map(holds, pairs)) / len(pairs) if pairs else None


def _right(pair: Pair) -> bool:
    return pair[1].intent in pair[0].accepted


def _among_three(pair: Pair) -> bool:
    first = [pair[1].intent, *(name for name, _ in pair[1].ranking if name != pair[1].intent)]
    return bool(set(first[:3]) & set(pair[0].accepted))


def _alarmed(pair: Pair) -> bool:
    return bool(ALARMS & set(pair[1].safety)) or pair[1].intent in EMERGENCIES


def _unsupported(pair: Pair) -> bool:
    return bool(pair[1].language) and pair[1].language not in SUPPORTED
