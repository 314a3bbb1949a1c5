"""Are groups of entries treated alike, and do the judges agree? Means with intervals, and the measures of agreement."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from competitions.essays.choices import Award, Language, Sex
from competitions.essays.models import Competition, Entry
from competitions.essays.models.outcome import adjustment_of, criterion_marks, inputs_of, known, places_of, ranks_of
from competitions.essays.reports.moderation import judge_numbers
from competitions.essays.reports.results import results_of
from competitions.essays.reports.seeds import SeedAgreementFound, seed_agreement_of
from competitions.scoring import (
    Adjustment,
    GroupMean,
    ScoringError,
    calibrate,
    fair_entry_averages,
    fair_judge_averages,
    generalisability,
    group_means,
    judge_group_effects,
    krippendorff_alpha,
    measure_fit,
    measure_separation,
)
from core.charts import Chart, intervals
from schools.choices import OldCategory

SURE = 0.05


@dataclass(frozen=True)
class GroupLine:
    """One group; nothing but its count where it is smaller than ten."""

    words: str
    found: GroupMean

    @property
    def is_told(self) -> bool:
        """Large enough to be described."""
        return not math.isnan(self.found.mean)


@dataclass(frozen=True)
class Effect:
    """A judge who marks one group differently, beyond chance and severity: the judge's number, in points."""

    judge: int
    words: str
    points: float
    error: float
    corrected: float


@dataclass(frozen=True)
class Question:
    """One way of grouping the entries: the groups, a drawing of those that are told, what stands out by judge."""

    name: str
    lines: list[GroupLine]
    chart: Chart | None
    tests: int
    effects: list[Effect]


@dataclass(frozen=True)
class Fairness:
    """All ways of grouping the entries of one competition, and how many intervals are shown."""

    questions: list[Question]
    intervals: int

    @property
    def by_chance(self) -> float:
        """How many of the intervals miss the truth by chance alone."""
        return self.intervals * SURE


def fairness_of(competition: Competition) -> Fairness:
    """The fairness report, of the frozen result where there is one.

    Raises:
        ScoringError: the marks say nothing yet.
    """
    adjustment = adjustment_of(_inputs(competition))
    honoured = [line.entry.pk for line in results_of(competition).lines if line.score.award != Award.PARTICIPATION]
    numbers = _numbers(competition)
    found = [
        _question(name, adjustment, groups, honoured, numbers) for name, groups in _groupings(competition, adjustment)
    ]
    return Fairness(found, sum(line.is_told for question in found for line in question.lines))


def _inputs(competition: Competition) -> dict[str, Any]:
    run = getattr(competition, "result", None)
    return run.inputs if run else inputs_of(competition)


def _numbers(competition: Competition) -> dict[int, int]:
    """By a judge's key the number that a meeting knows."""
    places = dict(competition.places.values_list("pk", "judge_id"))
    return {places[place]: number for place, number in judge_numbers(competition).items()}


def _groupings(competition: Competition, adjustment: Adjustment) -> Iterator[tuple[str, dict[int, str]]]:
    marked = adjustment.marks.entries
    entries = Entry.objects.filter(pk__in=marked).select_related("entrant__school__county").prefetch_related("pages")
    unknown = _t("not known")
    rows = [(entry, entry.entrant, entry.entrant.school) for entry in entries]
    category = dict(OldCategory.choices)
    yield _t("Sex"), {e.pk: str(Sex(person.sex).label) for e, person, _school in rows}
    yield _t("Language"), {e.pk: str(Language(e.language).label) for e, *_rest in rows}
    yield _t("Typed or handwritten"), {e.pk: _form(e) or unknown for e, *_rest in rows}
    yield _t("School category"), {e.pk: str(category.get(school.old_category, unknown)) for e, _p, school in rows}
    yield _t("County"), {e.pk: school.county.name for e, _person, school in rows}


def _form(entry: Entry) -> str:
    if entry.text:
        return _t("Typed")
    return _t("Handwritten") if entry.pages.all() else ""


def _question(
    name: str, adjustment: Adjustment, groups: dict[Any, Any], honoured: list[int], numbers: dict[int, int]
) -> Question:
    lines = [GroupLine(str(mean.group), mean) for mean in group_means(adjustment, groups, selected=honoured)]
    told = [line for line in lines if line.is_told]
    rows = [(line.words, line.found.mean, line.found.low, line.found.high) for line in told]
    headings = (name, _t("Mean"), _t("from"), _t("to"))
    chart = intervals(_t("Adjusted points by group: %(name)s") % {"name": name}, rows, headings=headings)
    try:
        report = judge_group_effects(adjustment, groups)
    except ScoringError:  # too few marks to test anything
        return Question(name, lines, chart if told else None, 0, [])
    effects = [
        Effect(numbers[int(e.judge)], str(e.group), e.effect, e.standard_error, e.corrected_p)
        for e in report.effects
        if e.corrected_p < SURE
    ]
    return Question(name, lines, chart if told else None, report.tests, effects)


def fairness_rows(report: Fairness) -> Iterable[list[Any]]:
    """The same as lines of a file."""
    yield [
        _t("Question"), _t("Group"), _t("Entries"), _t("Mean"), _t("from"), _t("to"), _t("Honoured of a hundred")
    ]  # fmt: skip
    for question in report.questions:
        for line in question.lines:
            found = line.found
            told = [round(n, 2) for n in (found.mean, found.low, found.high, 100 * found.selected_share)]
            yield [question.name, line.words, found.count, *(told if line.is_told else [""] * 4)]


@dataclass(frozen=True)
class JudgeFit:
    """One judge in a second opinion: number, marks, severity (logits), what an average work would get, fit."""

    number: int
    marks: int
    severity: float | None
    fair: float | None
    infit: float | None
    outfit: float | None


@dataclass(frozen=True)
class SecondOpinion:
    """The many-facet Rasch model of the same marks: judges, how well entries are told apart, who would win."""

    judges: list[JudgeFit]
    reliability: float | None
    same_prizes: int
    prizes: int
    entries: list[tuple[Entry, int, float | None, int]]  # the first ones by our rank: rank, fair average, rank there


@dataclass(frozen=True)
class Reliability:
    """How far the result would repeat with other judges."""

    judges_each: int
    one_judge: float | None  # intraclass correlation of single raw marks
    raw: float | None
    adjusted: float | None
    alpha: float | None
    opinion: SecondOpinion | None
    seeds: SeedAgreementFound | None = None  # on the works that every judge marked


def reliability_of(competition: Competition) -> Reliability:
    """Agreement of the judges, and a second opinion by another model.

    Raises:
        ScoringError: the marks say nothing yet.
    """
    inputs = _inputs(competition)
    adjustment = adjustment_of(inputs)
    each = competition.marks_per_entry
    one_judge = raw = adjusted = None
    try:
        found = generalisability(adjustment.marks, (1, each))
        one_judge, raw, adjusted = known(found.absolute[1]), known(found.absolute[each]), known(found.relative[each])
    except ScoringError:
        pass  # too few marks to part the variance: the page says so
    alpha = known(krippendorff_alpha(adjustment.marks))
    opinion, seeds = _second_opinion(competition, inputs, adjustment), seed_agreement_of(competition, adjustment)
    return Reliability(each, one_judge, raw, adjusted, alpha, opinion, seeds)


def _second_opinion(competition: Competition, inputs: dict[str, Any], ours: Adjustment) -> SecondOpinion | None:
    if len({most for _pk, _weight, most in inputs["criteria"]}) > 1:  # the model asks for one scale
        return None
    marks = criterion_marks(inputs)
    try:
        found = calibrate(marks)
    except ScoringError:
        return None
    fair, fit, averages = fair_entry_averages(found), measure_fit(found)["judge"], fair_judge_averages(found)
    numbers = _numbers(competition)
    judges = [
        JudgeFit(numbers[int(key)], int(n), *(known(float(value)) for value in values))
        for key, n, *values in zip(
            marks.judges, marks.marks_per_judge, found.judge.measure, averages.value, fit.infit, fit.outfit, strict=True
        )
    ]
    finalists = set(inputs.get("finalists", marks.entries))
    ranks, own = _ranks(marks.entries, fair.value, finalists), ranks_of(inputs, ours)
    prizes = places_of(inputs, ours)
    same = sum(a <= prizes and b <= prizes for a, b in zip(own, ranks, strict=True))
    rows = sorted(zip(own, marks.entries, fair.value, ranks, strict=True))[: 2 * prizes + 4]
    entries = Entry.objects.submitted().in_bulk([int(key) for _rank, key, _value, _other in rows])
    told = [(entries[int(k)], int(a), known(float(v)), int(b)) for a, k, v, b in rows if int(k) in entries]
    apart = known(measure_separation(found.entry.measure, found.entry.error).reliability)
    return SecondOpinion(sorted(judges, key=lambda judge: judge.number), apart, int(same), prizes, told)


def _ranks(entries: Iterable[Any], values: Any, finalists: set[Any]) -> list[int]:
    """Rank of each entry by its value, finalists before others; equals share the best of their ranks."""
    held = [(entry in finalists, value) for entry, value in zip(entries, values, strict=True)]
    return [1 + sum(o > went_on or (o == went_on and v > value + 1e-9) for o, v in held) for went_on, value in held]
