"""Numbered papers: find one, see what the world sees of it, revoke it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.filters import IssuedPaperFilter
from accounts.forms import RevokePaperForm
from accounts.models import Action, IssuedPaper
from accounts.rules import can_print
from accounts.tables import IssuedPaperTable
from core.pages import ChangePage, Link, ListPage, ThingPage

CRUMBS = ((_("Print room"), "accounts:print-list"), (_("Numbered papers"), "accounts:paper-list"))


class PaperList(ListPage):
    """All papers with a number."""

    rule = can_print
    queryset = IssuedPaper.objects.select_related("issued_by")
    table_class = IssuedPaperTable
    filterset_class = IssuedPaperFilter
    title = _("Numbered papers")
    lead = _("Certificates and delivery notes as they were issued. Each can be checked by anybody, and revoked here.")
    empty = _("No paper has been numbered yet.")
    crumbs = CRUMBS[:1]
    export_name = "papers"


class PaperDetail(ThingPage):
    """One of them."""

    rule = can_print
    queryset = IssuedPaper.objects.select_related("issued_by")
    template_name = "accounts/paper_detail.html"
    crumbs = CRUMBS

    def get_links(self) -> Iterable[Link]:
        """What the world sees; revoke it."""
        paper = self.get_object()
        yield Link(_("Public page"), paper.get_absolute_url())
        if not paper.revoked_at:
            yield Link(_("Revoke"), reverse("accounts:paper-revoke", args=[paper.pk]), "harm")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it says, in the words of the reader, and what was done with it."""
        paper = self.get_object()
        facts = [(_(name), value) for name, value in paper.facts.items()]
        actions = Action.objects.about(paper).visible_to(self.request.user).select_related("by")
        return super().get_context_data(facts=facts, actions=actions, **kwargs)


class PaperRevoke(ChangePage):
    """Declare one no longer valid."""

    rule = can_print
    queryset = IssuedPaper.objects.filter(revoked_at=None)
    form_class = RevokePaperForm
    title = _("Revoke the paper")
    lead = _("Its public page will say that it is no longer valid. This cannot be taken back; a new one can be issued.")
    button = _("Revoke")
    done = _("The paper is revoked.")
    crumbs = CRUMBS

    def get_success_url(self) -> str:
        """Back to the paper."""
        return self.saved.office_url
