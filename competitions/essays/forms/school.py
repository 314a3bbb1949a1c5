"""What is asked for a school: its entrants, and the head teacher's certificate."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.choices import Sex
from competitions.essays.forms.entry import FilesField
from competitions.essays.models import Competition, Entrant
from competitions.essays.services.school import keep_head_certificate, list_entrants
from core.forms import Form
from schools.models import ClassLevel, School

LINES = 8


class EntrantsForm(Form):
    """A line a learner; an empty line is none."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, instance: Competition, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition, self.school = instance, school
        levels = list(instance.class_levels.all()) or list(ClassLevel.objects.of_year(timezone.localdate().year))
        self.levels = {str(level.pk): level for level in levels}
        classes = [(pk, level.name) for pk, level in self.levels.items()]
        languages = [(language.value, language.label) for language in instance.languages]
        for n in range(LINES):
            name = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Learner’s name"), max_length=120, required=False, widget=name
            )
            self.fields[f"class_{n}"] = forms.ChoiceField(label=_("Class"), choices=classes)
            self.fields[f"sex_{n}"] = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
            self.fields[f"language_{n}"] = forms.ChoiceField(label=_("Writes in"), choices=languages)

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """As the page shows them."""
        return [(n + 1, [self[f"{part}_{n}"] for part in ("name", "class", "sex", "language")]) for n in range(LINES)]

    def save(self, *, by: User) -> Competition:
        """List them."""
        data = self.cleaned_data
        named = [n for n in range(LINES) if data[f"name_{n}"]]
        entrants = [
            (
                Entrant(name=data[f"name_{n}"], class_level=self.levels[data[f"class_{n}"]], sex=data[f"sex_{n}"]),
                data[f"language_{n}"],
            )
            for n in named
        ]
        list_entrants(competition=self.competition, school=self.school, entrants=entrants, key=data["key"], by=by)
        return self.competition


class HeadCertificateForm(Form):
    """The signed paper."""

    paper = FilesField(
        label=_("The signed certificate"), help_text=_("A picture or PDF of it, with the stamp of the school.")
    )

    def __init__(self, *args: Any, instance: Competition, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition, self.school = instance, school

    def save(self, *, by: User) -> Competition:
        """Keep it."""
        file = self.cleaned_data["paper"][0]
        keep_head_certificate(competition=self.competition, school=self.school, file=file, by=by)
        return self.competition
