"""What a school does in a competition, or an officer for it: entrants, slips, the head teacher's certificate."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from competitions.essays import pdf
from competitions.essays.choices import EntryState
from competitions.essays.forms.school import EntrantsForm, HeadCertificateForm
from competitions.essays.models import Competition, Entry, HeadCertificate
from competitions.essays.rules import (
    can_enter_now,
    can_get_papers,
    can_keep_school,
    can_run_competition,
    can_see_entries,
)
from competitions.essays.views.competition import OneCompetition
from core.pages import ChangePage, Link, PdfPage
from core.pdf import Paper
from schools.models import School
from schools.views.school import SchoolList


class ChooseSchool(OneCompetition, SchoolList):
    """For which school did the paper come?"""

    rule = can_run_competition
    title = _("Enter for a school")
    lead = _("Search by name, county or code.")
    export_name = ""
    queryset = SchoolList.queryset

    def get_object(self) -> Competition:
        """The competition of the address."""
        return self.one

    @cached_property
    def one(self) -> Competition:
        """The same, looked up once."""
        found = Competition.objects.takes_posted().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_links(self) -> Iterable[Link]:
        """Nowhere else from here."""
        return []

    def get_table(self, **kwargs: Any) -> Any:
        """A tap on a school goes on."""
        table = super().get_table(**kwargs)
        at = self.one.pk
        table.columns["name"].column.href = lambda school: reverse("essays:school-desk", args=[at, school.pk])
        return table


class OfSchool(OneCompetition):
    """Pages about a school in a competition: open to its teachers and to officers."""

    rule = can_see_entries
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def school(self) -> School:
        """The school of the address, or 404 where it is another's."""
        found = School.objects.select_related("county").filter(pk=self.kwargs["school"]).first()
        if found is None or not can_keep_school(self.request.user, found):
            raise Http404
        return found

    @property
    def entries(self) -> Any:
        """What it entered, as far as this person may see."""
        mine = Entry.objects.visible_to(self.request.user).filter(
            competition=self.get_object(), entrant__school=self.school
        )
        return mine.select_related("competition", "entrant__class_level", "entrant__school__county")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The school."""
        return {**super().get_form_kwargs(), "school": self.school}  # type: ignore[misc]  # a mixin: the page stands behind it

    def get_success_url(self) -> str:
        """Back to what the school does here."""
        return reverse("essays:school-desk", args=[self.get_object().pk, self.school.pk])


class SchoolDesk(OfSchool, ChangePage):
    """The entrants of a school, the papers for them, and a form for more."""

    queryset = Competition.objects.prefetch_related("class_levels")
    form_class = EntrantsForm
    template_name = "essays/school_desk.html"
    title = _("Our entrants")
    button = _("List them")
    done = _("The learners are listed. Print their slips and consent forms.")

    def get_lead(self) -> str:
        """Which school."""
        return self.school.full_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is listed, and what is still missing."""
        competition = self.get_object()
        paper = HeadCertificate.objects.filter(competition=competition, school=self.school).first()
        entries, user = list(self.entries), self.request.user
        stand = any(entry.state == EntryState.SUBMITTED for entry in entries)
        return super().get_context_data(
            school=self.school,
            entries=entries,
            certified=paper,
            ready=stand and can_get_papers(user, competition),
            open=can_enter_now(user, competition),
            runs=can_run_competition(user),
            **kwargs,
        )


class HeadCertificatePage(OfSchool, ChangePage):
    """The head teacher's certificate comes back signed."""

    form_class = HeadCertificateForm
    title = _("Head teacher’s certificate")
    button = _("Send")
    done = _("The head teacher’s certificate is here.")

    def get_lead(self) -> str:
        """Which school."""
        return self.school.full_name


class _SchoolPaper(OfSchool, PdfPage):
    """A paper about the entries of a school."""

    def chosen(self) -> list[Entry]:
        """Those it is about, or 404 where there are none."""
        found = list(self.entries)
        if not found:
            raise Http404
        return found


class SlipsPaper(_SchoolPaper):
    """Cover slips for entries that are not handed in: the name on the part that stays."""

    def paper(self, thing: Competition) -> Paper:
        """Print."""
        drafts = [entry for entry in self.chosen() if entry.is_draft]
        if not drafts:
            raise Http404
        return pdf.cover_slips(thing, drafts)


class HeadCertificatePaper(_SchoolPaper):
    """What the head teacher signs: codes, no names."""

    def paper(self, thing: Competition) -> Paper:
        """Print."""
        return pdf.head_certificate(thing, self.school, self.chosen())
