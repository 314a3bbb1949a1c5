"""What is asked of an officer who looks for names in a work, and covers them."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.choices import NamesFound
from competitions.essays.models import Entry, NameCheck, Page, PageCover, WordCover
from competitions.essays.reports.names import phrases_of
from competitions.essays.services.covers import MOST_BOXES, cover_page, cover_phrases
from competitions.essays.services.names import settle_names
from core.forms import Form

SIDES = (("left", _("From the left")), ("top", _("From the top")), ("width", _("Width")), ("height", _("Height")))
SPARE = 3  # empty rows below those that are filled


class Versioned(Form):
    """A form that says which version it began from, and is saved once however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SettleForm(Versioned):
    """There is no name, or all names are covered."""

    found = forms.ChoiceField(
        label=_("What I found"),
        choices=[choice for choice in NamesFound.choices if choice[0] != NamesFound.SEEN],
        required=False,
    )
    reason = forms.CharField(
        label=_("Why there is none"),
        max_length=300,
        required=False,
        help_text=_("A judge saw something: say what it was. Do not write a name."),
    )

    def __init__(self, *args: Any, instance: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {"base": instance.name_checks.count(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.entry = instance

    def clean_found(self) -> str:
        """One of the two buttons was pressed."""
        if not self.cleaned_data["found"]:
            raise ValidationError(_("Say what you found."))
        return str(self.cleaned_data["found"])

    def save(self, *, by: User) -> NameCheck:
        """Say it."""
        data = self.cleaned_data
        return settle_names(entry=self.entry, by=by, **{**data, "found": NamesFound(data["found"])})


class BoxesForm(Versioned):
    """The rectangles over a page: a row of four numbers each, in per cent. An empty row is no rectangle."""

    def __init__(self, *args: Any, instance: Page, **kwargs: Any) -> None:
        cover = instance.cover
        kept = cover.boxes if cover else []
        kwargs["initial"] = {
            "base": cover.version if cover else 0,
            **{f"{side}_{n}": box[at] for n, box in enumerate(kept) for at, (side, _words) in enumerate(SIDES)},
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.page, self.shown = instance, min(MOST_BOXES, len(kept) + SPARE)
        for n in range(MOST_BOXES):
            for side, words in SIDES:
                self.fields[f"{side}_{n}"] = _per_cent(words)
        if self.is_bound:
            filled = [n for n in range(MOST_BOXES) if any(self.data.get(f"{side}_{n}") for side, _words in SIDES)]
            self.shown = max(self.shown, min(MOST_BOXES, max(filled, default=0) + 1 + SPARE))

    @property
    def rows(self) -> list[tuple[int, bool, list[str], list[forms.BoundField]]]:
        """The rows: number from one, whether it is shown at first, the rectangle, the four fields."""
        fields = [[self[f"{side}_{n}"] for side, _words in SIDES] for n in range(MOST_BOXES)]
        return [
            (n + 1, n < self.shown, [str(field.value() or 0) for field in row], row) for n, row in enumerate(fields)
        ]

    def clean(self) -> dict[str, Any]:
        """All four of a row, or none."""
        data, self.boxes = super().clean() or {}, []
        for n in range(MOST_BOXES):
            row = [data.get(f"{side}_{n}") for side, _words in SIDES]
            if None not in row:
                self.boxes.append(row)
            elif any(value is not None for value in row):
                self.add_error(None, _("Rectangle %(n)d lacks a number: give all four, or none.") % {"n": n + 1})
        return data

    def save(self, *, by: User) -> PageCover:
        """Cover them."""
        data = self.cleaned_data
        return cover_page(page=self.page, boxes=self.boxes, base=data["base"], key=data["key"], by=by)


def _per_cent(words: Any) -> forms.FloatField:
    attrs = {"class": "form-control", "min": "0", "max": "100", "step": "0.1", "inputmode": "decimal"}
    widget = forms.NumberInput(attrs=attrs)
    return forms.FloatField(label=words, min_value=0, max_value=100, required=False, widget=widget)


class WordsForm(Versioned):
    """Words and phrases that judges do not read."""

    phrases = forms.CharField(
        label=_("Words that judges do not read"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("One word or phrase a line, found as whole words in title and text, in capitals or not."),
    )

    def __init__(self, *args: Any, instance: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {**phrases_of(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.entry = instance

    def save(self, *, by: User) -> WordCover:
        """Cover them."""
        data = self.cleaned_data
        lines = data["phrases"].splitlines()
        return cover_phrases(entry=self.entry, phrases=lines, base=data["base"], key=data["key"], by=by)
