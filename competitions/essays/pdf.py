"""What is printed for a competition."""

from django.conf import settings

from accounts.choices import Purpose
from accounts.models import IssuedPaper
from competitions.essays.choices import Language
from competitions.essays.models import Competition, Entry, EntryResult
from competitions.essays.services.bundles import slip_text
from core.pdf import Paper, qr_svg
from schools.models import School

FORM_PURPOSES = (Purpose.TAKE_PART, Purpose.PUBLISH_NAME, Purpose.PUBLISH_WORK, Purpose.PUBLISH_PHOTO)


def consent_form(competition: Competition, language: Language) -> Paper:
    """What a guardian signs: each question apart, in the guardian's language."""
    context = {"competition": competition, "purposes": FORM_PURPOSES}
    return Paper("essays/pdf/consent.html", context, f"consent-{competition.pk}-{language.value}", language.value)


def certificate(result: EntryResult, issued: IssuedPaper) -> Paper:
    """A certificate in the language of the work; its code leads to the page that says whether it is genuine."""
    entry = result.entry
    context = {
        "result": result,
        "entry": entry,
        "competition": entry.competition,
        "issued": issued,
        "qr": qr_svg(issued.verify_url),
        "address": f"{settings.SITE_URL.partition('//')[2]}/v/",
    }
    return Paper("essays/pdf/certificate.html", context, f"certificate-{issued.number}", entry.language)


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
