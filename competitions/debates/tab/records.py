"""What a draw has to know of each team, taken from the results so far."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from competitions.debates.tab.field import Entrant, Team
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.results import DebateResult
from competitions.debates.tab.standings.ranking import rank_teams
from competitions.debates.tab.standings.tallies import Tally, tally_results


def prepare_entrants(
    teams: Sequence[Team],
    results: Sequence[DebateResult],
    format_: Format,
    *,
    present: Collection[str] | None = None,
    sides: Mapping[str, int] | None = None,
) -> tuple[Entrant, ...]:
    """The teams as the next draw sees them.

    Points and ranks come from all results, positions only from debates with as many sides as `format_` has. `present`
    leaves out the others; `sides` are those allocated for the round. Teams that did not debate did not meet.
    """
    standings = rank_teams(teams, results, format_)
    ranks = {line.team: line.rank or len(standings) + 1 for line in standings}
    tallies = tally_results(teams, results, format_)
    positions = _positions(results, format_.room_size)
    return tuple(
        Entrant(
            team=team.id,
            institution=team.institution,
            points=tallies[team.id].points,
            rank=ranks[team.id],
            positions=positions.get(team.id, ()),
            met=Counter(tallies[team.id].opponents),
            pulled_up=tallies[team.id].pull_ups,
            byes=tallies[team.id].byes,
            draw_strength=sum(tallies[other].points for other in tallies[team.id].opponents if other in tallies),
            opponent_speaks=_opponent_speaks(team.id, tallies),
            side=(sides or {}).get(team.id),
            seed=team.seed,
            swing=team.swing,
        )
        for team in teams
        if present is None or team.id in present
    )


def _opponent_speaks(team: str, tallies: Mapping[str, Tally]) -> Decimal:
    return sum((tallies[other].total_score for other in tallies[team].opponents if other in tallies), Decimal(0))


def _positions(results: Sequence[DebateResult], sides: int) -> dict[str, tuple[int, ...]]:
    """How often each team debated on each side, in rooms of so many sides."""
    held: dict[str, list[int]] = {}
    for debate in results:
        for result in debate.debated:
            if debate.sides == sides and result.side is not None:
                held.setdefault(result.team, [0] * sides)[result.side] += 1
    return {team: tuple(counts) for team, counts in held.items()}
