"""What is asked of people, and why."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from accounts.choices import ROLE_PURPOSE, Role
from accounts.models import Concern, Invitation, IssuedPaper, User
from accounts.models.user import LANGUAGES
from accounts.rules import can_invite_role
from accounts.services.concerns import close_concern
from accounts.services.papers import revoke_paper
from accounts.services.people import accept_invitation, change_profile, invite_person, set_password, set_roles
from core.forms import Form, ModelForm


class SignInForm(LoginForm):
    """E-mail or phone, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or phone")
        self.fields["login"].widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class CodeRequestForm(RequestLoginCodeForm):
    """Where the one-time code shall go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.fields["phone"].label = _("Phone")
        self.fields["phone"].help_text = _("0712 345 678 or +254 712 345 678")

    def clean(self) -> dict[str, Any]:
        """One way, so that one code travels."""
        given = [name for name in ("email", "phone") if self.cleaned_data.get(name)]
        if len(given) != 1 and not self.errors:
            both, none = _("Give one of the two, not both."), _("Give an e-mail address or a phone number.")
            raise ValidationError(both if given else none)
        return super().clean()


def _role_choices(roles: list[Role]) -> list[tuple[str, str]]:
    return [
        (role.value, _("%(role)s: %(purpose)s") % {"role": role.label, "purpose": ROLE_PURPOSE[role]}) for role in roles
    ]


class InviteForm(Form):
    """Let somebody in."""

    wants_user = True

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues know this person."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The invitation goes here, if there is one.")
    )
    phone = PhoneNumberField(
        label=_("Phone"), required=False, help_text=_("Used for the invitation when there is no e-mail.")
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Teachers are invited from their school's page, which gives them the school.
        self.fields["roles"].choices = _role_choices(
            [role for role in Role if role != Role.TEACHER and can_invite_role(user, role)]
        )

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is needed."""
        data = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("phone") and not self.errors:
            raise ValidationError(_("Give an e-mail address or a phone number."))
        return data

    def save(self, *, by: User) -> User:
        """Invite."""
        return invite_person(by=by, **{**self.cleaned_data, "phone": str(self.cleaned_data["phone"] or "")})


class AcceptForm(Form):
    """Open the account."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = _(
            "At least 12 characters; a short sentence is easy to keep in mind. Leave it empty if you would rather "
            "get a one-time code each time."
        )

    def clean_password(self) -> str:
        """An empty one is a choice; any other must be good."""
        password = self.cleaned_data["password"]
        if password:
            validate_password(password, self.invitation.user)
        return password

    def save(self, *, by: Any) -> User:
        """Accept."""
        return accept_invitation(invitation=self.invitation, password=self.cleaned_data["password"])


class RolesForm(Form):
    """What a person does here."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: _role_choices(list(Role)),
        required=False,
    )

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"roles": sorted(instance.roles)}
        super().__init__(*args, **kwargs)
        self.person = instance

    def save(self, *, by: User) -> User:
        """Set."""
        return set_roles(person=self.person, roles=[Role(code) for code in self.cleaned_data["roles"]], by=by)


class ProfileForm(ModelForm):
    """The own name, address and language."""

    class Meta:
        model = User
        fields = ["name", "email", "phone", "language"]
        help_texts = {"phone": _("For one-time codes and for news of a visit; nobody outside sees it.")}

    def clean_email(self) -> str | None:
        """An empty address is none at all: two people may lack one."""
        return (self.cleaned_data["email"] or "").lower() or None

    def clean_phone(self) -> Any:
        """The same for phones."""
        return self.cleaned_data["phone"] or None

    @property
    def moves(self) -> bool:
        """Whether the person will be reached elsewhere."""
        return any(self.cleaned_data[name] != getattr(self.instance, name) for name in ("email", "phone"))

    def _post_clean(self) -> None:
        """The service checks and writes; the form must not touch the signed-in person before."""

    def save(self, *, by: User) -> User:
        """Change."""
        return change_profile(person=User.objects.get(pk=self.instance.pk), by=by, **self.cleaned_data)


class PasswordForm(Form):
    """A new password."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a short sentence is easy to keep in mind."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """It must be good."""
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def save(self, *, by: User) -> User:
        """Set."""
        return set_password(person=self.person, password=self.cleaned_data["password"], by=by)


class CloseConcernForm(Form):
    """What was done about a concern."""

    outcome = forms.CharField(
        label=_("What was done"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whom you told, what was agreed, when you look again. Only safeguarding leads read this."),
    )

    def __init__(self, *args: Any, instance: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concern = instance

    def save(self, *, by: User) -> Concern:
        """Close."""
        return close_concern(concern=self.concern, outcome=self.cleaned_data["outcome"], by=by)


class RevokePaperForm(Form):
    """Why a numbered paper is valid no more."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For the office. The public page says that the paper was revoked, and when, but not why."),
    )

    def __init__(self, *args: Any, instance: IssuedPaper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = instance

    def save(self, *, by: User) -> IssuedPaper:
        """Revoke."""
        return revoke_paper(paper=self.paper, reason=self.cleaned_data["reason"], by=by)
