"""The register as the whole house sees it: each school with what it took part in."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tables import DateColumn
from schools.tables import SchoolTable
from schools.views.school import SchoolDetail, SchoolList
from workshops.choices import State
from workshops.models import Forum

_last_forum = (
    Forum.objects.filter(school=OuterRef("pk"), state=State.REPORTED).order_by("-starts_at").values("starts_at")
)


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


class SchoolPage(SchoolDetail):
    """One school, with its history of forums, as far as this person may see it."""

    template_name = "config/school_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history."""
        school, user = self.get_object(), self.request.user
        forums = Forum.objects.visible_to(user).filter(school=school).select_related("school")[:20]
        return super().get_context_data(forums=forums, **kwargs)
