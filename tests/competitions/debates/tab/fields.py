"""Invented fields for the tests of the engine."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from competitions.debates.tab import PRESETS, Draw, DrawRequest, DrawRule, Entrant, Format, draw_round

BP, BP_OPEN, TWO_TEAM = PRESETS["bp"], PRESETS["bp_open"], PRESETS["two_team"]
SPEAKING = PRESETS["public_speaking"]


def invent_entrants(
    teams: int,
    *,
    sides: int = 2,
    rounds: int = 3,
    seed: int = 0,
    per_institution: int = 4,
    most_points: int = 3,
) -> tuple[Entrant, ...]:
    """Teams with random histories of so many rounds; meetings are mutual."""
    dice = Random(seed)
    names = [f"t{number}" for number in range(teams)]
    met: dict[str, dict[str, int]] = {name: {} for name in names}
    for _ in range(rounds):
        shuffled = dice.sample(names, teams)
        for first, second in zip(shuffled[::2], shuffled[1::2], strict=False):
            met[first][second] = met[first].get(second, 0) + 1
            met[second][first] = met[second].get(first, 0) + 1
    return tuple(
        Entrant(
            team=name,
            institution=f"i{number // per_institution}",
            points=dice.randint(0, most_points),
            rank=dice.randint(1, teams),
            positions=_positions(dice, sides, rounds),
            met=met[name],
            byes=dice.randint(0, 1),
            draw_strength=dice.randint(0, 9),
            pulled_up=dice.randint(0, 2),
            seed=number + 1,
        )
        for number, name in enumerate(names)
    )


def _positions(dice: Random, sides: int, rounds: int) -> tuple[int, ...]:
    held = [0] * sides
    for _ in range(rounds):
        held[dice.randrange(sides)] += 1
    return tuple(held)


def draw_of(format_: Format, teams: int, *, seed: int = 1, rule: DrawRule | None = None, **history: int) -> Draw:
    """A draw of an invented field, as in its second round."""
    entrants = invent_entrants(teams, sides=format_.room_size, seed=seed, **history)
    return draw_round(DrawRequest(format=format_, entrants=entrants, seed=seed, round=2, rule=rule))


def amounts(terms: tuple) -> tuple[int, ...]:
    """The amounts of a cost, most important first."""
    return tuple(term.amount for term in terms)


def fields(least: int = 4, most: int = 200) -> st.SearchStrategy[int]:
    """Numbers of teams."""
    return st.integers(least, most)


def clear(entrants: tuple[Entrant, ...], **changes: object) -> tuple[Entrant, ...]:
    """The same teams with some of their history replaced."""
    return tuple(replace(one, **changes) for one in entrants)


def by_hand(*teams: str, **of_all: object) -> tuple[Entrant, ...]:
    """Teams without any history; their ranks follow the order."""
    return tuple(Entrant(team=team, rank=rank, **of_all) for rank, team in enumerate(teams, start=1))


def is_refused(code: str) -> Callable[[BaseException], bool]:
    """A check for `pytest.raises(..., check=...)`-like use."""
    return lambda error: getattr(error, "note", None) is not None and error.note.code == code
