"""Feedback slips: one A5 page for each writer, in the language of the work."""

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.services.printing import Order, Wanted
from competitions.essays.choices import Language
from competitions.essays.models import Competition, Entry
from competitions.essays.reports.advice import Advice, advice_of
from core.pdf import Batch, Paper

VOICES = 3  # judges' words that have a place of their own; what more there are follow the last


def advice_batch(competition: Competition, language: str, name: str) -> Batch:
    """The slip of one language; two stand beside each other on a sheet of A4."""
    with translation.override(language):
        shared = {
            "kicker": competition.name,
            "heading": _("What the judges say"),
            "labels": [_("What is strong"), _("The next step"), _("The judges to the writer")],
            "closing": _("The judges did not know whose work it was. A slip is advice, not a mark."),
        }
    return Batch("essays/pdf/advice.html", shared, name, title=shared["heading"], language=language, across=2)


def advice_fields(entry: Entry, advice: Advice) -> dict[str, str]:
    """What a slip says of one work; it stands in the language that is on."""
    voices = [*advice.words[: VOICES - 1], " ".join(advice.words[VOICES - 1 :])] if advice.words else []
    empty = _("The judges left no further words.")
    return {
        "entry": _("Entry %(n)s") % {"n": entry.number},
        "writer": entry.entrant.name,
        "school": entry.entrant.school.full_name,
        "title": entry.title,
        "strong": " ".join(advice.strengths),
        "next": advice.next_step,
        **{f"words{n}": text for n, text in enumerate(voices or [empty], 1)},
    }


def advice_by_entry(entries: Sequence[Entry]) -> dict[int, dict[str, str]]:
    """The fields of many slips by the keys of their entries, each in the language of its work."""
    found: dict[int, dict[str, str]] = {}
    for language in {entry.language for entry in entries}:
        own = [entry for entry in entries if entry.language == language]
        with translation.override(language):
            advice = advice_of(own)
            found |= {entry.pk: advice_fields(entry, advice[entry.pk]) for entry in own}
    return found


def advice_slip(entry: Entry) -> Paper:
    """One slip."""
    batch = advice_batch(entry.competition, entry.language, f"feedback-{entry.slip}")
    return batch.single(advice_by_entry([entry])[entry.pk])


def advice_orders(competition: Competition) -> list[Order]:
    """All slips of a competition as the print room takes them: one order a language, school by school."""
    entries = list(with_writers(competition.entries.submitted()))
    entries.sort(key=lambda entry: (entry.entrant.school.full_name, entry.number))
    fields = advice_by_entry(entries)
    orders = []
    for language in sorted({entry.language for entry in entries}):
        own = [entry for entry in entries if entry.language == language]
        batch = advice_batch(competition, language, f"feedback-{competition.pk}-{language}")
        # A learner is found by number and school.
        wanted = [Wanted(f"{entry} · {entry.entrant.school}", fields[entry.pk], entry) for entry in own]
        orders.append(Order(f"{_('Feedback slips')} · {Language(language).label}: {competition.name}", batch, wanted))
    return orders


def with_writers(entries: Iterable[Entry]) -> Iterable[Entry]:
    """With all that a paper says of who wrote them."""
    return entries.select_related("competition", "entrant__school__county")  # type: ignore[attr-defined]  # a queryset
