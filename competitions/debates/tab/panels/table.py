"""The judges and debates of a request as arrays."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from competitions.debates.tab.panels.conflicts import Conflicts
from competitions.debates.tab.panels.model import Adjudicator, PanelRequest, Strength

IntMatrix = NDArray[np.int64]
BoolMatrix = NDArray[np.bool_]


@dataclass(frozen=True)
class JudgeTable:
    """Who may sit where and what it costs; rows are judges (or trainees), columns debates, unless said otherwise."""

    request: PanelRequest
    judges: tuple[Adjudicator, ...]
    conflicts: Conflicts

    @cached_property
    def allowed(self) -> BoolMatrix:
        """Whether a judge is free of conflicts with a debate's teams: (judges, debates)."""
        return np.asarray(self.conflicts.allowed(self.judges).T)

    @cached_property
    def apart(self) -> BoolMatrix:
        """Whether two judges must not sit together: (judges, judges)."""
        return self.conflicts.apart(self.judges, self.judges)

    @cached_property
    def may_chair(self) -> BoolMatrix:
        """Who may chair: (judges,)."""
        return np.array([judge.may_chair for judge in self.judges], dtype=np.bool_)

    @cached_property
    def importance(self) -> IntMatrix:
        """How much each debate matters: (debates,)."""
        return np.array([debate.importance for debate in self.request.debates], dtype=np.int64)

    @cached_property
    def strength(self) -> IntMatrix:
        """Strength from 0 (weakest) to 100 (strongest): (judges,)."""
        raw = [judge.strength for judge in self.judges]
        low, high = min(raw, default=0), max(raw, default=0)
        scaled = [round(100 * (value - low) / (high - low)) if high > low else 0 for value in raw]
        return np.array(scaled, dtype=np.int64)

    @cached_property
    def seen(self) -> IntMatrix:
        """How often a judge has judged the teams of a debate: (judges, debates)."""
        counts = [
            [sum(judge.seen.get(team, 0) for team in debate.teams) for debate in self.request.debates]
            for judge in self.judges
        ]
        return np.array(counts, dtype=np.int64).reshape(len(self.judges), len(self.request.debates))

    @cached_property
    def together(self) -> IntMatrix:
        """What it weighs that two judges share a panel: (judges, judges), symmetric."""
        weights = self.request.rule.weights
        total = weights.together * self._sat_with + weights.same_institution * self._same_institution
        np.fill_diagonal(total, 0)
        return np.asarray(total)

    @cached_property
    def seat_costs(self) -> IntMatrix:
        """What a seat costs, conflicts and company apart: (judges, debates)."""
        matters = self.request.rule.strength is Strength.IMPORTANT
        importance = self.importance if matters else np.ones_like(self.importance)
        return np.asarray(self.request.rule.weights.seen * self.seen - self.strength[:, None] * importance)

    @cached_property
    def _sat_with(self) -> IntMatrix:
        row = {judge.id: place for place, judge in enumerate(self.judges)}
        counts = np.zeros((len(row), len(row)), dtype=np.int64)
        for judge in self.judges:
            for other, times in judge.sat_with.items():
                if other in row:
                    counts[row[judge.id], row[other]] = times
        return np.asarray(np.maximum(counts, counts.T))

    @cached_property
    def _same_institution(self) -> IntMatrix:
        names = sorted({name for judge in self.judges for name in judge.institutions})
        belongs = np.array(
            [[name in judge.institutions for name in names] for judge in self.judges], dtype=np.int64
        ).reshape(len(self.judges), len(names))
        return np.asarray(np.minimum(belongs @ belongs.T, 1))
