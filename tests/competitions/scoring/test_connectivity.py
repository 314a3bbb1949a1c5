import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.scoring import (
    Component,
    DisconnectedDesignError,
    Marks,
    find_components,
    measure_strength,
    suggest_bridges,
)
from competitions.scoring.connectivity import cheapest_bridges, require_connected
from tests.competitions.scoring.designs import connected_rows, is_connected, steady

APART = Marks.from_rows(
    [("a", "x", 1.0), ("b", "x", 2.0), ("b", "y", 2.0), ("c", "z", 3.0)], entries=["d"], judges=["w"]
)


def test_components_are_listed_largest_first_without_idle_labels():
    assert find_components(APART) == (Component(("a", "b"), ("x", "y")), Component(("c",), ("z",)))


def test_a_disconnected_design_is_refused_with_its_components():
    with pytest.raises(DisconnectedDesignError, match="2 parts that no judge links") as refusal:
        require_connected(APART)

    assert refusal.value.components == find_components(APART)
    assert "2 entries with judges x, y; 1 entry with judges z" in str(refusal.value)


def test_suggested_bridges_connect_the_design():
    bridges = suggest_bridges(APART)
    rows = [(entry, judge, mark) for entry, judge, _, mark in APART.rows()]

    assert len(bridges) == 1
    assert is_connected(Marks.from_rows(rows + [(bridge.entry, bridge.judge, 3.0) for bridge in bridges]))


def test_a_connected_design_needs_no_bridge():
    assert suggest_bridges(Marks.from_rows([("a", "x", 1.0), ("a", "y", 2.0)])) == ()


def test_bridges_are_the_cheapest_allowed_marks():
    part = np.array([0, 1, 2])
    cost = np.array([[9.0, 5.0, 1.0], [2.0, 9.0, 7.0], [np.inf, 6.0, 9.0]])

    assert cheapest_bridges(part, part, cost) == ([(0, 2), (1, 0)], True)


def test_bridges_that_conflicts_forbid_are_not_invented():
    part = np.array([0, 1])
    cost = np.full((2, 2), np.inf)

    assert cheapest_bridges(part, part, cost) == ([], False)


class TestStrength:
    def test_of_a_complete_table_is_known_in_closed_form(self):
        """With N entries and M judges L = N(I - 11ᵀ/M): λ₂ = N, and a difference has variance 2σ²/N."""
        marks = Marks.from_rows([(n, j, float(n + j)) for n in range(7) for j in range(4)])

        strength = measure_strength(marks)

        assert strength.algebraic_connectivity == pytest.approx(7)
        assert (strength.mean_error, strength.worst_error) == pytest.approx((np.sqrt(2 / 7),) * 2)

    def test_of_one_judge_is_unknown(self):
        assert np.isnan(measure_strength(Marks.from_rows([("a", "x", 1.0)])).mean_error)

    def test_of_a_disconnected_design_is_refused(self):
        with pytest.raises(DisconnectedDesignError):
            measure_strength(APART)


@steady
@given(connected_rows(), st.integers(2, 4))
def test_copies_of_a_design_are_as_many_components_and_so_many_bridges_less_one_join_them(rows, copies):
    apart = [(f"{copy}{entry}", f"{copy}{judge}", mark) for copy in range(copies) for entry, judge, mark in rows]
    marks = Marks.from_rows(apart)
    bridges = suggest_bridges(marks)

    assert len(find_components(marks)) == copies
    assert len(bridges) == copies - 1
    assert is_connected(Marks.from_rows(apart + [(bridge.entry, bridge.judge, 1.0) for bridge in bridges]))
