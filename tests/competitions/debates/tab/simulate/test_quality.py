from dataclasses import replace

from competitions.debates.tab import Draw, DrawRequest, Room
from competitions.debates.tab.simulate.quality import Quality, weigh_draws
from tests.competitions.debates.tab.fields import TWO_TEAM, by_hand


def drawn(*seats, **facts):
    """A draw of four teams, made by hand."""
    entrants = tuple(
        replace(one, points=int(one.team in "ab"), institution="x" if one.team in "ac" else one.team, **facts)
        for one in by_hand(*"abcd")
    )
    return Draw(
        request=DrawRequest(format=TWO_TEAM, entrants=entrants, seed=1),
        rooms=tuple(Room(number=number, seats=tuple(pair)) for number, pair in enumerate(seats, start=1)),
    )


def test_draws_are_counted_together():
    draws = [drawn("ab", "cd"), drawn("ac", "bd", met={"d": 1}), drawn("ad", "bc")]

    # c and d met before as the second draw tells it, b too; a affirms three times, d negates three times
    assert weigh_draws(draws) == Quality(rematches=1, same_institution=1, mean_gap=round(4 / 6, 4), uneven=2)


def test_no_draws_are_of_no_quality():
    assert weigh_draws([]) == Quality(rematches=0, same_institution=0, mean_gap=0.0, uneven=0)
