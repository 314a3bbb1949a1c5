"""Training works, for officers: writing them, their terms, letting a judge begin."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.forms.training import BeginForm, ExemplarForm, TrainingTermsForm
from competitions.essays.models import Competition, Exemplar, TrainingTerms
from competitions.essays.reports.training import exemplars_of
from competitions.essays.rules import can_run_competition
from competitions.essays.services.training import remove_exemplar
from competitions.essays.views.competition import OneCompetition
from competitions.essays.views.progress import OnePlace
from core.pages import ButtonPage, ChangePage, Link, ThingPage


def is_fixed(competition: Competition) -> bool:
    """Whether the training stays as it is."""
    return competition.is_decided or competition.deals.exists()


class Exemplars(OneCompetition, ThingPage):
    """What judges train on before they judge."""

    rule = can_run_competition
    template_name = "essays/exemplars.html"
    lead = _("Works with agreed points that judges mark first. Without any, judging begins at once.")

    def get_title(self) -> str:
        """What they are."""
        return str(_("Training works"))

    def get_links(self) -> Iterable[Link]:
        """One more, while nothing is dealt."""
        if not is_fixed(self.get_object()):
            url = reverse("essays:exemplar-add", args=[self.get_object().pk])
            yield Link(_("Write a training work"), url, "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The works and the terms."""
        competition = self.get_object()
        terms = TrainingTerms.objects.filter(competition=competition).first() or TrainingTerms(competition=competition)
        shown = {"lines": exemplars_of(competition), "terms": terms, "fixed": is_fixed(competition)}
        return super().get_context_data(**shown, **kwargs)


class UnderExemplars(OneCompetition):
    """Pages that one comes to from the training works."""

    rule = can_run_competition
    kwargs: dict[str, Any]

    def get_crumbs(self) -> list[Any]:
        """Under the training works."""
        return [*super().get_crumbs(), (_("Training works"), self.get_success_url())]

    def get_success_url(self) -> str:
        """Back to them."""
        return reverse("essays:exemplars", args=[self.get_object().pk])


class TermsChange(UnderExemplars, ChangePage):
    """How near is near enough."""

    form_class = TrainingTermsForm
    title = _("When a judge has passed")
    lead = _("All three must hold on the newest of the works that a judge marked.")
    done = _("The terms of the training are set.")


class ExemplarAdd(UnderExemplars, ChangePage):
    """One more."""

    form_class = ExemplarForm
    template_name = "essays/exemplar_form.html"
    title = _("Write a training work")
    lead = _("Agree on the points together before you write them down; the reasons teach more than the points.")
    done = _("The training work is kept.")
    draft = "exemplar"

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new one of this competition, the last in order."""
        competition = self.get_object()
        order = competition.exemplars.count() + 1
        return {**super().get_form_kwargs(), "instance": Exemplar(competition=competition, order=order)}


class ExemplarChange(ChangePage):
    """Mend one that nobody has marked."""

    rule = can_run_competition
    queryset = Exemplar.objects.select_related("competition")
    form_class = ExemplarForm
    template_name = "essays/exemplar_form.html"
    title = _("Change the training work")
    done = _("The training work is kept.")

    def get_crumbs(self) -> list[Any]:
        """Under the training works."""
        exemplar = self.get_object()
        competition = exemplar.competition
        back = (_("Training works"), exemplar.get_absolute_url())
        return [
            (_("Essays"), reverse("essays:competition-list")),
            (str(competition), competition.get_absolute_url()),
            back,
        ]


class ExemplarRemove(ButtonPage):
    """Take one out."""

    rule = can_run_competition
    queryset = Exemplar.objects.select_related("competition")
    done = _("The training work is taken out.")

    def act(self, thing: Exemplar) -> None:
        """Remove."""
        remove_exemplar(exemplar=thing, by=self.request.user)


class LetBegin(OnePlace, ChangePage):
    """A judge who has not passed may begin: why?"""

    form_class = BeginForm
    title = _("Let the judge begin")
    button = _("Let the judge begin")
    done = _("The works are open to this judge.")
