"""Who breaks, and what each team still needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.debates import tab
from competitions.debates.choices import RoundState
from competitions.debates.models import Team, Tournament

FOLLOWED = 2
"""With more rounds to go than these hardly anybody is sure or out, and it takes long to prove."""

REMARKS = {
    "ineligible": gettext_lazy("may not break here"),
    "capped": gettext_lazy("above the cap of its university"),
    "other_break": gettext_lazy("breaks in another category"),
    "withdrawn": gettext_lazy("withdrawn"),
    "lost_toss": gettext_lazy("lost the toss"),
}


@dataclass(frozen=True)
class BreakView:
    """One team in a break: its place there, its rank in the standings, and why it is passed over."""

    place: str
    team: str
    rank: int
    remark: str


@dataclass(frozen=True)
class NeedView:
    """What one team needs: its points, where it stands towards the break, and the sentence."""

    team: str
    points: int
    chip: tuple[str, str]
    words: str


@dataclass(frozen=True)
class CategoryView:
    """One category: who would break now, and while rounds are left what each team needs."""

    code: str
    name: str
    size: int
    lines: list[BreakView] = field(default_factory=list)
    needs: list[NeedView] = field(default_factory=list)


def break_views(tournament: Tournament) -> list[CategoryView]:
    """The breaks as announced, or as they would be now with what each team needs in the rounds left."""
    names = {team.key: team.name for team in tournament.teams.all()}
    sizes = {one["code"]: one["size"] for one in tournament.categories}
    words = tournament.get_category_names()
    stored: Sequence[Mapping[str, Any]] = tournament.breaks or _breaks_now(tournament)
    needs = {} if tournament.breaks else _needs(tournament, names)
    return [
        CategoryView(
            code=one["category"],
            name=words[one["category"]],
            size=sizes[one["category"]],
            lines=[_line(line, names) for line in one["lines"]],
            needs=needs.get(one["category"], []),
        )
        for one in stored
    ]


def _breaks_now(tournament: Tournament) -> Sequence[Mapping[str, Any]]:
    if not tournament.rounds.confirmed().exists():
        return [{"category": one["code"], "lines": []} for one in tournament.categories]
    entered = tournament.teams.all().as_entered()
    breaks = tab.make_breaks(entered, tournament.get_standings(), tournament.get_break_categories())
    return [tab.encode(one) for one in breaks]


def _line(line: Mapping[str, Any], names: Mapping[str, str]) -> BreakView:
    place, remark = line["break_rank"], line["remark"]
    return BreakView(
        place="" if place is None else str(place),
        team=names[line["team"]],
        rank=line["rank"],
        remark=str(REMARKS[remark]) if remark else "",
    )


def _needs(tournament: Tournament, names: Mapping[str, str]) -> dict[str, list[NeedView]]:
    """What each team needs, category by category, in the last rounds."""
    left = tournament.planned_rounds - tournament.rounds.confirmed().count()
    if not 0 < left < min(FOLLOWED + 1, tournament.planned_rounds):
        return {}
    points = {one.team: one.points for one in tournament.get_standings()}
    here = {team.key: team for team in tournament.teams.filter(is_active=True)}
    points = {key: value for key, value in points.items() if key in here}
    rooms = _last_rooms(tournament) if left == 1 else ()
    # Brackets two rounds ahead take seconds to follow; what is sure or impossible without them is so with them.
    rule = None if left == 1 else tab.RandomDraw()
    found = {}
    for category in tournament.get_break_categories():
        eligible = frozenset(key for key, team in here.items() if _may_break(team, category))
        needs = tab.needs_of_teams(
            points, tournament.rules, size=category.size, rounds=left, eligible=eligible, rooms=rooms, rule=rule
        )
        found[category.code] = [_need(one, names) for one in needs]
    return found


def _may_break(team: Team, category: tab.BreakCategory) -> bool:
    return not team.is_swing and (category.is_general or category.code in team.categories)


def _last_rooms(tournament: Tournament) -> tuple[tuple[str, ...], ...]:
    """The rooms of the last round, once they are drawn."""
    drawn = tournament.rounds.exclude(state__in=(RoundState.DRAFTED, RoundState.CONFIRMED)).first()
    if drawn is None:
        return ()
    return tuple(tuple(key for key in one.get_seats() if key) for one in drawn.debates.prefetch_related("teams__team"))


def _need(need: tab.Need, names: Mapping[str, str]) -> NeedView:
    if need.state is tab.State.SURE:
        chip, words = ("done", _("breaks")), _("Breaks whatever happens.")
    elif need.state is tab.State.OUT:
        chip, words = ("stop", _("out")), _("Cannot break any more.")
    else:
        chip, words = ("wait", _("alive")), _alive(need)
    return NeedView(names[need.team], need.points, chip, words)


def _alive(need: tab.Need) -> str:
    figures = {"sure": need.sure_with, "possible": need.possible_with}
    if need.sure_with is None:
        return _("Needs at least %(possible)d points more, and luck with the others.") % figures
    if not need.possible_with:
        return _("Is sure with %(sure)d points more; may break without any.") % figures
    return _("Is sure with %(sure)d points more; cannot break with fewer than %(possible)d.") % figures
