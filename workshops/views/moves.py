"""Many visits moved at once; booklets put aside."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.pages import ChangePage, FormPage
from workshops.forms import CopiesForm, MovesFilter, MovesForm
from workshops.models import Forum
from workshops.reports import Move, fit_of, moves_for
from workshops.rules import can_plan_forum
from workshops.services.moves import MOST_MOVES
from workshops.views.forum import FORUMS, OneForum
from workshops.views.preview import Previewed


class Reschedule(Previewed, FormPage):
    """Choose visits, see the first open day of each, read the messages, move all of them or none."""

    rule = can_plan_forum
    form_class = MovesForm
    template_name = "workshops/reschedule.html"
    title = _("Move many visits")
    lead = _("Each visit gets the first open day on which school, team, papers and authority allow it.")
    button = _("Move them and send the messages")
    crumbs = FORUMS
    after = "workshops:forum-recheck"

    @cached_property
    def filter(self) -> MovesFilter:
        """What the address asks for."""
        return MovesFilter(self.request.GET)

    @cached_property
    def moves(self) -> list[Move]:
        """The visits and their new days."""
        wanted = self.filter.wanted()
        forums = Forum.objects.to_move(wanted.get("county"), wanted.get("first"), wanted.get("last"))
        fits = fit_of(forums[:MOST_MOVES])
        return moves_for([(forum, why) for forum, why in fits if why or wanted.get("every")], wanted["after"])

    def get_done(self) -> str:
        """How many."""
        words = ngettext("%(n)d visit was moved.", "%(n)d visits were moved.", self.saved)
        return words % {"n": self.saved}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, with what was ticked."""
        chosen = self.request.POST.getlist("chosen") if self.request.method == "POST" else None
        rows = [(move, chosen is None or move.value in chosen) for move in self.moves]
        return super().get_context_data(filter=self.filter, rows=rows, **kwargs)


class ForumCopies(OneForum, ChangePage):
    """Put booklets aside."""

    rule = can_plan_forum
    form_class = CopiesForm
    title = _("Reserve booklets")
    lead = _("How many copies of each booklet go along. Zero or nothing takes a booklet off.")
    button = _("Reserve")
    done = _("The booklets are reserved.")
