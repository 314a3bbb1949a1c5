"""What is asked of an officer who moves many visits, or puts booklets aside."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import FilterForm, Form
from materials.models import Title
from schools.filters import county_choices
from workshops.models import Forum
from workshops.models.copies import MOST_COPIES
from workshops.services.copies import reserve_copies
from workshops.services.moves import NewDay, move_visits


class MovesFilter(FilterForm):
    """Which visits, and from when on a new day is looked for."""

    county = forms.ChoiceField(label=_("County"), required=False)
    first = forms.DateField(label=_("Visits from"), required=False)
    last = forms.DateField(label=_("Visits until"), required=False)
    after = forms.DateField(label=_("New days from"), required=False)
    every = forms.BooleanField(label=_("also those that fit the calendar"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].choices = [("", _("All counties")), *county_choices()]
        for name in ("first", "last", "after"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["every"].widget.attrs["class"] = "form-check-input"

    def wanted(self) -> dict[str, Any]:
        """What was chosen; a word that means nothing is as if it were not there."""
        self.is_valid()
        data = self.cleaned_data
        tomorrow = timezone.localdate() + timedelta(days=1)
        return {**data, "after": max(data.get("after") or tomorrow, tomorrow)}


class _Chosen(forms.MultipleChoiceField):
    """Visits with their new beginnings, as `reports.moves.Move.value` writes them."""

    def clean(self, value: Any) -> list[NewDay]:
        """Read them."""
        if not value:
            raise ValidationError(_t("Choose at least one visit."))
        return [self._read(str(line)) for line in value]

    def _read(self, line: str) -> NewDay:
        try:
            forum, seen, start = line.split("/")
            return NewDay(int(forum), int(seen), _aware(datetime.fromisoformat(start)))
        except (ValueError, OverflowError) as error:
            raise ValidationError(_t("One of the visits cannot be read. Open the page again.")) from error


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or not 2000 < moment.year < 2099:
        raise ValueError
    return moment


class MovesForm(Form):
    """Which of the proposed moves are made, and why."""

    chosen = _Chosen(label=_("Visits"), error_messages={"required": _("Choose at least one visit.")})
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the e-mail to the schools."),
    )

    def save(self, *, by: User) -> int:
        """Move them."""
        return move_visits(moves=self.cleaned_data["chosen"], reason=self.cleaned_data["reason"], by=by)


class CopiesForm(Form):
    """How many copies of each booklet are kept for a visit."""

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance
        held = {row.title_id: row.copies for row in instance.reservations.all()}
        self.titles = list(Title.objects.filter(archived=False) | Title.objects.filter(pk__in=held))
        for title in self.titles:
            self.fields[f"copies_{title.pk}"] = forms.IntegerField(
                label=title.name,
                min_value=0,
                max_value=MOST_COPIES,
                required=False,
                initial=held.get(title.pk),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self._prepare()

    def save(self, *, by: User) -> Forum:
        """Keep them."""
        copies = {title: self.cleaned_data[f"copies_{title.pk}"] or 0 for title in self.titles}
        return reserve_copies(forum=self.forum, copies=copies, by=by)
