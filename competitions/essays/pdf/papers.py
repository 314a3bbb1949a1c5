"""What is printed for a competition: the guardian's form, certificates, and the slips that go with the works."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.choices import Purpose
from accounts.models import Consent, IssuedPaper
from accounts.services.printing import Order, Wanted
from competitions.essays.choices import Award, Language
from competitions.essays.models import Competition, Entry, EntryResult
from competitions.essays.services.bundles import slip_text
from core.pdf import Batch, Paper, qr_svg
from core.pdf.specimens import ADDRESS, LONG_NAME, RIGHT_TO_LEFT, SPECIMEN_DAY, TYPED, Specimen
from schools.models import School

FORM_PURPOSES = (Purpose.TAKE_PART, Purpose.PUBLISH_NAME, Purpose.PUBLISH_WORK, Purpose.PUBLISH_PHOTO)
QUESTION = 180  # letters of a question that go on a certificate
HONOURS = {
    Award.WINNER: (
        gettext_lazy("Certificate of excellence"),
        gettext_lazy(
            "for place %(place)s among all works, and for standing up for the dignity and equal rights of every person."
        ),
    ),
    Award.MERIT: (
        gettext_lazy("Certificate of merit"),
        gettext_lazy("for a work of merit, and for standing up for the dignity and equal rights of every person."),
    ),
    Award.PARTICIPATION: (
        gettext_lazy("Certificate of participation"),
        gettext_lazy("for taking part, and for standing up for the dignity and equal rights of every person."),
    ),
}


def consent_form(competition: Competition, language: Language) -> Paper:
    """What a guardian signs: each question apart, in the guardian's language."""
    context = {"competition": competition, "purposes": FORM_PURPOSES}
    return Paper("essays/pdf/consent.html", context, f"consent-{competition.pk}-{language.value}", language.value)


def certificates(day: str, language: str, name: str) -> Batch:
    """The certificates of one language; their codes lead to the page that says whether they are genuine."""
    with translation.override(language):
        heading = _("Certificate")
        shared = {
            "heading": heading,
            "opening": _("This certificate is awarded to"),
            "signatories": [
                (settings.ORGANISATION["signatory"], settings.ORGANISATION["signatory_title"]),
                (day, _("Date")),
            ],
            "check": _("Genuine? Scan, or type the letters at %(address)s")
            % {"address": f"{settings.SITE_URL.partition('//')[2]}/v/"},
        }
    return Batch("core/pdf/certificate_awards.html", shared, name, title=heading, language=language)


def _day(result: EntryResult) -> str:
    with translation.override(result.entry.language):
        return date_format(timezone.localtime(result.run.at), "DATE_FORMAT")


def certificate_fields(competition: Competition, award: str, rank: int, language: str) -> dict[str, str]:
    """What a certificate says of the honour."""
    with translation.override(language):
        heading, text = HONOURS[Award(award)]
        return {
            "kicker": competition.name,
            "award": str(heading),
            "text": str(text) % {"place": rank},
            "more": Truncator(competition.question).chars(QUESTION),
        }


def _fields(result: EntryResult) -> dict[str, str]:
    entry = result.entry
    honour = certificate_fields(entry.competition, result.award, result.place, entry.language)
    return {**honour, "name": entry.entrant.name, "detail": entry.entrant.school.full_name}


def certificate(result: EntryResult, issued: IssuedPaper) -> Paper:
    """One certificate, in the language of the work."""
    batch = certificates(_day(result), result.entry.language, f"certificate-{issued.number}")
    return batch.single({**_fields(result), **issued.print_fields})


def certificate_orders(competition: Competition) -> list[Order]:
    """The certificates of a competition as the print room takes them: one order a language."""
    results = list(EntryResult.objects.certified(competition))
    granted = Consent.objects.granted_by_each([result.entry.entrant for result in results])
    wanted: dict[str, list[Wanted]] = {}
    batches: dict[str, Batch] = {}
    for result in results:
        language = result.entry.language
        if language not in batches:
            batches[language] = certificates(_day(result), language, f"certificates-{competition.pk}-{language}")
        label = f"{result.entry} · {result.entry.entrant.school}"  # a learner is found by number and school
        facts = result.public_facts(granted[str(result.entry.entrant_id)])
        wanted.setdefault(language, []).append(Wanted(label, _fields(result), result.entry, facts))
    return [
        Order(f"{competition.name} · {Language(language).label}", batches[language], copies)
        for language, copies in sorted(wanted.items())
    ]


SLIPS = 8  # pages of one work that get a slip


def cover_slips(competition: Competition, entries: list[Entry]) -> Paper:
    """A page for each entrant: the name on the part that stays at school, the codes on those that travel."""
    slips = []
    for entry in entries:
        codes = [{"page": n, "qr": qr_svg(slip_text(entry, n))} for n in range(1, SLIPS + 1)]
        rows = [codes[at : at + 2] for at in range(0, SLIPS, 2)]
        slips.append({"entry": entry, "cover": qr_svg(slip_text(entry, 0)), "rows": rows})
    return Paper("essays/pdf/slips.html", {"competition": competition, "slips": slips}, f"slips-{competition.pk}")


def head_certificate(competition: Competition, school: School, entries: list[Entry]) -> Paper:
    """What the head teacher signs for all works of the school: codes, no names."""
    context = {"competition": competition, "school": school, "entries": entries}
    return Paper("essays/pdf/head.html", context, f"head-certificate-{competition.pk}")


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


def specimens() -> tuple[Specimen, ...]:
    """What a competition prints."""
    return (
        Specimen(
            "consent-form",
            gettext_lazy("Guardian’s consent"),
            lambda: consent_form(_specimen_competition(), Language(get_language() or "en")),
        ),
        Specimen("essay-certificate", gettext_lazy("Essay certificate"), _specimen_batch, _specimen_certificates),
    )
