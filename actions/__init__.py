"""What is done for each need: ask the knowledge, choose what to say, never write prose."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answer_need import AnswerNeed
from actions.emergency import Emergency, EmergencyFirst
from actions.not_understood import NotUnderstood
from actions.people import Feedback, People
from actions.services import Services
from actions.status import AskStatus, StatusResult, ValidateStatusForm
from actions.talk_control import Forget, Repeat, RestartTalk, SetLanguage, SetPlace
from knowledge.queries import Knowledge

ACTIONS = (
    AnswerNeed, Services, AskStatus, ValidateStatusForm, StatusResult, Emergency, EmergencyFirst,
    People, Feedback, SetLanguage, SetPlace, Repeat, Forget, RestartTalk, NotUnderstood,
)  # fmt: skip


def all_actions(knowledge: Knowledge) -> list[Action]:
    """Every action over one knowledge base; nothing is opened at import."""
    return [action(knowledge) for action in ACTIONS]
