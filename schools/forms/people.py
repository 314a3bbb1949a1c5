"""What is asked about the adults of a school, its club, its learners, and two records that are one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateInput, Form, ModelForm
from schools.choices import Sex
from schools.models import Blackout, ClassLevel, Club, Contact, School, SchoolAlias, SchoolMerge
from schools.services.calendar import add_blackout
from schools.services.merge import merge_schools
from schools.services.people import save_club, save_contact, save_enrolment
from schools.services.school import MANY, add_alias, change_many


class ContactForm(ModelForm):
    """An adult whom one can reach."""

    class Meta:
        model = Contact
        fields = ["name", "position", "phone", "phone2", "email", "language", "reach"]
        help_texts = {"phone": _("One number a field, such as 0712 345 678.")}

    def save(self, *, by: User) -> Contact:
        """Keep."""
        return save_contact(contact=self.instance, by=by)


class ClubForm(ModelForm):
    """A school's club."""

    class Meta:
        model = Club
        fields = ["name", "patron", "founded", "learners", "is_active"]
        help_texts = {"learners": _("How many, never who.")}

    def __init__(self, *args: Any, instance: Club, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["patron"].queryset = Contact.objects.current().filter(school=instance.school_id)

    def save(self, *, by: User) -> Club:
        """Keep."""
        return save_club(club=self.instance, by=by)


class EnrolmentForm(Form):
    """How many learners of each class and sex; the classes are those of the year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    source = forms.CharField(
        label=_("Source"), max_length=120, help_text=_("Who said so, such as “principal, by phone”.")
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        year = timezone.localdate().year
        self.fields["year"].initial = year
        known = {(s.class_level_id, s.sex): s.count for s in school.enrolment.filter(year=year)}
        self.cells: dict[str, tuple[str, str]] = {}
        for level in ClassLevel.objects.all():
            for sex in Sex:
                if level.last_year is not None and level.last_year < year - 1:
                    continue
                name = f"{level.code}-{sex}"
                self.cells[name] = (level.code, str(sex))
                self.fields[name] = forms.IntegerField(
                    label=f"{level}, {sex.label}",
                    min_value=0,
                    max_value=5000,
                    required=False,
                    initial=known.get((level.code, str(sex))),
                )
        self._prepare()

    def save(self, *, by: User) -> School:
        """Keep those that were filled in."""
        data = self.cleaned_data
        counts = {cell: data[name] for name, cell in self.cells.items() if data[name] is not None}
        return save_enrolment(school=self.school, year=data["year"], counts=counts, source=data["source"], by=by)


class AliasForm(Form):
    """Another name of a school."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As people or lists write it."))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def save(self, *, by: User) -> SchoolAlias:
        """Keep."""
        return add_alias(school=self.school, name=self.cleaned_data["name"], by=by)


class BlackoutForm(ModelForm):
    """Days on which a school takes no visitor."""

    class Meta:
        model = Blackout
        fields = ["first", "last", "reason"]
        widgets = {"first": DateInput(), "last": DateInput()}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, instance=Blackout(school=school), **kwargs)

    def save(self, *, by: User) -> Blackout:
        """Keep."""
        return add_blackout(school=self.instance.school, by=by, **self.cleaned_data)


class MergeForm(Form):
    """Which other record is the same school?"""

    other = forms.CharField(
        label=_("The other record"),
        max_length=12,
        help_text=_(
            "Its institution code, examination centre, number in the list of 2016, or the number in its address."
        ),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_other(self) -> School:
        """A school by one of its codes."""
        code = self.cleaned_data["other"].upper().lstrip("#")
        key = Q(pk=code) if code.isdecimal() and len(code) < 8 else Q(pk=None)
        exact = School.objects.filter(Q(uic=code) | Q(knec_code=code) | Q(list_code=code)).exclude(pk=self.school.pk)
        found = exact.first() or School.objects.filter(key).first()
        if found is None:
            raise ValidationError(_("No school has this code."))
        return found

    def save(self, *, by: User) -> SchoolMerge:
        """Merge."""
        return merge_schools(keep=self.school, gone=self.cleaned_data["other"], by=by)


def many_choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """What can be set for many schools at once: field by field, each of its words."""
    groups = []
    for name in MANY:
        field = School._meta.get_field(name)
        words = [(f"{name}:{code}", words) for code, words in field.choices or () if code]
        groups.append((str(field.verbose_name).capitalize(), words))
    return groups


class ManyForm(Form):
    """One field of all schools of a list."""

    what = forms.ChoiceField(label=_("Set"), choices=many_choices)
    count = forms.IntegerField(
        label=_("How many schools are that?"),
        help_text=_("Type the number that stands above, so that nothing is changed by mistake."),
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools

    def clean_count(self) -> int:
        """It must be the number of schools."""
        if self.cleaned_data["count"] != self.schools.count():
            raise ValidationError(_("The list has %(n)d schools."), params={"n": self.schools.count()})
        return self.cleaned_data["count"]

    def save(self, *, by: User) -> int:
        """Change."""
        field, _colon, value = self.cleaned_data["what"].partition(":")
        return change_many(schools=self.schools, field=field, value=value, by=by)
