from decimal import Decimal

import pytest

from competitions.debates.tab import PRESETS, AudienceVote, BallotError, decide_by_audience

SHOW = PRESETS["show"]

VOTES = [
    # before, undecided, after, undecided -> changes in points of per cent, winner
    ((30, 40), 30, (45, 50), 5, ("15", "10"), 0),
    ((30, 40), 30, (35, 60), 5, ("5", "20"), 1),
    ((50, 50), 0, (60, 40), 0, ("10", "-10"), 0),
    ((30, 40), 30, (40, 50), 10, ("10", "10"), 1),  # they grew alike: the side that ends higher
    ((40, 40), 20, (45, 45), 10, ("5", "5"), None),
    ((1, 1), 1, (2, 1), 0, ("33.333333", "0"), 0),
    ((10, 10), 0, (30, 10), 0, ("25", "-25"), 0),  # shares, not heads: latecomers do not decide
]


@pytest.mark.parametrize(("before", "early", "after", "late", "change", "winner"), VOTES)
def test_who_won_the_audience_over_wins(before, early, after, late, change, winner):
    vote = AudienceVote(before=before, before_undecided=early, after=after, after_undecided=late)
    result = decide_by_audience(SHOW, ("a", "b"), vote)

    assert result.change == tuple(map(Decimal, change))
    assert result.winner == winner
    assert [team.points for team in result.debate.teams] == [int(winner == side) for side in (0, 1)]


@pytest.mark.parametrize(
    ("format_", "before", "code"),
    [
        (SHOW, (0, 0), "vote_is_empty"),
        (SHOW, (-1, 2), "vote_is_empty"),
        (PRESETS["bp"], (1, 2), "audience_does_not_decide"),
    ],
)
def test_a_vote_that_makes_no_sense_is_refused(format_, before, code):
    with pytest.raises(BallotError) as refused:
        decide_by_audience(format_, ("a", "b"), AudienceVote(before=before, after=(1, 1)))

    assert refused.value.note.code == code
