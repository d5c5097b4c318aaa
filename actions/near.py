"""Needs that even people confuse: the answer to one offers the other (from the taxonomy of needs)."""

from __future__ import annotations

NEAR = (
    ("work_rights", "abuse_employer"),
    ("abuse_employer", "human_trafficking"),
    ("housing", "abuse_landlord"),
    ("find_my_status", "explain_status"),
    ("find_my_status", "regularise_status"),
    ("explain_status", "services_without_papers"),
    ("asylum_refused", "detained_or_arrested"),
    ("police_fear", "ask_privacy"),
    ("police_fear", "crime_victim_or_witness"),
    ("scam_suspicion", "crime_victim_or_witness"),
    ("family_violence", "danger_now"),
    ("suicidal_distress", "danger_now"),
    ("orientation_service", "help_menu"),
    ("orientation_service", "find_place"),
    ("school", "childcare"),
    ("childcare", "daycamp"),
    ("immigration_procedures", "work_permit"),
    ("immigration_procedures", "personal_documents"),
    ("mental_health", "suicidal_distress"),
)


def near_needs(need: str) -> list[str]:
    """The needs to offer beside this one, the closest first."""
    return [b if need == a else a for a, b in NEAR if need in (a, b)]
