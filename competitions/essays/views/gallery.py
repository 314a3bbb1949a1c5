"""What the world may see and take along of a published competition: pictures of its pages, the anthology.

Each address asks the guardians' consents anew, and tells browsers and search engines to keep nothing.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import View

from competitions.essays import pdf
from competitions.essays.models import Competition, ShownPage
from competitions.essays.reports import Winner, winners_of
from core.access import anyone
from core.pages import Page, PdfPage
from core.pdf import Paper, light_jpeg
from core.ratelimit import RateLimited

SIDES = {"small": 480, "picture": 1600}  # pixels of the longer side
FORGET = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, noarchive",
    "X-Content-Type-Options": "nosniff",
}


def shown_work(competition: int, number: int) -> Winner:
    """An honoured work that its guardian allows to be seen.

    Raises:
        Http404: not published, not honoured, or nobody has allowed it (any more).
    """
    found = get_object_or_404(Competition.objects.published(), pk=competition)
    for winner in winners_of(found):
        if winner.number == number and winner.is_shown:
            return winner
    raise Http404


class OnePage(RateLimited, Page, View):
    """One page of an honoured work."""

    rule = anyone
    rate = (300, 60)

    def find(self, kwargs: dict[str, Any]) -> ShownPage:
        """The page of the address.

        Raises:
            Http404: no such page.
        """
        for page in shown_work(kwargs["pk"], kwargs["number"]).pages:
            if page.order == kwargs["order"]:
                return page
        raise Http404

    def read(self, page: ShownPage, side: int = 0) -> bytes:
        """Its file; a picture at the size that is wanted.

        Raises:
            Http404: it is gone, or damaged.
        """
        try:
            with page.file.open("rb") as kept:
                return light_jpeg(kept.read(), side) if side else kept.read()
        except OSError as error:
            raise Http404 from error


@method_decorator(login_not_required, "dispatch")
class Picture(OnePage):
    """A picture, large or small."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it, drawn anew at the size that is wanted.

        Raises:
            Http404: no such picture, or no such size.
        """
        page = self.find(kwargs)
        if kwargs["size"] not in SIDES:
            raise Http404
        data = self.read(page, SIDES[kwargs["size"]])
        named = {"Content-Disposition": f'inline; filename="picture-{page.order}.jpg"'}
        return HttpResponse(data, content_type="image/jpeg", headers={**FORGET, **named})


@method_decorator(login_not_required, "dispatch")
class Anthology(RateLimited, PdfPage):
    """The honoured works as a booklet, made when it is asked for, from what is allowed now; no file of it is kept."""

    rule = anyone
    rate = (20, 60)  # a class behind one address

    def get_queryset(self) -> Any:
        """Open to the world."""
        return Competition.objects.published()

    def paper(self, thing: Competition) -> Paper:
        """Print.

        Raises:
            Http404: no work may be seen.
        """
        shown = [winner for winner in winners_of(thing) if winner.is_shown]
        if not shown:
            raise Http404
        return pdf.anthology(thing, shown)

    def answer(self, paper: Any) -> HttpResponse:
        """The booklet; nobody keeps it."""
        response = super().answer(paper)
        for name, value in FORGET.items():
            response[name] = value
        return response

    def get_next_url(self, thing: Competition) -> str:
        """The winners' page."""
        return reverse("essays:winners", args=[thing.pk])
