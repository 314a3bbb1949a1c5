"""What is asked of officers who type in mark sheets."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.forms.judging import MarkForm
from competitions.essays.models import Assignment, Competition
from competitions.essays.models.closing import round_refusal
from competitions.essays.services.judging import StaleSheetError
from competitions.essays.services.packs import type_in_marks
from core.forms import Form


class SheetCodeForm(Form):
    """Which sheet lies here?"""

    code = forms.CharField(
        label=_("Code of the sheet"),
        max_length=120,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("It stands under the square, such as M12-7-K. A hand scanner types it by itself."),
    )

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def clean_code(self) -> Assignment:
        """The work of that sheet.

        Raises:
            ValidationError: no sheet of this competition, no longer in that judge's hands, or its round is over.
        """
        found = Assignment.objects.of_sheet(self.cleaned_data["code"]).select_related("place")
        work = found.filter(place__competition=self.competition).first()
        if work is None:
            raise ValidationError(_t("No sheet of this competition has this code. Look at each sign again."))
        if not Assignment.objects.on_desks().filter(pk=work.pk).exists():
            raise ValidationError(_t("This work is no longer in that judge’s hands: the sheet does not count."))
        over = round_refusal(work)
        if over:
            raise ValidationError(over)
        return work

    def save(self, *, by: User) -> Assignment:
        """Nothing is written yet."""
        work: Assignment = self.cleaned_data["code"]
        return work


class TypeForm(MarkForm):
    """A judge's sheet, typed in from paper."""

    write = staticmethod(type_in_marks)

    def refuse(self, error: ValidationError) -> None:
        """What somebody saved meanwhile is never typed over from here."""
        if isinstance(error, StaleSheetError):
            words = _t(
                "Somebody has saved this work meanwhile. Nothing was overwritten; type the code again to see it."
            )
            error = ValidationError(words)
        Form.refuse(self, error)
