"""What is asked about sessions, schools that come, and modules."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from accounts.rules import is_director
from core.forms import Form, ModelForm
from schools.models import School
from workshops.forms.door import override_field
from workshops.models import Forum, GuestSchool, Module, Session
from workshops.services.session import add_guest, keep_module, save_session


class SessionForm(ModelForm):
    """A day, hours, a room, a topic, a team."""

    wants_user = True
    day = forms.DateField(label=_("Day"))
    start = forms.TimeField(label=_("Begins"), help_text=_("Nairobi time."))
    end = forms.TimeField(label=_("Ends"))
    lead = forms.ModelChoiceField(label=_("Leads"), queryset=User.objects.none(), empty_label=_("Choose"))
    second = forms.ModelChoiceField(
        label=_("Second"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    override = override_field()

    class Meta:
        model = Session
        fields = ["title", "module", "room"]
        help_texts = {"room": _("Sessions at the same time are in different rooms.")}

    def __init__(self, *args: Any, instance: Session, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {**_as_initial(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        people = User.objects.active().with_role(Role.FACILITATOR).order_by("name")
        self.fields["lead"].queryset = self.fields["second"].queryset = people
        self.fields["module"].queryset = Module.objects.taught()
        if not is_director(user):
            del self.fields["override"]
        self.order_fields(["title", "module", "day", "start", "end", "room", "lead", "second"])
        self._prepare()  # with the fields as they are now

    def clean(self) -> dict[str, Any]:
        """The times fit together, the team is two people."""
        data = super().clean() or self.cleaned_data
        if data.get("lead") and data.get("lead") == data.get("second"):
            self.add_error("second", _("Choose two different people."))
        if data.get("day") and data.get("start") and data.get("end"):
            zone = timezone.get_default_timezone()
            self.instance.starts_at = datetime.combine(data["day"], data["start"], zone)
            self.instance.ends_at = datetime.combine(data["day"], data["end"], zone)
            if data["end"] <= data["start"]:
                self.add_error("end", _("The end must come after the beginning."))
        return data

    def _post_clean(self) -> None:
        """Fill in the row, but leave its constraints to the service."""
        self._validate_unique = False
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"forum", "starts_at", "ends_at"}

    def validate_constraints(self) -> None:
        """The service does."""

    def refuse(self, error: Any) -> None:
        """A clash of the team stands at the person it is about."""
        if hasattr(error, "error_dict") and "team" in error.error_dict:
            error.error_dict["lead"] = error.error_dict.pop("team")
        super().refuse(error)

    def save(self, *, by: User) -> Session:
        """Add it, or change it."""
        team = [person for person in (self.cleaned_data["lead"], self.cleaned_data["second"]) if person]
        return save_session(session=self.instance, team=team, override=self.cleaned_data.get("override", ""), by=by)


def _as_initial(session: Session) -> dict[str, Any]:
    forum = session.forum
    if not session.pk:
        start, end = timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)
        return {"day": start.date(), "start": start.time(), "end": end.time(), "title": ""}
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    people = [booking.facilitator for booking in session.get_team()]
    return {
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "lead": people[0] if people else None,
        "second": people[1] if len(people) > 1 else None,
    }


class GuestForm(Form):
    """Which school comes, by its name or a code of the register."""

    wants_user = True
    school = forms.CharField(
        label=_("School"), max_length=120, help_text=_("Its name as the register has it, or its code.")
    )
    expected = forms.IntegerField(label=_("Learners expected"), min_value=1, max_value=5000, required=False)
    override = override_field()

    def __init__(self, *args: Any, instance: Forum, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance
        if not is_director(user):
            del self.fields["override"]
        self._prepare()

    def clean_school(self) -> School:
        """One school, or the names of those that it may be."""
        found = list(School.objects.open().search(self.cleaned_data["school"]).select_related("county")[:6])
        same = [row for row in found if row.name.casefold() == self.cleaned_data["school"].casefold()]
        if len(same) == 1 or len(found) == 1:
            return (same or found)[0]
        if not found:
            raise forms.ValidationError(_("No school of that name is in the register."))
        names = ", ".join(f"{row.name} ({row.county}, {row.uic or row.list_code or '–'})" for row in found)
        raise forms.ValidationError(_("Several schools have it: %(names)s."), params={"names": names})

    def save(self, *, by: User) -> GuestSchool:
        """Invite it."""
        data = self.cleaned_data
        guest = GuestSchool(forum=self.forum, school=data["school"], expected=data["expected"])
        return add_guest(guest=guest, override=data.get("override", ""), by=by)


class ModuleForm(ModelForm):
    """What teams teach."""

    class Meta:
        model = Module
        fields = ["name", "minutes", "care", "notes", "archived"]
        help_texts = {
            "care": _("What in it may hurt, and how the team handles it."),
            "notes": _("Stands in the pack of each visit. “## ” makes a heading, “- ” a point of a list."),
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 14})}

    def save(self, *, by: User) -> Module:
        """Keep it."""
        return keep_module(module=self.instance, by=by)
