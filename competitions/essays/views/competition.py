"""Competitions: the list, one of them, preparing, opening, closing, judges, dealing."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from competitions.essays import pdf
from competitions.essays.choices import CompetitionState, Language
from competitions.essays.filters import CompetitionFilter
from competitions.essays.forms.competition import CompetitionForm, DealForm, JudgesForm, new_seed
from competitions.essays.models import Competition, DealPlan
from competitions.essays.models.dealing import plan_refusal
from competitions.essays.models.exemplar import untrained_of
from competitions.essays.reports import counts_of, dealt_to, progress_of
from competitions.essays.reports.names import names_of
from competitions.essays.reports.seeds import seed_cost_of
from competitions.essays.rules import (
    can_enter,
    can_get_papers,
    can_print_forms,
    can_run_competition,
    can_see_competitions,
    can_see_counties,
    can_see_entries,
)
from competitions.essays.services.competition import close_entries, open_competition
from competitions.essays.tables import CompetitionTable
from competitions.essays.views.ways import steps_of, tools_of
from competitions.scoring import ScoringError
from core.pages import ButtonPage, ChangePage, FormPage, Link, ListPage, PdfPage, ThingPage
from core.pdf import Paper

COMPETITIONS = ((_("Essays"), "essays:competition-list"),)


class CompetitionList(ListPage):
    """All competitions that this person may see."""

    rule = can_see_competitions
    queryset = Competition.objects.with_counts()
    table_class = CompetitionTable
    filterset_class = CompetitionFilter
    title = _("Essay competitions")
    lead = _("Works of learners, judged under numbers by people who never learn who wrote them.")
    empty = _("No competition yet. It will stand here with its dates and its entries.")
    export_name = "competitions"

    def get_links(self) -> Iterable[Link]:
        """Entries, and for officers a new competition."""
        if can_run_competition(self.request.user):
            yield Link(_("Prepare a competition"), reverse("essays:competition-add"), "primary")
        if can_see_entries(self.request.user):
            yield Link(_("Entries"), reverse("essays:entry-list"))


class OneCompetition:
    """Pages under one competition."""

    queryset = Competition.objects.all()
    get_object: Any

    def get_crumbs(self) -> list[Any]:
        """Under the competition."""
        competition = self.get_object()
        return [(_("Essays"), reverse("essays:competition-list")), (str(competition), competition.get_absolute_url())]


class CompetitionDetail(ThingPage):
    """One competition: how far it is, what comes next, its terms and rubric, its judges."""

    rule = can_see_competitions
    queryset = Competition.objects.prefetch_related("criteria")
    template_name = "essays/competition_detail.html"
    crumbs = COMPETITIONS

    def get_lead(self) -> str:
        """The question."""
        return self.get_object().question

    def get_links(self) -> Iterable[Link]:
        """What this person may do now, the next step first."""
        competition, user = self.get_object(), self.request.user
        if can_enter(user) and competition.takes_entries:
            yield Link(_("Enter a work"), reverse("essays:entry-add", args=[competition.pk]), "primary")
            for membership in user.memberships.filter(ended_at=None).select_related("school"):
                yield Link(
                    _("Our entrants"), reverse("essays:school-desk", args=[competition.pk, membership.school_id])
                )
        if can_enter(user) and can_get_papers(user, competition):
            for membership in user.memberships.filter(ended_at=None).select_related("school"):
                at = reverse("essays:school-desk", args=[competition.pk, membership.school_id])
                yield Link(_("Papers of our school"), at, "primary")
        if can_run_competition(user):
            yield from steps_of(competition)
        if can_see_counties(user) and competition.state != CompetitionState.DRAFT:
            yield Link(_("By county"), reverse("essays:counties", args=[competition.pk]))
        if competition.state == CompetitionState.PUBLISHED:
            yield Link(_("Winners’ page"), reverse("essays:winners", args=[competition.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Figures for all; judges and log for officers."""
        competition, user = self.get_object(), self.request.user
        runs = can_run_competition(user)
        return super().get_context_data(
            counts=counts_of(competition),
            progress=progress_of(competition) if runs else [],
            actions=Action.objects.about(competition).visible_to(user).select_related("by")[:12] if runs else [],
            runs=runs,
            tools=tools_of(competition) if runs else [],
            can_print=can_print_forms(user),
            languages=[language for language in Language if language in competition.languages],
            **kwargs,
        )


class CompetitionAdd(FormPage):
    """A new one."""

    rule = can_run_competition
    form_class = CompetitionForm
    template_name = "essays/competition_form.html"
    title = _("Prepare a competition")
    lead = _("Nothing is announced before you open it. After that its terms stay.")
    done = _("The competition is prepared. Open it when everything is right.")
    draft = "competition"
    crumbs = COMPETITIONS


class CompetitionChange(OneCompetition, ChangePage):
    """Mend one that is not open yet."""

    rule = can_run_competition
    form_class = CompetitionForm
    template_name = "essays/competition_form.html"
    title = _("Change the competition")
    done = _("The competition is changed.")


class CompetitionOpen(ButtonPage):
    """Let entries come in."""

    rule = can_run_competition
    queryset = Competition.objects.all()
    done = _("The competition is open. Teachers can enter works now.")

    def act(self, thing: Competition) -> None:
        """Open."""
        open_competition(competition=thing, by=self.request.user)


class CompetitionClose(CompetitionOpen):
    """No more entries."""

    done = _("No more entries are taken. Name the judges and deal the works.")

    def act(self, thing: Competition) -> None:
        """Close."""
        close_entries(competition=thing, by=self.request.user)


class Judges(OneCompetition, ChangePage):
    """Who judges."""

    rule = can_run_competition
    form_class = JudgesForm
    template_name = "essays/judges.html"
    title = _("Judges")
    lead = _("Some must read both languages: they link the two, so that all works can be compared.")
    done = _("The judges are named.")

    def get_success_url(self) -> str:
        """On to the dealing."""
        return reverse("essays:deal", args=[self.get_object().pk])


class DealPage(OneCompetition, ChangePage):
    """Who would get what, and then the dealing exactly as shown."""

    rule = can_run_competition
    form_class = DealForm
    template_name = "essays/deal.html"
    title = _("Assign judges")
    lead = _("Chance decides, within languages, ties and loads. The seed is kept, so that it can be done again.")
    button = _("Deal as shown")
    done = _("The works are dealt, and the judges have been told.")

    def get_success_url(self) -> str:
        """Back to the competition."""
        return self.get_object().get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan of this draw, or why there is none; and who has still to train, whom one may leave out."""
        competition, seed = self.get_object(), new_seed()
        trained = (self.request.POST or self.request.GET).get("trained") == "True"
        kwargs.update(trained=trained, untrained=untrained_of(competition))
        try:
            plan = DealPlan.of(competition, seed, trained=trained)
        except ScoringError as error:
            return super().get_context_data(refusal=plan_refusal(error, competition), **kwargs)
        initial = {"seed": seed, "inputs_hash": plan.inputs_hash, "trained": trained}
        form = DealForm(instance=competition, initial=initial)
        errors = kwargs["form"].errors if "form" in kwargs else {}
        loads = dealt_to(competition, {int(judge): n for judge, n in plan.dealt.loads.items()})
        found = {"plan": plan, "loads": loads, "problems": errors, "seeds": seed_cost_of(plan)}
        return super().get_context_data(**{**kwargs, "form": form}, **found, names=names_of(competition))


class ConsentPaper(OneCompetition, PdfPage):
    """The form that a guardian signs, in a language."""

    rule = can_print_forms

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As the address says."""
        self.language = Language(kwargs["language"])
        return super().get(request, *args, **kwargs)

    def paper(self, thing: Competition) -> Paper:
        """Print."""
        return pdf.consent_form(thing, self.language)
