"""For officers: the sections and pictures of a draft as they are written, and how they came to be."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.markdown import marked
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, ThingPage
from materials.choices import Status
from materials.forms import PictureForm, PictureWordsForm, ReadyForm, SectionForm
from materials.models import Edition, Picture, Section, SectionVersion
from materials.models.part import MAX_SECTION
from materials.reports import changes_of
from materials.rules import can_write_booklets
from materials.services.ready import drop_ready_pdf
from materials.services.writing import delete_picture, delete_section, move_section, restore_version
from materials.views.desk import OneEdition


class Seen:
    """An editor with what it will look like beside it: as one types, or by the button "Preview"."""

    get_edition: Any
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To see it is not to save it: nothing is checked, nothing is kept."""
        if "preview" in request.POST:
            form = self.get_form()  # type: ignore[attr-defined]
            form.errors.clear()
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text in HTML, and the pictures that it may show."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        edition, form = self.get_edition(), context["form"]
        text = str(form["text"].value() or "")[:MAX_SECTION]
        seen = marked(text, figures=edition.figures)
        return {**context, "pictures": edition.pictures.all(), "seen": seen, "edition": edition}


class SectionAdd(Seen, OneEdition, FormPage):
    """One more section."""

    rule = can_write_booklets
    form_class = SectionForm
    template_name = "materials/section_form.html"
    title = _("Add a section")
    done = _("The section is saved.")
    draft = "section-new"

    @cached_property
    def edition(self) -> Edition:
        """The draft of the address."""
        return get_object_or_404(self.queryset.filter(status=Status.DRAFT), pk=self.kwargs["pk"])

    def get_edition(self) -> Edition:
        """The same."""
        return self.edition

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty section of it."""
        return {**super().get_form_kwargs(), "instance": Section(edition=self.edition)}


class OnePart(OneEdition):
    """Pages about one section or picture of a draft."""

    def get_edition(self) -> Edition:
        """Whose part it is."""
        return self.get_object().edition


class SectionChange(Seen, OnePart, ChangePage):
    """Write a section."""

    rule = can_write_booklets
    queryset = Section.objects.of_drafts().select_related("edition__title")
    form_class = SectionForm
    template_name = "materials/section_form.html"
    title = _("Write the section")
    done = _("The section is saved.")
    draft = "section"


class SectionHistory(OneEdition, ThingPage):
    """Every version of a section, with what it changed; an earlier one can be put back."""

    rule = can_write_booklets
    template_name = "materials/section_history.html"
    lead = _("The latest first. Lines marked − were taken out, lines marked + came in.")

    def get_title(self) -> str:
        """The heading as it was last."""
        return self.changes[0].version.heading

    @cached_property
    def changes(self) -> list[Any]:
        """The versions, or 404 where there was no such section."""
        versions = self.get_object().section_versions.filter(key=self.kwargs["key"]).select_related("by")
        if not versions:
            raise Http404
        return changes_of(versions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The versions, and the section if it is still there."""
        edition = self.get_object()
        section = next((s for s in edition.chapters if s.key == self.kwargs["key"]), None)
        return super().get_context_data(changes=self.changes, section=section, **kwargs)


class VersionRestore(ButtonPage):
    """Put an earlier text back."""

    rule = can_write_booklets
    queryset = SectionVersion.objects.of_drafts().select_related("edition__title")
    done = _("The text of that version stands there again.")

    def act(self, thing: SectionVersion) -> None:
        """Put back."""
        self.section = restore_version(version=thing, by=self.request.user)

    def get_next_url(self, thing: SectionVersion) -> str:
        """To the edition."""
        return thing.edition.desk_url


class SectionMove(ButtonPage):
    """One place up or down."""

    rule = can_write_booklets
    queryset = Section.objects.of_drafts().select_related("edition__title")

    def act(self, thing: Section) -> None:
        """Move."""
        move_section(section=thing, way=self.kwargs["way"], by=self.request.user)


class SectionDelete(ButtonPage):
    """Take it out."""

    rule = can_write_booklets
    queryset = Section.objects.of_drafts().select_related("edition__title")
    done = _("The section is deleted.")

    def act(self, thing: Section) -> None:
        """Delete."""
        delete_section(section=thing, by=self.request.user)

    def get_next_url(self, thing: Section) -> str:
        """Back to the edition."""
        return thing.edition.desk_url


class ReadyAdd(OneEdition, AboutPage):
    """A PDF instead of a text."""

    rule = can_write_booklets
    queryset = OneEdition.queryset.filter(status=Status.DRAFT)
    form_class = ReadyForm
    about = "edition"
    title = _("Send in a ready-made PDF")
    lead = _("It takes the place of what is written here: readers get this PDF and nothing else.")
    button = _("Send in")
    done = _("The PDF is checked and kept.")


class ReadyDrop(ButtonPage):
    """Back to the text."""

    rule = can_write_booklets
    queryset = Edition.objects.drafts().select_related("title")
    done = _("The PDF is taken back.")

    def act(self, thing: Edition) -> None:
        """Take it back."""
        drop_ready_pdf(edition=thing, by=self.request.user)


class PictureAdd(OneEdition, AboutPage):
    """One more picture."""

    rule = can_write_booklets
    queryset = OneEdition.queryset.filter(status=Status.DRAFT)
    form_class = PictureForm
    about = "edition"
    title = _("Add a picture")
    lead = _("It is drawn anew here: no position and nothing else of the camera stays in it.")
    button = _("Add")
    done = _("The picture is there. Show it in a text by its number.")


class PictureChange(OnePart, ChangePage):
    """Other words for a picture."""

    rule = can_write_booklets
    queryset = Picture.objects.of_drafts().select_related("edition__title")
    form_class = PictureWordsForm
    title = _("Describe the picture")
    done = _("The words are saved.")


class PictureDelete(ButtonPage):
    """Take it out."""

    rule = can_write_booklets
    queryset = Picture.objects.of_drafts().select_related("edition__title")
    done = _("The picture is deleted.")

    def act(self, thing: Picture) -> None:
        """Delete."""
        delete_picture(picture=thing, by=self.request.user)

    def get_next_url(self, thing: Picture) -> str:
        """Back to the edition."""
        return thing.edition.desk_url
