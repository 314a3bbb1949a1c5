"""The cost of a position: how uneven a team's history becomes by one debate more.

Let h be the debates held in each of k positions. A team that takes position s has h' = h + e_s; n = sum(h'), p = h'/n.
The cost is

- entropy: n (log2 k - H(p)), H the Renyi entropy of the given order (1: Shannon's), 0 when all are equal;
- simple: h[s] - min h, the debates that position is ahead of the rarest;
- variance: the mean of (h' - n / k) squared;

raised to the exponent of the rule. Costs are rounded to millionths and kept as whole numbers: sums are exact.
"""

import numpy as np
from numpy.typing import NDArray

from competitions.debates.tab.errors import DrawError
from competitions.debates.tab.formats.draw_rules import PositionCost, PositionDraw

IntMatrix = NDArray[np.int64]
FloatMatrix = NDArray[np.float64]

MILLIONTHS = 1_000_000
EXACT_BELOW = 2**53  # whole numbers that a double holds exactly, for the solver works in doubles


def position_costs(history: IntMatrix, rule: PositionDraw) -> IntMatrix:
    """Cost in millionths of each position for each team: (teams, positions), as is `history`.

    Raises DrawError where histories are so long that a total could not be exact.
    """
    raw = _COSTS[rule.cost](history, rule)
    costs: FloatMatrix = np.rint(raw**rule.exponent * MILLIONTHS)
    if costs.max(initial=0) * max(len(costs), 1) >= EXACT_BELOW:
        raise DrawError("histories_too_long", rounds=int(history.sum(axis=1).max()))
    return costs.astype(np.int64)


def _hypothetical(history: IntMatrix) -> IntMatrix:
    """History after each choice: (teams, choice, positions)."""
    one_more: IntMatrix = np.eye(history.shape[1], dtype=np.int64)
    after: IntMatrix = history[:, None, :] + one_more
    return after


def _entropy_costs(history: IntMatrix, rule: PositionDraw) -> FloatMatrix:
    after = _hypothetical(history)
    debates = after.sum(axis=2)
    share = after / debates[..., None]
    lack = np.log2(history.shape[1]) - _renyi_entropy(share, rule.renyi_order)
    return np.asarray(np.maximum(debates * lack, 0.0))


def _renyi_entropy(share: FloatMatrix, order: float) -> FloatMatrix:
    positive = np.where(share > 0, share, 1.0)
    if order == 1:
        return np.asarray(-(share * np.log2(positive)).sum(axis=-1))
    powers = np.where(share > 0, positive**order, 0.0).sum(axis=-1)
    return np.asarray(np.log2(powers) / (1 - order))


def _simple_costs(history: IntMatrix, rule: PositionDraw) -> FloatMatrix:
    return np.asarray(history - history.min(axis=1, keepdims=True), dtype=np.float64)


def _variance_costs(history: IntMatrix, rule: PositionDraw) -> FloatMatrix:
    after = _hypothetical(history)
    fair = after.sum(axis=2, keepdims=True) / history.shape[1]
    return np.asarray(((after - fair) ** 2).mean(axis=2))


_COSTS = {
    PositionCost.ENTROPY: _entropy_costs,
    PositionCost.SIMPLE: _simple_costs,
    PositionCost.VARIANCE: _variance_costs,
}
