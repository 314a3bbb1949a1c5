"""The kinds of page: list, thing, form, button, paper. A view names its rule, its rows and its words; the rest is here.

Every page is closed until its `rule` opens it (403 with the reason), and takes its rows from
`queryset.visible_to(user)`, so that another's object answers 404.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from django.views.generic.edit import FormView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from core.access import Rule, nobody, signed_in
from core.exports import csv_response, xlsx_response
from core.pdf import Heading, Listing, PrintError, Section, sections_by
from core.pdf.paper import pdf_response
from core.pdf.signing import can_sign, signed

log = logging.getLogger(__name__)
Words = str | Promise


@dataclass(frozen=True)
class Link:
    """A way on from a page: words, address, and how loud. With `post` it is a button that does something."""

    words: Words
    url: str
    style: str = "quiet"  # primary | quiet | harm
    post: bool = False


class Page:
    """What all pages share: who may see it, its title, the sentence under it, the way back, the ways on."""

    rule: ClassVar[Rule] = nobody
    title: Words = ""
    lead: Words = ""
    crumbs: tuple[tuple[Words, str], ...] = ()  # (words, url name)
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse the wrong person before anything is looked up."""
        verdict = type(self).rule(request.user)
        if not verdict:
            raise PermissionDenied(getattr(verdict, "reason", ""))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin: the view stands behind it

    def get_title(self) -> Words:
        """The one heading of the page."""
        return self.title

    def get_lead(self) -> Words:
        """One sentence where it helps."""
        return self.lead

    def get_crumbs(self) -> list[tuple[Words, str]]:
        """Where am I: (words, address) from the outside in."""
        return [(words, reverse(name)) for words, name in self.crumbs]

    def get_links(self) -> Iterable[Link]:
        """The ways on, the primary one first; only those that this person may take."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything `base.html` asks for."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin: the view stands behind it
        context.update(
            title=self.get_title(),
            lead=self.get_lead(),
            crumbs=self.get_crumbs(),
            links=list(self.get_links()),
        )
        return context


class PlainPage(Page, TemplateView):
    """A page that only shows."""


class OwnRows:
    """Rows through the eyes of the person who asks."""

    queryset: QuerySet
    request: HttpRequest
    kwargs: dict[str, Any]

    def get_queryset(self) -> QuerySet:
        """The rows this person may see at all."""
        return self.queryset.visible_to(self.request.user)  # type: ignore[attr-defined]  # every queryset of the house can

    def get_object(self) -> Any:
        """The row of the address, or 404, also where it exists for others."""
        if not hasattr(self, "_object"):
            self._object = get_object_or_404(self.get_queryset(), **self.get_lookup())
        return self._object

    def get_lookup(self) -> dict[str, Any]:
        """How the address names the row."""
        return {"pk": self.kwargs["pk"]}


class ListPage(OwnRows, Page, SingleTableMixin, FilterView):
    """A list: filter, sort, page, and the same as CSV, XLSX or on paper. Declare queryset, table_class,
    filterset_class, title; `print_under` names the column whose values are the headings of the printed list.

    Context for the template: table, filter, count, empty (what will stand here), export_name.
    """

    template_name = "core/list.html"
    empty: Words = _("Nothing here yet.")
    export_name: str = ""
    print_under: str = ""
    kwargs: dict[str, Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with ?export= the file of the same rows."""
        kind = request.GET.get("export")
        if kind and self.export_name:
            return self.export(kind)
        return super().get(request, *args, **kwargs)

    def export(self, kind: str) -> HttpResponseBase:
        """The filtered, sorted list as a file.

        Raises:
            Http404: for a kind of file that is not offered.
        """
        writers = {"csv": csv_response, "xlsx": xlsx_response}
        if kind not in (*writers, "pdf"):
            raise Http404
        filterset = self.get_filterset(self.get_filterset_class())
        table = self.get_table_class()(filterset.qs if filterset.is_valid() else filterset.queryset.none())
        table.order_by = self.request.GET.get("sort") or (self.print_under if kind == "pdf" else None)
        if kind == "pdf":
            return self.get_listing(table).response()
        return writers[kind](table.lines(), self.export_name)

    def get_listing(self, table: Any) -> Listing:
        """The list as it is printed, under headings only where it is sorted by them."""
        columns = [bound for bound in table.columns if not bound.column.exclude_from_export]
        names = [bound.name for bound in columns]
        under = names.index(self.print_under) if self.print_under in table.order_by else None
        rows = [cells for _record, cells in table.words()]
        if under is not None:
            sections = sections_by((cells.pop(under), cells) for cells in rows)
            columns.pop(under)
        else:
            sections = [Section("", rows)]
        headings = [Heading(str(bound.header), right=bound.column.css == "n") for bound in columns]
        return Listing(str(self.get_title()), headings, sections, self.export_name, lead=str(self.get_lead()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, how many there are, and what to say when there are none."""
        context = super().get_context_data(**kwargs)
        count = context["table"].paginator.count
        return {**context, "count": count, "empty": self.empty, "export_name": self.export_name}


class ThingPage(OwnRows, Page, TemplateView):
    """One thing, under the name `object`."""

    def get_title(self) -> Words:
        """What the thing calls itself."""
        return str(self.get_object())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The thing itself."""
        return super().get_context_data(object=self.get_object(), **kwargs)


class FormPage(Page, FormView):
    """A form whose `save(by=...)` calls one service. What the service refuses, the form shows."""

    template_name = "core/form.html"
    button: Words = _("Save")
    done: Words = ""
    draft: str = ""  # a name here keeps what is typed on the device until it is sent
    after: str = ""  # the url name to go to, when the saved thing has no page of its own

    def get_form_kwargs(self) -> dict[str, Any]:
        """Forms that ask for the person get the person."""
        kwargs = super().get_form_kwargs()
        if getattr(self.get_form_class(), "wants_user", False):
            kwargs["user"] = self.request.user
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        """One service; its refusal goes back into the form, with everything typed still there."""
        try:
            self.saved = form.save(by=self.request.user)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, self.get_done())
        response = HttpResponseRedirect(self.get_success_url())
        if self.draft:
            # Only this lets the browser drop its draft (static/site.js): another page may be an error page.
            response.set_cookie(
                "draft_done", self.get_draft(), max_age=24 * 3600, samesite="Lax", secure=self.request.is_secure()
            )
        return response

    def get_draft(self) -> str:
        """The draft's name: the kind of form, the person, the thing."""
        return f"{self.draft}-{self.request.user.pk}-{self.kwargs.get('pk', 'new')}" if self.draft else ""

    def get_done(self) -> str:
        """What is said after it worked."""
        return str(self.done)

    def get_success_url(self) -> str:
        """To the saved thing: after a save one sees what was saved."""
        return reverse(self.after) if self.after else self.saved.get_absolute_url()

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same form with its errors, as 422 so that no cache and no script takes it for success."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button's words, the draft's name, and where "Cancel" leads."""
        context = super().get_context_data(**kwargs)
        crumbs = context["crumbs"]
        return {
            **context,
            "button": self.button,
            "draft": self.get_draft(),
            "cancel_url": crumbs[-1][1] if crumbs else None,
        }


class ChangePage(OwnRows, FormPage):
    """A form over one thing that exists: the form gets it as `instance`."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """The thing being changed."""
        return {**super().get_form_kwargs(), "instance": self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The thing being changed."""
        return super().get_context_data(object=self.get_object(), **kwargs)


class AboutPage(OwnRows, FormPage):
    """A form about one thing (confirm, cancel, add to it): the form gets it under `about`."""

    about: str = "instance"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The thing it is about, under the name that the form expects."""
        return {**super().get_form_kwargs(), self.about: self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The thing it is about."""
        return super().get_context_data(object=self.get_object(), **kwargs)


class ButtonPage(OwnRows, Page, View):
    """A button: POST only, one service, then back to the thing with a sentence."""

    http_method_names = ["post"]
    done: Words = ""

    def act(self, thing: Any) -> Any:
        """Call the service."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, and say what happened."""
        thing = self.get_object()
        try:
            self.act(thing)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if self.done:
                messages.success(request, _t(str(self.done)) if isinstance(self.done, str) else str(self.done))
        return HttpResponseRedirect(self.get_next_url(thing))

    def get_next_url(self, thing: Any) -> str:
        """Back to the thing."""
        return thing.get_absolute_url()


class PdfPage(OwnRows, Page, View):
    """A paper about one thing: `paper(thing)` gives a core.pdf.Paper."""

    rule: ClassVar[Rule] = signed_in

    def paper(self, thing: Any) -> Any:
        """What is printed: from the app's own pdf module."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The paper, shown in the browser's own viewer; or why not, on the page of the thing."""
        thing = self.get_object()
        try:
            return self.answer(self.paper(thing))
        except PrintError:
            log.exception("%s could not be printed", type(self).__name__)
            messages.error(request, _t("This paper could not be printed: a text in it is too long or too strange."))
            return HttpResponseRedirect(self.get_next_url(thing))

    def get_next_url(self, thing: Any) -> str:
        """Where one reads why there is no paper."""
        return thing.get_absolute_url()

    def answer(self, paper: Any) -> HttpResponse:
        """The paper as an answer."""
        return paper.response(download="save" in self.request.GET)


class SignedPage(PdfPage):
    """The same paper with the signature of the organisation; not there where it has none. Put it before the page."""

    def answer(self, paper: Any) -> HttpResponse:
        """Signed, to be saved."""
        if not can_sign():
            raise Http404
        return pdf_response(signed(paper.pdf()), f"{paper.name}-signed", download=True)


def saved_fields(thing: Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of a row as they stand, for the log of what changed."""
    return {name: getattr(thing, name) for name in names}
