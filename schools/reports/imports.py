"""What a list would do, in numbers, and one of its rows beside the school it may be."""

from dataclasses import dataclass

from django.utils import timezone

from core.pages import Words
from schools.choices import FIELD_WORDS, OUTCOME_TONE, ImportState, Outcome, Reason
from schools.models import County, ImportBatch, ImportRow, School


@dataclass(frozen=True)
class ReasonLine:
    """How many rows have one outcome for one reason."""

    outcome: str
    reason: str
    words: Words
    count: int


@dataclass(frozen=True)
class BatchReport:
    """A list in numbers: rows by outcome, by reason; questions open; rows ready; seconds still to check."""

    outcomes: list[tuple[str, str, Words, int]]  # outcome, tone, words, how many
    reasons: list[ReasonLine]
    open: int
    ready: int
    seconds_left: int | None


def batch_report(batch: ImportBatch) -> BatchReport:
    """Count."""
    reasons = [ReasonLine(o, r, Reason(r).label, n) for o, r, n in batch.rows.reasons()]
    counts = dict.fromkeys(Outcome.values, 0)
    for line in reasons:
        counts[line.outcome] += line.count
    outcomes: list[tuple[str, str, Words, int]] = [
        (o, OUTCOME_TONE[Outcome(o)], Outcome(o).label, n) for o, n in counts.items()
    ]
    rows = batch.rows
    return BatchReport(outcomes, reasons, rows.open().count(), rows.to_take().count(), _seconds_left(batch))


def _seconds_left(batch: ImportBatch) -> int | None:
    if batch.state != ImportState.CHECKING or not batch.done or not batch.started_at:
        return None
    gone = (timezone.now() - batch.started_at).total_seconds()
    return round(gone * (batch.total - batch.done) / batch.done)


@dataclass(frozen=True)
class Beside:
    """One field of a row: its name, what the register says, what the list says, whether they differ."""

    field: Words
    register: str
    said: str
    differs: bool


@dataclass(frozen=True)
class RowReport:
    """A row beside a school."""

    school: School | None
    lines: list[Beside]


_SHOWN = {
    "name": "name", "short_name": "short_name", "level": "get_level_display", "uic": "uic",
    "knec_code": "knec_code", "county": "county", "gender": "get_gender_display",
    "education_sub_county": "education_sub_county", "constituency": "sub_county", "ward": "ward",
    "category": "category", "boarding": "get_boarding_display", "ownership": "get_ownership_display",
    "old_category": "get_old_category_display", "provision": "get_provision_display", "disabilities": "disabilities",
    "latitude": "latitude", "longitude": "longitude",
}  # fmt: skip


def row_report(row: ImportRow) -> RowReport:
    """Put both sides beside each other: in the words of the reader, field by field."""
    said = School(**{name: row.values[name] for name in _SHOWN if name in row.values and name not in _PLACES})
    lines: list[Beside] = []
    for name, source in _SHOWN.items():
        theirs = _say(row.school, source) if row.school else ""
        if name not in row.values and not theirs:
            continue
        ours = row.values.get(name, "") if name in _PLACES else _say(said, source)
        if name == "county" and ours:
            ours = str(_county(ours))
        lines.append(Beside(FIELD_WORDS[name], theirs, str(ours), bool(ours) and name in row.changes))
    return RowReport(row.school, lines)


_PLACES = {"county", "education_sub_county", "constituency"}


def _county(code: str) -> str:
    county = County.objects.filter(pk=code).first()
    return county.name if county else code


def _say(school: School | None, source: str) -> str:
    value = getattr(school, source, "")
    value = value() if callable(value) else value
    return "" if value is None else str(value)
