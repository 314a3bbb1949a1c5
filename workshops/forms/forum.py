"""What an officer is asked who plans, proposes, moves or cancels a visit."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from accounts.rules import is_director
from core.forms import ModelForm, ReasonForm
from workshops.choices import Cause, Party
from workshops.forms.door import override_field
from workshops.models import Forum, Module
from workshops.services.forum import STALE, cancel_forum, change_forum, plan_forum, propose_forum

YEARS_BACK, YEARS_AHEAD = 1, 3
USUAL_PROGRAMME = "5 {welcome}\n20 {what}\n25 {groups}\n20 {talk}\n5 {close}"
_PART = re.compile(r"^(\d{1,3})\s*(?:min\.?|’|')?\s+(.+)$")


def usual_programme() -> str:
    """The programme of a usual forum of an hour and a quarter, to begin from."""
    return USUAL_PROGRAMME.format(
        welcome=_t("Welcome by the club patron"),
        what=_t("What the right means, with a story"),
        groups=_t("Group work: cases from daily life"),
        talk=_t("What each group found"),
        close=_t("What we do next"),
    )


class ForumForm(ModelForm):
    """When, what, who."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the revision that was shown
    day = forms.DateField(label=_("Day"))
    start = forms.TimeField(label=_("Begins"), initial="15:30", help_text=_("Nairobi time."))
    end = forms.TimeField(label=_("Ends"), initial="16:45")
    lead = forms.ModelChoiceField(label=_("Leads"), queryset=User.objects.none(), empty_label=_("Choose"))
    second = forms.ModelChoiceField(
        label=_("Second"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Two adults are better than one: nobody should be alone with learners."),
    )
    programme = forms.CharField(
        label=_("Programme"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One part a line: the minutes, then what happens. The times are worked out from the beginning."),
    )

    topics = forms.ModelMultipleChoiceField(
        label=_("Modules"),
        queryset=Module.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their notes stand in the visit’s pack."),
    )

    wants_user = True
    override = override_field()

    class Meta:
        model = Forum
        fields = ["kind", "topic", "place", "host", "host_phone", "expected", "note"]
        help_texts = {
            "topic": _("As it stands on the programme, such as “Freedom from torture”."),
            "place": _("Where at the school: the hall, a classroom, under the tree."),
            "host": _("The adult of the school who stays with the learners throughout."),
            "expected": _("A rough number is enough; it decides how many booklets go along."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, instance: Forum, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {**_as_initial(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        people = User.objects.active().with_role(Role.FACILITATOR).order_by("name")
        self.fields["lead"].queryset = self.fields["second"].queryset = people
        if not is_director(user):
            del self.fields["override"]
        self.fields["topics"].queryset = Module.objects.taught()
        self.several = bool(instance.pk and instance.get_sessions())
        if self.several:  # each session has its own hours and team
            for name in ("start", "end", "lead", "second", "programme"):
                del self.fields[name]
            self.fields["day"].label = _("First day")
            self.fields["day"].help_text = _("Another first day moves all sessions by as many days.")
        self.fields["topic"].widget.attrs["autocomplete"] = "off"

    def clean_day(self) -> date:
        """A day that somebody can mean: a slip of the year is not one."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        first, last = today - timedelta(days=365 * YEARS_BACK), today + timedelta(days=366 * YEARS_AHEAD)
        if not first <= day <= last:
            words = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
            raise ValidationError(_t("Choose a day between %(first)s and %(last)s."), params=words)
        return day

    def clean_programme(self) -> list[tuple[int, str]]:
        """Lines as (minutes, words); a line without minutes is named."""
        parts = []
        for line in filter(None, map(str.strip, self.cleaned_data["programme"].splitlines())):
            found = _PART.match(line)
            if not found or not 0 < int(found[1]) <= 600:
                raise ValidationError(_t("“%(line)s” does not begin with its minutes."), params={"line": line[:60]})
            parts.append((int(found[1]), found[2][:160]))
        return parts

    def clean(self) -> dict[str, Any]:
        """The times fit together, the team is two people, the programme fits into the time."""
        data = super().clean() or self.cleaned_data
        if data.get("lead") and data.get("lead") == data.get("second"):
            self.add_error("second", _("Choose two different people."))
        if self.several and data.get("day") and self.instance.starts_at and self.instance.ends_at:
            shift = data["day"] - timezone.localtime(self.instance.starts_at).date()
            self.instance.starts_at, self.instance.ends_at = (
                self.instance.starts_at + shift,
                self.instance.ends_at + shift,
            )
        if data.get("day") and data.get("start") and data.get("end"):
            if data["end"] <= data["start"]:
                self.add_error("end", _("The end must come after the beginning."))
            else:
                self._check_length(data)
        return data

    def _check_length(self, data: dict[str, Any]) -> None:
        zone = timezone.get_default_timezone()
        start, end = (datetime.combine(data["day"], data[name], zone) for name in ("start", "end"))
        self.instance.starts_at, self.instance.ends_at = start, end
        planned, there_is = sum(minutes for minutes, _words in data.get("programme") or ()), (end - start).seconds // 60
        if planned > there_is:
            words = _t("The programme takes %(planned)d minutes, but there are only %(there_is)d.")
            self.add_error("programme", ValidationError(words, params={"planned": planned, "there_is": there_is}))

    def _get_validation_exclusions(self) -> set[str]:
        """The service checks the whole row, once the team is known."""
        return super()._get_validation_exclusions() | {"starts_at", "ends_at", "school", "planned_by"}

    def _post_clean(self) -> None:
        """Fill in the row, but leave its constraints to the service."""
        self._validate_unique = False
        super()._post_clean()

    def validate_constraints(self) -> None:
        """The service does."""

    def refuse(self, error: ValidationError) -> None:
        """A clash of the team stands at the person it is about."""
        if hasattr(error, "error_dict") and "team" in error.error_dict:
            error.error_dict["lead"] = error.error_dict.pop("team")
        super().refuse(error)
        if getattr(error, "code", "") == STALE:  # who has read what changed may press again
            now = Forum.objects.only("revision").get(pk=self.instance.pk)
            self.data = {**self.data.dict(), "seen": now.revision}

    def save(self, *, by: User) -> Forum:
        """Plan or change."""
        if self.instance.pk:
            return change_forum(**self.get_plan(), seen=self.cleaned_data["seen"], by=by)
        return plan_forum(**self.get_plan(), by=by)

    def get_plan(self) -> dict[str, Any]:
        """What every service of planning is told."""
        data = self.cleaned_data
        given = {"programme": data.get("programme"), "override": data.get("override", "")}
        return {"forum": self.instance, "team": self.get_team(), "modules": data["topics"], **given}

    def get_team(self) -> list[User]:
        """The people chosen, the lead first."""
        if self.several:
            return self.instance.get_people()
        return [person for person in (self.cleaned_data["lead"], self.cleaned_data["second"]) if person]


def _as_initial(forum: Forum) -> dict[str, Any]:
    """What a gathering that exists puts into the fields that are not its own."""
    if not forum.pk:
        return {"programme": usual_programme()}
    if forum.starts_at is None or forum.ends_at is None:
        return {"programme": usual_programme(), "seen": forum.revision}
    start, end = timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)
    people = [booking.facilitator for booking in forum.get_team()]
    return {
        "topics": list(forum.modules.all()),
        "seen": forum.revision,
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "lead": people[0] if people else None,
        "second": people[1] if len(people) > 1 else None,
        "programme": "\n".join(str(part) for part in forum.programme.all()),
    }


class ProposeForm(ForumForm):
    """A date, a time and a team for a school that asked."""

    def save(self, *, by: User) -> Forum:
        """Propose."""
        return propose_forum(**self.get_plan(), seen=self.cleaned_data["seen"], by=by)


class CancelForm(ReasonForm):
    """Who calls it off, and why."""

    field_order = ("party", "cause", "reason")
    party = forms.ChoiceField(label=_("Who calls it off?"), choices=Party.choices)
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices)

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance

    def save(self, *, by: User) -> Forum:
        """Cancel."""
        return cancel_forum(forum=self.forum, by=by, **self.cleaned_data)
