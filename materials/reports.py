"""What booklets can say in numbers, and what they ask for on a start page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.rules import is_officer, is_teacher
from core.needs import Need
from materials.choices import Language, PaperForm
from materials.models import Download, Edition
from schools.models import School

NEW_FOR = timedelta(days=30)


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
        yield from _drafts()
    if is_teacher(user):
        yield from _new_booklets(user)


def _drafts() -> Iterator[Need]:
    drafts = Edition.objects.drafts().annotate(n=Count("sections")).order_by("changed_at")
    for draft in drafts:
        sections = ngettext("%(n)d section", "%(n)d sections", draft.n) % {"n": draft.n}
        day = date_format(timezone.localtime(draft.changed_at), "DATE_FORMAT")
        yield Need(
            words=_("Booklet to publish: %(name)s") % {"name": draft},
            detail=f"{draft.edition_words} · {sections} · {_('last changed')} {day}",
            url=draft.desk_url,
            action=_("Open"),
            kind=_("Booklets to publish"),
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
