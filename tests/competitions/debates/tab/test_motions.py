import pytest
from scipy.stats import friedmanchisquare

from competitions.debates.tab import PRESETS, balance_of_motions
from tests.competitions.debates.tab.results_by_hand import duel, four

TWO, BP = PRESETS["two_team"], PRESETS["bp"]


def duels(affirmed, negated):
    """So many wins of each side."""
    wins = [duel(1, "a", "b") for _ in range(affirmed)]
    turned = [
        type(one)(**{**one.__dict__, "teams": tuple(
            type(line)(**{**line.__dict__, "side": 1 - line.side}) for line in one.teams)})
        for one in (duel(1, "a", "b") for _ in range(negated))
    ]  # fmt: skip
    return wins + turned


SIDES = [
    # wins of each side, chi-square, verdict
    ((10, 10), 0.0, "balanced"),
    ((13, 7), 1.8, "balanced"),
    ((15, 5), 5.0, "leaning"),
    ((17, 3), 9.8, "unbalanced"),
    ((4, 0), 4.0, "too_few"),
]


@pytest.mark.parametrize(("wins", "chi_square", "verdict"), SIDES)
def test_wins_of_two_sides(wins, chi_square, verdict):
    (motion,) = balance_of_motions(duels(*wins), TWO)
    (test,) = motion.tests

    assert (test.kind, test.chi_square, test.degrees, test.verdict) == ("sides", chi_square, 1, verdict)
    assert test.favours == (() if wins[0] == wins[1] else ("aff",))
    assert [side.places for side in motion.sides] == [wins, wins[::-1]]


ORDERS = [(0, 1, 2, 3), (0, 2, 1, 3), (1, 0, 2, 3), (0, 3, 1, 2), (2, 0, 1, 3), (0, 1, 3, 2)]


def test_four_positions_are_tested_by_friedman():
    results = [four(1, *"abcd", sides=order) for order in ORDERS]
    (motion,) = balance_of_motions(results, BP)
    positions, bench, half = motion.tests

    places = [[order.index(side) + 1 for order in ORDERS] for side in range(4)]
    expected = friedmanchisquare(*places)
    assert positions.chi_square == pytest.approx(expected.statistic, abs=1e-6)
    assert positions.probability == pytest.approx(expected.pvalue, abs=1e-6)
    assert positions.favours == ("og",)
    assert (bench.kind, half.kind) == ("bench", "half")
    assert half.favours == ("og", "oo")


def test_a_bench_that_wins_everything():
    results = [four(1, *"abcd", sides=(0, 2, 1, 3)) for _ in range(10)]
    bench = balance_of_motions(results, BP)[0].tests[1]

    assert bench.chi_square == pytest.approx(40**2 / (10 * 20 / 3), abs=1e-6)  # leads of 4; variance 20 / 3 a room
    assert bench.favours == ("og", "cg")
    assert bench.verdict == "unbalanced"


def test_every_motion_has_its_own_line_and_short_rooms_do_not_count():
    results = [four(1, *"abcd", motion="one"), four(2, *"abc", motion="one"), four(2, *"abcd", motion="two")]

    assert [(motion.motion, motion.rooms) for motion in balance_of_motions(results, BP)] == [("one", 1), ("two", 1)]


def test_means_of_points_and_scores():
    og, *_ = balance_of_motions([four(1, *"abcd"), four(1, *"abcd", sides=(3, 2, 1, 0))], BP)[0].sides

    assert (og.side, og.debates, og.points, og.score) == ("og", 2, 1.5, 148.5)


def test_formats_without_winners_are_not_tested():
    assert balance_of_motions([four(1, *"abcd")], PRESETS["public_speaking"])[0].tests == ()
