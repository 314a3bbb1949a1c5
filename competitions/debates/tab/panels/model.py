"""Adjudicators, what they must not judge, and the panels that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from competitions.debates.tab.errors import PanelsError
from competitions.debates.tab.lots import Lots
from competitions.debates.tab.notes import Note


class With(StrEnum):
    """What a conflict is with."""

    TEAM = "team"
    ADJUDICATOR = "adjudicator"
    INSTITUTION = "institution"


class Reason(StrEnum):
    """Why there is a conflict."""

    OWN = "own"  # the adjudicator's own institution
    DECLARED = "declared"
    FORMER = "former"
    PUPILS = "pupils"  # teaches or coaches them


@dataclass(frozen=True)
class Conflict:
    """A hard conflict of an adjudicator: it is never broken. Between adjudicators it holds both ways."""

    adjudicator: str
    kind: With
    other: str
    reason: Reason = Reason.DECLARED


@dataclass(frozen=True, kw_only=True)
class Adjudicator:
    """One adjudicator. Teams of `institutions` are in conflict with him without being declared.

    `strength` is on any scale, the same for all; `seen` counts the debates of each team he has judged, `sat_with` the
    panels shared with each adjudicator; `needs` are access needs of the room.
    """

    id: str
    strength: Decimal = Decimal(0)
    institutions: frozenset[str] = frozenset()
    trainee: bool = False
    may_chair: bool = True
    seen: Mapping[str, int] = field(default_factory=dict)
    sat_with: Mapping[str, int] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PanelDebate:
    """A debate that needs a panel: its teams with their institutions, and how much it matters (1 to 5).

    `smallest` overrides the rule's smallest panel, for example in a break round.
    """

    room: int
    teams: Mapping[str, str]
    importance: int = 3
    smallest: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.importance <= 5:
            raise PanelsError("importance_off_scale", room=self.room, importance=self.importance)


class ExtraJudges(StrEnum):
    """Which rooms get a larger panel when there are judges to spare."""

    IMPORTANT = "important"
    UNIMPORTANT = "unimportant"  # single strong judges in the rooms that matter, as AIDA does


class Strength(StrEnum):
    """Where strong judges go."""

    IMPORTANT = "important"
    EVEN = "even"  # panels of about equal strength


@dataclass(frozen=True, kw_only=True)
class PanelWeights:
    """What is avoided, not forbidden: each weighs against strength, of which the best judge has 100.

    `seen`: a team judged before; `together`: two judges who shared a panel before; `same_institution`: two judges of
    one institution on a panel.
    """

    seen: int = 2_000
    together: int = 500
    same_institution: int = 1_000


@dataclass(frozen=True, kw_only=True)
class PanelRule:
    """How large panels are and where strength goes. Voting panels are odd."""

    smallest: int = 1
    largest: int = 3
    odd: bool = False
    extra: ExtraJudges = ExtraJudges.IMPORTANT
    strength: Strength = Strength.IMPORTANT
    trainees_per_room: int = 1
    weights: PanelWeights = PanelWeights()

    def __post_init__(self) -> None:
        if not 1 <= self.smallest <= self.largest:
            raise PanelsError("panel_sizes_upside_down", smallest=self.smallest, largest=self.largest)
        if self.odd and not (self.smallest % 2 and self.largest % 2):
            raise PanelsError("voting_panels_are_odd", smallest=self.smallest, largest=self.largest)


@dataclass(frozen=True, kw_only=True)
class PanelRequest:
    """All that an allocation depends on; equal requests give equal panels."""

    debates: tuple[PanelDebate, ...]
    adjudicators: tuple[Adjudicator, ...]
    conflicts: tuple[Conflict, ...] = ()
    rule: PanelRule = PanelRule()
    seed: int = 0
    round: int = 1

    def __post_init__(self) -> None:
        rooms = [debate.room for debate in self.debates]
        judges = [judge.id for judge in self.adjudicators]
        if len(set(rooms)) != len(rooms) or len(set(judges)) != len(judges):
            raise PanelsError("room_or_adjudicator_twice")
        for conflict in self.conflicts:
            if conflict.adjudicator == conflict.other and conflict.kind is With.ADJUDICATOR:
                raise PanelsError("conflict_with_oneself", adjudicator=conflict.adjudicator)

    @property
    def lots(self) -> Lots:
        """The lots of this allocation."""
        return Lots(self.seed, self.round)

    @property
    def judges(self) -> tuple[Adjudicator, ...]:
        """Those who vote: all but trainees, in the order of lots."""
        return self._in_order(trainee=False)

    @property
    def trainees(self) -> tuple[Adjudicator, ...]:
        """Those who learn, in the order of lots."""
        return self._in_order(trainee=True)

    def _in_order(self, *, trainee: bool) -> tuple[Adjudicator, ...]:
        by_id = {judge.id: judge for judge in self.adjudicators if judge.trainee is trainee}
        return tuple(by_id[judge] for judge in self.lots.order("panel", by_id))

    def smallest(self, debate: PanelDebate) -> int:
        """The smallest panel that a debate may have."""
        return self.rule.smallest if debate.smallest is None else max(1, debate.smallest)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The panel of one room. `strength` is the mean of those who vote; `notes` say what was put up with."""

    room: int
    chair: str
    panellists: tuple[str, ...] = ()
    trainees: tuple[str, ...] = ()
    strength: Decimal = Decimal(0)
    notes: tuple[Note, ...] = ()

    @property
    def voting(self) -> tuple[str, ...]:
        """The chair and the panellists."""
        return (self.chair, *self.panellists)


@dataclass(frozen=True, kw_only=True)
class PanelPlan:
    """All panels by room, and who is not needed."""

    request: PanelRequest
    panels: tuple[Panel, ...]
    unused: tuple[str, ...]
