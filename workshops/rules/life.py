"""The life of a visit as a table: which step may follow which, who takes it, and who owes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.access import Denied, Verdict
from workshops.choices import Mover, State

S = State
# From a state (None: before the first) to those that may follow, and who may take the step.
MOVES: Mapping[State | None, Mapping[State, frozenset[Mover]]] = {
    None: {
        S.REQUESTED: frozenset({Mover.SCHOOL}),
        S.CONFIRMED: frozenset({Mover.OFFICER}),
    },
    S.REQUESTED: {
        S.TRIAGED: frozenset({Mover.OFFICER}),
        S.CANCELLED: frozenset({Mover.OFFICER}),
    },
    S.TRIAGED: {
        S.PROPOSED: frozenset({Mover.OFFICER}),
        S.CANCELLED: frozenset({Mover.OFFICER}),
    },
    S.PROPOSED: {
        S.PROPOSED: frozenset({Mover.OFFICER}),
        S.AGREED: frozenset({Mover.SCHOOL, Mover.OFFICER}),
        S.TRIAGED: frozenset({Mover.SCHOOL, Mover.OFFICER}),
        S.CANCELLED: frozenset({Mover.OFFICER}),
    },
    S.AGREED: {
        S.PROPOSED: frozenset({Mover.OFFICER}),
        S.CONFIRMED: frozenset({Mover.OFFICER}),
        S.CANCELLED: frozenset({Mover.OFFICER}),
    },
    S.CONFIRMED: {
        S.CONFIRMED: frozenset({Mover.OFFICER}),
        S.DELIVERED: frozenset({Mover.TEAM, Mover.OFFICER}),
        S.REPORTED: frozenset({Mover.TEAM, Mover.OFFICER}),
        S.NO_SHOW: frozenset({Mover.TEAM, Mover.OFFICER}),
        S.CANCELLED: frozenset({Mover.OFFICER}),
    },
    S.DELIVERED: {S.REPORTED: frozenset({Mover.TEAM, Mover.OFFICER})},
    S.REPORTED: {
        S.REPORTED: frozenset({Mover.TEAM, Mover.OFFICER}),
        S.DELIVERED: frozenset({Mover.OFFICER}),
        S.VERIFIED: frozenset({Mover.OFFICER}),
    },
    S.VERIFIED: {},
    S.NO_SHOW: {},
    S.CANCELLED: {},
}


@dataclass(frozen=True)
class Debt:
    """What a visit lacks for its next step, and who owes it."""

    words: str | Promise
    owes: Mover


# What each state waits for; a visit that waits for its day, and one that is at its end, owe nothing.
DEBTS: Mapping[State, Debt] = {
    S.REQUESTED: Debt(_("An answer: do we take the request?"), Mover.OFFICER),
    S.TRIAGED: Debt(_("A date, a time and a team."), Mover.OFFICER),
    S.PROPOSED: Debt(_("The school’s agreement to the date."), Mover.SCHOOL),
    S.AGREED: Debt(_("The confirmation."), Mover.OFFICER),
    S.DELIVERED: Debt(_("The report of what happened."), Mover.TEAM),
    S.REPORTED: Debt(_("A second pair of eyes on the report."), Mover.OFFICER),
}
_OVER = Debt(_("The report of what happened."), Mover.TEAM)


def can_follow(before: str | None, after: str, mover: Mover | None = None) -> bool:
    """Whether one state may follow another, and if a mover is named, by that one's hand."""
    movers = MOVES[State(before) if before else None].get(State(after))
    return movers is not None and (mover is None or mover in movers)


def can_step(forum: Any, to: State, mover: Mover | None = None) -> Verdict:
    """Whether a visit may take a step from where it is now."""
    if can_follow(forum.state if forum.pk else None, to, mover):
        return True
    words = _("This visit is at “%(state)s”. That step does not follow from there.")
    return Denied(words % {"state": forum.get_state_display()})


def debt_of(state: str, *, over: bool) -> Debt | None:
    """What a visit in this state lacks for the next step; `over`: its time has passed."""
    if State(state) == S.CONFIRMED:
        return _OVER if over else None
    return DEBTS.get(State(state))
