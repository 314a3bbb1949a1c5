"""The rules by which a category's places are given: the best, or the best with a cap by institution.

All AIDA rules look at the place of a team inside its institution, among the teams that may break in the category.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from competitions.debates.tab.formats.metrics import BreakRule


@dataclass(frozen=True)
class Candidate:
    """A team that may break: `rank` as it stands (joint ranks are equal), `points` its points or wins."""

    team: str
    rank: int
    points: int
    institution: str = ""


def choose_breaking(candidates: Sequence[Candidate], size: int, rule: BreakRule) -> list[Candidate]:
    """Who breaks of the candidates, best first; ties on the last place of a standard break all break."""
    return _RULES[rule](candidates, size)


def institution_ranks(candidates: Sequence[Candidate]) -> dict[str, int]:
    """The place of each team inside its institution, from 1; a team without one is always first."""
    seen: dict[str, int] = {}
    ranks = {}
    for candidate in candidates:
        if candidate.institution:
            seen[candidate.institution] = seen.get(candidate.institution, 0) + 1
        ranks[candidate.team] = seen.get(candidate.institution, 1)
    return ranks


def cap_of_2019(size: int) -> int:
    """The cap of 2019: 3 + floor((n - 16) / 8) teams of an institution, and never none."""
    return max(1, 3 + (size - 16) // 8)


def _standard(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    if len(candidates) <= size:
        return list(candidates)
    last = candidates[size - 1].rank if size else 0
    return [candidate for candidate in candidates if candidate.rank <= last]


def _aida_1996(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """At most three of an institution, then the best."""
    places = institution_ranks(candidates)
    return _standard([candidate for candidate in candidates if places[candidate.team] <= 3], size)


@dataclass(frozen=True)
class _Sorted:
    """The candidates with no fewer points than the last place, as the rules of 2016 sort them."""

    kept: list[Candidate]
    within_cap: list[Candidate]  # set aside below the cut-off only, for not being first of the institution
    beyond_cap: list[Candidate]

    @property
    def aside(self) -> list[Candidate]:
        """All who were set aside, best first."""
        return sorted(self.within_cap + self.beyond_cap, key=lambda candidate: candidate.rank)


def _sort_of_2016(candidates: Sequence[Candidate], size: int, cap: int) -> _Sorted:
    places = institution_ranks(candidates)
    cut_off = candidates[size - 1]
    sorted_ = _Sorted([], [], [])
    for candidate in candidates:
        if candidate.points < cut_off.points:
            continue
        if places[candidate.team] > cap:
            sorted_.beyond_cap.append(candidate)
        elif candidate.rank > cut_off.rank and places[candidate.team] > 1:
            sorted_.within_cap.append(candidate)
        else:
            sorted_.kept.append(candidate)
    return sorted_


def _australs(candidates: Sequence[Candidate], size: int, cap: int = 3) -> list[Candidate]:
    """Short of teams, the best of those set aside come back."""
    if len(candidates) <= size:
        return list(candidates)
    sorted_ = _sort_of_2016(candidates, size, cap)
    return _fill(sorted_.kept, sorted_.aside, size)


def _easters(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """Short of teams, those within the cap come back before those beyond it."""
    if len(candidates) <= size:
        return list(candidates)
    sorted_ = _sort_of_2016(candidates, size, 3)
    return _fill(sorted_.kept, sorted_.within_cap + sorted_.beyond_cap, size)


def _fill(kept: Sequence[Candidate], aside: Sequence[Candidate], size: int) -> list[Candidate]:
    """The best of those kept, and of those aside as many as are missing, in the order of their ranks."""
    chosen = _standard(kept, size)
    back = aside[: max(0, size - len(chosen))]
    return sorted([*chosen, *back], key=lambda candidate: candidate.rank)


def _aida_2019(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """As at Australs in 2016, with a cap that grows with the break."""
    return _australs(candidates, size, cap_of_2019(size))


_RULES: dict[BreakRule, Callable[[Sequence[Candidate], int], list[Candidate]]] = {
    BreakRule.STANDARD: _standard,
    BreakRule.AIDA_1996: _aida_1996,
    BreakRule.AIDA_2016_AUSTRALS: _australs,
    BreakRule.AIDA_2016_EASTERS: _easters,
    BreakRule.AIDA_2019: _aida_2019,
}
