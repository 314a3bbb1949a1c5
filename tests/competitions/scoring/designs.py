"""Marks for tests: hypothesis strategies for designs, and ratings drawn from the Rasch model."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from competitions.scoring import Marks, find_components
from competitions.scoring.rasch.categories import log_probabilities

steady = settings(derandomize=True, deadline=None, max_examples=40)
few = settings(steady, max_examples=15)

MODELS = ("hybrid", "additive", "crossed")

marks_on_paper = st.integers(0, 20).map(float)


@st.composite
def complete_tables(draw):
    """Marks of every entry by every judge, not all the same."""
    n, m = draw(st.integers(2, 8)), draw(st.integers(2, 5))
    values = draw(st.lists(marks_on_paper, min_size=n * m, max_size=n * m).filter(lambda v: len(set(v)) > 1))
    return Marks.from_rows([(f"e{i // m}", f"j{i % m}", value) for i, value in enumerate(values)])


@st.composite
def connected_rows(draw, spare=0):
    """Rows (entry, judge, mark) of a connected design in which every entry has two marks or more."""
    n, m = draw(st.integers(3, 9)), draw(st.integers(2, 5))
    rows = []
    for entry in range(n):
        panel = draw(st.sets(st.integers(0, m - 1), min_size=2, max_size=m))
        rows += [(f"e{entry}", f"j{judge}", draw(marks_on_paper)) for judge in sorted(panel)]
    for judge in range(m - 1):  # a bridge entry for each pair of neighbours makes the design connected
        rows += [
            (f"b{judge}", f"j{judge}", draw(marks_on_paper)),
            (f"b{judge}", f"j{judge + 1}", draw(marks_on_paper)),
        ]
    return rows


def is_connected(marks):
    return len(find_components(marks)) == 1


def by_entry(adjustment):
    return dict(zip(adjustment.marks.entries, adjustment.adjusted, strict=True))


def by_judge(adjustment):
    return dict(zip(adjustment.marks.judges, adjustment.leniency, strict=True))


class RaschWorld:
    """Ratings 0..m of N entries by k of M judges on I criteria, drawn from known parameters."""

    def __init__(self, entries, judges, each, criteria=1, top=4, seed=0, spread=1.2):
        rng = np.random.default_rng(seed)
        self.theta = rng.normal(0, spread, entries)
        severity = rng.normal(0, 0.6, judges)
        self.severity = severity - severity.mean()
        self.difficulty = np.linspace(-0.4, 0.4, criteria) if criteria > 1 else np.zeros(1)
        self.tau = np.linspace(-1.2, 1.2, top) if top > 1 else np.zeros(1)
        panel = np.argsort(rng.random((entries, judges)), axis=1)[:, :each]
        n, j = np.repeat(np.arange(entries), each * criteria), np.repeat(panel.ravel(), criteria)
        i = np.tile(np.arange(criteria), entries * each)
        chance = np.exp(log_probabilities(self.theta[n] - self.severity[j] - self.difficulty[i], self.tau))
        category = (rng.random(n.size)[:, None] > np.cumsum(chance, axis=1)).sum(axis=1)
        self.marks = Marks.from_columns(n.tolist(), j.tolist(), category.astype(float), i.tolist())
