"""Pages of a school's people, club and learners, of closed days, and of records that are one."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, PlainPage, ThingPage
from schools.filters import SchoolFilter
from schools.forms.calendar import FilterNameForm
from schools.forms.people import AliasForm, BlackoutForm, ClubForm, ContactForm, EnrolmentForm, ManyForm, MergeForm
from schools.imports.places import place_in_background
from schools.models import Blackout, Club, Contact, SavedFilter, School, SchoolMerge
from schools.reports.calendar import school_windows
from schools.reports.history import history_of
from schools.reports.quality import gaps, placings, twins
from schools.rules import can_edit_register, can_see_register
from schools.services.calendar import drop_filter, remove_blackout
from schools.services.merge import unmerge_schools
from schools.services.people import confirm_contact, end_contact
from schools.services.places import unplace_school

AHEAD = 42  # days that the page of visiting days shows


class UnderSchool:
    """Pages under one school."""

    rule = can_edit_register
    queryset: QuerySet = School.objects.select_related("county", "sub_county", "education_sub_county")
    about = "school"
    get_object: Any

    def get_school(self) -> School:
        """The school itself, or that of the thing."""
        thing = self.get_object()
        return thing if isinstance(thing, School) else thing.school

    def get_crumbs(self) -> list[Any]:
        """Under the school."""
        school = self.get_school()
        return [(_("Schools"), reverse("schools:school-list")), (str(school), school.get_absolute_url())]

    def get_success_url(self) -> str:
        """Back to the school."""
        return self.get_school().get_absolute_url()

    def get_next_url(self, thing: Any) -> str:
        """Back to the school."""
        return self.get_success_url()


class ContactAdd(UnderSchool, AboutPage):
    """An adult whom one can reach there."""

    about = "instance"
    form_class = ContactForm
    title = _("Add a contact")
    lead = _("Adults only: the principal, the patron, a teacher. They need no login.")
    done = _("The contact is kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty contact of that school."""
        return {**super().get_form_kwargs(), "instance": Contact(school=self.get_object())}


class OneContact(UnderSchool):
    """Pages about one contact."""

    queryset = Contact.objects.current().select_related("school")


class ContactChange(OneContact, ChangePage):
    """Another number, another person."""

    form_class = ContactForm
    title = _("Change the contact")
    done = _("The contact is kept.")


class ContactConfirm(OneContact, ButtonPage):
    """Reached again."""

    done = _("Confirmed today.")

    def act(self, thing: Contact) -> None:
        """Confirm."""
        confirm_contact(contact=thing, by=self.request.user)


class ContactEnd(OneContact, ButtonPage):
    """Has left."""

    done = _("Name and numbers are wiped.")

    def act(self, thing: Contact) -> None:
        """End."""
        end_contact(contact=thing, by=self.request.user)


class ClubChange(UnderSchool, ChangePage):
    """The school's club."""

    form_class = ClubForm
    title = _("Human-rights club")
    done = _("The club is kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The club, or a new one."""
        school = self.get_object()
        club = Club.objects.filter(school=school).first() or Club(school=school)
        return {**super().get_form_kwargs(), "instance": club}


class EnrolmentChange(UnderSchool, AboutPage):
    """How many learn there."""

    form_class = EnrolmentForm
    title = _("Learners by class")
    lead = _("Head-counts only; what you leave empty stays as it is.")
    done = _("The numbers are kept.")


class BlackoutAdd(UnderSchool, AboutPage):
    """Days on which the school takes no visitor."""

    form_class = BlackoutForm
    title = _("Add closed days")
    done = _("On these days nobody is sent there.")

    def get_success_url(self) -> str:
        """To the visiting days."""
        return reverse("schools:school-windows", args=[self.get_object().pk])


class BlackoutRemove(UnderSchool, ButtonPage):
    """Open after all."""

    queryset = Blackout.objects.select_related("school")
    done = _("These days are open again.")

    def act(self, thing: Blackout) -> None:
        """Remove."""
        remove_blackout(blackout=thing, by=self.request.user)


class SchoolWindows(UnderSchool, ThingPage):
    """On which days may this school be visited?"""

    rule = can_see_register
    template_name = "schools/windows.html"
    queryset = School.objects.select_related("county").prefetch_related("blackouts")

    def get_title(self) -> Any:
        """What it shows."""
        return _("Visiting days")

    def get_lead(self) -> str:
        """Which school."""
        return self.get_object().full_name

    def get_links(self) -> Iterable[Link]:
        """Closed days of the school's own; the calendar."""
        if can_edit_register(self.request.user):
            yield Link(_("Add closed days"), reverse("schools:blackout-add", args=[self.get_object().pk]))
        yield Link(_("Calendar"), reverse("schools:calendar"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Six weeks from today, or from the day in the address."""
        first = FromDay(self.request.GET.get("from", "")).day
        days = school_windows(self.get_object(), first, first + timedelta(days=AHEAD - 1))
        edges = {"earlier": first - timedelta(days=AHEAD), "later": first + timedelta(days=AHEAD)}
        can_edit = bool(can_edit_register(self.request.user))
        needs = list(dict.fromkeys(words for day in days for words in day.needs))
        return super().get_context_data(days=days, needs=needs, can_edit=can_edit, **edges, **kwargs)


class FromDay:
    """A day of an address, which may be nonsense: then today."""

    def __init__(self, text: str) -> None:
        try:
            self.day = timezone.datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            self.day = timezone.localdate()
        if not 2000 <= self.day.year <= 2100:
            self.day = timezone.localdate()


class SchoolHistory(UnderSchool, ThingPage):
    """What became of a record."""

    rule = can_see_register
    template_name = "schools/history.html"

    def get_title(self) -> Any:
        """What it shows."""
        return _("History of the record")

    def get_lead(self) -> str:
        """Which school."""
        return self.get_object().full_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The changes, the newest first."""
        can_edit = bool(can_edit_register(self.request.user))
        return super().get_context_data(changes=history_of(self.get_object()), can_edit=can_edit, **kwargs)


class AliasAdd(UnderSchool, AboutPage):
    """Another spelling by which the school is found."""

    form_class = AliasForm
    title = _("Add another name")
    lead = _("Also the search and the next list know the school by it.")
    done = _("The school is found by this name too.")


class SchoolMergePage(UnderSchool, AboutPage):
    """Two records that are one school."""

    form_class = MergeForm
    title = _("Merge another record into this one")
    lead = _("Visits, people and names move here; the other record is closed. It can be taken back.")
    button = _("Merge")
    done = _("The two are one. You can take it back here.")

    def get_initial(self) -> dict[str, Any]:
        """The other one, where the way here named it."""
        return {"other": self.request.GET.get("with", "")[:12]}


class MergeUndo(ButtonPage):
    """Two again."""

    rule = can_edit_register
    queryset = SchoolMerge.objects.select_related("kept", "gone")
    done = _("They are two schools again.")

    def act(self, thing: SchoolMerge) -> None:
        """Take back."""
        unmerge_schools(merge=thing, by=self.request.user)

    def get_next_url(self, thing: SchoolMerge) -> str:
        """To the one that was kept."""
        return thing.kept.get_absolute_url()


class SchoolUnplace(UnderSchool, ButtonPage):
    """These coordinates are of another school."""

    done = _("The coordinates are taken away; they will not be taken from that entry again.")

    def act(self, thing: School) -> None:
        """Unplace."""
        unplace_school(school=thing, by=self.request.user)


class Quality(PlainPage):
    """What the register lacks, with the way to mend it."""

    rule = can_edit_register
    template_name = "schools/quality.html"
    title = _("Quality of the register")
    lead = _("What is missing, doubtful or old, with the way to mend it.")
    crumbs = ((_("Schools"), "schools:school-list"),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gaps, places, twins."""
        return super().get_context_data(gaps=gaps(), placings=placings(), twins=twins(), **kwargs)


class PlaceAll(PlainPage):
    """Find coordinates by name, in the background."""

    rule = can_edit_register
    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin."""
        place_in_background.enqueue(request.user.pk)
        messages.success(request, _("Coordinates are being looked for. Look again in a minute."))
        return redirect("schools:quality")


class SchoolMany(FormPage):
    """One field of all schools of a list."""

    rule = can_edit_register
    form_class = ManyForm
    title = _("Change all of this list")
    button = _("Change all")
    crumbs = ((_("Schools"), "schools:school-list"),)

    def get_schools(self) -> QuerySet:
        """The schools of the list, as the address narrows it."""
        schools = School.objects.visible_to(self.request.user).schools().open()
        found = SchoolFilter(self.request.GET, queryset=schools)
        return found.qs if found.is_valid() else schools.none()

    def get_lead(self) -> str:
        """How many."""
        n = self.get_schools().count()
        words = ngettext("This list has %(n)d school.", "This list has %(n)d schools.", n)
        return words % {"n": n}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those schools."""
        return {**super().get_form_kwargs(), "schools": School.objects.filter(pk__in=self.get_schools().values("pk"))}

    def get_success_url(self) -> str:
        """Back to the list."""
        words = ngettext("%(n)d school is changed.", "%(n)d schools are changed.", self.saved)
        messages.success(self.request, words % {"n": self.saved})
        return f"{reverse('schools:school-list')}?{self.request.GET.urlencode()}"


class FilterSave(FormPage):
    """Keep the list as it is narrowed now."""

    rule = can_see_register
    form_class = FilterNameForm
    title = _("Keep this filter")
    button = _("Keep")
    done = _("It stands above the list from now on.")
    crumbs = ((_("Schools"), "schools:school-list"),)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The address after the question mark, without page and file."""
        query = self.request.GET.copy()
        for name in ("page", "export"):
            query.pop(name, None)
        return {**super().get_form_kwargs(), "query": query.urlencode()}


class FilterDrop(ButtonPage):
    """Forget a filter."""

    rule = can_see_register
    queryset = SavedFilter.objects.all()
    done = _("The filter is forgotten.")

    def act(self, thing: SavedFilter) -> None:
        """Forget."""
        drop_filter(saved=thing, by=self.request.user)

    def get_next_url(self, thing: SavedFilter) -> str:
        """Back to the list."""
        return reverse("schools:school-list")
