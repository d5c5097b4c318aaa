"""Settings: one frozen dataclass, read from the environment once, one help line a field."""

# ruff: noqa: RUF009  # `_setting` only makes a field; nothing mutable is shared

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "BOUSSOLE_"


class SettingError(ValueError):
    """A setting has a value that cannot be used; says which, what it holds and what was expected."""


class Secret(str):
    """A string that hides itself wherever it is printed, so that no log or traceback carries it."""

    def __repr__(self) -> str:
        return "Secret('**********')" if self else "Secret('')"

    def __str__(self) -> str:
        return repr(self)

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return str.__str__(self)


NO_SECRET = Secret("")


def _setting(default: Any, help_line: str) -> Any:
    return field(default=default, metadata={"help": help_line})


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set. The variable is the field's name in capitals after `BOUSSOLE_`."""

    host: str = _setting("127.0.0.1", "Address the gateway listens on.")
    port: int = _setting(8080, "Port the gateway listens on.")
    build_dir: Path = _setting(Path("build"), "Where the trained model and the built knowledge are kept.")
    knowledge_url: str = _setting(
        "", "Database of the knowledge (SQLAlchemy url); empty: a SQLite file in the build folder."
    )
    place: str = _setting("montreal", "Place a talk starts in: montreal, quebec or montreuil.")
    language: str = _setting("fr", "Language when a person's own is not known yet: fr, en or es.")
    session_minutes: int = _setting(30, "Minutes of silence after which a talk is forgotten.")
    max_conversations: int = _setting(5000, "Talks kept in memory at most; the oldest is forgotten first.")
    turn_timeout_seconds: float = _setting(10.0, "Seconds after which a person gets an apology instead of an answer.")
    turns_per_minute: int = _setting(40, "Messages one person may send a minute.")
    safe_words: str = _setting(
        "météo, weather, clima", "Words that, sent alone, erase the talk and get a word about the weather; empty: none."
    )
    resume_hours: int = _setting(24, "Hours that a code to take up a talk works; it is kept in memory only.")
    ticket_days: int = _setting(0, "Days that a ticket without identity is kept, 14 at most; 0: no tickets.")
    ticket_key: Secret = _setting(
        NO_SECRET, "Key with which an organisation reads and answers tickets; empty: no tickets."
    )
    allowed_origins: str = _setting("", "Web sites that may embed the chat, comma-separated; empty: only our own page.")
    public_base_url: str = _setting(
        "", "Address people reach this gateway at, such as https://boussole.example.org; SMS and WhatsApp need it."
    )
    sms_auth_token: Secret = _setting(NO_SECRET, "Twilio auth token: verifies that an SMS comes from Twilio.")
    sms_signing_key: Secret = _setting(
        NO_SECRET, "Twilio shared key for webhooks signed with HMAC-SHA256, when the console is set so."
    )
    sms_account_sid: str = _setting(
        "", "Twilio account (AC…); with the API key it lets an answer that came late still be sent."
    )
    sms_api_key: str = _setting("", "Twilio API key (SK…).")
    sms_api_secret: Secret = _setting(NO_SECRET, "Secret of the Twilio API key.")
    sms_api_url: str = _setting("https://api.twilio.com", "Where Twilio's API is; a trial runs against a stand-in.")
    sms_segments: int = _setting(3, "Segments one SMS answer may cost; the rest comes on 'more'.")
    sms_first_segment: int = _setting(
        136, "Letters the first segment holds: 136 on Canadian long codes, 160 elsewhere."
    )
    whatsapp_app_secret: Secret = _setting(
        NO_SECRET, "Secret of the Meta app: verifies that a message comes from WhatsApp."
    )
    whatsapp_verify_token: Secret = _setting(
        NO_SECRET, "A word you choose; Meta repeats it when the webhook is registered."
    )
    whatsapp_access_token: Secret = _setting(NO_SECRET, "Token of the system user who may send by WhatsApp.")
    whatsapp_phone_number_id: str = _setting("", "Meta's id of our WhatsApp number (digits, not the number itself).")
    whatsapp_api_url: str = _setting("https://graph.facebook.com/v23.0", "Where Meta's API is, with its version.")
    pseudonym_key: Secret = _setting(
        NO_SECRET, "Secret that several gateways name people with; empty: random, dropped after two weeks."
    )
    opt_out_key: Secret = _setting(
        NO_SECRET, "Secret under which a 'stop' is remembered; without it a restart forgets who said stop."
    )
    opt_out_file: str = _setting("", "File of those ids, one a line; empty: memory only.")
    phone_messages_per_minute: int = _setting(
        600, "Messages a minute that SMS, and WhatsApp, take in; above it people read 'one moment'."
    )
    phone_messages_waiting: int = _setting(200, "Messages in work at once before people read 'one moment'.")
    state_dir: str = _setting(
        "",
        "Folder where disputed facts wait for an editor (nothing about who asks); empty: `state` where it was started.",
    )
    desk_url: str = _setting(
        "", "Database of the disputed facts instead (SQLAlchemy url), when several gateways share it."
    )
    editors_password: Secret = _setting(
        NO_SECRET, "Hash of the editors' password, from `boussole editors-password`; empty: no editors' pages."
    )
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR; no level prints what people write.")


def settings_from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingError: a value cannot be cast, or a `BOUSSOLE_` variable is not a setting (a typing error, most likely).
    """
    known = {PREFIX + each.name.upper(): each for each in fields(Settings)}
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingError(f"{', '.join(unknown)}: no such setting. See the list in README.md.")
    values = {
        known[name].name: _cast(name, known[name].default, environment[name]) for name in known if name in environment
    }
    return Settings(**values)


def _cast(name: str, default: Any, raw: str) -> Any:
    kind = type(default)
    try:
        return kind(raw)
    except ValueError as problem:
        raise SettingError(f"{name} has value {raw!r}. Not a valid {kind.__name__}.") from problem
