"""What is printed for a competition: the guardian's form, certificates, and the slips that go with the works."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Purpose
from accounts.models import Consent, IssuedPaper
from accounts.services.printing import Order, Wanted
from competitions.essays.choices import Award, Language
from competitions.essays.models import Competition, Entry, EntryResult
from competitions.essays.services.bundles import slip_text
from core.pdf import Batch, Paper, qr_svg
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


def result_day(result: EntryResult) -> str:
    """The day of the decision, in the language of the work."""
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


def certified_fields(result: EntryResult) -> dict[str, str]:
    """What the certificate of an entry says."""
    entry = result.entry
    honour = certificate_fields(entry.competition, result.award, result.place, entry.language)
    return {**honour, "name": entry.entrant.name, "detail": entry.entrant.school.full_name}


def certificate(result: EntryResult, issued: IssuedPaper) -> Paper:
    """One certificate, in the language of the work."""
    batch = certificates(result_day(result), result.entry.language, f"certificate-{issued.number}")
    return batch.single({**certified_fields(result), **issued.print_fields})


def certificate_orders(competition: Competition) -> list[Order]:
    """The certificates of a competition as the print room takes them: one order a language."""
    results = list(EntryResult.objects.certified(competition))
    granted = Consent.objects.granted_by_each([result.entry.entrant for result in results])
    wanted: dict[str, list[Wanted]] = {}
    batches: dict[str, Batch] = {}
    for result in results:
        language = result.entry.language
        if language not in batches:
            batches[language] = certificates(result_day(result), language, f"certificates-{competition.pk}-{language}")
        label = f"{result.entry} · {result.entry.entrant.school}"  # a learner is found by number and school
        facts = result.public_facts(granted[str(result.entry.entrant_id)])
        wanted.setdefault(language, []).append(Wanted(label, certified_fields(result), result.entry, facts))
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
