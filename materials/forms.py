"""What is asked about a booklet of those who write it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.access import demand
from core.forms import ConfirmForm, Form, ModelForm, ReasonForm
from core.pdf import PrintError
from materials.choices import Kind, Language, Moderation
from materials.models import Edition, Opinion, Picture, Section, Title
from materials.pdf import print_edition
from materials.reports import difference
from materials.rules import can_approve_edition
from materials.services.opinions import give_opinion, moderate_opinion
from materials.services.publishing import (
    note_errata,
    offer_edition,
    publish_edition,
    return_edition,
    withdraw_edition,
)
from materials.services.ready import take_ready_pdf
from materials.services.titles import change_edition, change_title, create_title, start_edition
from materials.services.writing import CONFLICT, add_picture, add_section, describe_picture, save_section


class TitleForm(ModelForm):
    """A booklet as people speak of it."""

    class Meta:
        model = Title
        fields = ["name", "code", "audience", "summary"]
        help_texts = {
            "code": _("Prints on paper and fits into an SMS, such as RIGHTS3. It stays once something is published."),
            "audience": _("Such as “Forms 3 and 4”, or “club patrons”."),
            "summary": _("One or two sentences, for the library."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def _clean_fields(self) -> None:
        """A code is written in capitals, whoever types it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("code")] = self.data.get(self.add_prefix("code"), "").strip().upper()
        super()._clean_fields()

    def save(self, *, by: User) -> Title:  # type: ignore[override]
        """Create."""
        return create_title(title=self.instance, by=by)


class TitleChangeForm(TitleForm):
    """The same, later: a title may also be taken out of the library."""

    class Meta(TitleForm.Meta):
        fields = [*TitleForm.Meta.fields, "archived"]
        help_texts = {
            **TitleForm.Meta.help_texts,
            "archived": _("It leaves the library; its addresses still answer."),
        }

    def save(self, *, by: User) -> Title:  # type: ignore[override]
        """Change."""
        return change_title(title=self.instance, by=by)


class StartForm(Form):
    """The next edition, in which language?"""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    name = forms.CharField(
        label=_("Name on the cover"),
        max_length=80,
        required=False,
        help_text=_("In that language. Left empty, it is taken from the edition before."),
    )

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title

    def save(self, *, by: User) -> Edition:
        """Start."""
        return start_edition(title=self.title, by=by, **self.cleaned_data)


class EditionForm(ModelForm):
    """What stands on the cover."""

    class Meta:
        model = Edition
        fields = ["name", "subtitle"]

    def save(self, *, by: User) -> Edition:  # type: ignore[override]
        """Change."""
        return change_edition(edition=self.instance, by=by)


class SectionForm(ModelForm):
    """A heading and a text in Markdown. A save over somebody else's is refused, and shows both texts."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # No hidden input but a text that is not shown: the draft on the device keeps it with the words, so that what comes
    # back after days still knows which version it was written over.
    version = forms.IntegerField(widget=forms.TextInput(attrs={"hidden": True}), min_value=1, initial=1)

    kind = forms.TypedChoiceField(
        label=_("What it is"),
        choices=Kind.choices,
        coerce=int,
        initial=Kind.CHAPTER,
        help_text=_("A booklet has many chapters, and at most one of each other part."),
    )

    class Meta:
        model = Section
        fields = ["heading", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 24, "spellcheck": "true"})}

    def __init__(self, *args: Any, instance: Section, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": instance.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        self.theirs: Section | None = None
        if instance.pk:
            del self.fields["kind"]

    def _post_clean(self) -> None:
        """The service writes the row, and only if nobody else has; nothing is put into the instance here."""

    def refuse(self, error: ValidationError) -> None:
        """When somebody was quicker, show what stands there now; the next save is meant to replace that."""
        super().refuse(error)
        if getattr(error, "code", "") == CONFLICT:
            self.theirs = Section.objects.get(pk=self.instance.pk)
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.theirs.version)

    @property
    def difference(self) -> list[tuple[str, str]]:
        """Line by line, from their text to mine: (tone, line)."""
        return difference(self.theirs.text, self.cleaned_data["text"]) if self.theirs else []

    def save(self, *, by: User) -> Section:  # type: ignore[override]
        """Add or write."""
        words = {"heading": self.cleaned_data["heading"], "text": self.cleaned_data["text"]}
        if self.instance.pk:
            return save_section(section=self.instance, version=self.cleaned_data["version"], by=by, **words)
        words |= {"kind": self.cleaned_data["kind"], "key": self.cleaned_data["key"]}
        return add_section(edition=self.instance.edition, by=by, **words)


class ReadyForm(Form):
    """A PDF that was made elsewhere."""

    upload = forms.FileField(
        label=_("PDF"),
        help_text=_("Up to 20 MB and 200 pages. Scripts, links, attachments and who made it are taken out of it."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition

    def save(self, *, by: User) -> Edition:
        """Take it."""
        return take_ready_pdf(edition=self.edition, by=by, **self.cleaned_data)


class PictureForm(Form):
    """A picture, and its words."""

    upload = forms.FileField(label=_("Picture"), help_text=_("JPEG or PNG, up to 20 MB. It is made smaller here."))
    alt = forms.CharField(
        label=_("What it shows"),
        min_length=3,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who do not see it: what one would say on the telephone."),
    )
    credit = forms.CharField(label=_("Credit"), max_length=120, help_text=_("Who drew or took it."))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition

    def save(self, *, by: User) -> Picture:
        """Add."""
        return add_picture(edition=self.edition, by=by, **self.cleaned_data)


class PictureWordsForm(ModelForm):
    """Other words for a picture."""

    class Meta:
        model = Picture
        fields = ["alt", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}

    def save(self, *, by: User) -> Picture:  # type: ignore[override]
        """Describe."""
        return describe_picture(picture=self.instance, by=by, **self.cleaned_data)


class OfferForm(ConfirmForm):
    """Ask a second person for the approval."""

    def __init__(self, *args: Any, instance: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = instance

    def save(self, *, by: User) -> Edition:
        """Offer."""
        return offer_edition(edition=self.edition, by=by)


class ReturnForm(ReasonForm):
    """What is still to do."""

    def __init__(self, *args: Any, instance: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = instance
        self.fields["reason"].label = _("What is still to do")
        self.fields["reason"].help_text = _("It stands on the page of the draft until somebody writes on.")

    def save(self, *, by: User) -> Edition:
        """Give back."""
        return return_edition(edition=self.edition, reason=self.cleaned_data["reason"], by=by)


class PublishForm(ConfirmForm):
    """Approve, print every form, then publish."""

    def __init__(self, *args: Any, instance: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = instance

    def save(self, *, by: User) -> Edition:
        """Publish, unless something is missing or the press refuses."""
        demand(can_approve_edition(by, self.edition))
        missing = self.edition.what_is_missing()
        if missing:
            raise ValidationError(missing)
        try:
            printing = print_edition(self.edition)
        except PrintError as error:
            words = _t("It could not be printed. Look for a table or a picture that is too large for a page.")
            raise ValidationError(words) from error
        return publish_edition(edition=self.edition, printing=printing, by=by)


class WithdrawForm(ReasonForm):
    """Why an edition is taken out of the library."""

    def __init__(self, *args: Any, instance: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = instance

    def save(self, *, by: User) -> Edition:
        """Withdraw."""
        return withdraw_edition(edition=self.edition, reason=self.cleaned_data["reason"], by=by)


class ErrataForm(ModelForm):
    """What is wrong in a published edition."""

    class Meta:
        model = Edition
        fields = ["errata"]
        widgets = {"errata": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"errata": _("Page, what stands there, what should. It is shown where the booklet is read.")}

    def save(self, *, by: User) -> Edition:  # type: ignore[override]
        """Note."""
        return note_errata(edition=self.instance, errata=self.cleaned_data["errata"], by=by)


class OpinionForm(ModelForm):
    """How useful a booklet is, and why."""

    class Meta:
        model = Opinion
        fields = ["stars", "comment"]
        widgets = {"stars": forms.RadioSelect, "comment": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"comment": _("Shown to others without your name, after an officer has read it. Name no learner.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stars = self.fields["stars"]
        stars.choices = [choice for choice in stars.choices if choice[0]]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service checks the row; nothing is put into the instance here."""

    def save(self, *, by: User) -> Opinion:  # type: ignore[override]
        """Say it."""
        return give_opinion(edition=self.instance.edition, by=by, **self.cleaned_data)


class ModerateForm(Form):
    """Show a comment as it was read, or keep it back."""

    state = forms.ChoiceField(choices=[(value, value) for value in (Moderation.SHOWN, Moderation.HIDDEN)])
    comment = forms.CharField(max_length=600, widget=forms.Textarea)

    def __init__(self, *args: Any, instance: Opinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opinion = instance

    def save(self, *, by: User) -> Opinion:
        """Moderate."""
        return moderate_opinion(opinion=self.opinion, by=by, **self.cleaned_data)
