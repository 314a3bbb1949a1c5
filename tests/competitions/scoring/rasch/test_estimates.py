"""Both estimates against the same likelihoods maximised by brute force, and against the truth."""

import numpy as np
import pytest
from numpy.polynomial.hermite_e import hermegauss
from scipy.optimize import minimize
from scipy.special import logsumexp

from competitions.scoring import Marks, calibrate
from competitions.scoring.rasch.categories import log_probabilities
from tests.competitions.scoring.designs import RaschWorld

SMALL = RaschWorld(entries=14, judges=4, each=3, criteria=2, top=3, seed=4).marks


def unpack(free, sizes):
    """Vectors that sum to zero, from all but their last elements."""
    parts, start = [], 0
    for size in sizes:
        head = free[start : start + size - 1]
        parts.append(np.append(head, -head.sum()))
        start += size - 1
    return parts


def outcomes(marks, theta, alpha, delta, tau):
    """ln P of each mark; theta holds one value for each mark, or a row of them."""
    eta = theta - alpha[marks.judge] - delta[marks.criterion]
    logs = log_probabilities(eta, tau)
    return np.take_along_axis(logs, np.broadcast_to(marks.value.astype(int)[..., None], (*eta.shape, 1)), axis=-1)[
        ..., 0
    ]


SIZES = (4, 2, 3)


def marginal_deviance(free):
    """-ln L by Gauss-Hermite quadrature with 61 nodes."""
    mean, spread = free[:2]
    alpha, delta, tau = unpack(free[2:], SIZES)
    node, weight = hermegauss(61)
    by_node = outcomes(SMALL, (mean + spread * node)[:, None], alpha, delta, tau)
    per_entry = np.stack([by_node[:, SMALL.entry == n].sum(axis=1) for n in range(14)])
    return -logsumexp(per_entry + np.log(weight / weight.sum()), axis=1).sum()


@pytest.fixture(scope="module")
def best():
    """What a general optimiser finds."""
    start = np.array([0.0, 1.0] + [0.0] * (sum(SIZES) - 3))
    return minimize(marginal_deviance, start, method="BFGS", options={"gtol": 1e-7})


@pytest.fixture(scope="module")
def world():
    return RaschWorld(entries=800, judges=12, each=3, criteria=3, top=5, seed=11)


class TestMarginal:
    def test_estimates_maximise_the_marginal_likelihood(self, best):
        found = calibrate(SMALL)
        alpha, delta, tau = unpack(best.x[2:], SIZES)

        assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
        assert found.population == pytest.approx((best.x[0], abs(best.x[1])), abs=1e-4)
        assert found.judge.measure == pytest.approx(alpha, abs=1e-4)
        assert found.criterion.measure == pytest.approx(delta, abs=1e-4)
        assert found.threshold == pytest.approx(tau, abs=1e-4)

    def test_standard_errors_come_from_the_curvature_of_the_likelihood(self, best):
        """The observed information, by second differences, for all but the last of each block."""
        size, step = best.x.size, 1e-4
        hessian = np.empty((size, size))
        for a in range(size):
            for b in range(size):
                da, db = np.eye(size)[a] * step, np.eye(size)[b] * step
                hessian[a, b] = (
                    marginal_deviance(best.x + da + db)
                    - marginal_deviance(best.x + da - db)
                    - marginal_deviance(best.x - da + db)
                    + marginal_deviance(best.x - da - db)
                ) / (4 * step**2)
        error = np.sqrt(np.diag(np.linalg.inv(hessian)))
        found = calibrate(SMALL)

        assert found.judge.error[:3] == pytest.approx(error[2:5], rel=1e-3)
        assert found.criterion.error[0] == pytest.approx(error[5], rel=1e-3)
        assert found.threshold_error[:2] == pytest.approx(error[6:8], rel=1e-3)
        assert np.sqrt(np.diag(found.severity_covariance)) == pytest.approx(found.judge.error)

    def test_entries_get_the_mean_and_width_of_their_posterior(self):
        found = calibrate(SMALL)
        grid = np.linspace(-12, 12, 4001)
        logs = outcomes(SMALL, grid[:, None], found.judge.measure, found.criterion.measure, found.threshold)
        mean, spread = found.population
        for n in (0, 7):
            density = np.exp(logs[:, SMALL.entry == n].sum(axis=1) - ((grid - mean) / spread) ** 2 / 2)
            density /= density.sum()
            assert found.entry.measure[n] == pytest.approx(density @ grid, abs=1e-5)
            width = np.sqrt(density @ grid**2 - (density @ grid) ** 2)
            assert found.entry.error[n] == pytest.approx(width, abs=1e-5)

    def test_more_nodes_change_nothing(self):
        coarse, fine = calibrate(SMALL), calibrate(SMALL, nodes=301)

        assert fine.judge.measure == pytest.approx(coarse.judge.measure, abs=1e-5)
        assert fine.log_likelihood == pytest.approx(coarse.log_likelihood, abs=1e-5)


class TestJoint:
    def test_estimates_maximise_the_joint_likelihood(self):
        marks = RaschWorld(entries=12, judges=4, each=4, criteria=2, top=3, seed=9).marks
        sizes = (4, 2, 3)

        def deviance(free):
            return -outcomes(marks, free[:12][marks.entry], *unpack(free[12:], sizes)).sum()

        best = minimize(deviance, np.zeros(12 + sum(sizes) - 3), method="BFGS", options={"gtol": 1e-7})
        found = calibrate(marks, "jmle")
        alpha, delta, tau = unpack(best.x[12:], sizes)

        assert not found.entry.extreme.any()
        assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
        assert found.entry.measure == pytest.approx(best.x[:12], abs=1e-3)
        assert found.judge.measure == pytest.approx(alpha, abs=1e-3)
        assert found.criterion.measure == pytest.approx(delta, abs=1e-3)
        assert found.threshold == pytest.approx(tau, abs=1e-3)

    def test_scores_of_entries_and_judges_are_met_exactly(self):
        """The equations of maximum likelihood: expected sums equal observed ones."""
        marks = RaschWorld(entries=60, judges=6, each=3, criteria=2, top=4, seed=2).marks
        found = calibrate(marks, "jmle")
        usable = found.usable
        eta = (
            found.entry.measure[marks.entry]
            - found.judge.measure[marks.judge]
            - found.criterion.measure[marks.criterion]
        )[usable]
        expected = np.exp(log_probabilities(eta, found.threshold)) @ np.arange(5)
        rest = marks.value[usable] - expected

        assert np.bincount(marks.entry[usable], weights=rest) == pytest.approx(0, abs=1e-6)
        assert np.bincount(marks.judge[usable], weights=rest) == pytest.approx(0, abs=1e-6)

    @pytest.mark.parametrize("mark", [0.0, 4.0])
    def test_a_judge_with_one_mark_at_an_end_of_the_scale_moves_nobody_else(self, mark):
        """A mark within the scale is fitted too, but it adds to what is known of the thresholds."""
        world = RaschWorld(entries=40, judges=5, each=3, top=4, seed=6)
        rows = [(entry, judge, mark) for entry, judge, _, mark in world.marks.rows()]
        before = calibrate(Marks.from_rows(rows), "jmle")
        after = calibrate(Marks.from_rows([*rows, (0, 99, mark)]), "jmle")

        assert after.judge.measure[:5] == pytest.approx(before.judge.measure, abs=1e-9)
        assert after.entry.measure == pytest.approx(before.entry.measure, abs=1e-9)

    def test_its_entries_are_more_spread_than_those_of_the_marginal_estimate(self):
        world = RaschWorld(entries=300, judges=10, each=2, criteria=2, seed=1)
        joint, marginal = calibrate(world.marks, "jmle"), calibrate(world.marks)

        assert np.std(joint.entry.measure) > 1.1 * marginal.population[1]


class TestTruth:
    def test_marginal_estimates_recover_the_parameters(self, world):
        found = calibrate(world.marks)

        assert np.std(found.judge.measure - world.severity) < 1.5 * found.judge.error.mean()
        assert found.criterion.measure == pytest.approx(world.difficulty, abs=0.1)
        assert found.threshold == pytest.approx(world.tau, abs=0.15)
        assert found.population[1] == pytest.approx(np.std(world.theta), abs=0.06)

    @pytest.mark.parametrize("method", ["mml", "jmle"])
    def test_intervals_of_entries_cover_their_quality(self, world, method):
        found = calibrate(world.marks, method)
        gap = (found.entry.measure - found.entry.measure.mean()) - (world.theta - world.theta.mean())

        assert 0.92 < np.mean(np.abs(gap) < 1.96 * found.entry.error) < 0.98
