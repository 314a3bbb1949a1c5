"""What is asked of officers: the terms, the judges, the dealing, the decision."""

from datetime import datetime, time
from secrets import randbelow
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from competitions.essays.choices import Language
from competitions.essays.models import Competition, Criterion, Deal, JudgePlace, ResultRun
from competitions.essays.services.competition import save_competition, set_judges
from competitions.essays.services.judging import deal_entries
from competitions.essays.services.results import decide_competition
from core.forms import Form, ModelForm
from schools.models import ClassLevel

LAST_MINUTE = time(23, 59)
CRITERIA = 6  # lines of the rubric that the form offers
USUAL_TIE_BREAK = _(
    "Equal scores share the place. If prizes cannot be shared, one more judge marks each of the equal works."
)


def usual_criteria() -> list[tuple[str, int, int, str]]:
    """The rubric of a usual essay competition, to begin from: name, weight, most points, bands."""
    return [
        (
            _t("Understanding of the right"),
            3,
            5,
            _t("3: names the right and explains it\n4: applies it to a case\n5: weighs it against another"),
        ),
        (
            _t("Argument"),
            3,
            5,
            _t("3: reasons in order\n4: answers an objection\n5: the reader is led to think again"),
        ),
        (_t("Own voice"), 2, 5, _t("3: clear\n4: vivid\n5: could not be anyone else’s")),
        (_t("Command of language"), 2, 5, _t("Apart from handwriting and slips of spelling")),
    ]


class CompetitionForm(ModelForm):
    """A competition with its rubric: a line a criterion; an empty line is none."""

    opens = forms.DateField(label=_("First day for entries"))
    closes = forms.DateField(label=_("Last day for entries"))
    judged = forms.DateField(label=_("Last day of judging"))

    class Meta:
        model = Competition
        fields = [
            "name",
            "kind",
            "question",
            "in_english",
            "in_kiswahili",
            "word_limit",
            "class_levels",
            "quota",
            "marks_per_entry",
            "finalists",
            "final_marks",
            "prize_places",
            "merit_places",
            "tie_break",
            "privacy",
            "keep_until",
        ]
        help_texts = {
            "name": _("As it stands on the certificates."),
            "question": _("As learners read it."),
            "word_limit": _("Of an image, the words of its slogan."),
            "class_levels": _("Who may take part; none chosen means all."),
            "quota": _("Empty means as many as it likes."),
            "privacy": _("Told before the competition opens: who sees what, and what is published with consent."),
            "marks_per_entry": _("Two judges at random are far better than one; three are best for few entries."),
            "finalists": _("Empty means one round. Equals at the cut all go on."),
            "final_marks": _("They have not read it before. The marks of both rounds count together."),
            "prize_places": _("First to which place? The chance of belonging there is computed for each entry."),
            "merit_places": _("How many more are honoured."),
            "tie_break": _("Told before the competition opens, never changed after."),
            "keep_until": _("After this day names and scans are erased; numbers stay."),
        }
        widgets = {
            "question": forms.Textarea(attrs={"rows": 3}),
            "tie_break": forms.Textarea(attrs={"rows": 3}),
            "privacy": forms.Textarea(attrs={"rows": 3}),
            "class_levels": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, instance: Competition | None = None, **kwargs: Any) -> None:
        instance = instance or Competition()
        kwargs["initial"] = {**_competition_initial(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        levels = ClassLevel.objects.of_year(timezone.localdate().year)
        self.fields["final_marks"].required = False  # of one round it means nothing
        self.fields["class_levels"].queryset = levels  # type: ignore[attr-defined]  # a field of a known kind
        kept = instance.criteria.all() if instance.pk else []
        rows = [(c.name, c.weight, c.max_points, c.bands, c.anchor) for c in kept]
        rows = rows or [(*row, "") for row in usual_criteria()]
        for n in range(CRITERIA):
            self._add_line(n, rows[n] if n < len(rows) else ("", 1, 5, "", ""))

    def _add_line(self, n: int, row: tuple[str, int, int, str, str]) -> None:
        name, weight, most, bands, anchor = row
        lines = forms.Textarea(attrs={"rows": 3})
        fields: dict[str, forms.Field] = {
            f"name_{n}": forms.CharField(label=_("Criterion"), max_length=80, required=False, initial=name),
            f"weight_{n}": forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, initial=weight),
            f"most_{n}": forms.IntegerField(label=_("Most points"), min_value=2, max_value=10, initial=most),
            f"bands_{n}": forms.CharField(
                label=_("Bands in words"), max_length=1000, required=False, initial=bands, widget=lines
            ),
            f"anchor_{n}": forms.CharField(
                label=_("An example and its points"),
                max_length=1500,
                required=False,
                initial=anchor,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        }
        self.fields.update(fields)

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rubric as the page shows it."""
        return [(n + 1, [self[f"{part}_{n}"] for part in _LINE]) for n in range(CRITERIA)]

    @property
    def before(self) -> list[forms.BoundField]:
        """The fields above the rubric."""
        return [self[name] for name in (*self.Meta.fields[:8], "opens", "closes", "judged", *self.Meta.fields[8:])]

    def clean_final_marks(self) -> int:
        """Left empty, the usual."""
        return int(self.cleaned_data["final_marks"] or Competition._meta.get_field("final_marks").default)

    def clean(self) -> dict[str, Any]:
        """Days become moments: from the first minute of the first to the end of the last, in Nairobi."""
        data = super().clean() or self.cleaned_data
        days = {name: data.get(name) for name in ("opens", "closes", "judged")}
        if all(days.values()):
            self.instance.opens_at = _moment_of(days["opens"], time.min)
            self.instance.closes_at = _moment_of(days["closes"], LAST_MINUTE)
            self.instance.judging_closes_at = _moment_of(days["judged"], LAST_MINUTE)
        return data

    def validate_constraints(self) -> None:
        """The service does."""

    def save(self, *, by: User) -> Competition:
        """Prepare or change."""
        data = self.cleaned_data
        criteria = [
            Criterion(
                name=data[f"name_{n}"],
                weight=data[f"weight_{n}"],
                max_points=data[f"most_{n}"],
                bands=data[f"bands_{n}"],
                anchor=data[f"anchor_{n}"],
            )
            for n in range(CRITERIA)
            if data[f"name_{n}"]
        ]
        return save_competition(
            competition=self.instance,
            criteria=criteria,
            class_levels=data["class_levels"],
            by=by,
            changed=self.changed_data,
        )


_LINE = ("name", "weight", "most", "bands", "anchor")


def _moment_of(day: Any, clock: time) -> datetime:
    return datetime.combine(day, clock, timezone.get_default_timezone())


def _competition_initial(competition: Competition) -> dict[str, Any]:
    if not competition.pk:
        return {"tie_break": str(USUAL_TIE_BREAK)}
    return {
        "opens": timezone.localtime(competition.opens_at).date(),
        "closes": timezone.localtime(competition.closes_at).date(),
        "judged": timezone.localtime(competition.judging_closes_at).date(),
    }


class JudgesForm(Form):
    """Who judges, what each reads, and how many works at most."""

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance
        self.people = list(User.objects.active().with_role(Role.JUDGE).order_by("name", "pk"))
        held = {place.judge_id: place for place in instance.places.all()}
        for person in self.people:
            self._add_line(person, held.get(person.pk))

    def _add_line(self, person: User, place: JudgePlace | None) -> None:
        named = {"name": person.name}
        fields: dict[str, forms.Field] = {
            f"takes_{person.pk}": forms.BooleanField(
                label=_("%(name)s judges") % named, required=False, initial=place is not None and place.active
            ),
            f"en_{person.pk}": forms.BooleanField(
                label=_("%(name)s reads English") % named,
                required=False,
                initial=place.reads_english if place else True,
            ),
            f"sw_{person.pk}": forms.BooleanField(
                label=_("%(name)s reads Kiswahili") % named,
                required=False,
                initial=place.reads_kiswahili if place else person.language == Language.KISWAHILI,
            ),
            f"most_{person.pk}": forms.IntegerField(
                label=_("%(name)s takes at most") % named,
                required=False,
                min_value=1,
                max_value=999,
                initial=place.most if place else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
            ),
        }
        self.fields.update(fields)

    @property
    def grid(self) -> list[tuple[User, list[forms.BoundField]]]:
        """A row a judge."""
        return [(p, [self[f"{part}_{p.pk}"] for part in ("takes", "en", "sw", "most")]) for p in self.people]

    def save(self, *, by: User) -> Competition:
        """Name them."""
        data = self.cleaned_data
        offers = {
            p: (data[f"en_{p.pk}"], data[f"sw_{p.pk}"], data[f"most_{p.pk}"])
            for p in self.people
            if data[f"takes_{p.pk}"]
        }
        set_judges(competition=self.competition, offers=offers, by=by)
        return self.competition


def new_seed() -> int:
    """A fresh draw of chance, small enough to read out."""
    return randbelow(900_000_000) + 100_000_000


class DealForm(Form):
    """Deal as the preview showed: its seed and the finger-print of what it was computed from come along."""

    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53, initial=new_seed)
    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    trained = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> Deal:
        """Deal."""
        return deal_entries(competition=self.competition, by=by, **self.cleaned_data)


class DecideForm(Form):
    """Freeze the result that was looked at."""

    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> ResultRun:
        """Decide."""
        return decide_competition(competition=self.competition, by=by, **self.cleaned_data)
