"""The memory of a talk: in this process only, the slots and the last few turns, nothing on disk.

Rasa replays every event of a session on every turn (measured: 9 ms a turn at the start, 618 ms after 300 turns), so
what is older than the last turns is dropped; what a person told us by slots stays until the talk is forgotten.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TURNS_KEPT = 3
SECONDS_KEPT = 30 * 60
TALKS_KEPT = 5_000


@dataclass
class _Talk:
    events: list[Event]
    last_seen: float


class ForgetfulTrackerStore(TrackerStore):
    """In-memory tracker store that keeps slots and the last turns, and forgets by age, by number and on demand."""

    def __init__(self, domain: Domain, event_broker: Any = None, *, clock: Any = time.monotonic, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)
        self._seconds = float(kwargs.get("seconds_kept", SECONDS_KEPT))
        self._talks_kept = int(kwargs.get("talks_kept", TALKS_KEPT))
        self._clock = clock
        self._talks: OrderedDict[str, _Talk] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what the next turn needs of this talk, and let go of talks that are too old or too many."""
        self._talks[tracker.sender_id] = _Talk(kept_events(tracker), self._clock())
        self._talks.move_to_end(tracker.sender_id)
        self.let_go()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The talk as it stands, or nothing when there is none or it is too old."""
        self.let_go()
        talk = self._talks.get(sender_id)
        if talk is None:
            return None
        return DialogueStateTracker.from_events(sender_id, talk.events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Ids of the talks in memory."""
        return list(self._talks)

    def forget(self, sender_id: str) -> bool:
        """Drop a talk at once; tells whether there was one."""
        return self._talks.pop(sender_id, None) is not None

    def let_go(self) -> None:
        """Drop talks that are too old or too many; called by every turn, and by the clock."""
        oldest = self._clock() - self._seconds
        while self._talks and (
            len(self._talks) > self._talks_kept or next(iter(self._talks.values())).last_seen < oldest
        ):
            self._talks.popitem(last=False)


def kept_events(tracker: DialogueStateTracker) -> list[Event]:
    """The events that rebuild slots, the open form and the last turns; what was typed before that is gone."""
    events = list(tracker.applied_events())
    turns = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= TURNS_KEPT:
        return events
    # A turn begins with the action_listen before it: rules look at that state.
    recent = events[turns[-TURNS_KEPT] - 1 :]
    return _state_before(events[: turns[-TURNS_KEPT] - 1]) + recent


def _state_before(events: list[Event]) -> list[Event]:
    slots = {event.key: event for event in events if isinstance(event, SlotSet)}
    loops = [event for event in events if isinstance(event, ActiveLoop)]
    start: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    return start + [event for event in slots.values() if event.value is not None] + loops[-1:]
