"""What is asked of teachers: the learner, the work, the guardian's answers."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConsentChannel, Purpose
from accounts.models import Consent, User
from competitions.essays.models import Entrant, Entry
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import change_work, enter_work, submit_entry
from competitions.essays.services.pages import MOST_PAGES
from core.forms import Form
from core.scans import check_scan
from core.uploads import check_pdf, clean_pdf, clean_picture, kind_of
from schools.models import ClassLevel, School


class FilesInput(forms.ClearableFileInput):
    """Several files at once; a phone offers its camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Pictures of pages, or PDFs, in the order chosen; what is kept is drawn anew."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[ContentFile]:
        """Each file clean, or one sentence that says which is not."""
        return [_clean_scan(super(FilesField, self).clean(file, initial)) for file in self._files(data)]

    def _files(self, data: Any) -> list[Any]:
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return files


def _clean_scan(upload: Any) -> ContentFile:
    return clean_pdf(upload) if kind_of(upload) == "pdf" else clean_picture(upload)


class PagesField(FilesField):
    """Pages of a work. What is neither picture nor PDF is refused at once; they are looked at in the background."""

    def __init__(self, **kwargs: Any) -> None:
        accept = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,application/pdf"
        super().__init__(**{"widget": FilesInput(attrs={"accept": accept}), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """As they came, in their order."""
        return [_take_page(super(FilesField, self).clean(file, initial)) for file in self._files(data)]


def _take_page(upload: Any) -> Any:
    if kind_of(upload) == "pdf":
        check_pdf(upload, max_pages=MOST_PAGES)
    else:
        check_scan(upload)
    return upload


CONSENTS = {
    "take_part": Purpose.TAKE_PART,
    "publish_name": Purpose.PUBLISH_NAME,
    "publish_work": Purpose.PUBLISH_WORK,
    "publish_photo": Purpose.PUBLISH_PHOTO,
}


class _AsksConsent(Form):
    """The four answers of a guardian, each on its own, with the signed form."""

    take_part = forms.BooleanField(label=_("may take part and be judged under a number"), required=False)
    publish_name = forms.BooleanField(label=_("may be named in public if honoured"), required=False)
    publish_work = forms.BooleanField(label=_("the work may be published"), required=False)
    publish_photo = forms.BooleanField(label=_("a photograph may be published"), required=False)
    evidence = FilesField(
        label=_("Signed consent form"),
        required=False,
        help_text=_("A picture or PDF of it. Without it, you attest that the school holds the signed form."),
    )

    @property
    def consents(self) -> list[forms.BoundField]:
        """The four questions."""
        return [self[name] for name in CONSENTS]

    def _answer(self, entry: Entry, by: User) -> Entry:
        data = self.cleaned_data
        evidence = data["evidence"][0] if data["evidence"] else None
        channel = ConsentChannel.PAPER if evidence is not None else ConsentChannel.SCHOOL
        answers = {purpose: data[name] for name, purpose in CONSENTS.items()}
        return answer_consent(entry=entry, answers=answers, channel=channel, evidence=evidence, by=by)


def _consent_initial(entrant: Entrant) -> dict[str, bool]:
    granted = Consent.objects.granted(entrant)
    return {name: purpose in granted for name, purpose in CONSENTS.items()}


class EntryForm(_AsksConsent):
    """One learner and one work; kept as it is, or handed in."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    base = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Learner’s name"),
        max_length=120,
        help_text=_("As it shall stand on the certificate. Judges never see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    class_level = forms.ModelChoiceField(label=_("Class"), queryset=ClassLevel.objects.none(), empty_label=None)
    sex = forms.ChoiceField(label=_("Sex"), choices=Entrant._meta.get_field("sex").choices)
    language = forms.ChoiceField(label=_("Written in"))
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    text = forms.CharField(
        label=_("The work, typed"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Exactly as the learner wrote it, mistakes too. Leave out name and school. Or add pictures below."),
    )
    pages = PagesField(
        label=_("Pictures of the pages, or a PDF"),
        required=False,
        help_text=_(
            "In order; the cover page with the name stays at school. Cover names and stamps before you take it."
        ),
    )
    own_work = forms.BooleanField(
        label=_("I declare that this is the learner’s own work."),
        required=False,
    )

    def __init__(self, *args: Any, instance: Entry, user: User, hand_in: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {**_entry_initial(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.entry, self.hand_in = instance, hand_in
        languages = instance.competition.languages
        self.fields["language"].choices = [(language.value, language.label) for language in languages]  # type: ignore[attr-defined]  # a field of a known kind
        year = timezone.localdate().year
        self.fields["class_level"].queryset = ClassLevel.objects.of_year(year)  # type: ignore[attr-defined]  # a field of a known kind
        schools = School.objects.filter(members__user=user, members__ended_at=None).distinct()
        if instance.pk:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # a field of a known kind

    wants_user = True

    @property
    def about_learner(self) -> list[forms.BoundField]:
        """The fields of the identity table."""
        names = ("school", "name", "class_level", "sex")
        return [self[name] for name in names if name in self.fields]

    @property
    def about_work(self) -> list[forms.BoundField]:
        """The fields of the work."""
        return [self[name] for name in ("language", "title", "text", "pages")]

    def clean(self) -> dict[str, Any]:
        """What must be there to hand in is said at its field, before anything is kept."""
        data = super().clean() or self.cleaned_data
        if not self.hand_in or self.errors:
            return data
        has_pages = data.get("pages") or (self.entry.pk and self.entry.pages.exists())
        if not data.get("text") and not has_pages:
            self.add_error("text", _("Type the work, or add pictures of its pages."))
        words, most = len((data.get("text") or "").split()), self.entry.competition.word_limit
        if self.entry.competition.is_of_images and not has_pages:
            self.add_error("pages", _("Add a picture of the image; its slogan is typed."))
        if words > most:
            said = _t("This has %(words)d words; at most %(most)d are taken.")
            self.add_error("text", ValidationError(said, params={"words": words, "most": most}))
        if not data["take_part"]:
            self.add_error("take_part", _("Without the guardian’s consent to take part nothing can be handed in."))
        if not data["own_work"]:
            self.add_error("own_work", _("Declare that it is the learner’s own work."))
        return data

    @transaction.atomic
    def save(self, *, by: User) -> Entry:
        """Begin or change, write down the guardian's answers, and hand in if asked."""
        data, entry = self.cleaned_data, self.entry
        work = {name: data[name] for name in ("language", "title", "text", "own_work")}
        for name, value in work.items():
            setattr(entry, name, value)
        learner = {name: data[name] for name in ("name", "class_level", "sex")}
        if entry.pk:
            for name, value in learner.items():
                setattr(entry.entrant, name, value)
            entry = change_work(entry=entry, base=data["base"], pages=data["pages"], by=by)
        else:
            entry.key = data["key"]
            entrant = Entrant(school=data["school"], **learner)
            entry = enter_work(entry=entry, entrant=entrant, pages=data["pages"], by=by)
            if entry is not self.entry and entry.is_draft:  # sent again, with what was changed since
                for name, value in work.items():
                    setattr(entry, name, value)
                entry = change_work(entry=entry, base=entry.version, by=by)
        if entry.is_draft:
            self._answer(entry, by)
            return submit_entry(entry=entry, by=by) if self.hand_in and not entry.pages_pending else entry
        return entry


def _entry_initial(entry: Entry) -> dict[str, Any]:
    if not entry.pk:
        return {}
    work = {name: getattr(entry, name) for name in ("language", "title", "text", "own_work")}
    who = {name: getattr(entry.entrant, name) for name in ("name", "class_level", "sex")}
    return {**work, **who, **_consent_initial(entry.entrant), "base": entry.version}


class ConsentForm(_AsksConsent):
    """What a guardian allows now, or takes back."""

    def __init__(self, *args: Any, instance: Entry, **kwargs: Any) -> None:
        kwargs["initial"] = {**_consent_initial(instance.entrant), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.entry = instance

    def save(self, *, by: User) -> Entry:
        """Write it down."""
        return self._answer(self.entry, by)
