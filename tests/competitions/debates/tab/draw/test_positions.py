import numpy as np
import pytest

from competitions.debates.tab import DrawError, PositionDraw
from competitions.debates.tab.draw.positions import position_costs
from competitions.debates.tab.formats.draw_rules import PositionCost

ENTROPY = PositionDraw()

CASES = [
    # history, rule, costs in millionths
    ((0, 0, 0, 0), ENTROPY, [16_000_000] * 4),  # n (2 - 0) = 2, to the fourth
    ((1, 1, 1, 1), PositionDraw(exponent=1), [390_360] * 4),  # 5 (2 - H(2, 1, 1, 1))
    ((1, 1, 1, 0), PositionDraw(exponent=1), [2_000_000] * 3 + [0]),  # (2, 1, 1, 0): 4 (2 - 1.5)
    ((3, 0, 0, 0), PositionDraw(exponent=1), [8_000_000] + [4_754_888] * 3),  # 4 x 2; 4 (2 - H(3, 1))
    ((3, 0, 0, 0), PositionDraw(exponent=1, renyi_order=2.0), [8_000_000] + [5_287_712] * 3),
    ((2, 1, 0, 0), PositionDraw(cost=PositionCost.SIMPLE, exponent=1), [2_000_000, 1_000_000, 0, 0]),
    ((2, 1, 0, 0), PositionDraw(cost=PositionCost.SIMPLE), [16_000_000, 1_000_000, 0, 0]),
    ((1, 0, 0, 0), PositionDraw(cost=PositionCost.VARIANCE, exponent=1), [750_000] + [250_000] * 3),
    ((1, 0), PositionDraw(cost=PositionCost.VARIANCE, exponent=1), [1_000_000, 0]),
]


@pytest.mark.parametrize(("history", "rule", "expected"), CASES)
def test_costs(history, rule, expected):
    assert position_costs(np.array([history]), rule).tolist() == [expected]


def test_evenness_is_always_cheapest():
    costs = position_costs(np.array([(2, 2, 2, 1), (9, 1, 0, 4)]), ENTROPY)

    assert costs.argmin(axis=1).tolist() == [3, 2]


def test_histories_beyond_exact_sums_are_refused():
    with pytest.raises(DrawError, match="After 300 rounds"):
        position_costs(np.array([(300, 0, 0, 0)] * 200), ENTROPY)
