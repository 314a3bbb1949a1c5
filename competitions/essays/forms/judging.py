"""What is asked of judges: marks and reasons, and the three ways out."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.choices import Legibility, RecuseReason
from competitions.essays.forms.rubric import rubric_fields
from competitions.essays.models import Assignment, MarkSheet, Tie
from competitions.essays.reports import SheetLine, sheet_of
from competitions.essays.services.judging import (
    StaleSheetError,
    declare_tie,
    hand_back_work,
    report_concern,
    save_marks,
)
from core.forms import Form
from schools.models import County, School


class MarkForm(Form):
    """A judge's sheet: points by a tap, a reason for each criterion, a sentence to the writer."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = forms.CharField(
        label=_("To the writer: what is strong, what comes next"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "autocomplete": "off"}),
    )

    legibility = forms.ChoiceField(
        label=_("Can it be read?"),
        choices=Legibility.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Said apart: handwriting counts for nothing."),
    )

    def __init__(self, *args: Any, instance: Assignment, finish: bool = False, **kwargs: Any) -> None:
        self.sheet = sheet_of(instance)
        shown = {name: getattr(self.sheet, name) for name in ("words", "legibility")}
        kwargs["initial"] = {"base": self.sheet.version, **shown, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.work, self.finish = instance, finish
        if not instance.entry.pages.exists():
            del self.fields["legibility"]
        for line in self.sheet.lines:
            self._add_line(line)

    def _add_line(self, line: SheetLine) -> None:
        self.fields.update(rubric_fields(line.criterion, line.points, line.reason))

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """A criterion's points and its reason."""
        orders = [line.criterion.order for line in self.sheet.lines]
        return [(self[f"points_{order}"], self[f"reason_{order}"]) for order in orders]

    def refuse(self, error: ValidationError) -> None:
        """A sheet from another device: what was typed stays, and saving again from here is a decision."""
        super().refuse(error)
        if isinstance(error, StaleSheetError):
            self.data = self.data.copy()
            self.data["base"], self.data["key"] = str(sheet_of(self.work).version), str(uuid4())
            self.stale = True

    stale = False

    def save(self, *, by: User) -> MarkSheet:
        """Save."""
        data = self.cleaned_data
        points = {
            line.criterion: (
                data[f"points_{line.criterion.order}"],
                data[f"reason_{line.criterion.order}"],
            )
            for line in self.sheet.lines
        }
        sent: dict[str, Any] = {name: data[name] for name in ("base", "key", "words", "legibility") if name in data}
        return self.write(assignment=self.work, points=points, finish=self.finish, by=by, **sent)

    write = staticmethod(save_marks)


class HandBackForm(Form):
    """Why a judge hands a work back."""

    reason = forms.ChoiceField(label=_("Why?"), choices=RecuseReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words, if you like"),
        max_length=300,
        required=False,
        help_text=_("An officer reads this. Do not write whom you recognise."),
    )

    def __init__(self, *args: Any, instance: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = instance

    def save(self, *, by: User) -> Assignment:
        """Hand back."""
        data = self.cleaned_data
        return hand_back_work(assignment=self.work, reason=data["reason"], words=data["words"], by=by)


class ConcernForm(Form):
    """What worries a judge about the child behind a work."""

    text = forms.CharField(
        label=_("What worries you"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only the safeguarding leads read this, and they can find the child. You keep the work."),
    )

    def __init__(self, *args: Any, instance: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = instance

    def save(self, *, by: User) -> Assignment:
        """Call them."""
        return report_concern(assignment=self.work, text=self.cleaned_data["text"], by=by)


class TieForm(Form):
    """No question but: this school?"""

    def __init__(self, *args: Any, instance: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = instance

    def save(self, *, by: User) -> Tie:
        """Name it."""
        return declare_tie(about=self.school, by=by)


class CountyTieForm(Form):
    """Where a judge works."""

    county = forms.ModelChoiceField(
        label=_("County"),
        queryset=County.objects.all(),
        help_text=_("You know schools and teachers there, so its works go to others."),
    )

    def save(self, *, by: User) -> Tie:
        """Name it."""
        return declare_tie(about=self.cleaned_data["county"], by=by)
