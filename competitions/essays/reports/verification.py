"""A frozen result computed again: from the house's own rows, or from the file that anybody may keep."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from competitions.essays.choices import TaskState
from competitions.essays.models import EntryScore, Final, FinalPlan, Mark, Outcome, ResultRun
from competitions.essays.models.dealing import fingerprint
from competitions.essays.models.outcome import method_of
from competitions.scoring import ScoringError

FORMAT = "haki-shuleni-result-1"
CLOSE = 1e-6  # points: what another machine's arithmetic may differ by
CLOSE_CHANCE = 5e-3
ENTRY_FIELDS = "entry marks raw_mean adjusted standard_error rank chance computed award place".split()
JUDGE_FIELDS = ("judge", "marks", "leniency", "standard_error")


@dataclass(frozen=True)
class Check:
    """One question put to a result, and whether the answer is yes."""

    words: str
    ok: bool
    detail: str = ""


def result_file(run: ResultRun) -> dict[str, Any]:
    """A frozen result as plain data: entries by their number, judges by a number of this file, and no name."""
    numbers, judges = _numbers(run)
    order = dict(run.competition.criteria.values_list("pk", "order"))
    frozen = run.inputs
    inputs = {
        **frozen,
        "criteria": [[order[pk], weight, most] for pk, weight, most in frozen["criteria"]],
        "marks": [[numbers[e], judges[j], order[c], points] for e, j, c, points in frozen["marks"]],
        "decisions": [[numbers[e], *rest] for e, *rest in frozen["decisions"]],
    }
    if "finalists" in frozen:
        inputs["finalists"] = [numbers[e] for e in frozen["finalists"]]
    held = {
        "format": FORMAT,
        "competition": run.competition.name,
        "criteria": {str(c.order): c.name for c in run.competition.criteria.all()},
        "decided_at": run.at.isoformat(timespec="seconds"),
        "method": run.method,
        "seed": run.seed,
        "frozen_hash": run.inputs_hash,
        "inputs": inputs,
        "certainty": run.certainty,
        "entries": [_line(score, ENTRY_FIELDS, entry=numbers[score.entry_id]) for score in run.entries.all()],
        "judges": [_line(score, JUDGE_FIELDS, judge=judges[score.judge_id]) for score in run.judges.all()],
    }
    return {**held, "hash": fingerprint(held)}


def _numbers(run: ResultRun) -> tuple[dict[int, int], dict[int, int]]:
    """By key: the number of each entry, and of each judge. Both keep the order of the keys, and so every draw."""
    keys = sorted({judge for _entry, judge, *_rest in run.inputs["marks"]})
    return dict(run.competition.entries.values_list("pk", "number")), {key: n for n, key in enumerate(keys, 1)}


def _line(score: Any, fields: Iterable[str], **own: int) -> dict[str, Any]:
    return {name: own[name] if name in own else getattr(score, name) for name in fields}


def verify_run(run: ResultRun) -> list[Check]:
    """Whether a frozen result follows from its marks, and its marks are those that the judges saved."""
    checks = [
        Check(_t("The finger-print is that of the frozen marks"), fingerprint(run.inputs) == run.inputs_hash),
        _same_marks(run),
    ]
    final = Final.objects.filter(competition=run.competition_id).select_related("competition").first()
    if final:
        checks.append(_same_finalists(final))
    kept = [_line(score, ENTRY_FIELDS, entry=score.entry_id) for score in run.entries.all()]
    judges = [_line(score, JUDGE_FIELDS, judge=score.judge_id) for score in run.judges.all()]
    return checks + _again(run.method, run.seed, run.inputs, kept, judges)


def verify_file(held: dict[str, Any]) -> list[Check]:
    """The same of a result file, without the house.

    Raises:
        KeyError: it is no result file.
        TypeError: it is no result file.
        ValueError: it is no result file.
    """
    body = {name: value for name, value in held.items() if name != "hash"}
    checks = [
        Check(_t("The file is of a kind that is understood here"), held["format"] == FORMAT, str(held["format"])),
        Check(_t("The finger-print is that of the file"), fingerprint(body) == held["hash"]),
    ]
    return checks + _again(held["method"], held["seed"], held["inputs"], held["entries"], held["judges"])


def _same_marks(run: ResultRun) -> Check:
    """The frozen marks against the newest sheets of the judges, entry by entry; what was withdrawn since counts on."""
    frozen = {tuple(mark) for mark in run.inputs["marks"]}
    entries = {mark[0] for mark in frozen}
    rows = Mark.objects.filter(
        sheet__newest=True,
        sheet__assignment__state=TaskState.DONE,
        sheet__assignment__place__competition=run.competition_id,
        points__isnull=False,
    ).values_list("sheet__assignment__entry_id", "sheet__assignment__place__judge_id", "criterion_id", "points")
    saved = {row for row in rows if row[0] in entries}
    differ = len({mark[:3] for mark in frozen ^ saved})
    words = _t("The frozen marks are those that the judges saved last")
    return Check(words, not differ, _t("%(n)d marks differ") % {"n": differ} if differ else "")


def _same_finalists(final: Final) -> Check:
    """Who went on against the marks of the screening: rank and score of each, and nobody passed over."""
    words = _t("The finalists are those whom the marks of the screening name")
    if fingerprint(final.inputs) != final.inputs_hash:
        return Check(words, False)
    try:
        plan = FinalPlan.from_inputs(final.competition, final.inputs)
    except ScoringError:
        return Check(words, False)
    lines = {line.entry: line for line in plan.lines}
    went = {finalist.entry_id: finalist for finalist in final.finalists.all()}
    agree = all(
        pk in lines and lines[pk].rank == one.rank and _near(lines[pk].adjusted, one.adjusted, CLOSE)
        for pk, one in went.items()
    )
    return Check(words, agree and {line.entry for line in plan.finalists} <= went.keys())


def _again(method: str, seed: int, inputs: dict[str, Any], entries: Any, judges: Any) -> list[Check]:
    known = Check(_t("The model and its version are those of this programme"), method == method_of(inputs), method)
    try:
        outcome = Outcome.from_inputs(inputs, seed=seed)
    except ScoringError:
        return [known, Check(_t("The result can be computed again"), False)]
    wrong = _differing(entries, outcome.entries)
    severity = {score.judge: score.leniency for score in outcome.judges}
    kept = {line["judge"]: line["leniency"] for line in judges}
    same = kept.keys() == severity.keys() and all(_near(kept[j], severity[j], CLOSE) for j in kept)
    return [
        known,
        Check(_t("Scores, ranks and honours come out the same"), not wrong, ", ".join(map(str, wrong[:8]))),
        Check(_t("The severity of each judge comes out the same"), same),
    ]


def _differing(kept: Any, again: Iterable[EntryScore]) -> list[int]:
    """The entries that do not come out as they were kept."""
    lines, scores = {line["entry"]: line for line in kept}, {score.entry: score for score in again}
    both = lines.keys() & scores.keys()
    return sorted(
        (lines.keys() ^ scores.keys()) | {entry for entry in both if not _agrees(lines[entry], scores[entry])}
    )


def _agrees(line: dict[str, Any], score: EntryScore) -> bool:
    exact = all(line[name] == getattr(score, name) for name in ("marks", "rank", "computed", "award", "place"))
    points = all(_near(line[name], getattr(score, name), CLOSE) for name in ("raw_mean", "adjusted", "standard_error"))
    return exact and points and _near(line["chance"], score.chance, CLOSE_CHANCE)


def _near(one: float | None, other: float | None, close: float) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=0, abs_tol=close)
