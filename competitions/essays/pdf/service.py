"""The judges' certificates of service: how much was read and when; not how severely, not which works."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import IssuedPaper
from accounts.services.printing import Order, Wanted
from competitions.essays.choices import Language
from competitions.essays.models import Competition, JudgeResult
from competitions.essays.pdf.entry import QUESTION, certificates
from core.pdf import Batch, Paper


def service_fields(result: JudgeResult) -> dict[str, str]:
    """What it says, in the judge's language."""
    competition = result.run.competition
    with translation.override(result.judge.language):
        return {
            "kicker": competition.name,
            "award": _("Certificate of service"),
            "name": result.judge.name,
            "detail": _("Judge"),
            "text": result.service,
            "more": Truncator(competition.question).chars(QUESTION),
        }


def _batch(result: JudgeResult, name: str) -> Batch:
    language = result.judge.language
    with translation.override(language):
        day = date_format(timezone.localtime(result.run.at), "DATE_FORMAT")
    return certificates(day, language, name)


def service_certificate(result: JudgeResult, issued: IssuedPaper) -> Paper:
    """One of them."""
    return _batch(result, f"certificate-{issued.number}").single({**service_fields(result), **issued.print_fields})


def service_orders(competition: Competition) -> list[Order]:
    """All of a competition as the print room takes them: one order a language."""
    results = JudgeResult.objects.of_competition(competition)
    wanted: dict[str, list[Wanted]] = {}
    batches: dict[str, Batch] = {}
    for result in results:
        language = result.judge.language
        if language not in batches:
            batches[language] = _batch(result, f"service-{competition.pk}-{language}")
        copy = Wanted(result.judge.name, service_fields(result), result, result.public_facts())
        wanted.setdefault(language, []).append(copy)
    return [
        Order(
            f"{_('Certificates of service')} · {Language(language).label}: {competition.name}", batches[language], own
        )
        for language, own in sorted(wanted.items())
    ]
