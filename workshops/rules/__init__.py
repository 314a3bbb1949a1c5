"""Who may do what with a visit, the steps of its life, and what stands at the door."""

from workshops.rules.people import (
    can_plan_forum,
    can_report,
    can_report_forum,
    can_request,
    can_see_authorities,
    can_see_clearances,
    can_see_forums,
    can_see_team,
    can_verify_forum,
)

__all__ = [
    "can_plan_forum",
    "can_report",
    "can_report_forum",
    "can_request",
    "can_see_authorities",
    "can_see_clearances",
    "can_see_forums",
    "can_see_team",
    "can_verify_forum",
]
