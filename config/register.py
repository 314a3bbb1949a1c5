"""The register as the whole house sees it: each school with what it took part in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competitions.essays.reports import school_history
from core.tables import DateColumn
from materials.reports import taken_by_school
from schools.tables import SchoolTable
from schools.views.school import SchoolDetail, SchoolList, SchoolMap
from workshops.choices import COUNTED
from workshops.models import Forum
from workshops.reports import reach

_last_forum = Forum.objects.filter(school=OuterRef("pk"), state__in=COUNTED).order_by("-starts_at").values("starts_at")


def _last_forum_day(school: Any) -> date | None:
    return timezone.localtime(school.last_forum_at).date() if school.last_forum_at else None


class SchoolsWithHistory(SchoolTable):
    """The register with the last forum of each school."""

    last_forum = DateColumn(_("Last forum"), _last_forum_day, sort="last_forum_at")

    class Meta(SchoolTable.Meta):
        pass


class SchoolListPage(SchoolList):
    """The register."""

    queryset = SchoolList.queryset.annotate(last_forum_at=Subquery(_last_forum[:1]))
    table_class = SchoolsWithHistory


@dataclass(frozen=True)
class CountyLine:
    """One county: how many schools it has, how many of them were reached this year, and whether none was."""

    code: str
    name: str
    schools: int
    reached: int

    @property
    def is_gap(self) -> bool:
        """Schools, and nobody has been there."""
        return bool(self.schools) and not self.reached


class SchoolMapPage(SchoolMap):
    """The register by county, with how far the programme has come this year and where nobody has been."""

    template_name = "config/school_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the schools of each county those that were reached."""
        context = super().get_context_data(**kwargs)
        year = timezone.localdate().year
        by_county = reach(year).by_county
        lines = [CountyLine(c.code, c.name, c.value, by_county.get(c.code, 0)) for c in context["rows"]]
        gaps = sum(line.is_gap for line in lines)
        return {**context, "lines": lines, "year": year, "reached": sum(by_county.values()), "gaps": gaps}


class SchoolPage(SchoolDetail):
    """One school, with its history of forums, booklets and essays, as far as this person may see it."""

    template_name = "config/school_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history."""
        school, user = self.get_object(), self.request.user
        forums = Forum.objects.visible_to(user).filter(school=school).select_related("school")[:20]
        history = {"forums": forums, "taken": taken_by_school(school), "essays": school_history(school, user)}
        return super().get_context_data(**history, **kwargs)
