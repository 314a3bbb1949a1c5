"""The words in which schools are asked for."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from core.text import fold
from schools.choices import Level
from schools.rules import can_see_register


class CountyQuerySet(QuerySet):
    """Counties."""

    def with_school_count(self) -> "CountyQuerySet":
        """How many open schools each has: `school_count`."""
        return self.annotate(
            school_count=Count("schools", filter=Q(schools__level=Level.SECONDARY, schools__is_open=True))
        )


class ClassLevelQuerySet(QuerySet):
    """Classes."""

    def of_year(self, year: int) -> "ClassLevelQuerySet":
        """The classes that schools have in a year."""
        return self.filter(Q(last_year__gte=year) | Q(last_year=None), first_year__lte=year)


class SchoolQuerySet(QuerySet):
    """Schools and universities."""

    def visible_to(self, user: Any) -> "SchoolQuerySet":
        """The register is open to staff, facilitators and readers; a teacher sees the own school."""
        if can_see_register(user):
            return self
        return self.filter(members__user=user.pk, members__ended_at=None) if user.is_authenticated else self.none()

    def for_list(self) -> "SchoolQuerySet":
        """With what a list shows, and no more."""
        shown = ("name", "short_name", "ward", "category", "gender", "ownership", "county__name", "sub_county__name")
        return self.select_related("county", "sub_county").only(*shown)

    def open(self) -> "SchoolQuerySet":
        """Not closed."""
        return self.filter(is_open=True)

    def secondary(self) -> "SchoolQuerySet":
        """Secondary schools."""
        return self.filter(level=Level.SECONDARY)

    def universities(self) -> "SchoolQuerySet":
        """Universities."""
        return self.filter(level=Level.UNIVERSITY)

    def search(self, words: str) -> "SchoolQuerySet":
        """Every word stands somewhere in the name, the county or a code; accents and apostrophes do not matter."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(searchable__contains=word)
        return found


class MembershipQuerySet(QuerySet):
    """Adults at schools."""

    def current(self) -> "MembershipQuerySet":
        """Still there."""
        return self.filter(ended_at=None)
