"""Looking works through for names, covering them, and the judge who saw one."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.choices import CoverState, PageState
from competitions.essays.forms.names import BoxesForm, SettleForm, WordsForm
from competitions.essays.models import Assignment, Entry
from competitions.essays.models import Page as Scan
from competitions.essays.reports.names import looks_of, names_of, neighbours_of, suspects_of
from competitions.essays.rules import can_judge, can_run_competition
from competitions.essays.services.judging import report_name_seen
from competitions.essays.views.competition import OneCompetition
from competitions.essays.views.entry import send_page
from competitions.essays.views.judging import OneWork
from core.pages import ButtonPage, ChangePage, Link, OwnRows, Page, ThingPage

HANDED_IN = Entry.objects.submitted().select_related("competition", "entrant__school")


class NamesPage(OneCompetition, ThingPage):
    """How many works were looked at for names, and those that wait."""

    rule = can_run_competition
    template_name = "essays/names.html"

    def get_title(self) -> str:
        """What it is."""
        return str(_("Check for names"))

    def get_lead(self) -> str:
        """Why."""
        return str(_("Before judges read: cover names, stamps and crests in the works."))

    def get_links(self) -> Iterable[Link]:
        """The first that nobody has looked at."""
        first = names_of(self.get_object()).next
        if first:
            yield Link(_("Look at %(entry)s") % {"entry": first}, entry_names_url(first), "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures."""
        return super().get_context_data(names=names_of(self.get_object()), **kwargs)


def entry_names_url(entry: Entry) -> str:
    """Where a work is looked through."""
    return reverse("essays:entry-names", args=[entry.pk])


class UnderNames(OwnRows):
    """Pages about the names in one work."""

    rule = can_run_competition
    queryset = HANDED_IN
    kwargs: dict[str, Any]

    def get_crumbs(self) -> list[Any]:
        """Back to the work, and to all of them."""
        entry = self.get_object()
        names = reverse("essays:names", args=[entry.competition_id])
        return [
            (str(entry.competition), entry.competition.get_absolute_url()),
            (_("Check for names"), names),
            (str(entry), entry_names_url(entry)),
        ]

    def get_lead(self) -> str:
        """Of which work."""
        return str(self.get_object())

    def get_scan(self) -> Scan:
        """The page of the address."""
        scans = Scan.objects.select_related("entry__competition").filter(state=PageState.READY)
        return get_object_or_404(scans, entry=self.get_object(), order=self.kwargs["order"])

    def get_success_url(self) -> str:
        """Back to the work, as judges get it now."""
        return entry_names_url(self.get_object())


class EntryNames(UnderNames, ChangePage):
    """One work as judges get it, the ways to cover, and two buttons: no name, or all are covered."""

    form_class = SettleForm
    template_name = "essays/entry_names.html"
    done = _("Noted.")

    def get_title(self) -> str:
        """Which."""
        return str(self.get_object())

    def get_lead(self) -> str:
        """How far one is."""
        names = names_of(self.get_object().competition)
        return str(_("%(looked)d of %(works)d looked at") % {"looked": names.looked, "works": names.works})

    def get_crumbs(self) -> list[Any]:
        """Under all of them."""
        return super().get_crumbs()[:-1]

    def get_success_url(self) -> str:
        """The next that waits, or all of them."""
        entry = self.get_object()
        coming = names_of(entry.competition).next
        return entry_names_url(coming) if coming else reverse("essays:names", args=[entry.competition_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages with what covers them, words that may be names, the looks so far, the works beside it."""
        entry = self.get_object()
        scans = list(entry.pages.prefetch_related("covers"))
        busy = any(s.state == PageState.WAITING or (s.cover and s.cover.state == CoverState.WAITING) for s in scans)
        before, after = neighbours_of(entry)
        is_covered = bool(entry.covered_phrases) or any(scan.cover for scan in scans)
        more = {"scans": scans, "busy": busy, "before": before, "after": after, "is_covered": is_covered}
        return super().get_context_data(suspects=suspects_of(entry), looks=looks_of(entry), **more, **kwargs)


class CoverPage(UnderNames, ChangePage):
    """The brush: rectangles over a page, drawn or typed."""

    form_class = BoxesForm
    template_name = "essays/cover_page.html"
    button = _("Save what is covered")
    done = _("Kept. Judges get the page once it is drawn with its covers.")

    def get_title(self) -> str:
        """Which page."""
        return str(_("Cover names: %(page)s") % {"page": str(self.get_scan()).lower()})

    def get_form_kwargs(self) -> dict[str, Any]:
        """The page."""
        return {**super().get_form_kwargs(), "instance": self.get_scan()}


class CoverWords(UnderNames, ChangePage):
    """Words that judges do not read in a typed work."""

    form_class = WordsForm
    template_name = "essays/cover_words.html"
    title = _("Cover words")
    done = _("The words are covered.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words that may be names."""
        return super().get_context_data(suspects=suspects_of(self.get_object()), **kwargs)


class CoveredPicture(UnderNames, Page, View):
    """A page as judges get it, for the officer who covered it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it."""
        scan = self.get_scan()
        cover = scan.cover
        if cover is None or cover.state != CoverState.READY:
            raise Http404
        return send_page(scan, cover.file)


class NameSeen(OneWork, ButtonPage):
    """A judge saw a name: nobody reads the work until an officer has looked."""

    rule = can_judge

    def get_queryset(self) -> Any:
        """Pressed twice, it is the same."""
        return self.queryset.dealt_to(self.request.user)

    done = _("Thank you. No judge reads this work until the office has looked; your marks stay.")

    def act(self, thing: Assignment) -> None:
        """Say so."""
        report_name_seen(assignment=thing, by=self.request.user)

    def get_next_url(self, thing: Assignment) -> str:
        """To the desk."""
        return reverse("essays:desk")
