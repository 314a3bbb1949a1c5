"""A date and a team, while they are being chosen."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from core.forms import Form
from schools.models import School
from workshops.models import Forum
from workshops.services.door import blocks_of, clashes_of, warnings_of


class ClashForm(Form):
    """What is known so far; it never asks a person, it only finds what stands against it."""

    day = forms.DateField()
    start = forms.TimeField()
    end = forms.TimeField()
    lead = forms.ModelChoiceField(queryset=User.objects.none())
    second = forms.ModelChoiceField(queryset=User.objects.none(), required=False)
    expected = forms.IntegerField(required=False, min_value=1, max_value=5000)
    forum = forms.ModelChoiceField(queryset=Forum.objects.all(), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        people = User.objects.active().with_role(Role.FACILITATOR)
        self.fields["lead"].queryset = self.fields["second"].queryset = people

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", "")
        return data

    def find(self) -> tuple[list[str], list[str]]:
        """What bars it, and what to think about."""
        data, zone = self.cleaned_data, timezone.get_default_timezone()
        forum = data["forum"] or Forum()
        forum.school, forum.expected = self.school, data["expected"]
        forum.starts_at = datetime.combine(data["day"], data["start"], zone)
        forum.ends_at = datetime.combine(data["day"], data["end"], zone)
        team = [person for person in (data["lead"], data["second"]) if person]
        clashes = [words for several in clashes_of(forum, team).values() for words in several]
        bars = [str(block.words) for block in blocks_of(forum, team, with_authority=True)]
        return [*clashes, *bars], warnings_of(forum, team)
