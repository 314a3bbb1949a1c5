"""The lines of a rubric as fields: points by a tap, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.essays.models import Criterion


def rubric_fields(
    criterion: Criterion, points: int | None = None, reason: str = "", *, required: bool = False
) -> dict[str, forms.Field]:
    """The two fields of one criterion, with what was given before."""
    fields: dict[str, forms.Field] = {
        f"points_{criterion.order}": forms.TypedChoiceField(
            label=criterion.name,
            choices=[(n, str(n)) for n in criterion.points],
            coerce=int,
            empty_value=None,
            required=required,
            initial=points,
            widget=forms.RadioSelect,
            help_text=criterion.band_words,
            error_messages={"required": _("Give points for every criterion.")},
        ),
        f"reason_{criterion.order}": forms.CharField(
            label=_("Why? %(criterion)s") % {"criterion": criterion.name},
            max_length=500,
            required=False,
            initial=reason,
            widget=forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "off", "placeholder": _("Why, in a few words")}
            ),
        ),
    }
    fields[f"points_{criterion.order}"].anchor = criterion.anchor  # type: ignore[attr-defined]  # for the page
    return fields


def rubric_lines(form: Any, criteria: Iterable[Criterion]) -> list[tuple[forms.BoundField, forms.BoundField]]:
    """A criterion's points and its reason, as a page shows them."""
    return [(form[f"points_{c.order}"], form[f"reason_{c.order}"]) for c in criteria]


def rubric_answers(data: Mapping[str, Any], criteria: Iterable[Criterion]) -> dict[Criterion, tuple[Any, str]]:
    """What was given on each criterion."""
    return {c: (data[f"points_{c.order}"], data[f"reason_{c.order}"]) for c in criteria}
