"""What is asked of officers, teachers and judges."""

from datetime import datetime, time, timedelta
from secrets import randbelow
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import ConsentChannel, Purpose, Role
from accounts.models import Consent, User
from competitions.essays.choices import Language, RecuseReason
from competitions.essays.models import (
    Assignment,
    Competition,
    Criterion,
    Deal,
    Entrant,
    Entry,
    JudgePlace,
    MarkSheet,
    ResultRun,
    Tie,
)
from competitions.essays.reports import SheetLine, sheet_of
from competitions.essays.services.competition import save_competition, set_judges
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.entry import change_work, enter_work, submit_entry
from competitions.essays.services.judging import (
    StaleSheetError,
    deal_entries,
    declare_tie,
    hand_back_work,
    report_concern,
    save_marks,
)
from competitions.essays.services.results import decide_competition
from core.forms import Form, ModelForm
from core.uploads import clean_pdf, clean_picture, kind_of
from schools.models import ClassLevel, School

CRITERIA = 6  # lines of the rubric that the form offers
USUAL_TIE_BREAK = _(
    "Equal scores share the place. If prizes cannot be shared, one more judge marks each of the equal works."
)


def usual_criteria() -> list[tuple[str, int, int, str]]:
    """The rubric of a usual essay competition, to begin from: name, weight, most points, bands."""
    return [
        (
            _t("Understanding of the right"),
            3,
            5,
            _t("3: names the right and explains it\n4: applies it to a case\n5: weighs it against another"),
        ),
        (
            _t("Argument"),
            3,
            5,
            _t("3: reasons in order\n4: answers an objection\n5: the reader is led to think again"),
        ),
        (_t("Own voice"), 2, 5, _t("3: clear\n4: vivid\n5: could not be anyone else’s")),
        (_t("Command of language"), 2, 5, _t("Apart from handwriting and slips of spelling")),
    ]


class CompetitionForm(ModelForm):
    """A competition with its rubric: a line a criterion; an empty line is none."""

    opens = forms.DateField(label=_("First day for entries"))
    closes = forms.DateField(label=_("Last day for entries"))
    judged = forms.DateField(label=_("Last day of judging"))

    class Meta:
        model = Competition
        fields = [
            "name",
            "question",
            "in_english",
            "in_kiswahili",
            "word_limit",
            "marks_per_entry",
            "prize_places",
            "merit_places",
            "tie_break",
            "keep_until",
        ]
        help_texts = {
            "name": _("As it stands on the certificates."),
            "question": _("As learners read it."),
            "marks_per_entry": _("Two judges at random are far better than one; three are best for few entries."),
            "prize_places": _("First to which place? The chance of belonging there is computed for each entry."),
            "merit_places": _("How many more are honoured."),
            "tie_break": _("Told before the competition opens, never changed after."),
            "keep_until": _("After this day names and scans are erased; numbers stay."),
        }
        widgets = {"question": forms.Textarea(attrs={"rows": 3}), "tie_break": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, instance: Competition | None = None, **kwargs: Any) -> None:
        instance = instance or Competition()
        kwargs["initial"] = {**_competition_initial(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        rows = [(c.name, c.weight, c.max_points, c.bands) for c in instance.criteria.all()] if instance.pk else []
        rows = rows or usual_criteria()
        for n in range(CRITERIA):
            self._add_line(n, rows[n] if n < len(rows) else ("", 1, 5, ""))

    def _add_line(self, n: int, row: tuple[str, int, int, str]) -> None:
        name, weight, most, bands = row
        lines = forms.Textarea(attrs={"rows": 3})
        fields: dict[str, forms.Field] = {
            f"name_{n}": forms.CharField(label=_("Criterion"), max_length=80, required=False, initial=name),
            f"weight_{n}": forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, initial=weight),
            f"most_{n}": forms.IntegerField(label=_("Most points"), min_value=2, max_value=10, initial=most),
            f"bands_{n}": forms.CharField(
                label=_("Bands in words"), max_length=1000, required=False, initial=bands, widget=lines
            ),
        }
        self.fields.update(fields)

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rubric as the page shows it."""
        return [(n + 1, [self[f"{part}_{n}"] for part in _LINE]) for n in range(CRITERIA)]

    @property
    def before(self) -> list[forms.BoundField]:
        """The fields above the rubric."""
        return [self[name] for name in (*self.Meta.fields[:5], "opens", "closes", "judged", *self.Meta.fields[5:])]

    def clean(self) -> dict[str, Any]:
        """Days become moments: from the first minute of the first to the end of the last, in Nairobi."""
        data = super().clean() or self.cleaned_data
        days = {name: data.get(name) for name in ("opens", "closes", "judged")}
        if all(days.values()):
            self.instance.opens_at = _start_of(days["opens"])
            self.instance.closes_at = _start_of(days["closes"] + timedelta(days=1))
            self.instance.judging_closes_at = _start_of(days["judged"] + timedelta(days=1))
        return data

    def validate_constraints(self) -> None:
        """The service does."""

    def save(self, *, by: User) -> Competition:
        """Prepare or change."""
        data = self.cleaned_data
        criteria = [
            Criterion(
                name=data[f"name_{n}"],
                weight=data[f"weight_{n}"],
                max_points=data[f"most_{n}"],
                bands=data[f"bands_{n}"],
            )
            for n in range(CRITERIA)
            if data[f"name_{n}"]
        ]
        return save_competition(competition=self.instance, criteria=criteria, by=by, changed=self.changed_data)


_LINE = ("name", "weight", "most", "bands")


def _start_of(day: Any) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _competition_initial(competition: Competition) -> dict[str, Any]:
    if not competition.pk:
        return {"tie_break": str(USUAL_TIE_BREAK)}
    last = [
        timezone.localtime(at) - timedelta(minutes=1) for at in (competition.closes_at, competition.judging_closes_at)
    ]
    return {
        "opens": timezone.localtime(competition.opens_at).date(),
        "closes": last[0].date(),
        "judged": last[1].date(),
    }


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
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [_clean_scan(super(FilesField, self).clean(file, initial)) for file in files]


def _clean_scan(upload: Any) -> ContentFile:
    return clean_pdf(upload) if kind_of(upload) == "pdf" else clean_picture(upload)


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
    pages = FilesField(
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
        self.fields["language"].choices = [(language.value, language.label) for language in languages]  # type: ignore[attr-defined]
        year = timezone.localdate().year
        self.fields["class_level"].queryset = ClassLevel.objects.of_year(year)  # type: ignore[attr-defined]
        schools = School.objects.filter(members__user=user, members__ended_at=None).distinct()
        if instance.pk:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]

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
        if not data["text"] and not has_pages:
            self.add_error("text", _("Type the work, or add pictures of its pages."))
        words, most = len(data["text"].split()), self.entry.competition.word_limit
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
            return submit_entry(entry=entry, by=by) if self.hand_in else entry
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


class JudgesForm(Form):
    """Who judges, what each reads, and how many works at most."""

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance
        self.people = list(User.objects.active().with_role(Role.JUDGE).order_by("name", "pk"))
        held = {place.judge_id: place for place in instance.places.all()}
        for person in self.people:
            self._add_line(person, held.get(person.pk))

    def _add_line(self, person: User, place: JudgePlace | None) -> None:
        named = {"name": person.name}
        fields: dict[str, forms.Field] = {
            f"takes_{person.pk}": forms.BooleanField(
                label=_("%(name)s judges") % named, required=False, initial=place is not None and place.active
            ),
            f"en_{person.pk}": forms.BooleanField(
                label=_("%(name)s reads English") % named,
                required=False,
                initial=place.reads_english if place else True,
            ),
            f"sw_{person.pk}": forms.BooleanField(
                label=_("%(name)s reads Kiswahili") % named,
                required=False,
                initial=place.reads_kiswahili if place else person.language == Language.KISWAHILI,
            ),
            f"most_{person.pk}": forms.IntegerField(
                label=_("%(name)s takes at most") % named,
                required=False,
                min_value=1,
                max_value=999,
                initial=place.most if place else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
            ),
        }
        self.fields.update(fields)

    @property
    def grid(self) -> list[tuple[User, list[forms.BoundField]]]:
        """A row a judge."""
        return [(p, [self[f"{part}_{p.pk}"] for part in ("takes", "en", "sw", "most")]) for p in self.people]

    def save(self, *, by: User) -> Competition:
        """Name them."""
        data = self.cleaned_data
        offers = {
            p: (data[f"en_{p.pk}"], data[f"sw_{p.pk}"], data[f"most_{p.pk}"])
            for p in self.people
            if data[f"takes_{p.pk}"]
        }
        set_judges(competition=self.competition, offers=offers, by=by)
        return self.competition


def new_seed() -> int:
    """A fresh draw of chance, small enough to read out."""
    return randbelow(900_000_000) + 100_000_000


class DealForm(Form):
    """Deal as the preview showed: its seed and the finger-print of what it was computed from come along."""

    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53, initial=new_seed)
    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> Deal:
        """Deal."""
        return deal_entries(competition=self.competition, by=by, **self.cleaned_data)


class DecideForm(Form):
    """Freeze the result that was looked at."""

    inputs_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> ResultRun:
        """Decide."""
        return decide_competition(competition=self.competition, by=by, **self.cleaned_data)


class MarkForm(Form):
    """A judge's sheet: points by a tap, a reason for each criterion, a sentence to the writer."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = forms.CharField(
        label=_("To the writer: what is strong, what comes next"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, instance: Assignment, finish: bool = False, **kwargs: Any) -> None:
        self.sheet = sheet_of(instance)
        kwargs["initial"] = {"base": self.sheet.version, "words": self.sheet.words, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.work, self.finish = instance, finish
        for line in self.sheet.lines:
            self._add_line(line)

    def _add_line(self, line: SheetLine) -> None:
        criterion = line.criterion
        self.fields[f"points_{criterion.order}"] = forms.TypedChoiceField(
            label=criterion.name,
            choices=[(n, str(n)) for n in criterion.points],
            coerce=int,
            empty_value=None,
            required=False,
            initial=line.points,
            widget=forms.RadioSelect,
            help_text=criterion.band_words,
        )
        self.fields[f"reason_{criterion.order}"] = forms.CharField(
            label=_("Why? %(criterion)s") % {"criterion": criterion.name},
            max_length=500,
            required=False,
            initial=line.reason,
            widget=forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "off", "placeholder": _("Why, in a few words")}
            ),
        )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """A criterion's points and its reason."""
        orders = [line.criterion.order for line in self.sheet.lines]
        return [(self[f"points_{order}"], self[f"reason_{order}"]) for order in orders]

    def refuse(self, error: ValidationError) -> None:
        """A sheet from another device: what was typed stays, and saving again from here is a decision."""
        super().refuse(error)
        if isinstance(error, StaleSheetError):
            self.data = self.data.copy()
            self.data["base"], self.data["key"] = str(sheet_of(self.work).version), str(uuid4())
            self.stale = True

    stale = False

    def save(self, *, by: User) -> MarkSheet:
        """Save."""
        data = self.cleaned_data
        points = {
            line.criterion: (
                data[f"points_{line.criterion.order}"],
                data[f"reason_{line.criterion.order}"],
            )
            for line in self.sheet.lines
        }
        sent: dict[str, Any] = {name: data[name] for name in ("base", "key", "words")}
        return save_marks(assignment=self.work, points=points, finish=self.finish, by=by, **sent)


class HandBackForm(Form):
    """Why a judge hands a work back."""

    reason = forms.ChoiceField(label=_("Why?"), choices=RecuseReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words, if you like"),
        max_length=300,
        required=False,
        help_text=_("An officer reads this. Do not write whom you recognise."),
    )

    def __init__(self, *args: Any, instance: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = instance

    def save(self, *, by: User) -> Assignment:
        """Hand back."""
        data = self.cleaned_data
        return hand_back_work(assignment=self.work, reason=data["reason"], words=data["words"], by=by)


class ConcernForm(Form):
    """What worries a judge about the child behind a work."""

    text = forms.CharField(
        label=_("What worries you"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only the safeguarding leads read this, and they can find the child. You keep the work."),
    )

    def __init__(self, *args: Any, instance: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = instance

    def save(self, *, by: User) -> Assignment:
        """Call them."""
        return report_concern(assignment=self.work, text=self.cleaned_data["text"], by=by)


class TieForm(Form):
    """No question but: this school?"""

    def __init__(self, *args: Any, instance: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = instance

    def save(self, *, by: User) -> Tie:
        """Name it."""
        return declare_tie(school=self.school, by=by)
