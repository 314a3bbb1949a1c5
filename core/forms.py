"""What every form of the house has in common: linked errors, tidy text, a reason for each question."""

from functools import lru_cache
from html import escape
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.text import tidy, tidy_lines

MAX_TEXT = 20_000  # characters of a long text field that names no limit of its own


class DateInput(forms.DateInput):
    """A day, picked with the phone's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """A time of day, picked with the phone's own clock."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class QuickSelect(forms.Select):
    """A drop-down that writes itself: Django's own renders a template for every option, 47 for the counties alone."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The `<select>` with its options; groups of options are not made here."""
        choices = tuple((str(code), str(words)) for code, words in self.choices)
        own = {**self.attrs, **(attrs or {}), "name": name}
        options = _options(choices, "" if value is None else str(value))
        return mark_safe(f"<select{flatatt(own)}>{options}</select>")  # noqa: S308 (all of it is escaped)


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> str:
    """The options of a drop-down, which are the same from page to page."""
    return "".join(
        f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(words)}</option>'
        for code, words in choices
    )


class _Ours:
    """Tidies text on the way in, sets the crispy helper, turns a service's refusal into form errors."""

    fields: dict[str, forms.Field]
    helper: FormHelper

    def _prepare(self) -> None:
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self._choose_widgets()

    def _choose_widgets(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
                field.widget = DateInput(attrs=field.widget.attrs)
            elif isinstance(field, forms.TimeField) and type(field.widget) is forms.TimeInput:
                field.widget = TimeInput(attrs=field.widget.attrs)
            elif isinstance(field, PhoneNumberField):
                field.error_messages["invalid"] = _("Enter a phone number such as 0712 345 678 or +254 712 345 678.")
            elif isinstance(field.widget, forms.Textarea) and getattr(field, "max_length", None) is None:
                field.max_length = MAX_TEXT  # type: ignore[attr-defined]  # a mixin: the form stands behind it
                field.validators.append(forms.CharField(max_length=MAX_TEXT).validators[-2])

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # a mixin: the form stands behind it
        cleaned = self.cleaned_data  # type: ignore[attr-defined]  # a mixin: the form stands behind it
        for name, value in cleaned.items():
            if isinstance(value, str) and isinstance(self.fields[name], forms.CharField):
                long = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = tidy_lines(value) if long else tidy(value)

    def refuse(self, error: ValidationError) -> None:
        """Show a service's refusal: at its field where it names one we have, at the top otherwise."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)  # type: ignore[attr-defined]  # a mixin: the form stands behind it
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)  # type: ignore[attr-defined]  # a mixin: the form stands behind it


class Form(_Ours, forms.Form):
    """A form that asks; `save(by=...)` of a subclass calls one service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()


class ModelForm(_Ours, forms.ModelForm):
    """A form over a model's fields; `save(by=...)` of a subclass calls one service, never `Model.save`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare()

    def save(self, *, by: Any) -> Model:  # type: ignore[override]  # who does it, instead of commit
        """Every model form says which service keeps its rows."""
        raise TypeError(f"{type(self).__name__} must name its service in save().")


class FilterForm(_Ours, forms.Form):
    """The form of a filter: it is sent by GET, so it never asks for a token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose_widgets()
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select:
                quick = QuickSelect(attrs=field.widget.attrs)
                quick.is_required = field.widget.is_required
                field.widget, quick.choices = quick, field.widget.choices


class ConfirmForm(Form):
    """No question but: are you sure?"""


class ReasonForm(Form):
    """Are you sure, and why? The reason is kept with the change."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the change, so that colleagues understand it later."),
    )
