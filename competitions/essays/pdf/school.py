"""All papers of one school: a letter to the head teacher, then a slip and a certificate for each who took part."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.choices import PaperKind
from accounts.models import Consent, IssuedPaper
from accounts.services.printing import Order, Wanted
from competitions.essays.models import Competition, Entry, EntryResult
from competitions.essays.pdf.advice import advice_batch, advice_by_entry
from competitions.essays.pdf.entry import certificates, certified_fields, result_day
from core.pdf import Batch, Stack, Suite
from core.pdf.suite import PART
from schools.models import School


def school_letter(competition: Competition, works: int, papers: int) -> Batch:
    """What goes with the papers: thanks, and what to hand to whom. Schools are not compared."""
    thanks = ngettext(
        "Thank you for taking part in “%(name)s”. Your school handed in %(n)d work, and it was read with care.",
        "Thank you for taking part in “%(name)s”. Your school handed in %(n)d works, and all were read with care.",
        works,
    )
    found = [
        thanks % {"name": competition.name, "n": works},
        _(
            "A feedback slip for each writer comes with this letter. It says what is strong in the work, what the next "
            "step is, and what the judges wrote; it says neither points nor place."
        ),
        ngettext(
            "After the slip lies the writer’s certificate; there is %(n)d.",
            "After each slip lies the same writer’s certificate; there are %(n)d.",
            papers,
        )
        % {"n": papers}
        if papers
        else "",
        _(
            "Please hand each learner the papers that bear his or her name, and let the learner decide who else reads "
            "the slip. The entry’s number is the one on the cover slip that stayed at your school."
        ),
        _(
            "A family may take back its consent at any time. Then tell us, and destroy the papers of that learner: we "
            "do the same."
        ),
    ]
    shared = {
        "subject": _("Thank you for your learners’ works"),
        "paragraphs": [text for text in found if text],
        "signatory": settings.ORGANISATION["signatory"],
        "signatory_title": settings.ORGANISATION["signatory_title"],
        "day": date_format(timezone.localdate(), "DATE_FORMAT"),
    }
    return Batch("core/pdf/letter.html", shared, "letter", title=shared["subject"], language=get_language() or "en")


def letter_fields(competition: Competition, school: School) -> dict[str, str]:
    """To whom it goes."""
    return {
        "addressee": _("The Head Teacher"),
        "line1": school.name,
        "line2": school.county.name,
        "reference": competition.name,
        "greeting": _("Dear Head Teacher,"),
    }


def school_order(
    competition: Competition, school: School, entries: Sequence[Entry], certified: Collection[int] | None = None
) -> Order:
    """The papers of a school as the print room takes them, by the numbers of the entries.

    Args:
        competition: Where its learners took part.
        school: The school.
        entries: Its entries that stand, with what a paper says of their writers.
        certified: The keys of those that get a certificate; by default all.
    """
    results = EntryResult.objects.certified(competition).filter(entry__in=entries)
    found = {result.entry_id: result for result in results if certified is None or result.entry_id in certified}
    granted = Consent.objects.granted_by_each([result.entry.entrant for result in found.values()])
    slips = advice_by_entry(entries)
    letter = school_letter(competition, len(entries), len(found))
    wanted, parts = [_copy(0, _("Letter to the head teacher"), letter_fields(competition, school))], [letter]
    at: dict[tuple[str, str], int] = {}

    def part(kind: str, language: str, batch: Batch) -> int:
        if (kind, language) not in at:
            at[kind, language] = len(parts)
            parts.append(batch)
        return at[kind, language]

    for entry in sorted(entries, key=lambda entry: entry.number):
        own = part("slip", entry.language, advice_batch(competition, entry.language, "slips"))
        wanted.append(_copy(own, f"{entry} · {_('Feedback slip')}", slips[entry.pk], entry))
        if result := found.get(entry.pk):
            own = part("paper", entry.language, certificates(result_day(result), entry.language, "certificates"))
            facts = result.public_facts(granted[str(entry.entrant_id)])
            wanted.append(_copy(own, f"{entry} · {_('Certificate')}", certified_fields(result), entry, facts))
    name = f"papers-{competition.pk}-{school.pk}"
    words = f"{competition.name} · {school.full_name}"
    return Order(words, Suite(parts, name, words, get_language() or "en"), wanted)


def _copy(
    part: int, label: str, fields: Mapping[str, str], about: Entry | None = None, facts: Mapping[str, Any] | None = None
) -> Wanted:
    return Wanted(label, {**fields, PART: str(part)}, about, facts or {})


def school_papers(competition: Competition, school: School, entries: Sequence[Entry]) -> Stack:
    """The same at once; certificates for those whose number was given out."""
    keys = {str(entry.pk) for entry in entries}
    issued = IssuedPaper.objects.filter(
        kind=PaperKind.CERTIFICATE, revoked_at=None, about_type=Entry._meta.label_lower, about_id__in=keys
    )
    numbers = {int(paper.about_id): paper.print_fields for paper in issued}
    order = school_order(competition, school, entries, numbers)
    # A slip has no place for a number, and is the same with it.
    copies = [{**one.fields, **numbers.get(getattr(one.about, "pk", 0), {})} for one in order.wanted]
    return Stack(order.batch, copies)
