"""Why each room is as it is, in plain words: what the engine stored, said in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.debates import tab
from competitions.debates.choices import Names, say_note, say_term, side_letters, side_words
from competitions.debates.models import Debate, Panelist, Round

MILLION = 1_000_000


@dataclass(frozen=True)
class SeatView:
    """One team in a room: where it sits, its points, its sides so far, and what other sides would have cost."""

    letters: str
    words: str
    team: str
    institution: str
    points: int
    history: str
    elsewhere: str
    notes: list[str]


@dataclass(frozen=True)
class RoomView:
    """One room: its seats, its panel, and why it is so."""

    debate: Debate
    place: str
    seats: list[SeatView]
    panel: list[Panelist]
    panel_notes: list[str]
    bracket: str
    costs: list[tuple[str, str]]
    notes: list[str]
    alternative: str


def room_views(round_: Round, names: Names) -> list[RoomView]:
    """All rooms of a round, in order."""
    debates = round_.debates.select_related("venue", "round").prefetch_related(
        "teams__team__institution", "panel__adjudicator"
    )
    return [_room(debate, round_, names) for debate in debates]


def _room(debate: Debate, round_: Round, names: Names) -> RoomView:
    why: Mapping[str, Any] = debate.explanation
    by_team = {one["team"]: one for one in why.get("teams", ())}
    return RoomView(
        debate=debate,
        place=debate.place,
        seats=[_seat(one, by_team.get(one.team.key, {}), round_, names) for one in debate.teams.all()],
        panel=debate.get_panel(),
        panel_notes=[say_note(one, names) for one in debate.panel_notes],
        bracket=_bracket(debate, round_),
        costs=[(say_term(one["code"]), _amount(one["code"], one["amount"])) for one in why.get("terms", ())],
        notes=[say_note(one, names) for one in why.get("notes", ())],
        alternative=_alternative(why.get("alternative"), names),
    )


def _bracket(debate: Debate, round_: Round) -> str:
    """Which bracket the room belongs to; the first round has none."""
    if round_.number == 1 and not debate.bracket:
        return _("First round: no brackets yet")
    words = ngettext("Bracket of %(n)d point", "Bracket of %(n)d points", debate.bracket)
    return words % {"n": debate.bracket}


def _seat(seat: Any, why: Mapping[str, Any], round_: Round, names: Names) -> SeatView:
    rules = round_.rules
    return SeatView(
        letters=side_letters(rules, seat.side),
        words=side_words(rules, seat.side),
        team=seat.team.name,
        institution=seat.team.institution.name if seat.team.institution else "",
        points=why.get("points", 0),
        history=_history(rules, why.get("history", ())),
        elsewhere=_elsewhere(rules, seat.side, why.get("elsewhere", ())),
        notes=[say_note(one, names) for one in why.get("notes", ())],
    )


def _history(rules: tab.Format, counts: Sequence[int]) -> str:
    """OG 1, OO 0, CG 2, CO 1."""
    if not any(counts):
        return _("no debate yet")
    return ", ".join(f"{side_letters(rules, side)} {count}" for side, count in enumerate(counts))


def _elsewhere(rules: tab.Format, here: int, costs: Sequence[int | None]) -> str:
    """What the cheapest draw with the team on another side would have cost more."""
    said = []
    for side, cost in enumerate(costs):
        if side != here:
            words = _("not possible") if cost is None else f"+{_amount('position', cost)}" if cost else _("no more")
            said.append(f"{side_letters(rules, side)} {words}")
    return ", ".join(said)


def _amount(code: str, amount: int) -> str:
    """A cost as it is read: positions are kept in millionths."""
    if code != "position":
        return number_format(amount)
    return number_format((Decimal(amount) / MILLION).quantize(Decimal("0.01")))


def _alternative(stored: Mapping[str, Any] | None, names: Names) -> str:
    """For two teams: the cheapest exchange with another room, and what it would change."""
    if not stored:
        return ""
    pairs = "; ".join(" – ".join(names.get(team, team) for team in pair) for pair in stored["pairs"])
    return _("%(pairs)s: %(changes)s") % {"pairs": pairs, "changes": price_words(stored["difference"])}


def price_words(terms: Iterable[Any]) -> str:
    """What a change does to the cost: "earlier meetings +1", or that it costs nothing."""
    said = []
    for term in terms:
        code, amount = (term["code"], term["amount"]) if isinstance(term, Mapping) else (term.code, term.amount)
        if amount:
            sign = "+" if amount > 0 else "−"
            said.append(f"{say_term(code)} {sign}{_amount(code, abs(amount))}")
    return ", ".join(said) or _("no part of the cost changes")


def draw_words(round_: Round, names: Names) -> dict[str, Any]:
    """The whole draw in words: its rule, its costs, who sits out and why, and what the checker found."""
    why, report = round_.explanation or {}, round_.check_report or {}
    return {
        "rule": [say_note(one, names) for one in why.get("notes", ())],
        "costs": [(say_term(one["code"]), _amount(one["code"], one["amount"])) for one in why.get("totals", ())],
        "byes": [say_note(one, names) for one in why.get("byes", ())],
        "errors": [say_note(one, names) for one in report.get("errors", ())],
        "remarks": [say_note(one, names) for one in report.get("remarks", ())],
        "is_least": report.get("is_least"),
    }
