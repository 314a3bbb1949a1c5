import pytest

from competitions.debates.tab import BallotError, KnockoutBallot, decide_advancing


def ballots(*names):
    return [KnockoutBallot(adjudicator=str(place), advancing=tuple(name)) for place, name in enumerate(names)]


CASES = [
    # teams, ballots, places, chair -> who goes on, by the chair
    ("ab", ["a"], 1, "", ("a",), False),
    ("ab", ["a", "b", "b"], 1, "", ("b",), False),
    ("ab", ["a", "b"], 1, "1", ("b",), True),
    ("abcd", ["ac"], 2, "", ("a", "c"), False),
    ("abcd", ["ac", "ab", "ad"], 2, "1", ("a", "b"), True),
    ("abcd", ["ab", "cd", "ac"], 2, "", ("a", "c"), False),
    ("abcd", ["ab", "cd"], 2, "0", ("a", "b"), True),
]


@pytest.mark.parametrize(("teams", "names", "places", "chair", "going_on", "by_chair"), CASES)
def test_who_goes_on(teams, names, places, chair, going_on, by_chair):
    result = decide_advancing(teams, ballots(*names), places, chair=chair)

    assert (result.advancing, result.by_chair) == (going_on, by_chair)


@pytest.mark.parametrize(
    ("names", "chair", "code"),
    [
        ([], "", "ballots_do_not_fit"),
        (["a"], "", "advancing_does_not_fit"),
        (["aa"], "", "advancing_does_not_fit"),
        (["ax"], "", "advancing_does_not_fit"),
        (["ab", "cd"], "", "votes_are_level"),
        (["ab", "ac", "ad"], "", "votes_are_level"),
    ],
)
def test_what_decides_nothing_is_refused(names, chair, code):
    with pytest.raises(BallotError) as refused:
        decide_advancing("abcd", ballots(*names), 2, chair=chair)

    assert refused.value.note.code == code
