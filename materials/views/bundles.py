"""For everybody who is signed in: several booklets as one file for a memory stick."""

from typing import Any

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.files import kept_file, starts_at_the_beginning
from core.pages import Page, PlainPage
from materials.models import Edition
from materials.reports import recent_terms
from materials.rules import can_read_booklets
from materials.services.bundles import FOLDER, MOST, bundle_digest, pack_bundle
from materials.services.downloads import count_bundle
from materials.views.reading import LIBRARY

OFFERED = Edition.objects.current().select_related("title").order_by("title__code", "language", "number")


class BundleChoose(PlainPage):
    """Which ones?"""

    rule = can_read_booklets
    template_name = "materials/bundle.html"
    title = _("Booklets for a memory stick")
    lead = _("One ZIP file with a page to choose from, each booklet to read and its PDF and EPUB. It needs no network.")
    crumbs = LIBRARY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is offered, or what was published in a term."""
        editions = OFFERED.visible_to(self.request.user).prefetch_related("printed")
        terms = recent_terms()
        term = next((term for term in terms if str(term.pk) == self.request.GET.get("term")), None)
        if term:
            editions = editions.filter(published_at__date__gte=term.first, published_at__date__lte=term.last)
        return super().get_context_data(editions=editions, terms=terms, term=term, **kwargs)


class BundleFile(Page, View):
    """The bundle; a download that breaks off goes on, because the same editions give the same bytes."""

    rule = can_read_booklets

    @cached_property
    def editions(self) -> list[Edition]:
        """Those that were asked for and are offered."""
        wanted = [int(key) for key in self.request.GET.getlist("edition") if key.isascii() and key.isdecimal()][:MOST]
        rows = OFFERED.visible_to(self.request.user).filter(pk__in=[key for key in wanted if key < 2**31])
        return list(rows.prefetch_related("sections", "pictures", "printed"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Pack, send, count."""
        if not self.editions:
            messages.error(request, _("Choose at least one booklet."))
            return HttpResponseRedirect(reverse("materials:bundle"))
        what = {"editions": self.editions, "language": get_language() or "en"}
        packed = File(pack_bundle(**what))
        size, tag = packed.seek(0, 2), bundle_digest(**what)
        answer = kept_file(request, packed, etag=tag, size=size, name=f"{FOLDER}.zip", content_type="application/zip")
        if not answer.streaming:
            packed.close()
        if answer.status_code in (200, 206) and starts_at_the_beginning(request):
            count_bundle(editions=self.editions, by=request.user)
        return answer
