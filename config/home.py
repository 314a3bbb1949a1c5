"""The start page: what needs me now, then the week, then one picture of how the programme is doing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import reports as people
from accounts.rules import can_read_numbers
from competitions.debates import reports as debates
from competitions.essays import reports as essays
from core.access import signed_in
from core.needs import Need, by_urgency, folded
from core.pages import Link, PlainPage
from materials import reports as booklets
from schools.reports import county_map
from schools.reports import needs as register
from workshops import reports as visits
from workshops.rules import can_plan_forum, can_see_forums

ROOMS = (people, visits, register, booklets, essays, debates)
REACH_STEPS = (1, 2, 5, 10)  # schools a county, on the map


def needs_of(user: Any) -> list[Need]:
    """Everything that needs this person, from every room, the most urgent first."""
    found: Iterator[Need] = (need for room in ROOMS for need in room.needs_of(user))
    return by_urgency(found)


def greeting(hour: int, name: str) -> str:
    """Good morning, until noon."""
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 17:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


class Today(PlainPage):
    """Where everybody lands."""

    rule = signed_in
    template_name = "config/today.html"

    def get_title(self) -> str:
        """A greeting by the hour in Nairobi."""
        return greeting(timezone.localtime().hour, self.request.user.first_name)

    def get_lead(self) -> str:
        """The day, and how much there is to do."""
        words = ngettext("%(n)d thing needs you.", "%(n)d things need you.", len(self.needs)) % {"n": len(self.needs)}
        day = date_format(timezone.localdate(), "DATE_FORMAT")
        return f"{day}. {words if self.needs else _('Nothing needs you now.')}"

    def get_links(self) -> Iterable[Link]:
        """The one thing an officer does most."""
        if can_plan_forum(self.request.user):
            yield Link(_("Plan a forum"), reverse("workshops:forum-school"), "primary")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Needs, week, picture."""
        user, today = self.request.user, timezone.localdate()
        self.needs = needs_of(user)
        context = {"needs": folded(self.needs), "today": today}
        if can_see_forums(user):
            week = visits.week_of(user, today)
            context |= {"week": week, "busy": any(day.entries for day in week)}
        if can_read_numbers(user):
            reach = visits.reach(today.year)
            link = f"{reverse('schools:school-list')}?level=secondary&county=%s"
            drawn = county_map(reach.by_county, limits=REACH_STEPS, counts=_("schools reached"), url=link)
            context |= {"reach": reach, "map": drawn}
        return super().get_context_data(**context, **kwargs)
