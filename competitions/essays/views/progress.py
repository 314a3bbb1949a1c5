"""Progress of judging, for officers: who is behind, reminding, a judge who has left."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import CompetitionState
from competitions.essays.forms.progress import TakeBackForm
from competitions.essays.models import Competition, JudgePlace
from competitions.essays.models.exemplar import untrained_of
from competitions.essays.reports.forecast import judging_progress_of
from competitions.essays.reports.seeds import deviations_of
from competitions.essays.reports.training import training_chips
from competitions.essays.rules import can_run_competition
from competitions.essays.services.reminders import remind_judges
from competitions.essays.views.competition import OneCompetition
from core.pages import ButtonPage, ChangePage, Link, ThingPage


class ProgressPage(OneCompetition, ThingPage):
    """By judge and by entry, and when the last mark would come."""

    rule = can_run_competition
    queryset = Competition.objects.filter(state=CompetitionState.JUDGING)
    template_name = "essays/progress.html"

    def get_title(self) -> str:
        """What it is."""
        return str(_("Progress of judging"))

    def get_links(self) -> list[Link]:
        """Where one does something about it."""
        names = [
            (_("Assign judges"), "essays:deal"),
            (_("Training works"), "essays:exemplars"),
            (_("Seeds"), "essays:seeds"),
        ]
        return [Link(words, reverse(name, args=[self.get_object().pk])) for words, name in names]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report."""
        competition = self.get_object()
        found = {"trained": training_chips(competition), "deviations": deviations_of(competition)}
        found["untrained"] = untrained_of(competition)
        return super().get_context_data(progress=judging_progress_of(competition), **found, **kwargs)


class RemindJudges(ButtonPage):
    """Write to those who are behind."""

    rule = can_run_competition
    queryset = Competition.objects.filter(state=CompetitionState.JUDGING)
    done = _("Those who are behind have been reminded, each at most once a day.")

    def act(self, thing: Competition) -> None:
        """Remind."""
        remind_judges(competition=thing, by=self.request.user)

    def get_next_url(self, thing: Competition) -> str:
        """Back to the progress."""
        return reverse("essays:judging-progress", args=[thing.pk])


class OnePlace:
    """Pages of officers about one judge's place in a competition that is being judged."""

    rule = can_run_competition
    request: Any
    kwargs: dict[str, Any]
    get_object: Any

    def get_queryset(self) -> QuerySet:
        """Places that officers run."""
        judged = JudgePlace.objects.run_by(self.request.user).judging_now()
        return judged.filter(competition=self.kwargs["pk"]).select_related("competition", "judge")

    def get_lookup(self) -> dict[str, Any]:
        """By its key."""
        return {"pk": self.kwargs["place"]}

    def get_crumbs(self) -> list[Any]:
        """Under the progress."""
        competition = self.get_object().competition
        progress = reverse("essays:judging-progress", args=[competition.pk])
        return [(str(competition), competition.get_absolute_url()), (_("Progress of judging"), progress)]

    def get_lead(self) -> str:
        """Who."""
        return self.get_object().judge.name

    def get_success_url(self) -> str:
        """Back to the progress."""
        return reverse("essays:judging-progress", args=[self.kwargs["pk"]])


class TakeBack(OnePlace, ChangePage):
    """A judge has left: is it so?"""

    form_class = TakeBackForm
    template_name = "essays/take_back.html"
    title = _("Take the works back")
    button = _("Take the works back")
    done = _("The works are taken back. See who gets them, and deal.")

    def get_success_url(self) -> str:
        """On to the dealing."""
        return reverse("essays:deal", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many works go, how many stay."""
        works = self.get_object().assignments
        return super().get_context_data(going=works.to_mark().count(), staying=works.marked().count(), **kwargs)
