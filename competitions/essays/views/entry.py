"""Entries: the list, one of them, entering, handing in, its pages, its consent."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.choices import PaperKind
from accounts.models import Consent, IssuedPaper
from accounts.rules import is_officer
from competitions.essays import pdf
from competitions.essays.choices import EntryState, PageState
from competitions.essays.filters import EntryFilter, OfficeEntryFilter
from competitions.essays.forms.entry import ConsentForm, EntryForm
from competitions.essays.models import Competition, Entry, EntryResult, Page
from competitions.essays.rules import can_enter, can_get_papers, can_keep_entry, can_open_entry, can_see_entries
from competitions.essays.services.entry import submit_entry
from competitions.essays.tables import EntryTable, OfficeEntryTable
from core.pages import ButtonPage, ChangePage, FormPage, Link, ListPage, OwnRows, PdfPage, SignedPage, ThingPage
from core.pages import Page as WebPage
from core.pdf import Paper
from core.pdf.signing import can_sign

ENTRIES = ((_("Essays"), "essays:competition-list"), (_("Entries"), "essays:entry-list"))
WITH_ENTRANT = Entry.objects.select_related("competition", "entrant__school__county", "entrant__class_level")


class EntryList(ListPage):
    """The entries: for officers all by number, for a teacher those of the own school."""

    rule = can_see_entries
    queryset = WITH_ENTRANT.with_progress()
    title = _("Entries")
    empty = _("No entry yet. Open a competition and enter the first work.")
    crumbs = ENTRIES[:1]
    export_name = "entries"

    def get_table_class(self) -> type:
        """Names only where they are needed: at the learner's school."""
        return OfficeEntryTable if is_officer(self.request.user) else EntryTable

    def get_filterset_class(self) -> type:
        """The same."""
        return OfficeEntryFilter if is_officer(self.request.user) else EntryFilter


class EntryDetail(ThingPage):
    """One entry: the work, who wrote it, what the guardian allows."""

    rule = can_open_entry
    queryset = WITH_ENTRANT.prefetch_related("pages")
    template_name = "essays/entry_detail.html"
    crumbs = ENTRIES

    def get_lead(self) -> str:
        """For which competition."""
        return str(self.get_object().competition)

    def get_links(self) -> Iterable[Link]:
        """Finish it, or write down what the guardian says now."""
        entry = self.get_object()
        if not can_keep_entry(self.request.user, entry):
            return
        if entry.is_draft:
            yield Link(_("Finish and hand in"), reverse("essays:entry-change", args=[entry.pk]), "primary")
            yield Link(_("Photograph the pages"), reverse("essays:entry-pages", args=[entry.pk]))
        yield Link(_("Guardian’s consent"), reverse("essays:entry-consent", args=[entry.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Consents, and the certificate once there is one."""
        entry = self.get_object()
        return super().get_context_data(
            granted=Consent.objects.granted(entry.entrant),
            certificate=certificate_of(entry),
            signs=can_sign(),
            keeps=bool(can_keep_entry(self.request.user, entry)),
            advises=entry.state == EntryState.SUBMITTED and can_get_papers(self.request.user, entry.competition),
            **kwargs,
        )


def certificate_of(entry: Entry) -> IssuedPaper | None:
    """The standing certificate of an entry."""
    about = {"about_type": entry._meta.label_lower, "about_id": str(entry.pk)}
    return IssuedPaper.objects.filter(kind=PaperKind.CERTIFICATE, revoked_at=None, **about).first()


class WritesEntry:
    """Two buttons: keep it, or hand it in."""

    request: HttpRequest
    template_name = "essays/entry_form.html"
    form_class = EntryForm
    button = _("Hand in")
    draft = "entry"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which of the two."""
        return {**super().get_form_kwargs(), "hand_in": "hand_in" in self.request.POST}  # type: ignore[misc]  # a mixin: the page stands behind it

    def get_done(self) -> str:
        """What happened."""
        if self.saved.state == EntryState.SUBMITTED:  # type: ignore[attr-defined]  # a mixin: the page stands behind it
            return str(_("The work is handed in. Thank you."))
        if self.saved.pages_pending:  # type: ignore[attr-defined]  # the same
            return str(_("The entry is kept. Its pages are being looked at; hand it in once they are ready."))
        return str(_("The entry is kept. It counts once it is handed in."))

    done = _("The entry is kept.")

    def get_success_url(self) -> str:
        """Where pages are still being looked at, one sees that."""
        if self.saved.is_draft and self.saved.pages_pending:  # type: ignore[attr-defined]  # the same
            return reverse("essays:entry-pages", args=[self.saved.pk])  # type: ignore[attr-defined]  # the same
        return super().get_success_url()  # type: ignore[misc]  # the same


class EntryAdd(WritesEntry, FormPage):
    """Enter a work."""

    rule = can_enter
    title = _("Enter a work")

    @cached_property
    def competition(self) -> Competition:
        """The open competition of the address."""
        return get_object_or_404(Competition.objects.visible_to(self.request.user).open(), pk=self.kwargs["pk"])

    def get_lead(self) -> str:
        """Which."""
        return self.competition.question

    def get_crumbs(self) -> list[Any]:
        """Under the competition."""
        return [*super().get_crumbs(), (str(self.competition), self.competition.get_absolute_url())]

    crumbs = ENTRIES[:1]

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty entry."""
        return {**super().get_form_kwargs(), "instance": Entry(competition=self.competition)}


class EntryChange(WritesEntry, ChangePage):
    """Finish a work that was begun."""

    rule = can_see_entries
    queryset = WITH_ENTRANT.drafts()
    title = _("Finish the entry")
    draft = "entry-change"

    def get_crumbs(self) -> list[Any]:
        """Under the entry."""
        return entry_crumbs(self.get_object())


def entry_crumbs(entry: Entry) -> list[Any]:
    """The way back from pages under an entry."""
    return [(_("Entries"), reverse("essays:entry-list")), (str(entry), entry.get_absolute_url())]


class EntryConsent(ChangePage):
    """What a guardian allows now, or takes back."""

    rule = can_see_entries
    queryset = WITH_ENTRANT
    form_class = ConsentForm
    template_name = "essays/consent.html"
    title = _("Guardian’s consent")
    done = _("The guardian’s answers are written down.")

    def get_crumbs(self) -> list[Any]:
        """Under the entry."""
        return entry_crumbs(self.get_object())

    def get_success_url(self) -> str:
        """A withdrawn entry is nowhere any more."""
        if self.saved.state == EntryState.WITHDRAWN:
            return reverse("essays:entry-list")
        return self.saved.get_absolute_url()


class EntrySubmit(ButtonPage):
    """Hand it in."""

    rule = can_see_entries
    queryset = WITH_ENTRANT
    done = _("The work is handed in. Thank you.")

    def act(self, thing: Entry) -> None:
        """Hand in."""
        submit_entry(entry=thing, by=self.request.user)


def send_page(page: Page, kept: Any = None) -> HttpResponse:
    """A cleaned page, or the `kept` file in its place: no name that tells, kept by no cache, nothing in it can run."""
    with (kept or page.file).open("rb") as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{page.file_name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class PageFile(OwnRows, WebPage, View):
    """A page, for the school and the office."""

    rule = can_open_entry
    queryset = Entry.objects.all()

    def get(self, request: HttpRequest, pk: int, order: int) -> HttpResponse:
        """Send it."""
        ready = Page.objects.filter(state=PageState.READY)
        return send_page(get_object_or_404(ready, entry=self.get_object(), order=order))


class Certificate(PdfPage):
    """A certificate, once it is issued."""

    rule = can_see_entries
    queryset = Entry.objects.submitted()

    def paper(self, thing: Entry) -> Paper:
        """Print."""
        results = EntryResult.objects.select_related("entry__competition", "entry__entrant__school__county", "run")
        result = get_object_or_404(results, entry=thing)
        about = {"about_type": thing._meta.label_lower, "about_id": str(thing.pk)}
        issued = get_object_or_404(IssuedPaper, kind=PaperKind.CERTIFICATE, revoked_at=None, **about)
        return pdf.certificate(result, issued)


class CertificateSigned(SignedPage, Certificate):
    """The same with the signature of the organisation."""
