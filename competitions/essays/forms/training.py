"""What is asked about training works: writing one, its terms, marking one, letting a judge begin."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.forms.rubric import rubric_answers, rubric_fields, rubric_lines
from competitions.essays.models import (
    Competition,
    Exemplar,
    JudgePlace,
    Training,
    TrainingAttempt,
    TrainingPass,
    TrainingTerms,
)
from competitions.essays.services.training import let_judge_begin, mark_exemplar, save_exemplar, save_training_terms
from core.forms import Form, ModelForm


class ExemplarForm(ModelForm):
    """A training work with its agreed points, each with a reason."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    released = forms.BooleanField(
        label=_("It is invented, or its writer has released it, and it is no entry of this competition"),
        help_text=_("Judges read it; take out names of people and schools."),
    )

    class Meta:
        model = Exemplar
        fields = ["language", "order", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"order": _("Judges mark them in this order.")}

    def __init__(self, *args: Any, instance: Exemplar, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": instance.key, "released": bool(instance.pk), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        competition = instance.competition
        taken = [(language.value, language.label) for language in competition.languages]
        self.fields["language"].choices = taken  # type: ignore[attr-defined]  # a field of a known kind
        self.criteria = list(competition.criteria.all())
        agreed = instance.agreed_on(self.criteria) if instance.pk else {}
        for criterion in self.criteria:
            held = agreed.get(criterion.pk)
            given = (held.points, held.reason) if held else (None, "")
            self.fields.update(rubric_fields(criterion, *given, required=True))
            self.fields[f"reason_{criterion.order}"].required = True

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rubric."""
        return rubric_lines(self, self.criteria)

    @property
    def plain(self) -> list[forms.BoundField]:
        """What stands above the rubric."""
        return [self[name] for name in ("language", "order", "title", "text", "released")]

    def save(self, *, by: User) -> Exemplar:
        """Write or change it."""
        if self.instance.pk is None:
            self.instance.key = self.cleaned_data["key"]
        return save_exemplar(exemplar=self.instance, points=rubric_answers(self.cleaned_data, self.criteria), by=by)


class TrainingTermsForm(ModelForm):
    """How near is near enough."""

    class Meta:
        model = TrainingTerms
        fields = ["near_total", "near_points", "needed"]
        help_texts = {
            "near_total": _("How far the weighted total may lie from the agreed one, on average."),
            "near_points": _("How far the points of a single criterion may lie from the agreed ones."),
            "needed": _("If there are fewer, all of them count."),
        }

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        held = TrainingTerms.objects.filter(competition=instance).first() or TrainingTerms(competition=instance)
        super().__init__(*args, instance=held, **kwargs)

    def save(self, *, by: User) -> Competition:
        """Set them."""
        return save_training_terms(terms=self.instance, by=by).competition


class TrainingMarkForm(Form):
    """A judge's points on a training work, with the rubric of the mark page."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    taken = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, instance: Training, exemplar: Exemplar, **kwargs: Any) -> None:
        kwargs["initial"] = {"taken": len(instance.attempts), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.place, self.exemplar = instance.place, exemplar
        self.criteria = list(instance.place.competition.criteria.all())
        for criterion in self.criteria:
            self.fields.update(rubric_fields(criterion, required=True))

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rubric."""
        return rubric_lines(self, self.criteria)

    def save(self, *, by: User) -> TrainingAttempt:
        """Keep the attempt."""
        data, points = self.cleaned_data, rubric_answers(self.cleaned_data, self.criteria)
        asked = {"key": data["key"], "taken": data["taken"]}
        return mark_exemplar(place=self.place, exemplar=self.exemplar, points=points, by=by, **asked)


class BeginForm(Form):
    """Why a judge may begin without having passed."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, help_text=_("It is kept, and others who run the competition read it.")
    )

    def __init__(self, *args: Any, instance: JudgePlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = instance

    def save(self, *, by: User) -> TrainingPass:
        """Let the judge begin."""
        return let_judge_begin(place=self.place, reason=self.cleaned_data["reason"], by=by)
