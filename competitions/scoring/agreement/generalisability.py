"""Generalisability of marks in a sparse design: how far a result would repeat with other judges.

Variance components of entries, judges and residual come from the crossed REML model, which needs no
complete table. For k judges on each entry (Cronbach et al. 1972; Brennan 2001, ch. 2; the D study):

    absolute  Φ  = σ_θ² / (σ_θ² + (σ_b² + σ²)/k)      raw means: who the judges were counts as error
    relative  Eρ² = σ_θ² / (σ_θ² + σ²/k)                once their severity is taken out
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..adjustment import Variances, adjust_crossed
from ..errors import InvalidRequestError
from ..marks import Marks


@dataclass(frozen=True)
class Generalisability:
    """Variance components, and for each number of judges the coefficients of raw (Φ) and adjusted (Eρ²)
    results.
    """

    variances: Variances
    absolute: Mapping[int, float]
    relative: Mapping[int, float]

    @classmethod
    def of(cls, variances: Variances, judges: tuple[int, ...]) -> "Generalisability":
        """The D study of known variance components. Raises InvalidRequestError for less than one judge."""
        if not judges or min(judges) < 1:
            raise InvalidRequestError("A result rests on one judge at least.")
        entry, judge, residual = variances.entry, variances.judge, variances.residual
        return cls(
            variances,
            {k: _share(entry, (judge + residual) / k) for k in judges},
            {k: _share(entry, residual / k) for k in judges},
        )


def _share(signal: float, noise: float) -> float:
    return signal / (signal + noise) if signal + noise > 0 else float("nan")


def generalisability(marks: Marks, judges: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Generalisability:
    """Components and coefficients of marks on one criterion. Raises what `adjust_crossed` raises, and
    InvalidRequestError.
    """
    return Generalisability.of(adjust_crossed(marks).variances, judges)
