"""For everybody who is signed in: the library, a booklet, its sections, its files."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.sms import plain
from core.files import kept_file, starts_at_the_beginning
from core.markdown import marked
from core.pages import Link, ListPage, OwnRows, Page, ThingPage
from materials.choices import Status
from materials.filters import LibraryFilter
from materials.models import Edition, Picture, PrintedForm, Title
from materials.reports import opinions_of
from materials.rules import can_give_opinion, can_read_booklets, can_see_downloads, can_write_booklets
from materials.services.downloads import count_download
from materials.tables import LibraryTable

LIBRARY = ((_("Booklets"), "materials:library"),)


class Library(ListPage):
    """What there is to read and to take along."""

    rule = can_read_booklets
    queryset = Edition.objects.current().select_related("title").prefetch_related("printed").order_by("name", "pk")
    table_class = LibraryTable
    filterset_class = LibraryFilter
    template_name = "materials/library.html"
    title = _("Booklets")
    lead = _("Read them here, keep them on your phone, or print them for your school.")
    empty = _("No booklet yet. What the programme publishes will stand here, to read and to download.")

    def get_links(self) -> Iterable[Link]:
        """To those who write, and who count."""
        if can_write_booklets(self.request.user):
            yield Link(_("Write and publish"), reverse("materials:title-list"), "primary")
            yield Link(_("Opinions"), reverse("materials:opinion-list"))
        yield Link(_("For a memory stick"), reverse("materials:bundle"))
        if can_see_downloads(self.request.user):
            yield Link(_("Numbers"), reverse("materials:numbers"))


class Booklet(ThingPage):
    """One booklet: what is in it, its forms with their size, and how to pass it on."""

    rule = can_read_booklets
    queryset = Edition.objects.published().select_related("title").prefetch_related("sections", "printed")
    template_name = "materials/booklet.html"
    crumbs = LIBRARY

    def get_lead(self) -> str:
        """The line under its name."""
        return self.get_object().subtitle

    def get_links(self) -> Iterable[Link]:
        """Begin to read; for officers its desk."""
        edition = self.get_object()
        if edition.status != Status.WITHDRAWN and edition.chapters:
            yield Link(_("Read"), edition.chapters[0].read_url, "primary")
        if can_give_opinion(self.request.user) and edition.status != Status.WITHDRAWN:
            yield Link(_("Say what you think"), reverse("materials:opinion-give", args=[edition.pk]))
        if can_write_booklets(self.request.user):
            yield Link(_("Edition and errata"), edition.desk_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words to pass on, and what is newer."""
        edition = self.get_object()
        words = edition.share_words
        shares = [("WhatsApp", f"https://wa.me/?text={quote(words)}"), ("SMS", f"sms:?body={quote(plain(words))}")]
        newer = edition.title.editions.current().filter(language=edition.language).exclude(pk=edition.pk).first()
        others = edition.title.editions.current().exclude(language=edition.language)
        said = opinions_of(edition)
        return super().get_context_data(shares=shares, newer=newer, others=others, said=said, **kwargs)


class Chapter(ThingPage):
    """One section to read: nothing on the page but the text and the way on."""

    rule = can_read_booklets
    queryset = Edition.objects.published().exclude(status=Status.WITHDRAWN).select_related("title")
    template_name = "materials/chapter.html"

    def get_title(self) -> str:
        """The heading of the section."""
        return str(self.section.heading)

    @property
    def section(self) -> Any:
        """The section of the address, or 404."""
        found = [section for section in self.get_object().chapters if section.order == self.kwargs["order"]]
        if not found:
            raise Http404
        return found[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text, and its neighbours."""
        edition, section = self.get_object(), self.section
        chapters = edition.chapters
        place = chapters.index(section)
        return super().get_context_data(
            section=section,
            text=marked(section.text, figures=edition.figures).html,
            place=place + 1,
            before=chapters[place - 1] if place else None,
            after=chapters[place + 1] if place + 1 < len(chapters) else None,
            **kwargs,
        )


class DownloadFile(OwnRows, Page, View):
    """One form of a booklet as a file: whole, or the part that is still missing after a broken download."""

    rule = can_read_booklets
    queryset = PrintedForm.objects.exclude(edition__status=Status.WITHDRAWN).select_related("edition__title")

    def get_lookup(self) -> dict[str, Any]:
        """By edition and form."""
        return {"edition": self.kwargs["pk"], "form": self.kwargs["form"]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send, and count it once."""
        printed = self.get_object()
        answer = kept_file(request, printed.file, etag=printed.digest, size=printed.size, **printed.sent_as)
        if answer.status_code in (200, 206) and starts_at_the_beginning(request):
            count_download(edition=printed.edition, form=printed.form, by=request.user)
        return answer


class Thumbnail(OwnRows, Page, View):
    """The cover of a booklet that came in ready-made."""

    rule = can_read_booklets
    queryset = Edition.objects.exclude(thumbnail="").select_related("title")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send."""
        edition = self.get_object()
        cover, tag = edition.thumbnail, edition.thumbnail.name.rsplit("/", 1)[-1]
        name = f"{edition.file_stem}-cover.jpg"
        return kept_file(request, cover, etag=tag, size=cover.size, name=name, content_type="image/jpeg")


class PictureFile(OwnRows, Page, View):
    """A picture of a booklet."""

    rule = can_read_booklets
    queryset = Picture.objects.select_related("edition__title")

    def get_lookup(self) -> dict[str, Any]:
        """By edition and number."""
        return {"edition": self.kwargs["pk"], "number": self.kwargs["number"]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send."""
        picture = self.get_object()
        tag, name = picture.file.name.rsplit("/", 1)[-1], f"{picture.edition.file_stem}-{picture.number}.jpg"
        return kept_file(request, picture.file, etag=tag, size=picture.file.size, name=name, content_type="image/jpeg")


class Short(Page, View):
    """/m/RIGHTS3: to the current edition in the reader's language, or in another if there is none."""

    rule = can_read_booklets

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Lead there, or 404."""
        title = get_object_or_404(Title, code=code.upper())
        editions = list(title.editions.filter(status=Status.CURRENT))
        if not editions:
            raise Http404(_t("This booklet is not offered now."))
        editions.sort(key=lambda edition: (edition.language != get_language(), edition.language))
        return HttpResponseRedirect(editions[0].booklet_url)
