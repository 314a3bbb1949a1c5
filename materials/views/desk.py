"""For officers: titles and their editions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from core.markdown import marked
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage, ThingPage
from materials.choices import Status
from materials.filters import TitleFilter
from materials.forms import EditionForm, StartForm, TitleChangeForm, TitleForm
from materials.models import Edition, Title
from materials.reports import latest_of
from materials.rules import can_approve_edition, can_write_booklets
from materials.services.titles import discard_edition
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

    queryset: QuerySet = Edition.objects.select_related("title", "offered_by").prefetch_related(
        "sections", "pictures", "printed", "writers__user"
    )
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
            if edition.is_offered and can_approve_edition(self.request.user, edition):
                yield Link(_("Approve and publish"), reverse("materials:edition-publish", args=here), "primary")
                yield Link(_("Give back"), reverse("materials:edition-return", args=here))
            elif not edition.is_offered:
                yield Link(_("Ask for approval"), reverse("materials:edition-offer", args=here), "primary")
            yield Link(_("Preview"), reverse("materials:edition-preview", args=here))
            yield Link(_("Change the cover"), reverse("materials:edition-change", args=here))
            yield Link(_("Discard"), reverse("materials:edition-discard", args=here), "harm", post=True)
            return
        yield Link(_("As readers see it"), edition.booklet_url, "primary")
        yield Link(_("Errata"), reverse("materials:edition-errata", args=here))
        if edition.status != Status.WITHDRAWN:
            yield Link(_("Withdraw"), reverse("materials:edition-withdraw", args=here), "harm")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is missing, what was deleted, and what was done."""
        edition = self.get_object()
        gone = edition.section_versions.exclude(key__in=[section.key for section in edition.chapters])
        actions = Action.objects.about(edition).visible_to(self.request.user).select_related("by")[:10]
        missing = edition.what_is_missing() if edition.is_draft else []
        may_approve = can_approve_edition(self.request.user, edition)
        return super().get_context_data(
            missing=missing, actions=actions, gone=latest_of(gone), may_approve=may_approve, **kwargs
        )


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
