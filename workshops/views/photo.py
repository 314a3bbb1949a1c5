"""Photographs of a visit: added one by one, seen by those who work on it, by the school only if they are released."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.pages import ButtonPage, ChangePage, Page
from workshops.forms import PhotoForm
from workshops.models import Forum, Photo
from workshops.rules import can_report
from workshops.services.photo import remove_photo
from workshops.views.ask import PublicPage, SchoolVisit
from workshops.views.forum import OneForum


def picture_response(photo: Photo) -> HttpResponse:
    """The picture, kept by nobody between."""
    with photo.picture.open() as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


class PhotoAdd(OneForum, ChangePage):
    """One more photograph, when the network allows."""

    rule = can_report
    form_class = PhotoForm
    template_name = "workshops/photo_form.html"
    title = _("Add a photograph")
    lead = _("One at a time. If the network fails, send it again: it counts once.")
    button = _("Send the photograph")
    done = _("The photograph is in. Is there another one?")
    draft = "photo"

    def get_success_url(self) -> str:
        """The same form, for the next one."""
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is there already."""
        return super().get_context_data(photos=self.get_object().photos.kept(), **kwargs)


class OnePhoto:
    """Addresses of one photograph of one visit."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def get_queryset(self) -> QuerySet:
        """Of a visit that this person may see."""
        forum = get_object_or_404(Forum.objects.visible_to(self.request.user), pk=self.kwargs["forum"])
        return forum.photos.kept().select_related("forum")


class PhotoFile(OnePhoto, Page, View):
    """The picture, for the team and the office."""

    rule = can_report

    def get(self, request: HttpRequest, forum: int, pk: int) -> HttpResponse:
        """The file, or 404."""
        return picture_response(get_object_or_404(self.get_queryset(), pk=pk))


class PhotoRemove(OnePhoto, ButtonPage):
    """Take it out."""

    rule = can_report
    done = _("The photograph is deleted.")

    def act(self, thing: Photo) -> None:
        """Delete the file."""
        remove_photo(photo=thing, by=self.request.user)


class SchoolPhoto(PublicPage, Page, View):
    """A released picture, by the school's link."""

    rule = SchoolVisit.rule

    @cached_property
    def forum(self) -> Forum:
        """The visit of the link, or 404."""
        return get_object_or_404(Forum, token=self.kwargs["token"].upper())

    def get(self, request: HttpRequest, token: str, pk: int) -> HttpResponse:
        """The file, or 404 also where it is there but not released."""
        return picture_response(get_object_or_404(self.forum.photos.released(), pk=pk))
