"""The many-facet Rasch model: judges' severity, criteria's difficulty and thresholds in logits, results in
rubric units.
"""

from .calibration import Calibration, Facet, Method, calibrate
from .fair import FairAverages, fair_entry_averages, fair_judge_averages
from .fit import Fit, measure_fit
from .ratings import FACETS, FacetName
from .separation import Separation, measure_separation

__all__ = [
    "FACETS",
    "Calibration",
    "FacetName",
    "Facet",
    "FairAverages",
    "Fit",
    "Method",
    "Separation",
    "calibrate",
    "fair_entry_averages",
    "fair_judge_averages",
    "measure_fit",
    "measure_separation",
]
