"""Scores corrected for the severity of judges: hybrid (the default), additive least squares, crossed REML."""

from collections.abc import Callable, Mapping

from ..errors import InvalidRequestError, Label
from ..marks import Marks
from .additive import adjust_additive
from .crossed import adjust_crossed
from .hybrid import adjust_hybrid
from .result import Adjustment, Model, ScoreErrors, Variances

MODELS: Mapping[str, Callable[[Marks], Adjustment]] = {
    "hybrid": adjust_hybrid,
    "additive": adjust_additive,
    "crossed": adjust_crossed,
}


def adjust(marks: Marks, model: str = "hybrid", weights: Mapping[Label, float] | None = None) -> Adjustment:
    """Adjust marks by the named model; several criteria are first combined with `weights` (default equal).

    Raises what `Marks.combine` and the model raise, and InvalidRequestError for an unknown model.
    """
    if model not in MODELS:
        raise InvalidRequestError(f"There is no model {model}: choose hybrid, additive or crossed.")
    return MODELS[model](marks.combine(weights))


__all__ = [
    "MODELS",
    "Adjustment",
    "Model",
    "ScoreErrors",
    "Variances",
    "adjust",
    "adjust_additive",
    "adjust_crossed",
    "adjust_hybrid",
]
