"""The engine in one process: Rasa's Agent on a thread of its own, so that understanding never stalls a webhook.

Importing Rasa takes about ten seconds; nothing outside this room pays for it.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import all_actions
from bot.engine.nlg import CatalogueGenerator
from bot.engine.tracker_store import ForgetfulTrackerStore
from bot.engine.turns import EMERGENCY_FIRST, turn_from
from bot.messages import EmptyTurn, EngineError, IncomingMessage, Turn
from knowledge.queries import Knowledge

SWEEP_EVERY = 60.0  # seconds
T = TypeVar("T")
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
ALARMS = {"suicide": "suicidal_distress", "danger": "danger_now"}  # label of the safety matcher -> need


class EmbeddedEngine:
    """Answers messages with a trained model, in this process.

    Args:
        model: path of the trained model (`boussole train`).
        knowledge: the facts the actions speak from.
        place: place a talk starts in when neither the page nor the person names one.
        language: language a talk starts in when nothing tells it.
    """

    def __init__(
        self, model: Path, knowledge: Knowledge, *, place: str = "montreal", language: str = "fr", **memory: Any
    ) -> None:
        self._place, self._language = place, language
        self._store = ForgetfulTrackerStore(Domain.empty(), **memory)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine", daemon=True)
        self._thread.start()
        self._agent = self._call(self._load(model, knowledge))
        self._loop.call_soon_threadsafe(self._forget_by_age)

    async def answer(self, message: IncomingMessage) -> Turn:
        """Understand, decide, act.

        Raises:
            EmptyTurn: nothing was said; an action failed and Rasa kept silent about it.
            EngineError: anything else that kept the assistant from answering.
        """
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._answer(message), self._loop))

    async def forget(self, conversation: str) -> bool:
        """Drop everything that is known of a talk; tells whether there was something."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._forget(conversation), self._loop))

    async def parse(self, text: str) -> dict[str, Any]:
        """Understanding alone, with no conversation before it: what `boussole evaluate` measures."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._parse(text), self._loop))

    def ready(self) -> bool:
        """Whether messages can be answered now."""
        return self._thread.is_alive() and self._agent.is_ready()

    def close(self) -> None:
        """Stop the thread; talks in memory are gone with it."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _load(self, model: Path, knowledge: Knowledge) -> Agent:
        endpoint = InProcessActions(knowledge)
        return Agent.load(model, generator=CatalogueGenerator(), tracker_store=self._store, action_endpoint=endpoint)

    async def _answer(self, message: IncomingMessage) -> Turn:
        processor = self._agent.processor
        if processor is None:
            raise EngineError("no model is loaded")
        channel = TurnChannel(message.channel)
        tracker = await self._tracker(message, channel)
        said = UserMessage(_said(message), channel, message.conversation, input_channel=message.channel)
        said.parse_data = await processor.parse_message(said, tracker)
        _hear_alarm(said.parse_data)
        if said.parse_data.get("safety") and said.parse_data["intent"]["name"] not in EMERGENCY_FIRST:
            await self._say_emergency_first(tracker, said.parse_data, channel)
        await self._agent.handle_message(said)
        if not channel.messages:
            raise EmptyTurn(f"no reply to intent {said.parse_data['intent'].get('name')}")
        after = await self._store.retrieve(message.conversation)
        return turn_from(channel.messages, said.parse_data, after)

    async def _tracker(self, message: IncomingMessage, channel: OutputChannel) -> DialogueStateTracker:
        """The talk, with what the page itself chose (language and place) already known to it."""
        processor = self._agent.processor
        assert processor is not None
        tracker = await processor.fetch_tracker_and_update_session(message.conversation, channel)
        chosen = {"language": message.language, "place": message.place}
        started = {"language": self._language, "place": self._place}
        for slot, value in chosen.items():
            wanted = value or tracker.get_slot(slot) or started[slot]
            if wanted != tracker.get_slot(slot):
                tracker.update(SlotSet(slot, wanted), self._agent.domain)
        await self._store.save(tracker)
        return tracker

    async def _say_emergency_first(
        self, tracker: DialogueStateTracker, understood: Mapping[str, Any], channel: TurnChannel
    ) -> None:
        """Emergency numbers on top of the answer, never instead of it, in the language of this very message."""
        from rasa.core.actions.action import RemoteAction

        processor = self._agent.processor
        assert processor is not None
        talk = tracker.copy()
        heard = {e["entity"]: e["value"] for e in understood["entities"] if e["entity"] in ("language", "place")}
        for slot, value in {**heard, "safety": understood["safety"]}.items():
            talk.update(SlotSet(slot, value), self._agent.domain)
        action = RemoteAction("action_emergency_first", self._agent.action_endpoint)
        for event in await action.run(channel, processor.nlg, talk, self._agent.domain):
            message = getattr(event, "message", None)
            if message:
                await channel.send_response(tracker.sender_id, event.message())

    async def _parse(self, text: str) -> dict[str, Any]:
        processor = self._agent.processor
        if processor is None:
            raise EngineError("no model is loaded")
        return await processor.parse_message(UserMessage(text))

    def _forget_by_age(self) -> None:
        """Once a minute: an idle engine must not keep its last talks."""
        self._store.let_go()
        self._loop.call_later(SWEEP_EVERY, self._forget_by_age)

    async def _forget(self, conversation: str) -> bool:
        return self._store.forget(conversation)


def _said(message: IncomingMessage) -> str:
    """A pressed choice's payload, or what was typed: only the first may begin with Rasa's sign for a command."""
    return message.payload or message.text.lstrip("/ ")


def _hear_alarm(understood: dict[str, Any]) -> None:
    """A message that is not understood but sounds like danger is answered as danger, never with "I did not understand"."""
    labels = understood.get("safety") or ()
    alarm = next((intent for label, intent in ALARMS.items() if label in labels), None)
    if alarm and understood["intent"]["name"] in NOT_UNDERSTOOD:
        understood["intent"] = {**understood["intent"], "name": alarm}
        understood["outcome"] = "crisis"


class TurnChannel(OutputChannel):
    """Collects what is said in a turn, whole: Rasa's own collector splits texts and prints payloads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]  # Rasa declares a classmethod; ours differs per message
        """The person's channel, so that SMS wording is chosen for SMS."""
        return self._name

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the message as the dialogue made it."""
        self.messages.append(message)


class InProcessActions(EndpointConfig):
    """The action endpoint without a server: the same request, answered by `rasa_sdk` in this process."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__("in-process://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in all_actions(knowledge):
            self._executor.register_action(action)

    async def request(self, *_: Any, json: dict[str, Any] | None = None, **__: Any) -> Any:  # type: ignore[override]
        """Run the action; a rejection travels as the HTTP 400 that Rasa expects."""
        try:
            return await self._executor.run(json)  # type: ignore[arg-type]
        except ActionExecutionRejection as rejection:
            raise ClientResponseError(400, rejection.message, _rejection_body(rejection)) from rejection


def _rejection_body(rejection: ActionExecutionRejection) -> str:
    return json.dumps({"action_name": rejection.action_name, "error": rejection.message})
