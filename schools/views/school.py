"""Pages of the register."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Action
from core.pages import AboutPage, ButtonPage, ChangePage, FormPage, Link, ListPage, Page, PlainPage, ThingPage
from schools.filters import SchoolFilter, UniversityFilter
from schools.forms.school import SchoolForm, TeacherForm
from schools.models import Club, Contact, Membership, SavedFilter, School
from schools.pdf import county_paper
from schools.reports import county_map, schools_by_county
from schools.reports.quality import GAPS
from schools.rules import can_edit_register, can_see_contacts, can_see_register, can_see_school
from schools.services.school import close_school, end_membership, reopen_school
from schools.tables import MendTable, SchoolTable, UniversityTable

SCHOOLS = ((_("Schools"), "schools:school-list"),)


class SchoolList(ListPage):
    """The register."""

    rule = can_see_register
    queryset = School.objects.schools().open().for_list()
    table_class = SchoolTable
    filterset_class = SchoolFilter
    title = _("Schools")
    lead = _("The register of schools in all 47 counties.")
    export_name = "schools"
    template_name = "schools/school_list.html"
    print_under = "county"

    @property
    def gap(self) -> str:
        """What the schools of the list lack, for those who may mend it."""
        lack = self.request.GET.get("lack", "")
        return lack if lack in GAPS and can_edit_register(self.request.user) else ""

    def get_table_class(self) -> type[SchoolTable]:
        """With the way to mend, where something is lacking."""
        return MendTable if self.gap and "export" not in self.request.GET else SchoolTable

    def get_table_kwargs(self) -> dict[str, Any]:
        """What is lacking."""
        return {"gap": self.gap} if self.get_table_class() is MendTable else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filters that this person keeps."""
        saved = SavedFilter.objects.visible_to(self.request.user)
        can_edit = bool(can_edit_register(self.request.user))
        return super().get_context_data(saved_filters=saved, can_edit=can_edit, **kwargs)

    def get_links(self) -> Iterable[Link]:
        """Map, calendar, universities, and for officers lists, quality, and a new school."""
        yield Link(_("Map"), reverse("schools:map"))
        yield Link(_("Calendar"), reverse("schools:calendar"))
        yield Link(_("Universities"), reverse("schools:university-list"))
        if can_edit_register(self.request.user):
            yield Link(_("Lists"), reverse("schools:import-list"))
            yield Link(_("Quality"), reverse("schools:quality"))
            yield Link(_("Add a school"), reverse("schools:school-add"))


class UniversityList(ListPage):
    """Universities."""

    rule = can_see_register
    queryset = School.objects.universities().open().for_list()
    table_class = UniversityTable
    filterset_class = UniversityFilter
    title = _("Universities")
    lead = _("Where the debaters come from.")
    crumbs = SCHOOLS
    export_name = "universities"


class SchoolMap(PlainPage):
    """The register by county."""

    rule = can_see_register
    template_name = "schools/map.html"
    title = _("Schools by county")
    lead = _("Open secondary schools in the register. Tap a county to see its schools.")
    crumbs = SCHOOLS

    def get_links(self) -> Iterable[Link]:
        """On paper."""
        yield Link(_("Print"), reverse("schools:map-paper"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The map, and the same as a table."""
        values = schools_by_county()
        link = f"{reverse('schools:school-list')}?level=secondary&county=%s"
        drawn = county_map(values, limits=(1, 100, 200, 300), counts=str(_("schools")), url=link)
        rows = sorted(drawn.counties, key=lambda county: county.name)
        return super().get_context_data(map=drawn, rows=rows, total=sum(values.values()), **kwargs)


class SchoolMapPaper(Page, View):
    """The same on paper: the map and its table on one page."""

    rule = can_see_register

    def get(self, request: HttpRequest) -> HttpResponse:
        """The paper."""
        return county_paper(schools_by_county()).response()


class SchoolDetail(ThingPage):
    """One school and its history."""

    rule = can_see_school
    queryset = School.objects.select_related("county", "sub_county", "education_sub_county", "merged_into")
    template_name = "schools/school_detail.html"
    crumbs = SCHOOLS

    def get_crumbs(self) -> list[Any]:
        """A teacher has no list to go back to."""
        return super().get_crumbs() if can_see_register(self.request.user) else []

    def get_lead(self) -> str:
        """What kind of school."""
        return f"{self.get_object().kind_words} · {self.get_object().county}"

    def get_links(self) -> Iterable[Link]:
        """What an officer may do."""
        school = self.get_object()
        if can_see_register(self.request.user):
            yield Link(_("Visiting days"), reverse("schools:school-windows", args=[school.pk]))
            yield Link(_("History"), reverse("schools:school-history", args=[school.pk]))
        if can_edit_register(self.request.user):
            yield Link(_("Invite a teacher"), reverse("schools:teacher-invite", args=[school.pk]))
            yield Link(_("Change"), reverse("schools:school-change", args=[school.pk]))
            yield Link(_("Merge"), reverse("schools:school-merge", args=[school.pk]))
            if school.is_open:
                yield Link(_("Mark as closed"), reverse("schools:school-close", args=[school.pk]), "harm", post=True)
            else:
                yield Link(_("Reopen"), reverse("schools:school-reopen", args=[school.pk]), post=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The adults, for those who may see them, and what was done."""
        school, user = self.get_object(), self.request.user
        members = (
            school.members.current().select_related("user") if can_see_contacts(user) else Membership.objects.none()
        )
        actions = Action.objects.about(school).visible_to(user).select_related("by")[:10]
        more = {
            "contacts": Contact.objects.visible_to(user).current().filter(school=school),
            "aliases": school.aliases.all(),
        }
        more |= {"enrolment": school.enrolment.select_related("class_level"), "club": Club.objects.of(school)}
        more |= {"mergers": school.mergers.filter(undone_at=None).select_related("gone")}
        edit = bool(can_edit_register(user))
        return super().get_context_data(members=members, actions=actions, can_edit=edit, **more, **kwargs)


class SchoolAdd(FormPage):
    """A school that no list has."""

    rule = can_edit_register
    form_class = SchoolForm
    title = _("Add a school")
    lead = _("First look whether the register has it under another spelling.")
    done = _("The school is in the register.")
    crumbs = SCHOOLS


class SchoolChange(ChangePage):
    """Mend a school's record."""

    rule = can_edit_register
    queryset = School.objects.select_related("county")
    form_class = SchoolForm
    title = _("Change the record")
    done = _("The record is changed.")

    def get_crumbs(self) -> list[Any]:
        """Under the school."""
        school = self.get_object()
        return [(_("Schools"), reverse("schools:school-list")), (str(school), school.get_absolute_url())]


class SchoolClose(ButtonPage):
    """Out of the lists; the history stays."""

    rule = can_edit_register
    queryset = School.objects.all()
    done = _("The school is marked as closed. Its history stays.")

    def act(self, thing: School) -> None:
        """Close."""
        close_school(school=thing, by=self.request.user)


class SchoolReopen(SchoolClose):
    """Back into the lists."""

    done = _("The school is open again.")

    def act(self, thing: School) -> None:
        """Reopen."""
        reopen_school(school=thing, by=self.request.user)


class TeacherInvite(AboutPage):
    """Let a teacher in for one school."""

    rule = can_edit_register
    queryset = School.objects.all()
    form_class = TeacherForm
    about = "school"
    title = _("Invite a teacher")
    lead = _("The teacher downloads booklets and enters essays for this school, and sees no other.")
    button = _("Send the invitation")
    done = _("The invitation is on its way.")

    def get_crumbs(self) -> list[Any]:
        """Under the school."""
        school = self.get_object()
        return [(_("Schools"), reverse("schools:school-list")), (str(school), school.get_absolute_url())]

    def get_success_url(self) -> str:
        """Back to the school."""
        return self.get_object().get_absolute_url()


class MembershipEnd(ButtonPage):
    """A teacher leaves."""

    rule = can_edit_register
    done = _("The teacher has left the school.")

    def get_queryset(self) -> QuerySet:
        """Current members."""
        return Membership.objects.current().select_related("school", "user")

    def act(self, thing: Membership) -> None:
        """End."""
        end_membership(membership=thing, by=self.request.user)

    def get_next_url(self, thing: Membership) -> str:
        """Back to the school."""
        return thing.school.get_absolute_url()
