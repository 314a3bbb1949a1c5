"""Results as plain JSON objects: lists in label order, numbers to six decimals, what is not known as null."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from ..adjustment import Adjustment, Variances
from ..agreement import (
    LEVELS,
    complete_table,
    fleiss_kappa,
    generalisability,
    gwet_ac,
    intraclass,
    krippendorff_alpha,
    weighted_kappa,
)
from ..arrays import Vector
from ..assignment import Assignment
from ..certainty import MarkPlan, Shortlist
from ..comparative import NextPair, Strengths
from ..connectivity import Bridge, Strength
from ..errors import Component, Label, ScoringError
from ..fairness import BiasReport, GroupMean
from ..marks import Marks
from ..rasch import (
    Calibration,
    FacetName,
    fair_entry_averages,
    fair_judge_averages,
    measure_fit,
    measure_separation,
)
from ..simulate import Simulation

DECIMALS = 6
Answer = dict[str, Any]


def to_text(answer: Answer) -> str:
    """JSON with a final newline; the same answer gives the same bytes."""
    return json.dumps(_plain(answer), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Numbers rounded, NaN and infinities as null, arrays as lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) + 0.0 if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def _table(name: str, labels: tuple[Label, ...], **columns: Any) -> list[Answer]:
    """One object for each label, with the values of the columns."""
    lists = [column if isinstance(column, list) else column.tolist() for column in columns.values()]
    return [
        {name: label, **dict(zip(columns, values, strict=True))} for label, *values in zip(labels, *lists, strict=True)
    ]


def _whole_or_none(values: Vector) -> list[int | None]:
    return [None if np.isnan(value) else int(value) for value in values]


def _counts(marks: Marks) -> tuple[Any, Any]:
    return marks.marks_per_entry.astype(int), marks.marks_per_judge.astype(int)


def adjustment_answer(answer: Adjustment) -> Answer:
    """Of `adjust` with a linear model."""
    marks = answer.marks
    per_entry, per_judge = _counts(marks)
    return {
        "model": answer.model,
        "marks": len(marks),
        "variance_components": asdict(answer.variances),
        "judges": _table(
            "judge",
            marks.judges,
            marks=per_judge,
            leniency=answer.leniency,
            standard_error=answer.leniency_error,
        ),
        "entries": _table(
            "entry",
            marks.entries,
            marks=per_entry,
            raw_mean=marks.raw_mean,
            adjusted=answer.adjusted,
            standard_error=answer.standard_error,
            rank=_whole_or_none(answer.rank),
        ),
    }


def calibration_answer(calibration: Calibration) -> Answer:
    """Of `adjust --model mfrm`: severities in logits, entries in rubric units (fair averages) and in
    logits.
    """
    marks = calibration.marks
    per_entry, per_judge = _counts(marks)
    fair, fair_judge = fair_entry_averages(calibration), fair_judge_averages(calibration)
    return {
        "model": "mfrm",
        **_method(calibration),
        "variance_components": asdict(_logit_variances(calibration)),
        "judges": _table(
            "judge",
            marks.judges,
            marks=per_judge,
            severity=calibration.judge.measure,
            standard_error=calibration.judge.error,
            fair_average=fair_judge.value,
            extreme=calibration.judge.extreme,
        ),
        "entries": _table(
            "entry",
            marks.entries,
            marks=per_entry,
            raw_mean=marks.raw_mean,
            adjusted=fair.value,
            standard_error=fair.error,
            measure=calibration.entry.measure,
            measure_error=calibration.entry.error,
            extreme=calibration.entry.extreme,
        ),
        "criteria": _table(
            "criterion",
            marks.criteria,
            difficulty=calibration.criterion.measure,
            standard_error=calibration.criterion.error,
        ),
        "thresholds": _thresholds(calibration),
    }


def _method(calibration: Calibration) -> Answer:
    population = calibration.population
    return {
        "method": calibration.method,
        "marks": len(calibration.marks),
        "log_likelihood": calibration.log_likelihood,
        "population": None if population is None else {"mean": population[0], "sd": population[1]},
    }


def _logit_variances(calibration: Calibration) -> Variances:
    """True variances of entries and judges in squared logits; marks have no residual of their own in this
    model.
    """
    judge = measure_separation(calibration.judge.measure, calibration.judge.error).true_spread ** 2
    if calibration.population is not None:
        return Variances(calibration.population[1] ** 2, judge, np.nan)
    entry = measure_separation(calibration.entry.measure, calibration.entry.error).true_spread ** 2
    return Variances(entry, judge, np.nan)


def _thresholds(calibration: Calibration) -> list[Answer]:
    values = calibration.category_value
    return [
        {"from": low, "to": high, "threshold": threshold, "standard_error": error}
        for low, high, threshold, error in zip(
            values, values[1:], calibration.threshold, calibration.threshold_error, strict=False
        )
    ]


def fit_answer(calibration: Calibration) -> Answer:
    """Of `fit`: how well judges, entries and criteria fit the model, and how well they are told apart."""
    plural: dict[FacetName, str] = {"entry": "entries", "judge": "judges", "criterion": "criteria"}
    labels: dict[FacetName, tuple[Label, ...]] = {
        "entry": calibration.marks.entries,
        "judge": calibration.marks.judges,
        "criterion": calibration.marks.criteria,
    }
    answer = {"model": "mfrm", **_method(calibration), "thresholds": _thresholds(calibration)}
    separation = {}
    for name, fit in measure_fit(calibration).items():
        facet = calibration.facet(name)
        known = ~facet.extreme
        separation[plural[name]] = asdict(measure_separation(facet.measure[known], facet.error[known]))
        answer[plural[name]] = _table(
            name,
            labels[name],
            marks=fit.count.astype(int),
            measure=facet.measure,
            standard_error=facet.error,
            infit=fit.infit,
            infit_z=fit.infit_z,
            outfit=fit.outfit,
            outfit_z=fit.outfit_z,
        )
    return {**answer, "separation": separation}


def agreement_answer(marks: Marks, weights: Mapping[Label, float] | None) -> Answer:
    """Of `agree`: all coefficients of the total and, if there are several, of each criterion."""
    total = _or_reason(lambda: _coefficients(marks.combine(weights)))
    answer: Answer = {"marks": len(marks), "total": total}
    if len(marks.criteria) > 1:
        answer["criteria"] = {name: _coefficients(marks.of_criterion(name)) for name in marks.criteria}
    return answer


def _coefficients(marks: Marks) -> Answer:
    return {
        "entries": int(np.count_nonzero(marks.marks_per_entry)),
        "judges": int(np.count_nonzero(marks.marks_per_judge)),
        "marks": len(marks),
        "icc": _or_reason(lambda: asdict(intraclass(complete_table(marks)))),
        "alpha": {level: _or_reason(partial(krippendorff_alpha, marks, level)) for level in LEVELS},
        "kappa": {
            "fleiss": _or_reason(lambda: asdict(fleiss_kappa(marks))),
            "weighted_linear": _or_reason(lambda: asdict(weighted_kappa(marks, "linear"))),
            "weighted_quadratic": _or_reason(lambda: asdict(weighted_kappa(marks, "quadratic"))),
        },
        "gwet": {
            "ac1": _or_reason(lambda: asdict(gwet_ac(marks))),
            "ac2_linear": _or_reason(lambda: asdict(gwet_ac(marks, "linear"))),
            "ac2_quadratic": _or_reason(lambda: asdict(gwet_ac(marks, "quadratic"))),
        },
        "generalisability": _or_reason(lambda: _generalisability(marks)),
    }


def _generalisability(marks: Marks) -> Answer:
    study = generalisability(marks)
    components = asdict(study.variances)
    return {"variance_components": components, "absolute": study.absolute, "relative": study.relative}


def _or_reason(compute: Callable[[], Any]) -> Any:
    """A coefficient, or why the marks do not determine it."""
    try:
        return compute()
    except ScoringError as error:
        return {"value": None, "reason": str(error)}


def assignment_answer(assignment: Assignment) -> Answer:
    """Of `assign`."""
    judges: dict[Label, list[Label]] = {}
    for entry, judge in assignment.pairs:
        judges.setdefault(entry, []).append(judge)
    return {
        "seed": assignment.seed,
        "cost": assignment.cost,
        "connected": assignment.is_connected,
        "entries": [{"entry": entry, "judges": names} for entry, names in judges.items()],
        "judges": [{"judge": judge, "load": load} for judge, load in assignment.loads.items()],
        "added": assignment.added,
        "dropped": assignment.dropped,
        "components": [] if assignment.is_connected else _components(assignment.components),
        "bridges": _bridges(assignment.bridges),
        "bridges_suffice": assignment.bridges_suffice,
    }


def _components(components: tuple[Component, ...]) -> list[Answer]:
    return [asdict(component) for component in components]


def _bridges(bridges: tuple[Bridge, ...]) -> list[tuple[Label, Label]]:
    return [(bridge.entry, bridge.judge) for bridge in bridges]


def connectivity_answer(
    components: tuple[Component, ...], bridges: tuple[Bridge, ...], strength: Strength | None
) -> Answer:
    """Of `connect`."""
    return {
        "connected": len(components) == 1,
        "components": _components(components) if len(components) > 1 else [],
        "bridges": _bridges(bridges),
        "strength": None if strength is None else asdict(strength),
    }


def strengths_answer(strengths: Strengths, reference: Label | None, pairs: tuple[NextPair, ...]) -> Answer:
    """Of `compare`: strengths sum to zero, or are differences from the reference."""
    data = strengths.comparisons
    value, error = strengths.strength, strengths.standard_error
    if reference is not None:
        value, error = strengths.relative_to(reference)
    return {
        "comparisons": float(data.met.sum()),
        "reference": reference,
        "prior": strengths.prior,
        "items": _table(
            "item",
            data.items,
            comparisons=data.per_item,
            wins=data.wins,
            strength=value,
            standard_error=error,
        ),
        "tie": {"value": strengths.tie, "standard_error": strengths.tie_error},
        "reliability": strengths.reliability,
        "log_likelihood": strengths.log_likelihood,
        "next_pairs": [asdict(pair) for pair in pairs],
    }


def certainty_answer(
    adjustment: Adjustment, shortlist: Shortlist, bands: tuple[tuple[Label, ...], ...], plan: MarkPlan | None
) -> Answer:
    """Of `certainty`."""
    return {
        "model": adjustment.model,
        "places": shortlist.places,
        "certainty": shortlist.certainty,
        "entries": _table(
            "entry",
            adjustment.marks.entries,
            adjusted=adjustment.adjusted,
            standard_error=adjustment.standard_error,
            rank=_whole_or_none(adjustment.rank),
            probability=shortlist.probability,
            selected=shortlist.selected,
        ),
        "bands": bands,
        "plan": None if plan is None else asdict(plan),
    }


def fairness_answer(means: tuple[GroupMean, ...], bias: BiasReport) -> Answer:
    """Of `fairness`."""
    return {"groups": [asdict(mean) for mean in means], "judge_group": asdict(bias)}


def simulation_answer(simulation: Simulation) -> Answer:
    """Of `simulate`: the truth, and the marks drawn from it."""
    return {
        "entries": _table("entry", simulation.marks.entries, quality=simulation.quality),
        "judges": _table("judge", simulation.marks.judges, leniency=simulation.leniency),
        "marks": [{"entry": entry, "judge": judge, "mark": mark} for entry, judge, _, mark in simulation.marks.rows()],
    }


def simulation_sheet(simulation: Simulation) -> str:
    """The simulated marks as CSV, ready for `adjust`."""
    rows = [f"{entry},{judge},{mark:.6f}" for entry, judge, _, mark in simulation.marks.rows()]
    return "\n".join(["entry,judge,mark", *rows]) + "\n"
