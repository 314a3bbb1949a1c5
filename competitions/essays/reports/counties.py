"""A competition by county: schools, works, girls and boys, honours. Small groups are counted, not described."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from competitions.essays.choices import Award, Sex
from competitions.essays.models import Competition, EntryResult
from competitions.scoring.fairness import MINIMUM_CELL
from schools.models import County


@dataclass(frozen=True)
class CountyLine:
    """One county, or all together. What describes a group is told only where the group is large enough."""

    name: str
    schools: int
    works: int
    girls: int
    boys: int
    winners: int
    merits: int
    is_told: bool = True

    @property
    def figures(self) -> list[int | None]:
        """Girls, boys, winners, merits; nothing where they are not told."""
        told: list[int | None] = [self.girls, self.boys, self.winners, self.merits]
        return told if self.is_told else [None] * len(told)


@dataclass(frozen=True)
class Counties:
    """The table: its counties by name, all together, how many counties there are, whether honours stand in it."""

    lines: list[CountyLine]
    total: CountyLine
    all_counties: int
    honours: bool


def told_of(works: dict[str, int]) -> set[str]:
    """The counties whose figures are told: those of ten works and more.

    What is not told must not come out of the sum either: where those left out have fewer than ten works together, the
    smallest of the others are left out with them.
    """
    by_size = sorted(works, key=lambda name: (works[name], name))
    hidden = [name for name in by_size if works[name] < MINIMUM_CELL]
    for name in by_size[len(hidden) :]:
        if not hidden or sum(works[other] for other in hidden) >= MINIMUM_CELL:
            break
        hidden.append(name)
    return works.keys() - set(hidden)


def counties_of(competition: Competition, *, honours: bool) -> Counties:
    """Works that are handed in and stand, by the county of the school; with or without what they were honoured for."""
    rows = competition.entries.submitted().values_list(
        "pk", "entrant__school_id", "entrant__school__county__name", "entrant__sex"
    )
    given = EntryResult.objects.filter(run__competition=competition) if honours else EntryResult.objects.none()
    awards = dict(given.values_list("entry_id", "award"))
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for entry, school, county, sex in rows:
        found[county].append((school, sex, awards.get(entry, "")))
    told = told_of({name: len(works) for name, works in found.items()})
    lines = [_line(name, found[name], is_told=name in told) for name in sorted(found)]
    everything = [work for works in found.values() for work in works]
    total = _line(_t("All counties"), everything, is_told=len(everything) >= MINIMUM_CELL)
    return Counties(lines, total, County.objects.count(), honours)


def _line(name: str, works: Sequence[tuple[int, str, str]], *, is_told: bool) -> CountyLine:
    girls = sum(sex == Sex.GIRL for _school, sex, _award in works)
    winners, merits = (sum(award == wanted for *_rest, award in works) for wanted in (Award.WINNER, Award.MERIT))
    schools = len({school for school, *_rest in works})
    return CountyLine(name, schools, len(works), girls, len(works) - girls, winners, merits, is_told)


def county_headings(table: Counties) -> list[str]:
    """The columns of the table, wherever it stands."""
    honours = [_t("Winners"), _t("Merits")] if table.honours else []
    return [_t("County"), _t("Schools"), _t("Works"), _t("Girls"), _t("Boys"), *honours]


def county_cells(table: Counties, line: CountyLine) -> list[Any]:
    """A line of it; nothing stands where nothing is told."""
    figures = ["" if figure is None else figure for figure in line.figures]
    return [line.name, line.schools, line.works, *(figures if table.honours else figures[:2])]


def county_rows(table: Counties, competition: Competition) -> Iterable[list[Any]]:
    """The same as lines of a file; it ends with how it was counted."""
    yield county_headings(table)
    for line in (*table.lines, table.total):
        yield county_cells(table, line)
    yield []
    for sentence in how_counted(table, competition):
        yield [sentence]


def how_counted(table: Counties, competition: Competition) -> list[str]:
    """In sentences, what stands in the table."""
    told = [
        _t("Works of “%(name)s” that were handed in and stand; withdrawn works and copies count nowhere.")
        % {"name": competition.name},
        _t("A school counts once, in its county; %(n)d of %(all)d counties took part.")
        % {"n": len(table.lines), "all": table.all_counties},
        _t("Girls and boys as the schools listed them: one work, one learner."),
        _t(
            "Counties of fewer than %(least)d works are counted, not described, and so are the next smallest where the "
            "sum would give them away."
        )
        % {"least": MINIMUM_CELL},
    ]
    if table.honours:
        told.append(_t("Winners and merits as they stand in the frozen result."))
    return told
