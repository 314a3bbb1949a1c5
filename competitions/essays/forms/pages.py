"""What is asked for pages: several at once, one instead of another, or a piece of one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.essays.forms.entry import PagesField
from competitions.essays.models import Entry, Page
from competitions.essays.services.pages import add_pages, receive_part, replace_page
from core.forms import Form

HELP = _(
    "JPEG, PNG, HEIC or PDF; a PDF becomes its pages. One picture a page, from above, in daylight; "
    "cover names and stamps first."
)


class PagesForm(Form):
    """Pictures of pages, after those that are there."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    pages = PagesField(label=_("Pictures of the pages"), help_text=HELP)

    def __init__(self, *args: Any, instance: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = instance

    def save(self, *, by: User) -> Entry:
        """Add them."""
        add_pages(entry=self.entry, files=self.cleaned_data["pages"], key=self.cleaned_data["key"], by=by)
        return self.entry


class ReplaceForm(Form):
    """Another picture of one page."""

    pages = PagesField(label=_("The new picture"), help_text=HELP)

    def __init__(self, *args: Any, instance: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = instance

    def save(self, *, by: User) -> Entry:
        """Put it in the other's place."""
        replace_page(page=self.page, file=self.cleaned_data["pages"][0], by=by)
        return self.page.entry


class PartForm(forms.Form):
    """A piece of a page, as the script sends it."""

    size = forms.IntegerField(min_value=1)
    offset = forms.IntegerField(min_value=0)
    part = forms.FileField(max_length=200)

    def save(self, *, entry: Entry, key: Any, by: User) -> Page:
        """Take it."""
        return receive_part(entry=entry, key=key, by=by, **self.cleaned_data)
