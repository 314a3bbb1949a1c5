"""Seeds, for officers: choosing them, taking them off, agreeing on their points. No judge comes here."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import CompetitionState, EntryState
from competitions.essays.forms.seeds import AgreeForm, SeedsForm
from competitions.essays.models import Competition, Seed
from competitions.essays.reports.seeds import seeds_of
from competitions.essays.rules import can_run_competition
from competitions.essays.services.seeds import end_seed
from competitions.essays.views.competition import OneCompetition
from core.pages import ButtonPage, ChangePage


class Seeds(OneCompetition, ChangePage):
    """Which entries every judge marks."""

    rule = can_run_competition
    queryset = Competition.objects.filter(state=CompetitionState.JUDGING)
    form_class = SeedsForm
    template_name = "essays/seeds.html"
    title = _("Seeds")
    lead = _("A few entries that every judge marks among the others, without knowing it: so all are compared alike.")
    button = _("Choose these")
    done = _("The seeds are chosen.")

    def get_success_url(self) -> str:
        """Back here."""
        return reverse("essays:seeds", args=[self.get_object().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that are chosen."""
        competition = self.get_object()
        shown = {"lines": seeds_of(competition), "fixed": competition.deals.exists()}
        return super().get_context_data(**shown, draws=competition.seed_draws.exclude(seed=None), **kwargs)


class SeedAgree(ChangePage):
    """What was agreed on one seed."""

    rule = can_run_competition
    queryset: QuerySet = (
        Seed.objects.current()
        .filter(entry__state=EntryState.SUBMITTED, entry__competition__state=CompetitionState.JUDGING)
        .select_related("entry__competition")
    )
    form_class = AgreeForm
    template_name = "essays/seed_agree.html"
    lead = _("Agree with others before any judge has begun; from then on it is sealed.")
    button = _("Write down what was agreed")
    done = _("What was agreed is written down.")

    def get_title(self) -> str:
        """Which."""
        return str(_("Agreed points: %(entry)s") % {"entry": self.get_object().entry})

    def get_crumbs(self) -> list[Any]:
        """Under the seeds."""
        competition = self.get_object().entry.competition
        return [(str(competition), competition.get_absolute_url()), (_("Seeds"), self.get_success_url())]

    def get_success_url(self) -> str:
        """Back to the seeds."""
        return reverse("essays:seeds", args=[self.get_object().entry.competition_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The work, and whether it is sealed."""
        sealed = self.get_object().entry.assignments.filter(version__gt=0).exists()
        return super().get_context_data(entry=self.get_object().entry, sealed=sealed, **kwargs)


class SeedEnd(ButtonPage):
    """Named by mistake, or one too many."""

    rule = can_run_competition
    queryset: QuerySet = Seed.objects.filter(
        entry__state=EntryState.SUBMITTED, entry__competition__state=CompetitionState.JUDGING
    ).select_related("entry__competition")
    done = _("The seed is taken off.")

    def act(self, thing: Seed) -> None:
        """Take it off."""
        end_seed(seed=thing, by=self.request.user)

    def get_next_url(self, thing: Seed) -> str:
        """Back to the seeds."""
        return reverse("essays:seeds", args=[thing.entry.competition_id])
