"""The steps of a visit's life, as an officer and a team take them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import ButtonPage, ChangePage, ListPage
from workshops.filters import WishFilter
from workshops.forms import AcceptForm, NoShowForm, OnBehalfForm, ProposeForm, VerifyForm
from workshops.models import Forum
from workshops.rules import can_plan_forum, can_report
from workshops.services.report import mark_delivered
from workshops.tables import WishTable
from workshops.views.forum import FORUMS, OneForum
from workshops.views.preview import Previewed


class RequestList(ListPage):
    """What schools asked for: an answer is owed."""

    rule = can_plan_forum
    queryset = Forum.objects.wishes().select_related("school__county")
    table_class = WishTable
    filterset_class = WishFilter
    title = _("Requests")
    lead = _("What schools asked for and has no date yet, the oldest first. Each is answered within five days.")
    empty = _("No request waits. What schools ask for will stand here.")
    crumbs = FORUMS
    export_name = "requests"


class ForumAccept(Previewed, OneForum, ChangePage):
    """Do we take a request?"""

    rule = can_plan_forum
    form_class = AcceptForm
    template_name = "workshops/forum_accept.html"
    title = _("Answer the request")
    button = _("Answer")
    done = _("The answer is written down.")


class ForumPropose(Previewed, OneForum, ChangePage):
    """A date, a time and a team."""

    rule = can_plan_forum
    form_class = ProposeForm
    template_name = "workshops/forum_form.html"
    title = _("Propose a date")
    button = _("Propose")
    done = _("The school has been sent a link to agree, and the team has been told.")
    draft = "propose"

    def get_lead(self) -> str:
        """Where."""
        return self.get_object().school.full_name


class ForumSchoolSays(Previewed, OneForum, ChangePage):
    """What the school said on the telephone."""

    rule = can_plan_forum
    form_class = OnBehalfForm
    title = _("The school’s answer")
    lead = _("For a school that answered on the telephone instead of by its link.")
    done = _("The answer is written down.")


class ForumDelivered(OneForum, ButtonPage):
    """It took place; the counts follow."""

    rule = can_report
    done = _("Thank you. The report with the counts is due within a week.")

    def act(self, thing: Forum) -> None:
        """Say so."""
        mark_delivered(forum=thing, by=self.request.user)


class ForumNoShow(OneForum, ChangePage):
    """Nobody was there."""

    rule = can_report
    form_class = NoShowForm
    title = _("Nobody was there")
    lead = _("The team came and found no gathering, or the team could not come and nobody was told.")
    button = _("Write it down")
    done = _("It is written down.")

    def get_success_url(self) -> str:
        """Back to the visit."""
        return self.get_object().get_absolute_url()


class ForumVerify(Previewed, OneForum, ChangePage):
    """A second pair of eyes."""

    rule = can_plan_forum
    form_class = VerifyForm
    template_name = "workshops/forum_verify.html"
    title = _("Verify the report")
    button = _("Answer")
    done = _("The answer is written down.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the report to read."""
        report = self.get_object().reports.filter(newest=True).select_related("sent_by").first()
        return super().get_context_data(report=report, **kwargs)
