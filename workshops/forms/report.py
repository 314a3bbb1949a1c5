"""What is asked of the team that comes back from a visit, and of the officer who reads its report."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import Form, ModelForm, ReasonForm
from core.uploads import clean_picture
from materials.models import Title
from schools.models import ClassLevel
from workshops.choices import Release, Sex
from workshops.models import Forum, ForumReport, Photo
from workshops.models.copies import MOST_COPIES
from workshops.services.photo import add_photo
from workshops.services.report import mark_no_show, return_report, send_report, verify_report


class ReportForm(Form):
    """What happened: a count for each class and sex, then a few words."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    adults = forms.IntegerField(label=_("Teachers and other adults"), min_value=0, max_value=2000, initial=0)
    done = forms.CharField(
        label=_("What was done"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What went well, what did not, questions that came up. No names of learners."),
    )
    promised = forms.CharField(
        label=_("What was promised"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Booklets, another visit, an answer: so that somebody keeps the promise."),
    )
    concern = forms.CharField(
        label=_("A child may be in danger"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What you saw or heard. This goes to the safeguarding lead alone and is not part of the report. In an "
            "emergency call Childline, 116, first."
        ),
    )

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance
        self.levels = list(
            ClassLevel.objects.of_year(timezone.localtime(instance.starts_at or instance.planned_at).year)
        )
        newest = instance.reports.filter(newest=True).first()
        before = {(c.class_level_id, c.sex): c for c in newest.head_counts.all()} if newest else {}
        for level in self.levels:
            for sex in Sex:
                row, words = before.get((level.pk, sex)), {"level": level, "sex": sex.label}
                self.fields[_count_name(level, sex)] = _count(
                    _("%(level)s, %(sex)s") % words, row.count if row else None
                )
                self.fields[_count_name(level, sex, "disabled")] = _count(
                    _("%(level)s, %(sex)s with a disability") % words, row.disabled or None if row else None
                )
        given = {row.title_id: row.copies for row in newest.handed_out.all()} if newest else {}
        self.titles = list(Title.objects.filter(archived=False) | Title.objects.filter(pk__in=given))
        for title in self.titles:
            self.fields[f"copies_{title.pk}"] = _count(title.name, given.get(title.pk), most=MOST_COPIES)
        if newest:
            self.initial |= {"adults": newest.adults, "done": newest.done, "promised": newest.promised}

    @property
    def grid(self) -> list[tuple[ClassLevel, list[forms.BoundField]]]:
        """The counts as the page shows them: a row a class, a field a sex, then those with a disability."""
        names = ("count", "disabled")
        return [(level, [self[_count_name(level, sex, n)] for n in names for sex in Sex]) for level in self.levels]

    @property
    def booklets(self) -> list[forms.BoundField]:
        """How many copies of each."""
        return [self[f"copies_{title.pk}"] for title in self.titles]

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields after the grid."""
        return [self[name] for name in ("adults", "done", "promised", "concern")]

    def save(self, *, by: User) -> ForumReport:
        """Send."""
        data = self.cleaned_data
        cells = [(level, sex) for level in self.levels for sex in Sex]
        counts = {(level, sex): data[_count_name(level, sex)] or 0 for level, sex in cells}
        disabled = {(level, sex): data[_count_name(level, sex, "disabled")] or 0 for level, sex in cells}
        copies = {title: data[f"copies_{title.pk}"] or 0 for title in self.titles}
        words = {name: data[name] for name in ("key", "adults", "done", "promised", "concern")}
        return send_report(forum=self.forum, counts=counts, disabled=disabled, copies=copies, by=by, **words)


def _count_name(level: ClassLevel, sex: Sex, what: str = "count") -> str:
    return f"{what}_{level.pk}_{sex}"


def _count(label: Any, initial: int | None, *, most: int = 5000) -> forms.IntegerField:
    """A small box for a number."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        required=False,
        initial=initial,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
    )


class PhotoForm(ModelForm):
    """One photograph at a time, so that a poor network can carry it; sent again it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    upload = forms.FileField(
        label=_("Photograph"),
        help_text=_("As the phone takes it. Place, time and the camera’s number are taken out before it is kept."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Photo
        fields = ["words", "release", "consent_by"]
        help_texts = {
            "words": _("What happens in it. No names of learners."),
            "release": _("A learner’s picture leaves the house only if a parent or guardian has signed."),
            "consent_by": _("Who signed, by their part: “the guardians of all eleven learners”. No names of learners."),
        }
        widgets = {"release": forms.RadioSelect}

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, instance=Photo(forum=instance), **kwargs)
        self.fields["release"].choices = Release.choices
        self.order_fields(["key", "upload"])
        self._prepare()

    def clean_upload(self) -> Any:
        """Hostile until proven otherwise."""
        return clean_picture(self.cleaned_data["upload"])

    def save(self, *, by: User) -> Photo:
        """Keep it."""
        self.instance.key = self.cleaned_data["key"]
        return add_photo(photo=self.instance, picture=self.cleaned_data["upload"], by=by)


class NoShowForm(ReasonForm):
    """What was found instead of a gathering."""

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance

    def save(self, *, by: User) -> Forum:
        """Say so."""
        return mark_no_show(forum=self.forum, reason=self.cleaned_data["reason"], by=by)


class VerifyForm(Form):
    """Does the report stand?"""

    stands = forms.ChoiceField(
        label=_("Does the report stand?"),
        choices=[("yes", _("Yes, it counts")), ("no", _("No, the team mends it"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If the team is to mend it: what is missing or unclear."),
    )

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance

    def clean(self) -> dict[str, Any]:
        """Whoever is asked to mend something must know what."""
        data = super().clean() or self.cleaned_data
        if data.get("stands") == "no" and not data.get("note"):
            self.add_error("note", _("Say what the team is to mend."))
        return data

    def save(self, *, by: User) -> Forum:
        """Verify, or send back."""
        answer = verify_report if self.cleaned_data["stands"] == "yes" else return_report
        return answer(forum=self.forum, note=self.cleaned_data["note"], by=by)
