"""The models against the same likelihoods maximised by brute force, with dense matrices and no algebra."""

import numpy as np
import pytest
from scipy.optimize import minimize

from competitions.scoring import Marks, adjust
from competitions.scoring.simulate import Recipe, simulate_marks

DESIGNS = [
    Recipe("random", 25, 6, 3),
    Recipe("uneven", 30, 7, 2),
    Recipe("clustered", 30, 8, 2, regions=3, link_share=0.5),
]


def incidence(index, size):
    table = np.zeros((index.size, size))
    table[np.arange(index.size), index] = 1
    return table


class Dense:
    """y ~ N(Xβ, Σ v_i U_iU_iᵀ + v I): restricted likelihood, estimates and errors by textbook formulas."""

    def __init__(self, y, fixed, random):
        self.y, self.fixed, self.random = y, fixed, random

    def covariance(self, variances):
        total = variances[-1] * np.eye(self.y.size)
        for variance, effect in zip(variances, self.random):
            total = total + variance * effect @ effect.T
        return total

    def deviance(self, logs):
        inverse = np.linalg.inv(self.covariance(np.exp(logs)))
        normal = self.fixed.T @ inverse @ self.fixed
        beta = np.linalg.solve(normal, self.fixed.T @ inverse @ self.y)
        rest = self.y - self.fixed @ beta
        return -np.linalg.slogdet(inverse)[1] + np.linalg.slogdet(normal)[1] + rest @ inverse @ rest

    def fit(self):
        start = np.zeros(len(self.random) + 1)
        options = {"xatol": 1e-10, "fatol": 1e-12, "maxiter": 20_000}
        return np.exp(minimize(self.deviance, start, method="Nelder-Mead", options=options).x)

    def mixed_equations(self, variances):
        """Henderson's equations: solution and error covariance of (fixed, random effects)."""
        design = np.hstack([self.fixed, *self.random])
        penalty = np.concatenate(
            [np.zeros(self.fixed.shape[1])]
            + [np.full(effect.shape[1], variances[-1] / v) for v, effect in zip(variances, self.random)]
        )
        inverse = np.linalg.inv(design.T @ design + np.diag(penalty))
        return inverse @ design.T @ self.y, variances[-1] * inverse


@pytest.fixture(scope="module", params=DESIGNS, ids=lambda recipe: recipe.design)
def marks(request):
    return simulate_marks(request.param, seed=3).marks


def test_hybrid_is_the_mixed_model_with_fixed_entries(marks):
    n, m = len(marks.entries), len(marks.judges)
    dense = Dense(marks.value, incidence(marks.entry, n), [incidence(marks.judge, m)])
    judge, residual = dense.fit()
    solution, errors = dense.mixed_equations((judge, residual))

    answer = adjust(marks, "hybrid")

    assert (answer.variances.judge, answer.variances.residual) == pytest.approx((judge, residual), rel=1e-4)
    assert answer.adjusted == pytest.approx(solution[:n], abs=1e-4)
    assert answer.leniency == pytest.approx(solution[n:], abs=1e-4)
    assert answer.standard_error == pytest.approx(np.sqrt(np.diag(errors)[:n]), rel=1e-3)
    assert answer.leniency_covariance == pytest.approx(errors[n:, n:], abs=1e-4)
    gap = errors[0, 0] + errors[1, 1] - 2 * errors[0, 1]
    assert answer.errors.of_differences(0, np.array([1]))[0] == pytest.approx(np.sqrt(gap), rel=1e-3)


def test_crossed_is_the_mixed_model_with_random_entries(marks):
    n, m = len(marks.entries), len(marks.judges)
    ones = np.ones((marks.value.size, 1))
    dense = Dense(marks.value, ones, [incidence(marks.entry, n), incidence(marks.judge, m)])
    variances = dense.fit()
    solution, errors = dense.mixed_equations(variances)
    score = np.hstack([np.ones((n, 1)), np.eye(n), np.zeros((n, m))])

    answer = adjust(marks, "crossed")

    found = answer.variances.entry, answer.variances.judge, answer.variances.residual
    assert found == pytest.approx(variances, rel=1e-4)
    assert answer.adjusted == pytest.approx(score @ solution, abs=1e-4)
    assert answer.leniency == pytest.approx(solution[1 + n :], abs=1e-4)
    assert answer.standard_error == pytest.approx(np.sqrt(np.diag(score @ errors @ score.T)), rel=1e-3)
    assert answer.leniency_covariance == pytest.approx(errors[1 + n :, 1 + n :], abs=1e-4)


def test_additive_is_ordinary_least_squares(marks):
    n, m = len(marks.entries), len(marks.judges)
    core = marks.marks_per_judge > 1  # leniencies sum to zero over judges with two marks or more
    contrasts = (np.eye(m) - core[None, :] / core.sum()) @ np.eye(m)[:, 1:]
    design = np.hstack([incidence(marks.entry, n), incidence(marks.judge, m) @ contrasts])
    solution, (rss,), *_ = np.linalg.lstsq(design, marks.value)
    residual = rss / (marks.value.size - n - m + 1)
    errors = residual * np.linalg.inv(design.T @ design)

    answer = adjust(marks, "additive")

    assert answer.variances.residual == pytest.approx(residual)
    assert answer.adjusted == pytest.approx(solution[:n])
    assert answer.leniency == pytest.approx(contrasts @ solution[n:])
    assert answer.standard_error == pytest.approx(np.sqrt(np.diag(errors)[:n]))
    assert answer.leniency_covariance == pytest.approx(contrasts @ errors[n:, n:] @ contrasts.T)


def test_entry_variance_of_fixed_entries_is_unbiased():
    """Over simulations with variance 1 between entries the estimate averages 1, whatever the errors add."""
    estimates = [
        adjust(simulate_marks(Recipe("random", 150, 12, 2), seed).marks, model).variances.entry
        for seed in range(20)
        for model in ("hybrid", "additive")
    ]

    assert np.mean(estimates) == pytest.approx(1.0, abs=0.03)


def test_no_severity_is_claimed_where_there_is_none():
    marks = simulate_marks(Recipe("random", 600, 12, leniency_sd=0.0), seed=2).marks

    answer = adjust(marks)

    assert answer.variances.judge < 0.005
    assert np.abs(answer.leniency).max() < 0.1


def test_residuals_are_what_entry_and_judge_leave(marks):
    answer = adjust(marks, "additive")

    assert np.bincount(marks.judge, weights=answer.residual) == pytest.approx(0, abs=1e-9)
    assert np.bincount(marks.entry, weights=answer.residual) == pytest.approx(0, abs=1e-9)


def test_criteria_are_combined_before_a_linear_model():
    rows = [(f"e{n}", f"j{j}", float(n + j + i), f"c{i}") for n in range(4) for j in range(3) for i in range(2)]

    assert adjust(Marks.from_rows(rows)).marks.criteria == ("total",)
