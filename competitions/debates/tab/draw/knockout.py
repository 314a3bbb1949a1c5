"""Knock-out rounds: folded by rank, the winners of room i against those of room k + 1 - i.

Two teams: 2^n fold at once; otherwise the lowest teams debate for the places left beside those who wait. Four teams:
4 x 2^n fold four ways, 6 x 2^n let the best third wait, in pairs that are then folded like the winners of rooms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competitions.debates.tab.draw.model import Room
from competitions.debates.tab.errors import DrawError
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.lots import Lots

Group = tuple[str, ...]
"""Teams that go on together: a winner, or the two who advance from a room of four."""

STAGES = {
    1: "final",
    2: "semifinal",
    4: "quarterfinal",
    8: "octofinal",
    16: "double_octofinal",
    32: "triple_octofinal",
}


@dataclass(frozen=True, kw_only=True)
class KnockoutRound:
    """One knock-out round: rooms by rank, and the groups that wait for the next one.

    `advancing` teams of each room go on; sides are drawn by lot from the seed.
    """

    format: Format
    seed: int
    number: int
    rooms: tuple[Room, ...]
    waiting: tuple[Group, ...] = ()

    @property
    def advancing(self) -> int:
        """How many of a room go on to another round."""
        return self.format.room_size // 2

    @property
    def stage(self) -> str:
        """The name of the round, from the number of rooms that it would have if nobody waited."""
        groups = len(self.rooms) + len(self.waiting)
        name = STAGES.get(groups, f"round_of_{groups * self.format.room_size}")
        return f"partial_{name}" if self.waiting else name


def seed_knockout(format_: Format, ranked: Sequence[str], seed: int) -> KnockoutRound:
    """The first knock-out round of the teams that break, best first.

    Raises DrawError for a number of teams that no knock-out begins with.
    """
    if len(set(ranked)) != len(ranked):
        raise DrawError("team_twice", team=next(team for team in ranked if ranked.count(team) > 1))
    waiting, debating = _begin(format_, tuple(ranked))
    groups = debating if format_.has_two_sides else _pairs_of_fold(debating)
    return _round(format_, seed, 1, groups, waiting)


def next_knockout(previous: KnockoutRound, winners: Mapping[int, Sequence[str]]) -> KnockoutRound:
    """The round after, from the teams that advance from each room, by its number.

    Raises DrawError where a room's winners are missing or not of that room, or the final is over.
    """
    if len(previous.rooms) + len(previous.waiting) < 2:
        raise DrawError("knockout_is_over")
    advanced = tuple(_winners_of(room, winners, previous.advancing) for room in previous.rooms)
    return _round(previous.format, previous.seed, previous.number + 1, previous.waiting + advanced, ())


def _winners_of(room: Room, winners: Mapping[int, Sequence[str]], count: int) -> Group:
    named = tuple(winners.get(room.number, ()))
    if len(set(named)) != count or len(named) != count or not set(named) <= set(room.teams):
        raise DrawError("winners_do_not_fit", room=room.number, winners=named, count=count)
    return named


def _begin(format_: Format, ranked: Group) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The groups that wait, and the teams that debate, one a group."""
    teams = len(ranked)
    waiting = _how_many_wait(format_, teams)
    debating = tuple((team,) for team in ranked[waiting:])
    if format_.has_two_sides:
        return tuple((team,) for team in ranked[:waiting]), debating
    best = ranked[:waiting]
    pairs = tuple((best[place], best[-1 - place]) for place in range(waiting // 2))
    return pairs, debating


def _how_many_wait(format_: Format, teams: int) -> int:
    if format_.has_two_sides and teams >= 2:
        full = 1 << (teams.bit_length() - 1)
        return 2 * full - teams if teams > full else 0
    if format_.room_size == 4 and teams >= 4:
        if teams % 4 == 0 and _is_power_of_two(teams // 4):
            return 0
        if teams % 6 == 0 and _is_power_of_two(teams // 6):
            return teams // 3
    raise DrawError("knockout_size", teams=teams, format=format_.code)


def _is_power_of_two(number: int) -> bool:
    return number > 0 and number & (number - 1) == 0


def _pairs_of_fold(debating: tuple[Group, ...]) -> tuple[Group, ...]:
    """Four ways in two steps: 1 with 2r and r's next, so that room 1 is (1, 2r, 2r + 1, 4r) once pairs are folded.

    The first half of the teams makes pairs (1, 2r), (2, 2r - 1) ...; the second half (2r + 1, 4r) ... in reverse.
    """
    teams = [team for (team,) in debating]
    half = len(teams) // 2
    upper = [(teams[place], teams[half - 1 - place]) for place in range(half // 2)]
    lower = [(teams[half + place], teams[-1 - place]) for place in range(half // 2)]
    return (*upper, *reversed(lower))


def _round(
    format_: Format, seed: int, number: int, groups: tuple[Group, ...], waiting: tuple[Group, ...]
) -> KnockoutRound:
    """Join the first group with the last, the second with the last but one, and so on."""
    lots = Lots(seed, number)
    rooms = len(groups) // 2
    seats = [lots.order("knockout", groups[place] + groups[-1 - place]) for place in range(rooms)]
    return KnockoutRound(
        format=format_,
        seed=seed,
        number=number,
        rooms=tuple(Room(number=place, bracket=0, seats=tuple(teams)) for place, teams in enumerate(seats, 1)),
        waiting=waiting,
    )
