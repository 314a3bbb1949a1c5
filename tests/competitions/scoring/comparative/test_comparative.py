import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from competitions.scoring import (
    Comparison,
    Comparisons,
    InvalidRequestError,
    NotEnoughMarksError,
    UnlinkedItemsError,
    choose_pairs,
    fit_bradley_terry,
)
from tests.competitions.scoring.designs import steady


@st.composite
def linked_comparisons(draw, ties=True):
    """Judgements among a few items in which a circle of wins links everybody."""
    n = draw(st.integers(3, 6))
    rows = [Comparison(a, (a + 1) % n) for a in range(n)]
    for _ in range(draw(st.integers(0, 12))):
        a, b = draw(st.permutations(range(n)))[:2]
        rows.append(Comparison(a, b, ties and draw(st.booleans()), draw(st.integers(1, 3))))
    return rows


def davidson(rows, theta, log_tie):
    """ln L of judgements by the definition."""
    total = 0.0
    for row in rows:
        a, b = np.exp(theta[row.winner]), np.exp(theta[row.loser])
        tie = np.exp(log_tie) * np.sqrt(a * b)
        total += row.count * np.log((tie if row.tied else a) / (a + b + tie))
    return total


def judged(theta, a, b, rng):
    """The judgement of a and b by somebody who follows the model."""
    return Comparison(a, b) if rng.random() < 1 / (1 + np.exp(theta[b] - theta[a])) else Comparison(b, a)


@steady
@given(linked_comparisons())
def test_strengths_maximise_the_likelihood(rows):
    found = fit_bradley_terry(Comparisons.of(rows))
    n, has_ties = found.strength.size, any(row.tied for row in rows)
    none = -700.0

    def deviance(free):
        return -davidson(rows, free[:n] - free[:n].mean(), free[n] if has_ties else none)

    best = minimize(deviance, np.zeros(n + has_ties), method="BFGS", options={"gtol": 1e-7})

    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert found.strength == pytest.approx(best.x[:n] - best.x[:n].mean(), abs=2e-3)
    assert found.tie == pytest.approx(np.exp(best.x[n]) if has_ties else 0.0, abs=2e-3)


def test_two_items_are_known_in_closed_form():
    """Six wins of nine: θ = ln 2, with variance 1/(9·⅓·⅔)."""
    found = fit_bradley_terry(Comparisons.of([Comparison("a", "b", count=6), Comparison("b", "a", count=3)]))
    strength, error = found.relative_to("b")

    assert strength == pytest.approx([np.log(2), 0])
    assert error == pytest.approx([np.sqrt(0.5), 0])
    assert found.strength == pytest.approx([np.log(2) / 2, -np.log(2) / 2])


def test_ties_are_davidsons():
    """Equal items, 2 wins each and 4 ties: P(tie) = ν/(2+ν) = ½, so ν = 2."""
    rows = [
        Comparison("a", "b", count=2),
        Comparison("b", "a", count=2),
        Comparison("a", "b", tied=True, count=4),
    ]
    found = fit_bradley_terry(Comparisons.of(rows))

    assert found.tie == pytest.approx(2)
    assert found.strength == pytest.approx([0, 0], abs=1e-12)
    assert found.tie_error == pytest.approx(2 / np.sqrt(8 * 0.25))


@steady
@given(linked_comparisons(), st.randoms())
def test_neither_order_nor_names_nor_gathering_matter(rows, random):
    found = fit_bradley_terry(Comparisons.of(rows))
    single = [row for row in rows for _ in range(int(row.count))]
    names = random.sample(range(100), found.strength.size)
    renamed = [Comparison(names[row.winner], names[row.loser], row.tied) for row in single]
    random.shuffle(renamed)
    again = fit_bradley_terry(Comparisons.of(renamed))

    assert again.strength[np.argsort(np.argsort(names))] == pytest.approx(found.strength, abs=1e-7)


def test_the_same_judgements_in_another_order_give_the_same_bytes():
    rows = [Comparison(a, (a + k) % 7, tied=k == 3) for a in range(7) for k in (1, 2, 3)]

    first, second = (fit_bradley_terry(Comparisons.of(each)) for each in (rows, rows[::-1]))
    assert first.strength.tobytes() == second.strength.tobytes()


class TestUnlinked:
    CHAIN = [Comparison("a", "b"), Comparison("b", "c")]

    def test_items_that_never_lose_to_the_others_are_refused_with_their_groups(self):
        with pytest.raises(UnlinkedItemsError, match="3 groups") as refusal:
            fit_bradley_terry(Comparisons.of(self.CHAIN))

        assert refusal.value.groups == (("a",), ("b",), ("c",))

    def test_a_tie_links_both_ways(self):
        rows = [*self.CHAIN, Comparison("c", "a", tied=True)]

        assert fit_bradley_terry(Comparisons.of(rows)).strength[0] > 0

    def test_a_prior_holds_them_together(self):
        found = fit_bradley_terry(Comparisons.of(self.CHAIN, ["never shown"]), prior=1.0)

        assert found.strength[0] > 0 > found.strength[2]
        assert found.strength[[1, 3]] == pytest.approx([0, 0], abs=1e-9)
        assert found.standard_error[3] > max(found.standard_error[:3])

    def test_an_item_never_shown_is_unlinked(self):
        with pytest.raises(UnlinkedItemsError):
            fit_bradley_terry(Comparisons.of([*self.CHAIN, Comparison("c", "a")], ["never shown"]))


class TestRefusals:
    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (Comparison("a", "a"), "with itself"),
            (Comparison("a", "b", count=0), "not a positive"),
            (Comparison("a", "b", count=float("nan")), "not a positive"),
            (Comparison("a", 1), "all text or all whole"),
        ],
    )
    def test_judgements_that_make_no_sense(self, row, words):
        with pytest.raises(InvalidRequestError, match=words):
            Comparisons.of([row])

    def test_nothing_and_nothing_but_ties(self):
        with pytest.raises(NotEnoughMarksError, match="Nothing"):
            fit_bradley_terry(Comparisons.of([]))
        with pytest.raises(NotEnoughMarksError, match="ended in a tie"):
            fit_bradley_terry(Comparisons.of([Comparison("a", "b", tied=True)]), prior=1.0)

    def test_a_prior_without_width_and_an_unknown_reference(self):
        data = Comparisons.of([Comparison("a", "b"), Comparison("b", "a")])
        with pytest.raises(InvalidRequestError, match="above zero"):
            fit_bradley_terry(data, prior=0.0)
        with pytest.raises(InvalidRequestError, match="no item c"):
            fit_bradley_terry(data).relative_to("c")


class TestReliability:
    def test_it_is_the_squared_correlation_with_the_truth_on_average(self):
        rng = np.random.default_rng(0)
        promised, kept = [], []
        for _ in range(20):
            theta = rng.normal(0, 1.5, 25)
            pairs = [rng.choice(25, 2, replace=False) for _ in range(500)]
            rows = [judged(theta, int(a), int(b), rng) for a, b in pairs]
            found = fit_bradley_terry(Comparisons.of(rows, range(25)), prior=10.0)
            promised.append(found.reliability)
            kept.append(np.corrcoef(found.strength, theta)[0, 1] ** 2)

        assert np.mean(promised) == pytest.approx(np.mean(kept), abs=0.03)

    def test_equal_items_have_none(self):
        assert fit_bradley_terry(Comparisons.of([Comparison("a", "b"), Comparison("b", "a")])).reliability == 0


class TestNextPairs:
    def test_from_nothing_everybody_is_shown_once_before_anybody_is_shown_twice(self):
        pairs = choose_pairs(Comparisons.of([], "abcdef"), 3)

        assert sorted(label for pair in pairs for label in (pair.first, pair.second)) == list("abcdef")

    def test_the_gain_is_the_growth_of_the_information(self):
        data = Comparisons.of([Comparison(a, (a + k) % 5) for a in range(5) for k in (1, 2)])
        (pair,) = choose_pairs(data, 1, prior=1.5)
        strength = fit_bradley_terry(data, 1.5).strength

        def information(a, b):
            p = 1 / (1 + np.exp(strength[b] - strength[a]))
            contrast = np.eye(5)[a] - np.eye(5)[b]
            return p * (1 - p) * np.outer(contrast, contrast)

        before = np.eye(5) / 1.5**2 + sum(information(a, (a + k) % 5) for a in range(5) for k in (1, 2))
        after = before + information(pair.first, pair.second)

        assert pair.gain == pytest.approx(np.linalg.slogdet(after)[1] - np.linalg.slogdet(before)[1])

    def test_no_pair_gains_more_than_the_first(self):
        data = Comparisons.of([Comparison(a, (a + 1) % 6, count=a + 1) for a in range(6)])
        gains = [pair.gain for pair in choose_pairs(data, 15)]

        assert len(gains) == 15
        assert gains[0] == max(gains)

    def test_excluded_pairs_are_not_shown_and_none_is_shown_twice(self):
        pairs = choose_pairs(Comparisons.of([], "abcd"), 99, exclude=[("b", "a"), ("x", "a")])

        assert {(pair.first, pair.second) for pair in pairs} == {
            ("a", "c"),
            ("a", "d"),
            ("b", "c"),
            ("b", "d"),
            ("c", "d"),
        }
        assert len(pairs) == 5

    def test_the_seed_breaks_the_draws(self):
        data = Comparisons.of([], range(20))

        assert choose_pairs(data, 5, seed=1) == choose_pairs(data, 5, seed=1)
        assert choose_pairs(data, 5, seed=1) != choose_pairs(data, 5, seed=2)

    def test_adaptive_pairs_beat_pairs_at_random(self):
        """With the same number of judgements the strengths are known better."""
        rng = np.random.default_rng(4)
        theta = rng.normal(0, 2, 16)
        chosen, chance = [], []
        for _ in range(12):
            pairs = choose_pairs(Comparisons.of(chosen, range(16)), 8, seed=len(chosen))
            chosen += [judged(theta, pair.first, pair.second, rng) for pair in pairs]
            chance += [judged(theta, *rng.choice(16, 2, replace=False).tolist(), rng) for _ in range(8)]
        fits = [fit_bradley_terry(Comparisons.of(rows, range(16)), 2.0) for rows in (chosen, chance)]

        assert fits[0].standard_error.mean() < fits[1].standard_error.mean()

    def test_one_item_has_nobody_to_meet(self):
        with pytest.raises(InvalidRequestError, match="two items"):
            choose_pairs(Comparisons.of([], ["a"]), 1)
