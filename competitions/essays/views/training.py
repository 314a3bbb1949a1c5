"""A judge's training: marking works on which the points are agreed, and seeing both side by side."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.forms.training import TrainingMarkForm
from competitions.essays.models import Exemplar, JudgePlace, Training
from competitions.essays.reports.training import answers_of
from competitions.essays.rules import can_judge
from competitions.essays.services.training import TRAINING
from competitions.essays.views.judging import DESK
from core.pages import ChangePage, ThingPage


class OwnTraining:
    """Under a judge's own place, in a competition that has something to train on."""

    rule = can_judge
    queryset: QuerySet = JudgePlace.objects.filter(competition__state__in=TRAINING).select_related(
        "competition", "training_pass"
    )
    crumbs = DESK
    get_object: Any

    @property
    def training(self) -> Training:
        """How the judge stands.

        Raises:
            Http404: there is nothing to train on.
        """
        if not hasattr(self, "_training"):
            self._training = Training.of(self.get_object())
        if not self._training.works:
            raise Http404
        return self._training


class TrainingPage(OwnTraining, ThingPage):
    """What comes next, and every attempt beside what was agreed."""

    template_name = "essays/training.html"

    def get_title(self) -> str:
        """What it is."""
        return str(_("Training"))

    def get_lead(self) -> str:
        """For which competition."""
        return str(self.get_object().competition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The training and the answers."""
        return super().get_context_data(training=self.training, answers=answers_of(self.training), **kwargs)


class TrainingMarkPage(OwnTraining, ChangePage):
    """The training work whose turn it is, with the rubric beside it."""

    form_class = TrainingMarkForm
    template_name = "essays/training_mark.html"
    button = _("Save and compare")
    draft = "training"
    exemplar: Exemplar

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The work; back to what comes next where it is another's turn."""
        turn = self.training.next
        if turn is None or turn.pk != kwargs["exemplar"]:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        """Which."""
        return self.exemplar.title

    def get_form_kwargs(self) -> dict[str, Any]:
        """The training and the work of the address."""
        found = [work for work in self.training.works if work.pk == self.kwargs["exemplar"]]
        if not found:
            raise Http404
        self.exemplar = found[0]
        return {**super().get_form_kwargs(), "instance": self.training, "exemplar": self.exemplar}

    def get_draft(self) -> str:
        """One for each work and attempt."""
        return f"{self.draft}-{self.request.user.pk}-{self.exemplar.pk}-{len(self.training.attempts)}"

    def get_success_url(self) -> str:
        """To the comparison."""
        return reverse("essays:training", args=[self.get_object().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The work."""
        context = super().get_context_data(**kwargs)
        return {**context, "work": self.exemplar, "title": self.get_title(), "training": self.training}
