"""What the office keeps: the mark sheets, and the table by county."""

from textwrap import wrap

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competitions.essays.models import Competition
from competitions.essays.reports.counties import Counties, county_cells, county_headings, how_counted
from competitions.essays.reports.sheets import EntrySheet, MarkSheets, mark_sheets_of
from core.pdf import Heading, Listing, Section

REASON = 118  # letters of a reason in one row
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mark_sheets(competition: Competition) -> Listing:
    """By entry what each judge gave, raw and adjusted, and what a meeting decided.

    It is read in the meeting, by who asks about a result, and by an auditor: judges are numbers on it, and there is
    no key to them; an officer finds the names where he may see them, on the pages of the result.
    """
    run = competition.result
    frozen = _("Frozen on %(day)s; finger-print %(hash)s.") % {
        "day": date_format(timezone.localtime(run.at), "DATETIME_FORMAT"),
        "hash": run.inputs_hash[:16],
    }
    return mark_listing(competition, mark_sheets_of(competition), frozen)


def mark_listing(competition: Competition, sheets: MarkSheets, frozen: str) -> Listing:
    """The same, of what was read already."""
    criteria = [
        _("%(letter)s: %(name)s (%(most)d points, weight %(weight)d)")
        % {"letter": letter, "name": one.name, "most": one.max_points, "weight": one.weight}
        for letter, one in zip(LETTERS, sheets.criteria, strict=False)
    ]
    points = LETTERS[: len(sheets.criteria)]
    numbers = [Heading(words, right=True) for words in (*points, _("Raw"), _("Adjusted"), _("± error"))]
    columns = [Heading(_("Judge")), *numbers, Heading(_("Honour and decision"))]
    explained = _("Raw and adjusted of a hundred points; adjusted: the severity of the judge is taken out.")
    return Listing(
        _("Mark sheets"),
        columns,
        [Section(str(sheet.line.entry), _sheet_rows(sheet, len(points))) for sheet in sheets.entries],
        f"mark-sheets-{competition.pk}",
        lead=" ".join([explained, frozen, *(f"{words}." for words in criteria)]),
        kicker=competition.name,
    )


def _sheet_rows(sheet: EntrySheet, criteria: int) -> list[list[str]]:
    score = sheet.line.score
    rows = [
        [
            str(one.number),
            *("" if given is None else str(given) for given in one.points),
            f"{one.raw:.1f}",
            f"{one.adjusted:.1f}",
            "",
            "",
        ]
        for one in sheet.given
    ]
    error = "" if score.standard_error is None else f"{score.standard_error:.1f}"
    honour = _("%(honour)s, rank %(rank)d") % {"honour": sheet.line.given, "rank": score.rank}
    together = [_("Together"), *[""] * criteria, f"{score.raw_mean:.1f}", f"{score.adjusted:.1f}", error, honour]
    return [*rows, together, *([*[""] * (criteria + 4), text] for text in _decided(sheet))]


def _decided(sheet: EntrySheet) -> list[str]:
    """What a meeting said of it, in rows that have room for it."""
    if not sheet.reason:
        return []
    told = _("Decided in the meeting; computed: %(honour)s. %(reason)s") % {
        "honour": sheet.line.computed,
        "reason": sheet.reason,
    }
    return wrap(told, REASON)


def county_table(competition: Competition, table: Counties) -> Listing:
    """The table by county, with how it was counted."""
    columns = [Heading(words, right=n > 0) for n, words in enumerate(county_headings(table))]
    rows = [[str(cell) for cell in county_cells(table, line)] for line in (*table.lines, table.total)]
    lead = " ".join(how_counted(table, competition))
    heading, name = _("The competition by county"), f"counties-{competition.pk}"
    return Listing(heading, columns, [Section("", rows)], name, lead=lead, kicker=competition.name)
