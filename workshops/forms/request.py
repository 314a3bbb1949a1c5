"""What a school is asked that wants a visit, and how it answers a proposal."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import Form, ModelForm
from schools.models import School
from workshops.choices import Cause, Party
from workshops.models import Forum, VisitRequest
from workshops.services.forum import cancel_forum
from workshops.services.request import (
    accept_request,
    agree_to_visit,
    ask_for_code,
    ask_other_day,
    enter_code,
    request_visit,
)


class WishForm(ModelForm):
    """What, how many, when."""

    class Meta:
        model = VisitRequest
        fields = ["kind", "topic", "expected", "from_day", "until_day", "wishes"]
        help_texts = {
            "topic": _("Leave it empty if you want us to suggest one."),
            "expected": _("A rough number is enough. Learners are counted, never named."),
            "from_day": _("We plan at least two weeks ahead."),
            "wishes": _("Days of the week that suit you, examinations, a language."),
        }
        widgets = {"wishes": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """The days are to come, and in order."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_day"), data.get("until_day")
        if last and last < timezone.localdate():
            self.add_error("until_day", _("This day is over."))
        elif first and last and last < first:
            self.add_error("until_day", _("The last day must not come before the first."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """The service checks the whole row."""
        return super()._get_validation_exclusions() | {"school", "name", "phone", "email"}

    def validate_constraints(self) -> None:
        """The service does."""


class TeacherAskForm(WishForm):
    """A teacher with an account asks: name and address are known."""

    wants_user = True
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)

    class Meta(WishForm.Meta):
        fields = ["school", *WishForm.Meta.fields]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        member = user.memberships.filter(ended_at=None).first()
        mine = VisitRequest(name=user.name, phone=user.phone, email=user.email or "", language=user.language)
        mine.position = member.position if member else mine.position
        super().__init__(*args, instance=mine, **kwargs)
        self.fields["school"].queryset = School.objects.open().filter(members__user=user, members__ended_at=None)

    def save(self, *, by: User) -> Forum:
        """Ask."""
        return request_visit(wish=self.instance, by=by)


class AskForm(WishForm):
    """A school without an account asks; the phone proves that somebody is there."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta(WishForm.Meta):
        fields = ["name", "position", "phone", "email", *WishForm.Meta.fields]
        help_texts = {
            **WishForm.Meta.help_texts,
            "phone": _("The principal’s own, if you can. We send a code to it at once, and later the date."),
            "email": _("If you have one; SMS is enough."),
        }

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        language = (translation.get_language() or "en")[:2]
        super().__init__(*args, instance=VisitRequest(school=school, language=language), **kwargs)
        self.fields["phone"].required = True

    def clean_website(self) -> str:
        """Only a machine fills in what nobody sees."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty."))
        return ""

    def save(self, *, by: Any) -> VisitRequest:
        """Send the code."""
        return ask_for_code(wish=self.instance, by=by)


class CodeForm(Form):
    """The six digits of the SMS."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^\d{6}$",
        error_messages={"invalid": _("Six digits, as they stand in the SMS.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, wish: VisitRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wish = wish

    def save(self, *, by: Any) -> Forum:
        """Open the visit."""
        return enter_code(wish=self.wish, code=self.cleaned_data["code"], by=by)


class AcceptForm(Form):
    """Do we take a request?"""

    take = forms.ChoiceField(
        label=_("Do we take it?"),
        choices=[("yes", _("Yes: a date comes next")), ("no", _("No: tell the school why"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If we do not take it, the school reads this."),
    )

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        data = super().clean() or self.cleaned_data
        if data.get("take") == "no" and not data.get("note"):
            self.add_error("note", _("Tell the school why."))
        return data

    def save(self, *, by: User) -> Forum:
        """Accept or decline."""
        note = self.cleaned_data["note"]
        if self.cleaned_data["take"] == "yes":
            return accept_request(forum=self.forum, note=note, by=by)
        return cancel_forum(forum=self.forum, reason=note, party=Party.US, cause=Cause.DECLINED, by=by)


class AgreeForm(Form):
    """The school answers a proposal, by its link."""

    answer = forms.ChoiceField(
        label=_("Does the date suit the school?"),
        choices=[("yes", _("Yes, please come")), ("no", _("No, another day please"))],
        widget=forms.RadioSelect,
    )
    who = forms.CharField(label=_("Your name and position"), max_length=160)
    note = forms.CharField(
        label=_("Anything the team should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If the day does not suit: which days would?"),
    )

    def __init__(self, *args: Any, instance: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance

    def save(self, *, by: Any) -> Forum:
        """Agree, or ask for another day."""
        data = self.cleaned_data
        answer = agree_to_visit if data["answer"] == "yes" else ask_other_day
        return answer(forum=self.forum, who=data["who"], note=data["note"], by=by)


class OnBehalfForm(AgreeForm):
    """An officer writes down what the school said on the telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label = _("Who said so at the school?")
