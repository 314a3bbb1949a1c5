"""What a practice tournament is to be."""

from dataclasses import dataclass

from competitions.debates.tab.errors import InputError
from competitions.debates.tab.field import Team
from competitions.debates.tab.formats.draw_rules import DrawRule
from competitions.debates.tab.formats.format import Format

MOST_TEAMS, MOST_ROUNDS, MOST_JUDGES = 1000, 30, 9


@dataclass(frozen=True, kw_only=True)
class SimulationPlan:
    """A practice tournament.

    `per_institution` teams share an institution; `judges` are adjudicators for each room (0: nobody is allocated and
    ballots come from unnamed judges); `absence` is the chance that a team misses a round; `breaking` teams go to the
    knock-out (0: none), which `knockout_format` may hold in another format; `rule` overrides the format's draw after
    the first round. `luck` is the spread of a day's form beside a spread of 1 in skill.
    """

    format: Format
    teams: int
    rounds: int
    seed: int = 1
    per_institution: int = 4
    judges: int = 3
    absence: float = 0.0
    breaking: int = 0
    knockout_format: Format | None = None
    rule: DrawRule | None = None
    luck: float = 1.0

    def __post_init__(self) -> None:
        for what, number, least, most in (
            ("teams", self.teams, 2, MOST_TEAMS),
            ("rounds", self.rounds, 1, MOST_ROUNDS),
            ("judges", self.judges, 0, MOST_JUDGES),
            ("per_institution", self.per_institution, 1, MOST_TEAMS),
        ):
            if not least <= number <= most:
                raise InputError("plan_does_not_fit", what=what, number=number, least=least, most=most)

    def make_teams(self) -> tuple[Team, ...]:
        """The invented teams, named by numbers."""
        width = len(str(self.teams))
        return tuple(
            Team(
                id=f"team {number:0{width}}",
                institution=f"institution {(number - 1) // self.per_institution + 1}",
                speakers=tuple(f"speaker {number:0{width}}.{place + 1}" for place in range(self.format.speakers)),
                seed=number,
            )
            for number in range(1, self.teams + 1)
        )
