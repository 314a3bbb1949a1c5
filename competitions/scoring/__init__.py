"""The scoring engine: who marks what, how severe each judge is, how sure the result is.

Pure (numpy, scipy): nothing here knows of databases, requests or files, except `cli`. The map of what
others import:

| to                                     | use |
|----------------------------------------|-----|
| hold marks                             | `Marks`, `Scale` |
| deal entries to judges                 | `assign_judges(AssignmentRequest(entries, judges, ...), seed)` |
| see whether judges can be compared     | `find_components`, `suggest_bridges`, `measure_strength` |
| correct scores for severity            | `adjust(marks, model="hybrid")` -> `Adjustment` |
| get a second opinion in Rasch's terms  | `calibrate(marks)` -> `Calibration`, `fair_entry_averages` |
| see how judges fit and differ          | `measure_fit`, `measure_separation` |
| say how well judges agree              | `intraclass`, `krippendorff_alpha`, `weighted_kappa`, |
|                                        | `fleiss_kappa`, `gwet_ac`, `generalisability` |
| say how sure the shortlist is          | `simulate_shortlist`, `tied_bands`, `discrepant_entries`, |
|                                        | `plan_marks` |
| rank by comparisons of two             | `Comparisons`, `fit_bradley_terry`, `choose_pairs` |
| look for unfairness between groups     | `group_means`, `judge_group_effects` |
| draw marks with a known truth          | `simulate_marks(Recipe(...), seed)` |

Every refusal is a `ScoringError` whose text is one sentence. The same input and seed give the same answer,
in whatever order rows come. docs/scoring.md explains the models, the command line and what happens to odd
input.
"""

from .adjustment import Adjustment, Variances, adjust
from .agreement import (
    fleiss_kappa,
    generalisability,
    gwet_ac,
    intraclass,
    krippendorff_alpha,
    weighted_kappa,
)
from .assignment import Assignment, AssignmentRequest, EntryNeed, JudgeOffer, assign_judges
from .certainty import MarkPlan, Shortlist, discrepant_entries, plan_marks, simulate_shortlist, tied_bands
from .comparative import Comparison, Comparisons, Strengths, choose_pairs, fit_bradley_terry
from .connectivity import Bridge, Strength, find_components, measure_strength, suggest_bridges
from .errors import (
    Component,
    ConfoundedDesignError,
    DesignTooLargeError,
    DisconnectedDesignError,
    DuplicateMarkError,
    IncompleteMarksError,
    InfeasibleAssignmentError,
    InvalidMarksError,
    InvalidRequestError,
    Label,
    NotConvergedError,
    NotEnoughMarksError,
    OffScaleError,
    ScoringError,
    Shortage,
    UnlinkedItemsError,
)
from .fairness import BiasReport, GroupMean, group_means, judge_group_effects
from .marks import Marks, Scale
from .rasch import (
    Calibration,
    calibrate,
    fair_entry_averages,
    fair_judge_averages,
    measure_fit,
    measure_separation,
)
from .simulate import Recipe, Simulation, simulate_marks

__all__ = [
    "Adjustment",
    "Assignment",
    "AssignmentRequest",
    "BiasReport",
    "Bridge",
    "Calibration",
    "Comparison",
    "Comparisons",
    "Component",
    "ConfoundedDesignError",
    "DesignTooLargeError",
    "DisconnectedDesignError",
    "DuplicateMarkError",
    "EntryNeed",
    "GroupMean",
    "IncompleteMarksError",
    "InfeasibleAssignmentError",
    "InvalidMarksError",
    "InvalidRequestError",
    "JudgeOffer",
    "Label",
    "MarkPlan",
    "Marks",
    "NotConvergedError",
    "NotEnoughMarksError",
    "OffScaleError",
    "Recipe",
    "Scale",
    "ScoringError",
    "Shortage",
    "Shortlist",
    "Simulation",
    "Strength",
    "Strengths",
    "UnlinkedItemsError",
    "Variances",
    "adjust",
    "assign_judges",
    "calibrate",
    "choose_pairs",
    "discrepant_entries",
    "fair_entry_averages",
    "fair_judge_averages",
    "find_components",
    "fit_bradley_terry",
    "fleiss_kappa",
    "generalisability",
    "group_means",
    "gwet_ac",
    "intraclass",
    "judge_group_effects",
    "krippendorff_alpha",
    "measure_fit",
    "measure_separation",
    "measure_strength",
    "plan_marks",
    "simulate_marks",
    "simulate_shortlist",
    "suggest_bridges",
    "tied_bands",
    "weighted_kappa",
]
