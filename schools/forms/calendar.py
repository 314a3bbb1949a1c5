"""What is asked about the calendar, its rules and its days off."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateInput, Form, ModelForm, TimeInput
from schools.models import CalendarVersion, ExtraHoliday, SavedFilter, VisitRule
from schools.services.calendar import add_holiday, publish_calendar, save_filter, save_rule

_LINE = re.compile(r"^(.*?)\s*(\d{4}-\d\d-\d\d)\s+(\d{4}-\d\d-\d\d)$")
Days = list[tuple[str, date, date]]


class CalendarForm(ModelForm):
    """A calendar of a year, one line for each term, half-term and examination."""

    terms = forms.CharField(
        label=_("Terms"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: its number, its first and its last day, such as “1 2026-01-05 2026-04-02”."),
    )
    half_terms = forms.CharField(
        label=_("Half-terms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("First and last day."),
    )
    exams = forms.CharField(
        label=_("Examinations"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The name, the first and the last day, such as “KCSE written 2026-11-02 2026-11-20”."),
    )

    class Meta:
        model = CalendarVersion
        fields = ["year", "source", "reference", "effective_from"]
        widgets = {"effective_from": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        last = CalendarVersion.objects.order_by("-year", "-number").first()
        kwargs["initial"] = {**(_as_lines(last) if last else {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def _read(self, name: str) -> Days:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data[name].splitlines())):
            parts = _LINE.match(line)
            try:
                found.append((parts[1], date.fromisoformat(parts[2]), date.fromisoformat(parts[3])))  # type: ignore[index]  # three parts, by the pattern
            except (TypeError, ValueError) as error:
                words = _("“%(line)s” does not end with two days such as 2026-01-05.")
                raise ValidationError(words, params={"line": line[:60]}) from error
        return found

    def clean_terms(self) -> list[tuple[int, date, date]]:
        """Numbered 1 to 3."""
        days = self._read("terms")
        if any(name not in {"1", "2", "3"} for name, _first, _last in days):
            raise ValidationError(_("A line begins with the number of the term: 1, 2 or 3."))
        return [(int(name), first, last) for name, first, last in days]

    def clean_half_terms(self) -> list[tuple[date, date]]:
        """Days only."""
        return [(first, last) for _name, first, last in self._read("half_terms")]

    def clean_exams(self) -> Days:
        """Names and days."""
        return self._read("exams")

    def save(self, *, by: User) -> CalendarVersion:
        """Publish."""
        spans = {name: self.cleaned_data[name] for name in ("terms", "half_terms", "exams")}
        return publish_calendar(version=self.instance, by=by, **spans)

    def _get_validation_exclusions(self) -> set[str]:
        """The service numbers it."""
        return super()._get_validation_exclusions() | {"number"}


def _as_lines(version: CalendarVersion) -> dict[str, Any]:
    """The newest calendar, to begin from."""
    return {
        "year": version.year,
        "effective_from": timezone.localdate(),
        "terms": "\n".join(f"{term.number} {term.first} {term.last}" for term in version.terms.all()),
        "half_terms": "\n".join(f"{half.first} {half.last}" for half in version.half_terms.all()),
        "exams": "\n".join(f"{exam.name} {exam.first} {exam.last}" for exam in version.exams.all()),
    }


class RuleForm(ModelForm):
    """A rule about visitors."""

    class Meta:
        model = VisitRule
        fields = [
            "kind", "words", "term", "weekdays", "boarding_only", "opens", "closes",
            "source", "reference", "effective_from", "effective_to",
        ]  # fmt: skip
        widgets = {
            "effective_from": DateInput(),
            "effective_to": DateInput(),
            "opens": TimeInput(),
            "closes": TimeInput(),
        }
        labels = {"weekdays": _("Weekdays")}

    def clean_weekdays(self) -> str:
        """Digits 1 to 7."""
        days = "".join(sorted(set(self.cleaned_data["weekdays"])))
        if not re.fullmatch(r"[1-7]+", days):
            raise ValidationError(_("Digits from 1 (Monday) to 7 (Sunday)."))
        return days

    def save(self, *, by: User) -> VisitRule:
        """Keep."""
        return save_rule(rule=self.instance, by=by)


class HolidayForm(ModelForm):
    """A day off."""

    class Meta:
        model = ExtraHoliday
        fields = ["day", "name", "reference"]
        widgets = {"day": DateInput()}

    def save(self, *, by: User) -> ExtraHoliday:
        """Keep."""
        return add_holiday(holiday=self.instance, by=by)


class FilterNameForm(Form):
    """A name for the list as it is narrowed now."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as “Girls’ schools in Kitui”."))

    def __init__(self, *args: Any, query: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = query

    def save(self, *, by: User) -> SavedFilter:
        """Keep."""
        return save_filter(name=self.cleaned_data["name"], query=self.query, by=by)
