from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab.lots import Lots

NAMES = st.lists(st.text(max_size=5), unique=True, max_size=12)


def test_a_lot_can_be_drawn_by_hand():
    by_hand = int(sha256(b"7|2|pull_up|team a").hexdigest()[:16], 16)

    assert Lots(7, 2).number("pull_up", "team a") == by_hand


@given(NAMES, st.randoms())
def test_the_order_does_not_depend_on_the_list(names, random):
    shuffled = random.sample(names, len(names))

    assert Lots(1).order("seat", names) == Lots(1).order("seat", shuffled)


@given(NAMES)
def test_the_others_keep_their_order_when_one_leaves(names):
    ordered = Lots(3).order("seat", names)

    assert Lots(3).order("seat", names[1:]) == [name for name in ordered if name not in names[:1]]


def test_rounds_and_purposes_have_lots_of_their_own():
    names = [f"t{number}" for number in range(50)]
    orders = {
        tuple(Lots(1, 1).order("seat", names)),
        tuple(Lots(1, 2).order("seat", names)),
        tuple(Lots(2, 1).order("seat", names)),
        tuple(Lots(1, 1).order("room", names)),
    }

    assert len(orders) == 4


@given(st.text(max_size=4), st.text(max_size=4), st.integers(0, 99))
def test_a_coin_falls_the_same_from_both_sides(first, second, seed):
    lots = Lots(seed)

    assert first == second or lots.falls_to_first("side", first, second) is not lots.falls_to_first(
        "side", second, first
    )


def test_coins_are_fair():
    heads = sum(Lots(seed).falls_to_first("side", "a", "b") for seed in range(2000))

    assert 900 < heads < 1100
