"""What is printed for a competition."""

from django.conf import settings

from accounts.choices import Purpose
from accounts.models import IssuedPaper
from competitions.essays.choices import Language
from competitions.essays.models import Competition, EntryResult
from core.pdf import Paper, qr_svg

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
