"""What is done for each need: ask the knowledge, choose what to say, never write prose."""

from __future__ import annotations

from rasa_sdk import Action

from actions.again import GoBack, Repeat
from actions.answer_need import AnswerNeed
from actions.emergency import Deny, Emergency, EmergencyFirst
from actions.not_understood import NotUnderstood
from actions.opening import Opening
from actions.people import Feedback, People
from actions.protection import Protection
from actions.services import Services
from actions.status import AskStatus, ValidateStatusForm
from actions.status_result import StatusResult
from actions.talk_control import Forget, RestartTalk, SetLanguage, SetPlace
from knowledge.queries import Knowledge

ACTIONS = (
    Opening, AnswerNeed, Protection, Services, AskStatus, ValidateStatusForm, StatusResult, Emergency, EmergencyFirst,
    Deny, People, Feedback, SetLanguage, SetPlace, Repeat, GoBack, Forget, RestartTalk, NotUnderstood,
)  # fmt: skip


def all_actions(knowledge: Knowledge) -> list[Action]:
    """Every action over one knowledge base; nothing is opened at import."""
    return [action(knowledge) for action in ACTIONS]
