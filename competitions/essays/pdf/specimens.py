"""The papers of a competition with invented people in them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from competitions.essays.choices import Award, Language
from competitions.essays.models import Competition, Criterion, Entry, EntryScore, JudgeResult, ResultRun
from competitions.essays.pdf.advice import advice_batch
from competitions.essays.pdf.anthology import specimens as anthologies
from competitions.essays.pdf.entry import certificate_fields, certificates, consent_form
from competitions.essays.pdf.office import county_table, mark_listing
from competitions.essays.pdf.pack import specimens as packs
from competitions.essays.pdf.school import letter_fields, school_letter
from competitions.essays.pdf.service import service_fields
from competitions.essays.reports.counties import Counties, CountyLine
from competitions.essays.reports.results import ResultLine
from competitions.essays.reports.sheets import EntrySheet, GivenLine, MarkSheets
from core.pdf import Batch, Listing, Stack, Suite
from core.pdf.batch import Copy
from core.pdf.specimens import ADDRESS, LONG_NAME, RIGHT_TO_LEFT, SPECIMEN_DAY, TYPED, Specimen
from core.pdf.suite import PART
from schools.models import County, School


def _specimen_competition() -> Competition:
    """A competition that nobody has announced."""
    return Competition(
        pk=0,
        name=_("National essay competition"),
        question=_("Can torture ever be justified for the good of a nation?"),
        keep_until=SPECIMEN_DAY + timedelta(days=365),
    )


def _specimen_certificates() -> tuple[Mapping[str, Any], ...]:
    language, competition = get_language() or "en", _specimen_competition()
    long = Competition(pk=0, name=f"{competition.name}: {LONG_NAME} " * 2, question=competition.question * 12)
    shown = (
        ("Wanjikũ wa Mũgĩthi Kĩmani", Award.WINNER, competition),
        (LONG_NAME, Award.MERIT, long),
        (RIGHT_TO_LEFT, Award.PARTICIPATION, competition),
        ("Mũgĩthi " * 1250, Award.PARTICIPATION, competition),
    )
    return tuple(
        {
            **certificate_fields(of, award, n, language),
            "name": name,
            "detail": "Mũrang’a Girls’ High School, Mũrang’a",
            "number": f"C-2026-{n:05d}",
            "typed": TYPED,
            "address": ADDRESS,
        }
        for n, (name, award, of) in enumerate(shown, 1)
    )


def _specimen_batch() -> Batch:
    return certificates(date_format(SPECIMEN_DAY, "DATE_FORMAT"), get_language() or "en", "certificates")


def _specimen_service() -> tuple[Copy, ...]:
    """Two judges: one who read much, one of a long name."""
    competition, run = _specimen_competition(), ResultRun(at=datetime(2026, 2, 5, 9, tzinfo=UTC))
    run.competition = competition
    people = ((34, "Wanjikũ wa Mũgĩthi Kĩmani"), (1, LONG_NAME), (12, RIGHT_TO_LEFT))
    shown = [
        JudgeResult(run=run, marks=n, judge=User(name=name, language=get_language() or "en")) for n, name in people
    ]
    return tuple(
        {**service_fields(result), "number": f"C-2026-{n:05d}", "typed": TYPED, "address": ADDRESS}
        for n, result in enumerate(shown, 1)
    )


def _specimen_slips() -> Batch:
    long = Competition(pk=0, name=f"{_('National essay competition')}: {LONG_NAME} " * 2)
    long.name = long.name[:120]  # as long as it may be
    return advice_batch(long, get_language() or "en", "feedback-slips")


def _specimen_advice() -> tuple[Copy, ...]:
    """A usual one, one of a judge who writes much, one in another script, one with next to nothing."""
    usual = {
        "strong": _("%(criterion)s: %(band)s.") % {"criterion": _("Own voice"), "band": _("vivid")},
        "next": _("%(criterion)s. Aim for: %(band)s.")
        % {"criterion": _("Argument"), "band": _("answers an objection")},
    }
    one = {"entry": _("Entry %(n)s") % {"n": 17}, "school": "Mũrang’a Girls’ High School, Mũrang’a", **usual}
    said = _("You ask the right question. Next: one example more, from your own day.")
    full = {key: f"{words} " * 8 for key, words in usual.items()}
    voices = {f"words{n}": f"{said} " * 12 for n in (1, 2, 3)}
    return (
        {**one, "writer": "Wanjikũ wa Mũgĩthi Kĩmani", "title": "The fence around our shamba", "words1": said},
        {**one, **full, **voices, "writer": f"{LONG_NAME} {LONG_NAME}", "title": f"{LONG_NAME} " * 4},
        {**one, "writer": RIGHT_TO_LEFT, "title": RIGHT_TO_LEFT, "words1": RIGHT_TO_LEFT, "words2": said},
        {**one, "writer": "", "title": "", "strong": "", "words1": _("The judges left no further words.")},
    )


def _specimen_school() -> Stack:
    """A letter, then two learners: one with a certificate, one without."""
    competition, language = _specimen_competition(), get_language() or "en"
    school = School(pk=0, name="Mũrang’a Girls’ High School", county=County(name="Mũrang’a"))
    parts = [school_letter(competition, 2, 1), _specimen_slips(), _specimen_batch()]
    slips, paper = _specimen_advice(), _specimen_certificates()[0]
    pages = [(0, letter_fields(competition, school)), (1, slips[0]), (2, paper), (1, slips[2])]
    return Stack(
        Suite(parts, "papers", _("All papers of a school"), language), [{**page, PART: str(n)} for n, page in pages]
    )


def _specimen_marks() -> Listing:
    """Sheets of thirty entries; a meeting has decided on some, at length."""
    competition = _specimen_competition()
    named = (_("Understanding of the right"), _("Argument"), _("Own voice"), _("Command of language"))
    criteria = [Criterion(name=name, weight=3, max_points=5) for name in named]
    sheets = []
    for n in range(1, 31):
        given = [GivenLine(judge, [5 - n % 4, 4, 3 + n % 2, 5], 81.5 - n, 80.25 - n) for judge in (2, 7, 11)]
        award = (Award.WINNER, Award.MERIT, Award.PARTICIPATION)[min(n // 4, 2)]
        score = EntryScore(n, 3, 81.5 - n, 80.25 - n, 3.1, n, 0.5, Award.PARTICIPATION, award, n)
        reason = f"{_('You ask the right question. Next: one example more, from your own day.')} " * (n % 7)
        sheets.append(EntrySheet(ResultLine(Entry(pk=n, number=n, competition=competition), score), given, reason))
    return mark_listing(competition, MarkSheets(criteria, sheets), "")


def _specimen_counties() -> Listing:
    """Counties of many works and of few."""
    names = ("Kajiado", "Mũrang’a", "Nyĩrĩ", "Taita-Taveta", LONG_NAME, RIGHT_TO_LEFT)
    lines = [
        CountyLine(name, n + 1, 9 + 4 * n, 5 + 2 * n, 4 + 2 * n, n % 2, n % 3, n > 1) for n, name in enumerate(names)
    ]
    total = CountyLine(_("All counties"), 21, 114, 60, 54, 3, 6)
    return county_table(_specimen_competition(), Counties(lines, total, 47, True))


def specimens() -> tuple[Specimen, ...]:
    """What a competition prints."""
    return (
        Specimen(
            "consent-form",
            gettext_lazy("Guardian’s consent"),
            lambda: consent_form(_specimen_competition(), Language(get_language() or "en")),
        ),
        Specimen("essay-certificate", gettext_lazy("Essay certificate"), _specimen_batch, _specimen_certificates),
        Specimen("essay-feedback", gettext_lazy("Feedback slip of an essay"), _specimen_slips, _specimen_advice),
        Specimen("essay-service", gettext_lazy("Judge’s certificate of service"), _specimen_batch, _specimen_service),
        Specimen("school-papers", gettext_lazy("All papers of a school"), _specimen_school),
        Specimen("mark-sheets", gettext_lazy("Mark sheets"), _specimen_marks),
        Specimen("essay-counties", gettext_lazy("The competition by county"), _specimen_counties),
        *packs(),
        *anthologies(),
    )
