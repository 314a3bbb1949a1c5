"""What is asked about schools and their teachers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import User
from accounts.models.user import LANGUAGES
from core.forms import Form, ModelForm
from schools.choices import Position, SubCountyKind
from schools.models import Membership, School
from schools.services.school import invite_teacher, save_school


class SchoolForm(ModelForm):
    """A school as the register knows it."""

    class Meta:
        model = School
        fields = [
            "name", "short_name", "level", "ownership", "gender", "boarding", "category", "old_category", "provision",
            "disabilities", "county", "sub_county", "education_sub_county", "ward", "uic", "knec_code",
            "latitude", "longitude",
        ]  # fmt: skip
        help_texts = {
            "short_name": _("For universities: the name used in a draw, such as UoN."),
            "uic": _("Four letters or digits, from the ministry’s list."),
            "knec_code": _("Eight digits; the first two are KNEC’s number of the county."),
            "latitude": _("As a phone’s map shows it, such as 0.49588."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (
            ("sub_county", SubCountyKind.CONSTITUENCY),
            ("education_sub_county", SubCountyKind.EDUCATION),
        ):
            field = self.fields[name]
            field.queryset = field.queryset.filter(kind=kind)

    def clean_uic(self) -> str | None:
        """Written in small letters it is the same code."""
        return (self.cleaned_data["uic"] or "").upper() or None

    def clean_knec_code(self) -> str | None:
        """Seven digits have lost their leading zero to a spreadsheet."""
        code = self.cleaned_data["knec_code"] or ""
        return code.zfill(8) if len(code) == 7 else code or None

    def save(self, *, by: User) -> School:
        """Save."""
        return save_school(school=self.instance, by=by, changed=self.changed_data)


class TeacherForm(Form):
    """A teacher who shall get booklets and enter essays for this school."""

    name = forms.CharField(label=_("Name"), max_length=120)
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices, initial=Position.PATRON)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneNumberField(
        label=_("Phone"), required=False, help_text=_("The invitation comes by SMS when there is no e-mail.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is needed."""
        data = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("phone") and not self.errors:
            raise ValidationError(_("Give an e-mail address or a phone number."))
        return data

    def save(self, *, by: User) -> Membership:
        """Invite."""
        data = {**self.cleaned_data, "phone": str(self.cleaned_data["phone"] or "")}
        return invite_teacher(school=self.school, by=by, **data)
