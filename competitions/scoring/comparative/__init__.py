"""Comparative judgement: strengths from judgements which of two is better, and the pairs to show next."""

from .bradley_terry import Strengths, fit_bradley_terry
from .judgements import Comparison, Comparisons
from .pairs import NextPair, choose_pairs

__all__ = [
    "Comparison",
    "Comparisons",
    "NextPair",
    "Strengths",
    "choose_pairs",
    "fit_bradley_terry",
]
