"""A judge's desk: what is mine, marking, handing back, a concern, ties. No page here knows who wrote anything."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.forms.judging import ConcernForm, CountyTieForm, HandBackForm, MarkForm, TieForm
from competitions.essays.models import Assignment, Tie
from competitions.essays.models.closing import round_refusal
from competitions.essays.reports import desks_of, feedback_of
from competitions.essays.reports.along import packs_of
from competitions.essays.reports.seeds import standings_of
from competitions.essays.reports.training import trainings_of
from competitions.essays.rules import can_judge
from competitions.essays.services.judging import end_tie
from competitions.essays.views.autosave import Autosaved
from competitions.essays.views.entry import send_page
from core.pages import ButtonPage, ChangePage, FormPage, Link, OwnRows, Page, PlainPage
from schools.models import School
from schools.views.school import SchoolList

DESK = ((_("Judging"), "essays:desk"),)


class Unkept:
    """A page about works: no browser and no cache between keeps it, also where it refuses."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so to both."""
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin: the page stands behind it
        response["Cache-Control"] = "private, no-store"
        return response


class DeskPage(Unkept, PlainPage):
    """All that is mine, in my own order, under my own numbers."""

    rule = can_judge
    template_name = "essays/desk.html"
    title = _("Works to mark")

    def get_links(self) -> Iterable[Link]:
        """The schools one has to do with."""
        yield Link(_("My ties"), reverse("essays:tie-list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The desks, and what is known of the own marking in competitions that are decided."""
        judge = self.request.user
        own = {"feedback": feedback_of(judge), "trainings": trainings_of(judge), "standings": standings_of(judge)}
        return super().get_context_data(desks=desks_of(judge), packs=packs_of(judge), **own, **kwargs)


class OneWork(Unkept):
    """A work is named by the judge's place and the judge's own number; another's is 404."""

    rule = can_judge
    queryset: QuerySet = Assignment.objects.select_related("place__competition", "entry").with_seal()
    kwargs: dict[str, Any]
    get_object: Any

    def get_lookup(self) -> dict[str, Any]:
        """Place and alias."""
        return {"place": self.kwargs["place"], "alias": self.kwargs["alias"]}

    def get_crumbs(self) -> list[Any]:
        """Back to the work."""
        work = self.get_object()
        return [(_("Judging"), reverse("essays:desk")), (str(work), work.mark_url)]

    def get_success_url(self) -> str:
        """Back to the desk."""
        return reverse("essays:desk")


class MarkPage(Autosaved, OneWork, ChangePage):
    """The work with the rubric beside it, and nothing else."""

    form_class = MarkForm
    template_name = "essays/mark.html"
    button = _("Save and next")

    def get_title(self) -> str:
        """My number of it."""
        return str(self.get_object())

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether the judge is done with it."""
        return {**super().get_form_kwargs(), "finish": "finish" in self.request.POST}

    def get_queryset(self) -> QuerySet:
        """Marks of a work that nobody reads now still go in; nothing of it comes out."""
        return self.queryset.dealt_to(self.request.user) if self.request.method == "POST" else super().get_queryset()

    def get_success_url(self) -> str:
        """The next that waits, or the desk."""
        work = self.get_object()
        waiting = Assignment.objects.visible_to(self.request.user).to_mark().unsealed().filter(place=work.place)
        after = waiting.filter(alias__gt=work.alias).first() or waiting.exclude(pk=work.pk).first()
        if "finish" not in self.request.POST:
            return reverse("essays:desk") if work.entry.names_seen_at else work.mark_url
        return after.mark_url if after else reverse("essays:desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where in the pile of its round, the pages, and why nothing can be changed any more, if so."""
        work = self.get_object()
        pile = Assignment.objects.visible_to(self.request.user).with_seal().filter(place=work.place, sealed=work.sealed)
        where = {"pile": pile.count(), "position": pile.filter(alias__lte=work.alias).count()}
        shut = round_refusal(work) if work.sealed else ""
        return super().get_context_data(pages=work.entry.blind_pages, shut=shut, **where, **kwargs)


class WorkPage(OneWork, OwnRows, Page, View):
    """A scanned page, for the judge who has it in hand."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        pages = {page.order: page for page in self.get_object().entry.blind_pages}
        page = pages.get(kwargs["order"])
        if page is None or not page.blind_file:
            raise Http404
        return send_page(page, page.blind_file)


class DealtWork(OneWork):
    """What one may still do about a work that nobody reads now, because a name can be seen."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet:
        """All in hand."""
        return self.queryset.dealt_to(self.request.user)

    def get_crumbs(self) -> list[Any]:
        """Back to the work, where it can be read."""
        return super().get_crumbs()[: 1 if self.get_object().entry.names_seen_at else 2]


class HandBack(DealtWork, ChangePage):
    """I recognise this, or cannot read it."""

    form_class = HandBackForm
    title = _("Hand a work back")
    lead = _("Another judge gets it. What you marked so far does not count.")
    button = _("Hand back")
    done = _("The work is handed back. Thank you for saying so.")

    def get_initial(self) -> dict[str, Any]:
        """What was tapped."""
        return {"reason": self.request.GET.get("reason", "known")}


class WorkConcern(DealtWork, ChangePage):
    """A child may be in danger."""

    form_class = ConcernForm
    title = _("A child may be in danger")
    lead = _("If it cannot wait, call Childline, 116, first: free, day and night.")
    button = _("Tell the safeguarding lead")
    done = _("The safeguarding leads have been called. Thank you.")
    draft = ""

    def get_success_url(self) -> str:
        """Back to the work, where it can be read."""
        return self.get_crumbs()[-1][1]


class TieList(PlainPage):
    """The schools whose works this judge does not get."""

    rule = can_judge
    template_name = "essays/ties.html"
    title = _("My ties")
    lead = _(
        "Works from these schools go to other judges: where you teach, taught or learned, where a relative learns or "
        "teaches, or where you know somebody well; and all works from the county where you work."
    )
    crumbs = DESK

    def get_links(self) -> Iterable[Link]:
        """One more."""
        yield Link(_("Name a school"), reverse("essays:tie-school"), "primary")
        yield Link(_("Name the county where you work"), reverse("essays:tie-county"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The own ones."""
        ties = Tie.objects.visible_to(self.request.user).select_related("school__county", "county")
        return super().get_context_data(ties=ties, **kwargs)


class TieSchool(SchoolList):
    """Which school? The whole register, so that the choice tells nothing."""

    rule = can_judge
    title = _("Name a school")
    lead = _("Search by name, county or code.")
    crumbs = (*DESK, (_("My ties"), "essays:tie-list"))
    export_name = ""

    def get_queryset(self) -> QuerySet:
        """All that are open."""
        return self.queryset.all()

    def get_links(self) -> Iterable[Link]:
        """Nowhere else from here."""
        return []

    def get_table(self, **kwargs: Any) -> Any:
        """A tap on a school goes on."""
        table = super().get_table(**kwargs)
        table.columns["name"].column.href = lambda school: reverse("essays:tie-add", args=[school.pk])
        return table


class TieAdd(ChangePage):
    """This one?"""

    rule = can_judge
    form_class = TieForm
    title = _("Name a school")
    button = _("I have to do with this school")
    done = _("Noted. Works from there go to others.")
    after = "essays:tie-list"
    crumbs = (*DESK, (_("My ties"), "essays:tie-list"))

    def get_queryset(self) -> QuerySet:
        """The register is open to judges here, and only by name."""
        return School.objects.open().select_related("county")

    def get_lead(self) -> str:
        """Which."""
        return self.get_object().full_name


class TieCounty(FormPage):
    """The county of work."""

    rule = can_judge
    form_class = CountyTieForm
    title = _("Name the county where you work")
    button = _("I work in this county")
    done = TieAdd.done
    after = "essays:tie-list"
    crumbs = TieAdd.crumbs


class TieEnd(ButtonPage):
    """Named by mistake."""

    rule = can_judge
    queryset = Tie.objects.select_related("school", "county")
    done = _("Taken back.")

    def act(self, thing: Tie) -> None:
        """End."""
        end_tie(tie=thing, by=self.request.user)

    def get_next_url(self, thing: Tie) -> str:
        """Back to the list."""
        return reverse("essays:tie-list")
