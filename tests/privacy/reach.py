"""Whether some words are still held by anything that can be reached from an object in memory."""

from __future__ import annotations

import asyncio
import functools
import gc
import threading
import types
from typing import Any

_ELSEWHERE = (types.ModuleType, types.FrameType, type, asyncio.AbstractEventLoop, threading.Thread)
_CACHES = type(functools.lru_cache(lambda: None))


def holders(roots: list[Any], canary: str) -> list[str]:
    """Types of the objects that hold a text with the canary, found from the roots and from every cache of a function."""
    caches = [each for each in gc.get_objects() if isinstance(each, _CACHES)]
    todo: list[tuple[Any, str]] = [(each, type(each).__name__) for each in [*roots, *caches]]
    seen: set[int] = set()
    found = []
    while todo:
        thing, holder = todo.pop()
        if id(thing) in seen or isinstance(thing, _ELSEWHERE) or _is_of_a_module(thing):
            continue
        seen.add(id(thing))
        if isinstance(thing, (str, bytes)):
            found += [holder] if _holds(thing, canary) else []
            continue
        todo += [(each, f"{holder} > {type(thing).__name__}"[-200:]) for each in gc.get_referents(thing)]
    return found


def _is_of_a_module(thing: Any) -> bool:
    return (
        type(thing) is dict and "__builtins__" in thing
    )  # a calendar of holidays is a dict that reads any key as a day


def _holds(text: str | bytes, canary: str) -> bool:
    plain = text.decode("latin-1") if isinstance(text, bytes) else text
    return canary.casefold() in plain.casefold()
