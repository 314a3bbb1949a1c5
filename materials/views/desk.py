"""For officers: titles, editions, sections and pictures as they are written, published, withdrawn."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from core.markdown import marked
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage
from materials.choices import Status
from materials.filters import TitleFilter
from materials.forms import (
    EditionForm,
    ErrataForm,
    PictureForm,
    PictureWordsForm,
    PublishForm,
    SectionForm,
    StartForm,
    TitleChangeForm,
    TitleForm,
    WithdrawForm,
)
from materials.models import Edition, Picture, Section, Title
from materials.rules import can_publish_booklets, can_write_booklets
from materials.services.titles import discard_edition
from materials.services.writing import delete_picture, delete_section, move_section
from materials.tables import TitleTable

DESK = ((_("Booklets"), "materials:library"), (_("Titles"), "materials:title-list"))


class TitleList(ListPage):
    """Every title, and how far its editions are."""

    rule = can_write_booklets
    queryset = Title.objects.annotate(taken=Count("editions__downloads")).prefetch_related("editions")
    table_class = TitleTable
    filterset_class = TitleFilter
    title = _("Titles")
    lead = _("A title is a booklet as people speak of it; its editions are what is written and published.")
    empty = _("No title yet. Add the first one, then start its first edition.")
    crumbs = DESK[:1]
    export_name = "titles"

    def get_links(self) -> Iterable[Link]:
        """Add."""
        yield Link(_("Add a title"), reverse("materials:title-add"), "primary")


class TitleAdd(FormPage):
    """A new booklet."""

    rule = can_write_booklets
    form_class = TitleForm
    title = _("Add a title")
    done = _("The title is there. Start its first edition.")
    draft = "title"
    crumbs = DESK

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty title."""
        return {**super().get_form_kwargs(), "instance": Title()}


class OneTitle:
    """Pages under one title."""

    queryset: QuerySet = Title.objects.prefetch_related("editions")
    get_object: Any

    def get_crumbs(self) -> list[Any]:
        """Under the title."""
        title = self.get_object()
        return [(words, reverse(name)) for words, name in DESK] + [(str(title), title.get_absolute_url())]


class TitleDetail(ThingPage):
    """One title: its editions, its short address."""

    rule = can_write_booklets
    queryset = OneTitle.queryset
    template_name = "materials/title_detail.html"
    crumbs = DESK

    def get_lead(self) -> str:
        """What it is about."""
        return self.get_object().summary

    def get_links(self) -> Iterable[Link]:
        """The next edition, other words."""
        title = self.get_object()
        yield Link(_("Start an edition"), reverse("materials:edition-start", args=[title.pk]), "primary")
        yield Link(_("Change"), reverse("materials:title-change", args=[title.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was done."""
        actions = Action.objects.about(self.get_object()).visible_to(self.request.user).select_related("by")[:10]
        return super().get_context_data(actions=actions, **kwargs)


class TitleChange(OneTitle, ChangePage):
    """Other words for a title."""

    rule = can_write_booklets
    form_class = TitleChangeForm
    title = _("Change the title")
    done = _("The title is changed.")


class EditionStart(OneTitle, AboutPage):
    """The next edition."""

    rule = can_write_booklets
    form_class = StartForm
    about = "title"
    title = _("Start an edition")
    lead = _("If there is a current edition in that language, its sections and pictures come along.")
    button = _("Start")
    done = _("The draft is there.")


class OneEdition:
    """Pages under one edition."""

    queryset: QuerySet = Edition.objects.select_related("title").prefetch_related("sections", "pictures", "printed")
    get_object: Any

    def get_edition(self) -> Edition:
        """Which one."""
        return self.get_object()

    def get_crumbs(self) -> list[Any]:
        """Under the edition."""
        edition = self.get_edition()
        path = [(words, reverse(name)) for words, name in DESK]
        return [
            *path,
            (str(edition.title), edition.title.get_absolute_url()),
            (edition.edition_words, edition.desk_url),
        ]


class EditionDetail(OneEdition, ThingPage):
    """The desk of an edition: its sections, its pictures, what is missing, publish."""

    rule = can_write_booklets
    template_name = "materials/edition_detail.html"

    def get_crumbs(self) -> list[Any]:
        """Under the title."""
        return super().get_crumbs()[:-1]

    def get_lead(self) -> str:
        """Which edition."""
        return self.get_object().edition_words

    def get_links(self) -> Iterable[Link]:
        """What can be done with it now."""
        edition = self.get_object()
        here = [edition.pk]
        if edition.is_draft:
            yield Link(_("Publish"), reverse("materials:edition-publish", args=here), "primary")
            yield Link(_("Preview"), reverse("materials:edition-preview", args=here))
            yield Link(_("Change the cover"), reverse("materials:edition-change", args=here))
            yield Link(_("Discard"), reverse("materials:edition-discard", args=here), "harm", post=True)
            return
        yield Link(_("As readers see it"), edition.booklet_url, "primary")
        yield Link(_("Errata"), reverse("materials:edition-errata", args=here))
        if edition.status != Status.WITHDRAWN:
            yield Link(_("Withdraw"), reverse("materials:edition-withdraw", args=here), "harm")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is missing, and what was done."""
        edition = self.get_object()
        actions = Action.objects.about(edition).visible_to(self.request.user).select_related("by")[:10]
        missing = edition.what_is_missing() if edition.is_draft else []
        return super().get_context_data(missing=missing, actions=actions, **kwargs)


class EditionChange(OneEdition, ChangePage):
    """What stands on the cover."""

    rule = can_write_booklets
    form_class = EditionForm
    title = _("Change the cover")
    done = _("The cover is changed.")


class EditionPreview(OneEdition, ThingPage):
    """A draft as its reader will see it, on one page."""

    rule = can_write_booklets
    template_name = "materials/preview.html"

    def get_lead(self) -> str:
        """That it is a preview."""
        return self.get_object().subtitle

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every section in HTML."""
        edition = self.get_object()
        texts = [(section, marked(section.text, figures=edition.figures, top=3).html) for section in edition.chapters]
        return super().get_context_data(texts=texts, **kwargs)


class EditionDiscard(ButtonPage):
    """A draft that was a mistake."""

    rule = can_write_booklets
    queryset = Edition.objects.drafts().select_related("title")
    done = _("The draft is discarded.")

    def act(self, thing: Edition) -> None:
        """Discard."""
        discard_edition(edition=thing, by=self.request.user)

    def get_next_url(self, thing: Edition) -> str:
        """Back to the title."""
        return thing.title.get_absolute_url()


class EditionPublish(OneEdition, ChangePage):
    """Are you sure? From then on it stands still."""

    rule = can_publish_booklets
    form_class = PublishForm
    template_name = "materials/publish.html"
    title = _("Publish this edition")
    lead = _("Everybody who is signed in can read it at once. A published edition never changes any more.")
    button = _("Print and publish")
    done = _("The edition is published, and its three PDFs are made.")


class EditionWithdraw(OneEdition, ChangePage):
    """It was a mistake, or it is out of date."""

    rule = can_publish_booklets
    form_class = WithdrawForm
    title = _("Withdraw this edition")
    lead = _("It leaves the library and can no longer be downloaded. Whoever opens its address is told why.")
    button = _("Withdraw")
    done = _("The edition is withdrawn.")


class EditionErrata(OneEdition, ChangePage):
    """What is wrong in it."""

    rule = can_publish_booklets
    form_class = ErrataForm
    title = _("Errata")
    done = _("The errata are on its page.")


class SectionAdd(OneEdition, FormPage):
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pictures it may show."""
        return super().get_context_data(pictures=self.edition.pictures.all(), **kwargs)


class OnePart(OneEdition):
    """Pages about one section or picture of a draft."""

    def get_edition(self) -> Edition:
        """Whose part it is."""
        return self.get_object().edition


class SectionChange(OnePart, ChangePage):
    """Write a section."""

    rule = can_write_booklets
    queryset = Section.objects.of_drafts().select_related("edition__title")
    form_class = SectionForm
    template_name = "materials/section_form.html"
    title = _("Write the section")
    done = _("The section is saved.")
    draft = "section"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pictures it may show."""
        return super().get_context_data(pictures=self.get_edition().pictures.all(), **kwargs)


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
