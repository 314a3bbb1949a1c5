"""What judges hand in, and the debate that it decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import Attendance


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One speech on a ballot.

    `score`, or `marks` by criterion where the format has criteria (or both, if they agree); `rank` is the speaker's
    place in the room, 1 the best; `iron` marks the further speech of one who stands in for an absent speaker.
    """

    speaker: str
    score: Decimal | None = None
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    rank: int | None = None
    iron: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamSheet:
    """One team on a ballot: its speeches in order, and its reply where there is one."""

    team: str
    speeches: tuple[Speech, ...] = ()
    reply: Speech | None = None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One ballot: of a judge, or of the panel by consensus.

    `ranking` declares the order, best first; for two teams the winner alone suffices. It may be left out where the
    totals tell.
    """

    adjudicator: str = ""
    sheets: tuple[TeamSheet, ...]
    ranking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DebateSheet:
    """A debate to be decided: who sat where, who judged, and what was handed in.

    `teams` stand by the sides they debated on, None for an empty seat; `absent` says which of them did not debate and
    why; `weight` multiplies the points of the round.
    """

    format: Format
    round: int
    room: int
    teams: tuple[str | None, ...]
    ballots: tuple[Ballot, ...] = ()
    chair: str = ""
    absent: Mapping[str, Attendance] = field(default_factory=dict)
    weight: int = 1
    motion: str = ""

    @property
    def present(self) -> tuple[str, ...]:
        """The teams that debate, by side."""
        return tuple(team for team in self.teams if team is not None and team not in self.absent)
