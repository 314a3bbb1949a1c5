import pytest

from competitions.debates.tab import PanelsError, Venue, VenueNeed, allocate_venues

STEP_FREE = frozenset({"step-free"})
HALL = Venue(id="hall", priority=1, capacity=200, features=STEP_FREE)
ROOM = Venue(id="room", priority=2, capacity=20)
ATTIC = Venue(id="attic", priority=3)


def venues_of(needs, venues, seed=0):
    return {choice.room: choice.venue for choice in allocate_venues(tuple(needs), tuple(venues), seed)}


def test_the_best_rooms_go_where_it_matters():
    needs = [VenueNeed(room=number, importance=importance) for number, importance in ((1, 1), (2, 5), (3, 3))]

    assert venues_of(needs, (ATTIC, ROOM, HALL)) == {1: "attic", 2: "hall", 3: "room"}


def test_access_and_capacity_are_musts():
    needs = [
        VenueNeed(room=1, importance=1, needs=STEP_FREE),
        VenueNeed(room=2, importance=5, people=50),
        VenueNeed(room=3, importance=3, people=15),
    ]

    assert venues_of(needs, (HALL, ROOM, ATTIC)) == {1: "hall", 2: "attic", 3: "room"}


def test_a_chair_stays_where_he_was():
    needs = [VenueNeed(room=1, importance=5, stay_in="attic"), VenueNeed(room=2, importance=1, stay_in="hall")]
    first, second = allocate_venues(tuple(needs), (HALL, ATTIC))

    assert (first.venue, second.venue) == ("attic", "hall")
    assert str(first.notes[0]) == "The chair stays in attic."


def test_what_could_not_be_wished_is_noted():
    (choice,) = allocate_venues((VenueNeed(room=1, stay_in="gone", needs=STEP_FREE),), (HALL,))

    assert [note.code for note in choice.notes] == ["venue_meets_needs", "venue_changed"]


def test_too_few_rooms_are_told_with_what_is_needed():
    needs = [VenueNeed(room=number, needs=STEP_FREE, people=30) for number in (4, 5)]
    with pytest.raises(PanelsError) as error:
        allocate_venues((*needs, VenueNeed(room=6)), (HALL, ROOM, ATTIC))

    assert str(error.value) == "The rooms 4, 5 can be held in hall only, which is too few."
    assert str(error.value.causes[0]) == "Room 4 needs a place for 30 people with step-free."


def test_equal_rooms_are_given_by_lot():
    twins = (Venue(id="left"), Venue(id="right"))

    assert {venues_of([VenueNeed(room=1)], twins, seed)[1] for seed in range(20)} == {"left", "right"}


def test_a_name_stands_for_one_room():
    with pytest.raises(PanelsError, match="named twice"):
        allocate_venues((VenueNeed(room=1),), (HALL, HALL))


def test_nothing_needed_nothing_given():
    assert allocate_venues((), ()) == ()
