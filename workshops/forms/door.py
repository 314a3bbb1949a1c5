"""What is asked about papers, letters, roads, and exceptions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_director
from core.forms import Form, ModelForm
from core.uploads import clean_pdf, clean_picture, kind_of
from schools.models import County
from workshops.choices import PersonSex
from workshops.models import AccessAuthority, Clearance, Facilitator, Forum, Terrain
from workshops.services.door import enter_authority, enter_clearance, set_profile, set_speed
from workshops.services.request import confirm_visit

DOCUMENT_HELP = _("A PDF or a photograph of it.")


def clean_document(upload: Any) -> Any:
    """A PDF or a picture, written anew; nothing when nothing was sent."""
    if not upload:
        return None
    return clean_pdf(upload) if kind_of(upload) == "pdf" else clean_picture(upload)


def override_field() -> forms.CharField:
    """The reason for which a director makes an exception."""
    return forms.CharField(
        label=_("Exception: the reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if the visit shall be held although something bars it. Kept in the log under your name."),
    )


class ConfirmVisitForm(Form):
    """Confirm what the school agreed to; a director may say why although something bars it."""

    wants_user = True
    override = override_field()

    def __init__(self, *args: Any, instance: Forum, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forum = instance
        if not is_director(user):
            del self.fields["override"]

    def save(self, *, by: User) -> Forum:
        """Confirm."""
        return confirm_visit(forum=self.forum, override=self.cleaned_data.get("override", ""), by=by)


class ClearanceForm(ModelForm):
    """A paper that an officer has seen."""

    upload = forms.FileField(label=_("Document"), required=False, help_text=DOCUMENT_HELP)

    class Meta:
        model = Clearance
        fields = ["kind", "valid_from", "valid_until", "reference"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, instance=Clearance(person=person), **kwargs)

    def clean_upload(self) -> Any:
        """Hostile until proven otherwise."""
        return clean_document(self.cleaned_data["upload"])

    def save(self, *, by: User) -> Clearance:
        """Write it down."""
        return enter_clearance(clearance=self.instance, document=self.cleaned_data["upload"], by=by)


class FacilitatorForm(Form):
    """What a facilitator told."""

    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("", _("not told")), *PersonSex.choices],
        required=False,
        help_text=_("So that a girls’ school meets a woman. Nobody has to say."),
    )

    home = forms.ModelChoiceField(
        label=_("Home county"),
        queryset=County.objects.all(),
        required=False,
        empty_label=_("not told"),
        help_text=_("For the sum of the kilometres."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        row = Facilitator.objects.filter(person=person).first()
        super().__init__(
            *args, **{**kwargs, "initial": {"sex": row.sex if row else "", "home": row.home if row else None}}
        )
        self.person = person

    def save(self, *, by: User) -> Facilitator:
        """Keep it."""
        return set_profile(person=self.person, by=by, **self.cleaned_data)


class AuthorityForm(ModelForm):
    """A letter of the ministry."""

    places = forms.ModelMultipleChoiceField(
        label=_("Counties"), queryset=County.objects.all(), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    upload = forms.FileField(label=_("Document"), required=False, help_text=DOCUMENT_HELP)

    class Meta:
        model = AccessAuthority
        fields = ["reference", "issued_by", "valid_from", "valid_until"]

    def clean_upload(self) -> Any:
        """Hostile until proven otherwise."""
        return clean_document(self.cleaned_data["upload"])

    def save(self, *, by: User) -> AccessAuthority:
        """Write it down."""
        data = self.cleaned_data
        return enter_authority(authority=self.instance, counties=data["places"], document=data["upload"], by=by)


class TerrainForm(ModelForm):
    """How fast one travels, and where."""

    places = forms.ModelMultipleChoiceField(
        label=_("Counties"),
        queryset=County.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("None: everywhere else."),
    )

    class Meta:
        model = Terrain
        fields = ["name", "kmh"]

    def __init__(self, *args: Any, instance: Terrain, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **{**kwargs, "initial": {"places": instance.counties}})

    def clean_places(self) -> list[str]:
        """The codes."""
        return sorted(county.code for county in self.cleaned_data["places"])

    def save(self, *, by: User) -> Terrain:
        """Keep it."""
        self.instance.counties = self.cleaned_data["places"]
        return set_speed(terrain=self.instance, by=by)
