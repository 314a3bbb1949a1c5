"""What is asked of officers who scan posted paper."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.forms.entry import FilesInput, PagesField
from competitions.essays.models import Bundle, BundleSheet, Competition, Entry
from competitions.essays.services.bundles import MOST_BYTES, MOST_SHEETS, send_bundle, sort_sheet
from core.forms import Form
from core.scans import check_scan
from core.uploads import clean_pdf, kind_of


class PileField(PagesField):
    """Scans: PDFs of many pages, or pictures."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Scripts and attachments are out before anything is kept."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [self._one(forms.FileField.clean(self, file, initial)) for file in files]

    def _one(self, upload: Any) -> Any:
        if kind_of(upload) == "pdf":
            return clean_pdf(upload, limit=MOST_BYTES, max_pages=MOST_SHEETS)
        check_scan(upload)
        return upload


class BundleForm(Form):
    """A pile of paper, scanned."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    files = PileField(
        label=_("Scanned paper"),
        widget=FilesInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/heic"}),
        help_text=_("A PDF from the scanner, or pictures: at most 300 pages and 30 MB at once."),
    )

    def __init__(self, *args: Any, instance: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competition = instance

    def save(self, *, by: User) -> Bundle:
        """Take it."""
        data = self.cleaned_data
        return send_bundle(competition=self.competition, files=data["files"], key=data["key"], by=by)


class SortForm(Form):
    """Where a page belongs; nothing chosen sets it aside."""

    entry = forms.ModelChoiceField(label=_("Belongs to"), queryset=Entry.objects.none(), required=False)

    def __init__(self, *args: Any, instance: BundleSheet, **kwargs: Any) -> None:
        kwargs["initial"] = {"entry": instance.likely_id, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.sheet = instance
        entries = instance.bundle.competition.entries.drafts().select_related(
            "entrant__school", "entrant__class_level", "competition"
        )
        self.fields["entry"].queryset = entries  # type: ignore[attr-defined]  # a field of a known kind
        self.fields["entry"].label_from_instance = _entry_words  # type: ignore[attr-defined]  # the same
        self.fields["entry"].empty_label = _("None: set it aside")  # type: ignore[attr-defined]  # the same

    def save(self, *, by: User) -> BundleSheet:
        """File it."""
        return sort_sheet(sheet=self.sheet, entry=self.cleaned_data["entry"], by=by)


def _entry_words(entry: Entry) -> str:
    """Number, school and class: enough to find it, and no name."""
    return f"{entry.slip} · {entry.entrant.school.name} · {entry.entrant.class_level.name}"
