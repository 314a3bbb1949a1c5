"""What booklets can say in numbers, and what they ask for on a start page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlencode

from django.db.models import Avg, Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.rules import is_officer, is_teacher
from core.needs import Need
from materials.choices import Language, PaperForm
from materials.models import Download, Edition, Opinion, SectionVersion
from materials.rules import can_approve_edition
from schools.models import CalendarVersion, School, Term

NEW_FOR = timedelta(days=30)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Line by line, from one text to another: ("theirs", a line that only the first has), ("mine", only the second)."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for same, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if same == "equal":
            found += [("", line) for line in old[a:b]]
        else:
            found += [("theirs", line) for line in old[a:b]] + [("mine", line) for line in new[c:d]]
    return found


@dataclass(frozen=True)
class Change:
    """One version of a section beside the one before it."""

    version: SectionVersion
    lines: list[tuple[str, str]]
    heading_before: str = ""  # where it was another


def changes_of(versions: Iterable[SectionVersion]) -> list[Change]:
    """The history of a section, the latest first, each version with what it changed."""
    found, before = [], None
    for version in sorted(versions, key=lambda version: version.number):
        lines = difference(before.text if before else "", version.text)
        renamed = before.heading if before and before.heading != version.heading else ""
        found.append(Change(version, lines, renamed))
        before = version
    return found[::-1]


def latest_of(versions: Iterable[SectionVersion]) -> list[SectionVersion]:
    """Of each section its latest version."""
    latest: dict[Any, SectionVersion] = {}
    for version in sorted(versions, key=lambda version: version.number):
        latest[version.key] = version
    return list(latest.values())


@dataclass(frozen=True)
class Taken:
    """How often something was downloaded. A download is counted when its first byte is asked for; going on with one
    that broke off is not counted again.
    """

    words: str
    times: int
    form: str = ""
    last: date | None = None
    edition_id: int | None = None


def taken_by_form(downloads: QuerySet) -> list[Taken]:
    """How often each form of each edition was taken, among these downloads."""
    return [
        Taken(_edition_words(row), row["n"], form=str(PaperForm(row["form"]).label))
        for row in downloads.by_edition_and_form()  # type: ignore[attr-defined]
    ]


def taken_by_school(school: School) -> list[Taken]:
    """What a school has downloaded, the latest first."""
    rows = Download.objects.filter(school=school).by_edition()
    return [Taken(_edition_words(row), row["n"], last=row["last"], edition_id=row["edition"]) for row in rows]


def _edition_words(row: dict[str, Any]) -> str:
    language = Language(row["edition__language"]).label
    return f"{row['edition__name']} ({language}, {row['edition__number']})"


def needs_of(user: Any) -> Iterator[Need]:
    """Drafts that wait for an officer; new booklets that a teacher's school has not taken yet."""
    if is_officer(user):
        yield from _drafts(user)
        yield from _comments()
    if is_teacher(user):
        yield from _new_booklets(user)


def _drafts(user: Any) -> Iterator[Need]:
    """To approve, where somebody offered it and this person may; to write on, where it is not offered."""
    for draft in Edition.objects.drafts().annotate(n=Count("sections")).order_by("changed_at"):
        if draft.is_offered and not can_approve_edition(user, draft):
            continue
        words = _("Booklet to approve: %(name)s") if draft.is_offered else _("Booklet to write: %(name)s")
        sections = ngettext("%(n)d section", "%(n)d sections", draft.n) % {"n": draft.n}
        day = date_format(timezone.localtime(draft.changed_at), "DATE_FORMAT")
        yield Need(
            words=words % {"name": draft},
            detail=f"{draft.edition_words} · {sections} · {_('last changed')} {day}",
            url=draft.desk_url,
            action=_("Open"),
            kind=_("Booklets to publish"),
        )


def _comments() -> Iterator[Need]:
    waiting = Opinion.objects.waiting().count()
    if waiting:
        yield Need(
            words=ngettext("%(n)d comment on a booklet to read", "%(n)d comments on booklets to read", waiting)
            % {"n": waiting},
            detail=str(_("Nobody else sees it before.")),
            url=f"{reverse('materials:opinion-list')}?state=waiting",
            action=_("Open"),
        )


def _new_booklets(user: Any) -> Iterator[Need]:
    """Published within the last 30 days, and not downloaded yet for the person's school."""
    schools = list(user.memberships.filter(ended_at=None).values_list("school_id", flat=True))
    new = Edition.objects.current().published_since(timezone.localdate() - NEW_FOR)
    if schools:
        new = new.exclude(downloads__school__in=schools)
    for edition in new.order_by("-published_at"):
        day = date_format(timezone.localtime(edition.published_at), "DATE_FORMAT")
        yield Need(
            words=_("New booklet: %(name)s") % {"name": edition},
            detail=f"{edition.get_language_display()} · {_('published')} {day}",
            url=edition.booklet_url,
            action=_("Open"),
            kind=_("New booklets"),
        )


def recent_terms() -> list[Term]:
    """The terms of this year and the last that have begun, the latest first."""
    today = timezone.localdate()
    calendars = [CalendarVersion.objects.in_force(year) for year in (today.year, today.year - 1)]
    terms = [term for calendar in calendars if calendar for term in calendar.terms.all() if term.first <= today]
    return sorted(terms, key=lambda term: term.first, reverse=True)[:4]


@dataclass(frozen=True)
class Said:
    """What people think of an edition: how many gave stars, their mean, and the comments that were read."""

    n: int
    mean: float
    comments: list[Opinion]


def opinions_of(edition: Edition) -> Said:
    """Stars count at once; comments when an officer has read them. The mean is over one opinion a person."""
    sums = edition.opinions.aggregate(n=Count("pk"), mean=Avg("stars"))
    return Said(sums["n"], round(sums["mean"] or 0, 1), list(edition.opinions.shown()[:20]))


@dataclass(frozen=True)
class Part:
    """One line of the downloads: what, how often, and the filter that shows the rows behind it."""

    words: str
    times: int
    query: str


@dataclass(frozen=True)
class Cut:
    """All downloads, cut in one way."""

    words: Any
    parts: list[Part]


def cuts_of(downloads: QuerySet) -> list[Cut]:
    """Downloads by edition, form, language, county, school and day; each part leads to its rows."""
    labels: dict[str, dict[Any, str]] = {
        "form": {form.value: str(form.label) for form in PaperForm},
        "language": {language.value: str(language.label) for language in Language},
    }
    unknown = str(_("school not known"))
    found = []
    for words, key, fields, most in (
        (_("By edition"), "edition", ("edition", "edition__name", "edition__language", "edition__number"), 50),
        (_("By form"), "form", ("form",), 20),
        (_("By language"), "language", ("edition__language",), 20),
        (_("By county"), "county", ("school__county", "school__county__name"), 50),
        (_("By school"), "school", ("school", "school__name"), 30),
        (_("By day"), "day", ("day",), 31),
    ):
        rows = downloads.order_by().values(*fields).annotate(n=Count("pk"))
        parts = []
        for row in rows.order_by("-day" if key == "day" else "-n", *fields)[:most]:
            value = row[fields[0]]
            if key == "edition":
                said = _edition_words(row)
            elif key == "day":
                said = date_format(value, "DATE_FORMAT")
            else:
                said = labels.get(key, {}).get(value) or (row[fields[-1]] if value is not None else unknown)
            parts.append(Part(said, row["n"], _query_of(key, value)))
        found.append(Cut(words, parts))
    return found


def _query_of(key: str, value: Any) -> str:
    if key == "day":
        return urlencode({"since": value.isoformat(), "until": value.isoformat()})
    if value is None:
        return urlencode({"county": "none"})
    return urlencode({"form_" if key == "form" else key: value})


def never_taken() -> QuerySet:
    """Editions that are offered and that nobody has ever downloaded, the longest offered first."""
    return Edition.objects.current().filter(downloads=None).select_related("title").order_by("published_at")
