"""The pages of an entry: photographed, sent piece by piece, put in order, replaced, taken out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.choices import PageState
from competitions.essays.forms.pages import PagesForm, PartForm, ReplaceForm
from competitions.essays.models import Entry
from competitions.essays.models import Page as Scan
from competitions.essays.rules import can_see_entries
from competitions.essays.services.pages import MOST_PAGES, OffsetError, place_page, remove_page
from competitions.essays.views.entry import entry_crumbs
from core.pages import ButtonPage, ChangePage, OwnRows, Page

DRAFTS = Entry.objects.drafts().select_related("competition", "entrant__school")


def pages_url(entry: Entry) -> str:
    """Where the pages of an entry are kept."""
    return reverse("essays:entry-pages", args=[entry.pk])


class EntryPages(ChangePage):
    """All pages of a draft with their states, and a form for more; a script sends them one by one."""

    rule = can_see_entries
    queryset = DRAFTS.prefetch_related("pages")
    form_class = PagesForm
    template_name = "essays/pages.html"
    title = _("Pages")
    button = _("Send")
    done = _("The pages have come. They are being looked at.")

    def get_lead(self) -> str:
        """Of which entry."""
        return f"{self.get_object()} · {self.get_object().competition}"

    def get_crumbs(self) -> list[Any]:
        """Under the entry."""
        return entry_crumbs(self.get_object())

    def get_success_url(self) -> str:
        """Here again."""
        return pages_url(self.saved)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages, and whether the machine is at one."""
        scans = list(self.get_object().pages.all())
        busy = any(scan.state == PageState.WAITING for scan in scans)
        return super().get_context_data(scans=scans, busy=busy, most=MOST_PAGES, **kwargs)


def _state_of(scan: Scan) -> dict[str, Any]:
    return {"key": str(scan.key), "received": scan.received, "size": scan.size, "state": scan.state}


class PageStates(OwnRows, Page, View):
    """Which pages are here, and how many bytes of each: from there a device goes on."""

    rule = can_see_entries
    queryset = DRAFTS

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """In their order."""
        return JsonResponse({"pages": [_state_of(scan) for scan in self.get_object().pages.all()]})


class PagePart(OwnRows, Page, View):
    """A piece of a page: 200 with what is here now, 409 where bytes before it are missing, 422 with a sentence."""

    rule = can_see_entries
    queryset = DRAFTS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, key: Any) -> JsonResponse:
        """Take it."""
        entry, form = self.get_object(), PartForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"said": _t("This piece does not belong to this page.")}, status=422)
        try:
            return JsonResponse(_state_of(form.save(entry=entry, key=key, by=request.user)))
        except OffsetError as error:
            return JsonResponse({"received": error.received}, status=409)
        except ValidationError as error:
            return JsonResponse({"said": " ".join(error.messages)}, status=422)


class OnePage(OwnRows):
    """Pages about one page of an entry."""

    rule = can_see_entries

    def get_scan(self, entry: Entry) -> Scan:
        """The page of the address."""
        scans = Scan.objects.select_related("entry__entrant", "entry__competition")
        return get_object_or_404(scans, entry=entry, key=self.kwargs["key"])

    def get_next_url(self, thing: Entry) -> str:
        """Back to all of them."""
        return pages_url(thing) if thing.is_draft else thing.get_absolute_url()


class PagePlace(OnePage, ButtonPage):
    """Put a page at another place."""

    queryset = Entry.objects.select_related("entrant")

    def act(self, thing: Entry) -> None:
        """Put."""
        place_page(page=self.get_scan(thing), place=self.kwargs["place"], by=self.request.user)


class PageRemove(OnePage, ButtonPage):
    """Take a page out."""

    queryset = Entry.objects.select_related("entrant")
    done = _("The page is taken out.")

    def act(self, thing: Entry) -> None:
        """Take out."""
        remove_page(page=self.get_scan(thing), by=self.request.user)


class PageReplace(OnePage, ChangePage):
    """Another picture of one page."""

    queryset = DRAFTS
    form_class = ReplaceForm
    title = _("Take it again")
    button = _("Send")
    done = _("The new picture is in its place. It is being looked at.")

    def get_lead(self) -> str:
        """Which."""
        return str(self.get_scan(self.get_object()))

    def get_form_kwargs(self) -> dict[str, Any]:
        """The page."""
        return {**super().get_form_kwargs(), "instance": self.get_scan(self.get_object())}

    def get_crumbs(self) -> list[Any]:
        """Under the pages."""
        entry = self.get_object()
        return [*entry_crumbs(entry), (_("Pages"), pages_url(entry))]

    def get_success_url(self) -> str:
        """Back to all of them."""
        return pages_url(self.saved)
