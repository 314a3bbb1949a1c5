"""What is asked of officers about seeds: which, and what was agreed on them."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.forms.competition import new_seed
from competitions.essays.forms.rubric import rubric_answers, rubric_fields, rubric_lines
from competitions.essays.models import Competition, Seed, SeedAgreement
from competitions.essays.services.seeds import agree_on_seed, draw_seeds, name_seeds
from core.forms import Form


class SeedsForm(Form):
    """A share to be drawn at random, or numbers of entries."""

    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53, initial=new_seed)
    share = forms.IntegerField(
        label=_("Of a hundred entries, draw at random"),
        required=False,
        min_value=1,
        max_value=50,
        help_text=_("Usual is 5. They are drawn among the entries in the language that most judges read."),
    )
    numbers = forms.CharField(
        label=_("Or name entries by their numbers"),
        required=False,
        max_length=300,
        help_text=_("For instance 12, 40. Works of different quality tell most."),
    )

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def clean_numbers(self) -> list[int]:
        """As numbers.

        Raises:
            ValidationError: something else is in it.
        """
        typed = re.split(r"[\s,;]+", self.cleaned_data["numbers"].strip())
        parts = [part for part in typed if part]
        if not all(re.fullmatch(r"\d{1,7}", part, re.ASCII) for part in parts):
            raise ValidationError(_("Write numbers of entries with commas between."))
        return sorted({int(part) for part in parts})

    def clean(self) -> dict[str, Any]:
        """One of the two.

        Raises:
            ValidationError: both, or neither.
        """
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("share")) == bool(data.get("numbers")):
            raise ValidationError(_("Say either a share or numbers."))
        return data

    def save(self, *, by: User) -> Competition:
        """Choose them."""
        data = self.cleaned_data
        if data["numbers"]:
            name_seeds(competition=self.competition, numbers=data["numbers"], by=by)
        else:
            draw_seeds(competition=self.competition, share=data["share"], seed=data["seed"], by=by)
        return self.competition


class AgreeForm(Form):
    """The agreed points of a seed, with the rubric of the judges."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, instance: Seed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seed = instance
        self.criteria = list(instance.entry.competition.criteria.all())
        newest = instance.agreements.last()
        held = {point.criterion_id: point for point in newest.points.all()} if newest else {}
        for criterion in self.criteria:
            point = held.get(criterion.pk)
            given = (point.points, point.reason) if point else (None, "")
            self.fields.update(rubric_fields(criterion, *given, required=True))

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rubric."""
        return rubric_lines(self, self.criteria)

    def save(self, *, by: User) -> SeedAgreement:
        """Write them down."""
        points = rubric_answers(self.cleaned_data, self.criteria)
        return agree_on_seed(seed=self.seed, points=points, key=self.cleaned_data["key"], by=by)
