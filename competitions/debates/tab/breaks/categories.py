"""Break categories: who breaks in each, and why those listed beside them do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from competitions.debates.tab.breaks.rules import Candidate, choose_breaking
from competitions.debates.tab.errors import BreakError
from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.metrics import BreakRule
from competitions.debates.tab.standings.ranking import Standing


class Remark(StrEnum):
    """Why a team that ranks high enough does not break in a category."""

    INELIGIBLE = "ineligible"
    CAPPED = "capped"
    OTHER_BREAK = "other_break"  # it breaks in a category of higher priority
    WITHDRAWN = "withdrawn"
    LOST_TOSS = "lost_toss"


@dataclass(frozen=True, kw_only=True)
class BreakCategory:
    """A category: its places and rule. A general one is open to all; others to the teams that carry its code.

    Categories of lower `priority` numbers break first, and who breaks there breaks in no other. `remarks` take single
    teams out by decision (withdrawn, a lost toss).
    """

    code: str
    size: int
    rule: BreakRule = BreakRule.STANDARD
    is_general: bool = False
    priority: int = 1
    remarks: Mapping[str, Remark] | None = None

    def __post_init__(self) -> None:
        if self.size < 1:
            raise BreakError("break_without_places", category=self.code, size=self.size)


@dataclass(frozen=True, kw_only=True)
class BreakLine:
    """One team in a category's list: `break_rank` where it breaks (joint ranks are equal), `remark` where not."""

    team: str
    rank: int
    break_rank: int | None
    remark: Remark | None = None


@dataclass(frozen=True, kw_only=True)
class CategoryBreak:
    """The break of one category, best first; between the teams that break stand those who are passed over.

    `over` is how many teams more than its places break, because the last place is tied.
    """

    category: str
    lines: tuple[BreakLine, ...]
    over: int

    @property
    def breaking(self) -> tuple[str, ...]:
        """The teams that break, best first."""
        return tuple(line.team for line in self.lines if line.break_rank is not None)


def make_breaks(
    teams: Sequence[Team], standings: Sequence[Standing], categories: Sequence[BreakCategory]
) -> tuple[CategoryBreak, ...]:
    """The breaks of all categories, those of higher priority first.

    Raises BreakError where two categories have one code or a standing names a team that did not enter.
    """
    codes = [category.code for category in categories]
    if len(set(codes)) != len(codes):
        raise BreakError("category_twice", categories=tuple(codes))
    by_team = {team.id: team for team in teams}
    for line in standings:
        if line.team not in by_team:
            raise BreakError("standing_of_unknown_team", team=line.team)
    broken: set[str] = set()
    breaks = []
    for category in sorted(categories, key=lambda one: one.priority):
        breaks.append(_break_category(category, by_team, standings, frozenset(broken)))
        broken.update(breaks[-1].breaking)
    return tuple(breaks)


def _break_category(
    category: BreakCategory, teams: Mapping[str, Team], standings: Sequence[Standing], broken: frozenset[str]
) -> CategoryBreak:
    ranked = [line for line in standings if line.rank is not None]
    barred = {line.team: _bar(category, teams[line.team], broken) for line in ranked}
    candidates = [
        Candidate(line.team, line.rank or 0, line.points, teams[line.team].institution)
        for line in ranked
        if barred[line.team] is None
    ]
    chosen = choose_breaking(candidates, category.size, category.rule)
    lines = _lines(ranked, barred, chosen, category.is_general)
    return CategoryBreak(category=category.code, lines=lines, over=max(0, len(chosen) - category.size))


def _bar(category: BreakCategory, team: Team, broken: frozenset[str]) -> Remark | None:
    """Why a team is not even a candidate."""
    if decided := (category.remarks or {}).get(team.id):
        return decided
    if not category.is_general and category.code not in team.categories:
        return Remark.INELIGIBLE
    return Remark.OTHER_BREAK if team.id in broken else None


def _lines(
    ranked: Sequence[Standing],
    barred: Mapping[str, Remark | None],
    chosen: Sequence[Candidate],
    is_general: bool,
) -> tuple[BreakLine, ...]:
    """The list down to the last team that breaks; only a general category lists those who are not eligible.

    Who is passed over and not barred has met the cap.
    """
    ranks = {one.team: 1 + sum(other.rank < one.rank for other in chosen) for one in chosen}
    last = max((one.rank for one in chosen), default=0)
    lines = (
        BreakLine(
            team=line.team,
            rank=line.rank or 0,
            break_rank=ranks.get(line.team),
            remark=None if line.team in ranks else barred[line.team] or Remark.CAPPED,
        )
        for line in ranked
        if (line.rank or 0) <= last
    )
    return tuple(line for line in lines if is_general or line.remark is not Remark.INELIGIBLE)
