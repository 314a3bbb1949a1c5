"""Pages of the calendar and the rules about visitors."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.pages import ChangePage, FormPage, Link, PlainPage, ThingPage
from schools.forms.calendar import CalendarForm, HolidayForm, RuleForm
from schools.models import CalendarVersion, ExtraHoliday, VisitRule
from schools.reports.calendar import LANGUAGE, public_holidays
from schools.rules import can_edit_register, can_see_register

CALENDAR = ((_("Schools"), "schools:school-list"), (_("Calendar"), "schools:calendar"))


class CalendarPage(PlainPage):
    """The calendar in force, its days off, and the rules about visitors."""

    rule = can_see_register
    template_name = "schools/calendar.html"
    title = _("School calendar")
    lead = _("Terms, examinations, days off and rules: what decides when a school may be visited.")
    crumbs = CALENDAR[:1]

    def get_links(self) -> Iterable[Link]:
        """What an officer may add."""
        if can_edit_register(self.request.user):
            yield Link(_("Publish a calendar"), reverse("schools:calendar-add"), "primary")
            yield Link(_("Add a rule"), reverse("schools:rule-add"))
            yield Link(_("Add a day off"), reverse("schools:holiday-add"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """This year's calendar, or the newest there is."""
        year, versions = timezone.localdate().year, CalendarVersion.objects.all()
        version = versions.in_force(year + 1) or versions.in_force(year) or versions.first()
        shown = version.year if version else year
        language = LANGUAGE.get(get_language() or "en", "en_KE")
        off = sorted(public_holidays(shown, language).items())
        extra = ExtraHoliday.objects.filter(day__year=shown)
        more = {"versions": versions[:12], "rules": VisitRule.objects.all(), "holidays": off, "extra": extra}
        can_edit = bool(can_edit_register(self.request.user))
        return super().get_context_data(version=version, can_edit=can_edit, **more, **kwargs)


class CalendarVersionPage(ThingPage):
    """One published calendar, also one that was replaced."""

    rule = can_see_register
    queryset = CalendarVersion.objects.select_related("published_by")
    template_name = "schools/calendar_version.html"
    crumbs = CALENDAR


class CalendarAdd(FormPage):
    """Publish a calendar, or a revised one."""

    rule = can_edit_register
    form_class = CalendarForm
    title = _("Publish a calendar")
    lead = _("The newest of a year counts; earlier ones stay. Visits that no longer fit are listed for you.")
    button = _("Publish")
    done = _("The calendar is published. Look whether visits still fit.")
    crumbs = CALENDAR


class RuleAdd(FormPage):
    """A rule about visitors."""

    rule = can_edit_register
    form_class = RuleForm
    title = _("Add a rule")
    lead = _("Each rule says who made it, and from when to when it holds.")
    done = _("The rule is in force.")
    crumbs = CALENDAR


class RuleChange(ChangePage):
    """Change a rule, or end it."""

    rule = can_edit_register
    queryset = VisitRule.objects.all()
    form_class = RuleForm
    title = _("Change the rule")
    lead = _("A rule that has ended gets its last day; it stays as history.")
    done = _("The rule is changed.")
    crumbs = CALENDAR


class HolidayAdd(FormPage):
    """A day off that was gazetted."""

    rule = can_edit_register
    form_class = HolidayForm
    title = _("Add a day off")
    lead = _("Kenya’s usual public holidays are known. Write down what was gazetted besides.")
    done = _("The day is off.")
    crumbs = CALENDAR
    after = "schools:calendar"
