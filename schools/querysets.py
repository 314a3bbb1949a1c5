"""The words in which schools are asked for."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from core.likeness import WordIndex
from core.text import fold
from schools.choices import DAYS_KEPT, Decision, ImportState, Level, Outcome, Placing
from schools.rules import can_edit_register, can_see_contacts, can_see_register


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

    def schools(self) -> "SchoolQuerySet":
        """Schools of every level: all but the universities."""
        return self.exclude(level=Level.UNIVERSITY)

    def universities(self) -> "SchoolQuerySet":
        """Universities."""
        return self.filter(level=Level.UNIVERSITY)

    def search(self, words: str) -> "SchoolQuerySet":
        """Every word stands somewhere in the names, the county or a code; spelling is forgiven where it must be.

        Accents and apostrophes never matter. The words are looked up among all words of the register; where together
        they find nothing, each stands for those spelt nearly like it. See `register_words` for what that costs.
        """
        wanted = fold(words).split()[:8]
        plain = self
        for word in wanted:
            plain = plain.filter(searchable__contains=word)
        short = any(len(word) < 3 for word in wanted)  # stands in too many words to be worth the index
        if not wanted or ((short or kept.index is None) and plain.exists()):
            return plain
        found = register_words(self.model).find(" ".join(wanted))
        return plain if len(found) > MANY_FOUND else self.filter(pk__in=found)

    def lacking(self, what: str) -> "SchoolQuerySet":
        """Schools whose record has a gap: "uic", "knec", "place" (only roughly known), "contact" (none, or stale).

        With "stale" each has the key of the contact to be confirmed: `stale_contact`.
        """
        since = timezone.now() - timedelta(days=365)
        rough = Q(latitude=None) | Q(placing__in=(Placing.COUNTY, Placing.SUB_COUNTY))
        fresh = self.model._base_manager.filter(contacts__left_at=None, contacts__confirmed_at__gte=since)
        gaps = {
            "uic": Q(uic=None),
            "knec": Q(knec_code=None),
            "place": rough,
            "contact": ~Q(pk__in=fresh.values("pk")) & ~Q(members__ended_at=None, members__isnull=False),
            "stale": Q(contacts__left_at=None, contacts__confirmed_at__lt=since),
        }
        found = self.filter(gaps[what]).distinct()
        if what == "stale":
            contacts = self.model._meta.get_field("contacts").related_model._base_manager
            old = contacts.filter(school=OuterRef("pk"), left_at=None, confirmed_at__lt=since).order_by("pk")
            found = found.annotate(stale_contact=Subquery(old.values("pk")[:1]))
        return found


MANY_FOUND = 500  # above which the database looks for the words itself: so many keys would be a long question


class _Kept:
    """What a process keeps of the register for its searches: its words, and the version of each record."""

    index: WordIndex | None = None
    versions: dict[int, int] = {}  # replaced, never changed


kept = _Kept()


def register_words(model: Any) -> WordIndex:
    """The words of the whole register, kept by each process; of what has changed since, only that is read again."""
    schools = model._base_manager.all()
    stamp = tuple(schools.aggregate(n=Count("pk"), last=Max("pk"), changes=Sum("version")).values())
    index = kept.index
    if index is not None and index.stamp == stamp:
        return index
    versions = dict(schools.values_list("pk", "version"))
    other = [pk for pk, version in versions.items() if kept.versions.get(pk) != version]
    if index is None or len(other) > MANY_FOUND:
        index = WordIndex.of(dict(schools.values_list("pk", "searchable")), stamp)
    else:
        changed: dict[int, str | None] = dict.fromkeys(index.texts.keys() - versions.keys())
        changed |= dict(schools.filter(pk__in=other).values_list("pk", "searchable"))
        index = index.patched(changed, stamp)
    kept.index, kept.versions = index, versions
    return index


class ContactQuerySet(QuerySet):
    """Adults whom one can reach at schools."""

    def visible_to(self, user: Any) -> "ContactQuerySet":
        """Officers and facilitators."""
        return self if can_see_contacts(user) else self.none()

    def current(self) -> "ContactQuerySet":
        """Still there."""
        return self.filter(left_at=None)

    def stale(self) -> "ContactQuerySet":
        """Nobody has confirmed them for a year."""
        return self.current().filter(confirmed_at__lt=timezone.now() - timedelta(days=365))


class ImportBatchQuerySet(QuerySet):
    """Imports."""

    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        """Officers."""
        return self if can_edit_register(user) else self.none()

    def stopped(self) -> "ImportBatchQuerySet":
        """Checks that died on the way."""
        dead = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
        return self.filter(dead, state=ImportState.CHECKING)

    def to_empty(self) -> "ImportBatchQuerySet":
        """Lists with which nobody has done anything for the time that names and numbers are kept."""
        over = timezone.now() - timedelta(days=DAYS_KEPT)
        used = Q(sent_at__gte=over) | Q(committed_at__gte=over) | Q(undone_at__gte=over)
        return self.filter(emptied_at=None).exclude(used).exclude(state=ImportState.CHECKING)


class ImportRowQuerySet(QuerySet):
    """Rows of imports."""

    def visible_to(self, user: Any) -> "ImportRowQuerySet":
        """Officers."""
        return self if can_edit_register(user) else self.none()

    def open(self) -> "ImportRowQuerySet":
        """Those somebody must decide."""
        return self.filter(outcome=Outcome.CONFLICT, decision="")

    def to_take(self) -> "ImportRowQuerySet":
        """Those that go into the register now: clear ones, and those decided as the same or as a new school."""
        clear = Q(outcome__in=(Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED), decision="")
        return self.filter(clear | Q(decision__in=(Decision.SAME, Decision.NEW)), taken_at=None)

    def counts(self) -> dict[str, int]:
        """How many there are of each outcome."""
        return dict(self.order_by().values_list("outcome").annotate(n=Count("pk")))

    def reasons(self) -> list[tuple[str, str, int]]:
        """How many there are of each outcome and reason."""
        found = self.order_by().values_list("outcome", "reason").annotate(n=Count("pk"))
        return sorted(found, key=lambda line: (Outcome.values.index(line[0]), -line[2]))


class CalendarVersionQuerySet(QuerySet):
    """Calendars."""

    def visible_to(self, user: Any) -> "CalendarVersionQuerySet":
        """Who sees the register sees the calendar."""
        return self if can_see_register(user) else self.none()

    def in_force(self, year: int) -> Any:
        """The newest calendar of a year, or None."""
        return self.filter(year=year).order_by("-number").first()


class VisitRuleQuerySet(QuerySet):
    """Rules about visitors."""

    def visible_to(self, user: Any) -> "VisitRuleQuerySet":
        """Who sees the register sees the rules."""
        return self if can_see_register(user) else self.none()


class ClubQuerySet(QuerySet):
    """Clubs."""

    def of(self, school: Any) -> Any:
        """The club of a school, or None."""
        return self.filter(school=school).select_related("patron").first()


class MergeQuerySet(QuerySet):
    """Mergers of schools."""

    def visible_to(self, user: Any) -> "MergeQuerySet":
        """Officers."""
        return self if can_edit_register(user) else self.none()


class BlackoutQuerySet(QuerySet):
    """Days on which a school takes no visitor."""

    def visible_to(self, user: Any) -> "BlackoutQuerySet":
        """Who sees the register."""
        return self if can_see_register(user) else self.none()


class SavedFilterQuerySet(QuerySet):
    """Ways of narrowing the list that somebody keeps."""

    def visible_to(self, user: Any) -> "SavedFilterQuerySet":
        """The own ones."""
        return self.filter(owner=user.pk)


class MembershipQuerySet(QuerySet):
    """Adults at schools."""

    def current(self) -> "MembershipQuerySet":
        """Still there."""
        return self.filter(ended_at=None)
