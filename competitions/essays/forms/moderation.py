"""What is asked before further marks are dealt, and of a moderation meeting."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.choices import Award
from competitions.essays.models import Competition, Deal, Decision, Entry
from competitions.essays.services.moderation import deal_extra_marks, decide_entry
from core.forms import Form


class ExtraForm(Form):
    """No question but: deal these as shown? How many, the seed and the finger-print say what was shown."""

    marks = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53)
    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> Deal:
        """Deal."""
        return deal_extra_marks(competition=self.competition, by=by, **self.cleaned_data)


class DecisionForm(Form):
    """What the meeting decides on one entry."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    award = forms.ChoiceField(label=_("Honour"), choices=Award.choices, widget=forms.RadioSelect)
    place = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("For a winner, where the meeting decides between equals. Left empty, the computed rank stands."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands beside the computed result and in the result file: no names of learners or judges."),
    )

    def __init__(self, *args: Any, about: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": about.decisions.count(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.entry = about

    def save(self, *, by: User) -> Decision:
        """Write it down."""
        data = self.cleaned_data
        return decide_entry(entry=self.entry, by=by, **{**data, "award": Award(data["award"])})
