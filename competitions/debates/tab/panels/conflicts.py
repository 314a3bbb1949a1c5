"""Hard conflicts: who must not judge whom, and why."""

from collections.abc import Collection, Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from competitions.debates.tab.notes import Note, note
from competitions.debates.tab.panels.model import (
    Adjudicator,
    Conflict,
    PanelDebate,
    PanelRequest,
    Reason,
    With,
)


class Conflicts:
    """All hard conflicts of a request, those of own institutions among them."""

    def __init__(self, request: PanelRequest) -> None:
        own = (
            Conflict(judge.id, With.INSTITUTION, institution, Reason.OWN)
            for judge in request.adjudicators
            for institution in sorted(judge.institutions)
        )
        self._request = request
        self._all = (*request.conflicts, *own)

    def of_debate(self, judge: Adjudicator, debate: PanelDebate) -> Iterator[Conflict]:
        """The conflicts that keep a judge from a debate."""
        met: dict[With, Collection[str]] = {
            With.TEAM: debate.teams.keys(),
            With.INSTITUTION: debate.teams.values(),
            With.ADJUDICATOR: (),
        }
        for conflict in self._by_judge.get(judge.id, ()):
            if conflict.other in met[conflict.kind]:
                yield conflict

    def allowed(self, judges: tuple[Adjudicator, ...]) -> NDArray[np.bool_]:
        """Whether a judge may sit in a debate: (debates, judges)."""
        debates = self._request.debates
        free = [[not any(self.of_debate(judge, debate)) for judge in judges] for debate in debates]
        return np.array(free, dtype=np.bool_).reshape(len(debates), len(judges))

    def between(self, one: str, other: str) -> bool:
        """Whether two judges must not sit together."""
        return frozenset((one, other)) in self._pairs

    def apart(self, judges: tuple[Adjudicator, ...], others: tuple[Adjudicator, ...]) -> NDArray[np.bool_]:
        """Whether two judges must not sit together: (judges, others)."""
        apart = np.zeros((len(judges), len(others)), dtype=np.bool_)
        rows = {judge.id: row for row, judge in enumerate(judges)}
        columns = {judge.id: column for column, judge in enumerate(others)}
        for pair in self._pairs:
            first, second = tuple(pair)
            for one, other in ((first, second), (second, first)):
                if one in rows and other in columns:
                    apart[rows[one], columns[other]] = True
        return apart

    @cached_property
    def _by_judge(self) -> dict[str, list[Conflict]]:
        found: dict[str, list[Conflict]] = {}
        for conflict in self._all:
            found.setdefault(conflict.adjudicator, []).append(conflict)
        return found

    @cached_property
    def _pairs(self) -> frozenset[frozenset[str]]:
        return frozenset(
            frozenset((conflict.adjudicator, conflict.other))
            for conflict in self._all
            if conflict.kind is With.ADJUDICATOR
        )


def conflict_note(conflict: Conflict, room: int) -> Note:
    """A conflict as a remark on a room."""
    return note(
        f"conflict_with_{conflict.kind.value}",
        room=room,
        adjudicator=conflict.adjudicator,
        other=conflict.other,
        reason=conflict.reason.value,
    )
