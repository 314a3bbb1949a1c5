"""What is asked when a list comes in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import Form
from schools.choices import FIELD_WORDS, Decision, Level, Reason
from schools.imports.checking import map_and_check, receive_list
from schools.models import ImportBatch, ImportRow, ImportSource, School
from schools.services.imports import decide_many, decide_row


class ListForm(Form):
    """A list as it was received."""

    source = forms.CharField(
        label=_("Where does it come from?"),
        max_length=120,
        help_text=_("Such as “Ministry, senior schools”. The columns are remembered under this name."),
    )
    level = forms.ChoiceField(
        label=_("What does it list?"),
        choices=Level.choices,
        initial=Level.SECONDARY,
        help_text=_("Holds for rows that name no level of their own; a column can name one for each row."),
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_(
            "CSV or XLSX, at most 25 MB and 50,000 rows. Nothing changes before you have seen what it would do. "
            "Names and numbers of people are kept with the list for 90 days, then emptied."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = ImportSource.objects.order_by("-batches__pk").first()
        self.fields["source"].initial = last.name if last else ""

    def save(self, *, by: User) -> ImportBatch:
        """Receive."""
        data, file = self.cleaned_data, self.cleaned_data["file"]
        return receive_list(file=file, file_name=file.name, source=data["source"], level=data["level"], by=by)


class ColumnsForm(Form):
    """Which column is which field: one question a column, with what stands in it."""

    def __init__(self, *args: Any, instance: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = instance
        held = {place: field for field, place in instance.columns.items()}
        for place, heading in enumerate(instance.reading["headings"]):
            examples = [row[place] for row in instance.reading.get("sample", []) if row[place].strip()]
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=heading or _("Column %(n)d") % {"n": place + 1},
                choices=[("", _("Leave out")), *FIELD_WORDS.items()],
                initial=held.get(place, ""),
                required=False,
                help_text=" · ".join(examples[:3]),
            )
        self._prepare()

    def clean(self) -> dict[str, Any]:
        """No field comes from two columns."""
        data = super().clean() or self.cleaned_data
        self.columns: dict[str, int] = {}
        for name, field in list(data.items()):
            if field in self.columns:
                self.add_error(name, _("Another column is this field already."))
            elif field:
                self.columns[field] = int(name.removeprefix("column"))
        return data

    def save(self, *, by: User) -> ImportBatch:
        """Check in the background."""
        return map_and_check(batch=self.batch, columns=self.columns, by=by)


class DecideForm(Form):
    """Is it the same school?"""

    decision = forms.ChoiceField(label=_("What is it?"), choices=Decision.choices[1:], widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Another school than this one"),
        max_length=12,
        required=False,
        help_text=_("If it is the same as another school: that school’s institution code or examination centre."),
    )

    def __init__(self, *args: Any, instance: ImportRow, **kwargs: Any) -> None:
        kwargs["initial"] = {"decision": instance.decision or None}
        super().__init__(*args, **kwargs)
        self.row = instance

    def clean_other(self) -> School | None:
        """A school by one of its codes."""
        code = self.cleaned_data["other"].upper()
        if not code:
            return None
        found = School.objects.filter(Q(uic=code) | Q(knec_code=code) | Q(list_code=code)).first()
        if found is None:
            raise ValidationError(_("No school has this code."))
        return found

    def save(self, *, by: User) -> ImportRow:
        """Decide."""
        data = self.cleaned_data
        return decide_row(row=self.row, decision=data["decision"], school=data["other"], by=by)


class DecideManyForm(Form):
    """One answer to all open questions of a kind."""

    reason = forms.ChoiceField(label=_("Questions"), choices=())
    decision = forms.ChoiceField(label=_("Answer"), choices=Decision.choices[1:])
    least = forms.IntegerField(
        label=_("From a likeness of"),
        min_value=0,
        max_value=100,
        initial=95,
        help_text=_("For “the same school” only. Rows that ask about one and the same school stay open for you."),
    )

    def __init__(self, *args: Any, instance: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = instance
        asked = set(instance.rows.open().values_list("reason", flat=True))
        self.fields["reason"].choices = [(code, words) for code, words in Reason.choices if code in asked]

    def save(self, *, by: User) -> ImportBatch:
        """Decide."""
        self.count = decide_many(batch=self.batch, by=by, **self.cleaned_data)
        return self.batch
