import pytest

from competitions.debates.tab import PRESETS, DrawError, next_knockout, seed_knockout

BP, TWO = PRESETS["bp"], PRESETS["two_team"]


def ranked(teams):
    return [str(number) for number in range(1, teams + 1)]


def met(stage):
    return [sorted(map(int, room.teams)) for room in stage.rooms]


def favourites(stage):
    """The best of every room go on."""
    return {room.number: sorted(room.teams, key=int)[: stage.advancing] for room in stage.rooms}


FIRST = [
    (TWO, 2, [[1, 2]], "final"),
    (TWO, 8, [[1, 8], [2, 7], [3, 6], [4, 5]], "quarterfinal"),
    (TWO, 6, [[3, 6], [4, 5]], "partial_quarterfinal"),
    (TWO, 3, [[2, 3]], "partial_semifinal"),
    (TWO, 12, [[5, 12], [6, 11], [7, 10], [8, 9]], "partial_octofinal"),
    (BP, 4, [[1, 2, 3, 4]], "final"),
    (BP, 6, [[3, 4, 5, 6]], "partial_semifinal"),
    (BP, 8, [[1, 4, 5, 8], [2, 3, 6, 7]], "semifinal"),
    (BP, 16, [[1, 8, 9, 16], [2, 7, 10, 15], [3, 6, 11, 14], [4, 5, 12, 13]], "quarterfinal"),
    (BP, 12, [[5, 8, 9, 12], [6, 7, 10, 11]], "partial_quarterfinal"),
]


@pytest.mark.parametrize(("format_", "teams", "rooms", "stage"), FIRST)
def test_the_first_round_folds(format_, teams, rooms, stage):
    first = seed_knockout(format_, ranked(teams), 1)

    assert met(first) == rooms
    assert first.stage == stage


def test_the_octofinals_of_32_are_the_published_ones():
    # worlddebating.blogspot.com, How the WUDC break works
    assert met(seed_knockout(BP, ranked(32), 1)) == [
        [1, 16, 17, 32], [2, 15, 18, 31], [3, 14, 19, 30], [4, 13, 20, 29],
        [5, 12, 21, 28], [6, 11, 22, 27], [7, 10, 23, 26], [8, 9, 24, 25],
    ]  # fmt: skip


def test_after_the_octofinals_room_1_meets_room_8():
    octos = seed_knockout(BP, ranked(32), 1)

    assert met(next_knockout(octos, favourites(octos))) == [
        [1, 8, 9, 16], [2, 7, 10, 15], [3, 6, 11, 14], [4, 5, 12, 13]
    ]  # fmt: skip


def test_of_48_the_best_16_wait_and_their_pairs_are_folded_with_the_rooms():
    partial = seed_knockout(BP, ranked(48), 1)
    octos = next_knockout(partial, favourites(partial))

    assert partial.stage == "partial_double_octofinal"
    assert met(partial)[0] == [17, 32, 33, 48]
    assert octos.stage == "octofinal"
    assert met(octos)[0] == [1, 16, 24, 25]
    assert met(octos)[7] == [8, 9, 17, 32]


@pytest.mark.parametrize(("format_", "teams"), [(BP, 48), (BP, 24), (BP, 32), (BP, 6), (TWO, 64), (TWO, 23), (TWO, 2)])
def test_the_favourites_meet_in_the_final(format_, teams):
    stage = seed_knockout(format_, ranked(teams), 1)
    while len(stage.rooms) + len(stage.waiting) > 1:
        stage = next_knockout(stage, favourites(stage))

    assert stage.stage == "final"
    assert met(stage) == [list(range(1, format_.room_size + 1))]


def test_nobody_is_lost_on_the_way():
    for teams in range(2, 40):
        stage = seed_knockout(TWO, ranked(teams), 1)
        following = next_knockout(stage, favourites(stage)) if teams > 2 else stage

        assert len(following.rooms) & (len(following.rooms) - 1) == 0
        assert 2 * len(stage.rooms) + len(stage.waiting) == teams


@pytest.mark.parametrize("teams", [1, 2, 5, 10, 20, 36, 40])
def test_other_sizes_are_refused_for_four(teams):
    with pytest.raises(DrawError, match=f"No knock-out of bp begins with {teams} teams"):
        seed_knockout(BP, ranked(teams), 1)


@pytest.mark.parametrize("winners", [{}, {1: ("1",)}, {1: ("1", "1"), 2: ("2", "3")}, {1: ("1", "2"), 2: ("2", "3")}])
def test_winners_must_be_of_their_room(winners):
    with pytest.raises(DrawError) as refused:
        next_knockout(seed_knockout(BP, ranked(8), 1), winners)

    assert refused.value.note.code == "winners_do_not_fit"


def test_after_the_final_there_is_nothing():
    with pytest.raises(DrawError, match="final has been held"):
        next_knockout(seed_knockout(TWO, ranked(2), 1), {1: ("1",)})


def test_a_team_breaks_once():
    with pytest.raises(DrawError, match="team a is entered twice"):
        seed_knockout(TWO, ["a", "a"], 1)


def test_sides_fall_by_lot():
    first = {seed_knockout(TWO, ["a", "b"], seed).rooms[0].seats[0] for seed in range(20)}

    assert first == {"a", "b"}


def test_four_team_rounds_may_end_in_a_final_of_two():
    semis = seed_knockout(BP, ranked(4), 1)
    final = seed_knockout(TWO, favourites(semis)[1], 1)

    assert met(final) == [[1, 2]]
