"""How well judges agree: intraclass correlations, alpha, kappas, Gwet's coefficients, generalisability."""

from .alpha import LEVELS, Level, krippendorff_alpha
from .counts import Weighting
from .generalisability import Generalisability, generalisability
from .gwet import gwet_ac
from .icc import Coefficient, Intraclass, complete_table, intraclass
from .kappa import ChanceCorrected, PairedKappa, fleiss_kappa, weighted_kappa

__all__ = [
    "LEVELS",
    "ChanceCorrected",
    "Coefficient",
    "Generalisability",
    "Intraclass",
    "Level",
    "PairedKappa",
    "Weighting",
    "complete_table",
    "fleiss_kappa",
    "generalisability",
    "gwet_ac",
    "intraclass",
    "krippendorff_alpha",
    "weighted_kappa",
]
