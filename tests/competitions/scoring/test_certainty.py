import numpy as np
import pytest

from competitions.scoring import (
    InvalidRequestError,
    Marks,
    NotEnoughMarksError,
    adjust,
    discrepant_entries,
    plan_marks,
    simulate_marks,
    simulate_shortlist,
    tied_bands,
)
from competitions.scoring.simulate import Recipe

WORLD = simulate_marks(Recipe("random", 120, 8, 2), seed=1)
ANSWER = adjust(WORLD.marks)
CERTAIN = adjust(Marks.from_rows([(n, j, float(n)) for n in range(6) for j in range(3)]))
ONE_JUDGE = adjust(Marks.from_rows([("a", "x", 1.0), ("b", "x", 2.0)]))


class TestShortlist:
    def test_chances_add_up_to_the_number_of_places(self):
        shortlist = simulate_shortlist(ANSWER, 15)

        assert shortlist.probability.sum() == pytest.approx(15)
        assert shortlist.selected.sum() == 15
        assert shortlist.certainty == pytest.approx(shortlist.probability[shortlist.selected].mean())

    def test_the_best_are_selected_and_have_the_best_chances(self):
        shortlist = simulate_shortlist(ANSWER, 15)

        assert set(np.flatnonzero(shortlist.selected)) == set(ANSWER.order[:15])
        assert np.corrcoef(shortlist.probability[ANSWER.order], -np.arange(120))[0, 1] > 0.5

    def test_the_certainty_is_kept_on_average(self):
        """Over many worlds the share of the true best among the selected is what was promised."""
        promised, kept = [], []
        for seed in range(40):
            world = simulate_marks(Recipe("random", 100, 8, 3), seed)
            shortlist = simulate_shortlist(adjust(world.marks), 20, draws=300)
            promised.append(shortlist.certainty)
            kept.append(shortlist.selected[np.argsort(-world.quality)[:20]].mean())

        assert np.mean(kept) == pytest.approx(np.mean(promised), abs=0.04)

    def test_leniency_errors_are_shared_by_those_a_judge_marked(self):
        """Two entries with the same two judges: what is unsure of the judges cannot change their order."""
        rows = [(f"e{n}", judge, float(n + (judge == "y"))) for n in range(2) for judge in "xy"]
        rows += [
            (f"e{n}", judge, mark) for n, judge, mark in ((8, "x", 0.0), (8, "z", 3.0), (9, "y", 1.0), (9, "z", 2.0))
        ]
        answer = adjust(Marks.from_rows(rows))
        own = np.sqrt(2 * answer.variances.residual / 2)

        assert answer.errors.of_differences(0, np.array([1]))[0] == pytest.approx(own)

    def test_perfect_marks_are_certain(self):
        shortlist = simulate_shortlist(CERTAIN, 2)

        assert shortlist.probability.tolist() == [0, 0, 0, 0, 1, 1]
        assert shortlist.certainty == 1

    def test_the_seed_decides(self):
        first, again, other = (simulate_shortlist(ANSWER, 15, draws=200, seed=seed) for seed in (4, 4, 5))

        assert np.array_equal(first.probability, again.probability)
        assert not np.array_equal(first.probability, other.probability)

    def test_entries_without_a_mark_have_no_chance_stated(self):
        rows = [(entry, judge, mark) for entry, judge, _, mark in WORLD.marks.rows()]
        shortlist = simulate_shortlist(adjust(Marks.from_rows(rows, entries=["unmarked"])), 5)

        assert np.isnan(shortlist.probability[-1])
        assert not shortlist.selected[-1]

    @pytest.mark.parametrize("places", [0, 121])
    def test_impossible_lengths(self, places):
        with pytest.raises(InvalidRequestError, match="shortlist"):
            simulate_shortlist(ANSWER, places)

    def test_unknown_errors_and_no_draws(self):
        with pytest.raises(NotEnoughMarksError):
            simulate_shortlist(ONE_JUDGE, 1)
        with pytest.raises(InvalidRequestError, match="draw"):
            simulate_shortlist(ANSWER, 5, draws=0)


class TestBands:
    def test_bands_are_cut_where_the_first_is_clearly_better(self):
        bands = tied_bands(ANSWER)
        place = {entry: n for n, entry in enumerate(ANSWER.marks.entries)}

        assert [entry for band in bands for entry in band] == [ANSWER.marks.entries[n] for n in ANSWER.order]
        for band, following in zip(bands, bands[1:]):
            first, others = place[band[0]], np.array([place[entry] for entry in band[1:] + following[:1]])
            gap = ANSWER.adjusted[first] - ANSWER.adjusted[others]
            apart = gap > 1.645 * ANSWER.errors.of_differences(first, others)
            assert apart.tolist() == [False] * (len(band) - 1) + [True]

    def test_certain_scores_are_bands_of_equals(self):
        assert tied_bands(CERTAIN) == ((5,), (4,), (3,), (2,), (1,), (0,))
        assert tied_bands(adjust(Marks.from_rows([(n, j, 1.0) for n in range(3) for j in range(2)]))) == ((0, 1, 2),)

    def test_more_confidence_makes_wider_bands(self):
        assert len(tied_bands(ANSWER, 0.99)) < len(tied_bands(ANSWER, 0.7))

    def test_impossible_confidence(self):
        with pytest.raises(InvalidRequestError):
            tied_bands(ANSWER, 1.0)


class TestDiscrepancy:
    def test_about_one_in_twenty_is_flagged_by_chance(self):
        for each in (2, 4):
            answer = adjust(simulate_marks(Recipe("random", 2_000, 20, each), seed=6).marks)
            assert discrepant_entries(answer).mean() == pytest.approx(0.05, abs=0.015)

    def test_two_marks_are_held_against_1_96_root_2_sigma(self):
        adjusted = WORLD.marks.value - ANSWER.leniency[WORLD.marks.judge]
        gap = np.abs(adjusted[0::2] - adjusted[1::2])

        assert np.array_equal(discrepant_entries(ANSWER), gap > 1.96 * np.sqrt(2 * ANSWER.variances.residual))

    def test_a_gross_error_is_flagged(self):
        rows = [(entry, judge, mark) for entry, judge, _, mark in WORLD.marks.rows()]
        rows[0] = (rows[0][0], rows[0][1], rows[0][2] + 6)

        assert discrepant_entries(adjust(Marks.from_rows(rows)))[0]

    def test_two_bands_apart_on_one_criterion_are_flagged(self):
        rows = [(n, j, 3.0, c) for n in range(5) for j in range(2) for c in "ab"]
        rows[0] = (0, 0, 1.0, "a")
        rows[1] = (0, 0, 5.0, "b")
        marks = Marks.from_rows(rows)
        answer = adjust(marks)

        assert not discrepant_entries(answer).any()
        assert discrepant_entries(answer, marks).tolist() == [True, False, False, False, False]


class TestPlan:
    def test_marks_go_near_the_cut(self):
        plan = plan_marks(ANSWER, 15, 10, bonus=0.0)
        cut = np.mean(np.sort(ANSWER.adjusted)[-16:-14])
        place = {entry: n for n, entry in enumerate(ANSWER.marks.entries)}
        distance = np.abs(ANSWER.adjusted - cut) / ANSWER.standard_error
        chosen = [place[mark.entry] for mark in plan.marks]

        assert set(chosen) == set(np.argsort(distance)[:10])
        assert {mark.reason for mark in plan.marks} <= {"near the cut", "near the cut and discrepant"}

    def test_discrepant_entries_come_first_if_they_weigh_enough(self):
        flagged = discrepant_entries(ANSWER)
        plan = plan_marks(ANSWER, 15, int(flagged.sum()), bonus=100.0)

        assert {mark.entry for mark in plan.marks} == {
            entry for entry, flag in zip(ANSWER.marks.entries, flagged) if flag
        }
        assert {mark.reason for mark in plan.marks} <= {"discrepant", "near the cut and discrepant"}

    def test_what_marks_would_buy_grows_with_them(self):
        plans = [plan_marks(ANSWER, 15, budget) for budget in (5, 15, 40)]
        now = simulate_shortlist(ANSWER, 15).certainty

        assert [plan.certainty_now for plan in plans] == pytest.approx([now] * 3)
        assert now < plans[0].certainty_after < plans[1].certainty_after < plans[2].certainty_after

    def test_what_marks_would_buy_is_what_they_buy(self):
        """Promise against purchase: a third mark for everybody, over many worlds."""
        promised, bought = [], []
        for seed in range(30):
            world = simulate_marks(Recipe("random", 100, 8, 2), seed)
            plan = plan_marks(adjust(world.marks), 20, 100, draws=300)
            rng = np.random.default_rng(seed + 1_000)
            rows = [(entry, judge, mark) for entry, judge, _, mark in world.marks.rows()]
            for n, entry in enumerate(world.marks.entries):
                spare = np.setdiff1d(np.arange(8), world.marks.judge[world.marks.entry == n])
                j = rng.choice(spare)
                mark = world.quality[n] + world.leniency[j] + rng.normal(0, 0.7)
                rows.append((entry, world.marks.judges[j], mark))
            selected = adjust(Marks.from_rows(rows)).order[:20]
            promised.append(plan.certainty_after)
            bought.append(np.isin(np.argsort(-world.quality)[:20], selected).mean())

        assert np.mean(bought) == pytest.approx(np.mean(promised), abs=0.04)

    @pytest.mark.parametrize("budget", [0, 121])
    def test_impossible_budgets(self, budget):
        with pytest.raises(InvalidRequestError, match="further marks"):
            plan_marks(ANSWER, 15, budget)

    def test_certain_shortlists_gain_nothing(self):
        plan = plan_marks(CERTAIN, 2, 3)

        assert (plan.certainty_now, plan.certainty_after) == (1, 1)
