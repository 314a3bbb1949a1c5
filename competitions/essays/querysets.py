"""The words in which competitions, entries and judging are asked for."""

import re
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.choices import Role
from competitions.essays.choices import (
    CompetitionState,
    CopyState,
    EntryState,
    Language,
    SheetState,
    TaskState,
    check_letter,
)

STAFF = frozenset({Role.OFFICER.value, Role.DIRECTOR.value})
_SHEET_CODE = re.compile(r"M\s*(\d{1,9})[\s-]+(\d{1,5})[\s-]*([A-Y])\s*$")


class CompetitionQuerySet(QuerySet):
    """Competitions."""

    def visible_to(self, user: Any) -> "CompetitionQuerySet":
        """Officers see all; teachers and readers those that are no longer being prepared."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & STAFF:
            return self
        if user.roles & {Role.TEACHER, Role.VIEWER}:
            return self.exclude(state=CompetitionState.DRAFT)
        return self.none()

    def open(self) -> "CompetitionQuerySet":
        """Taking entries."""
        return self.filter(state=CompetitionState.OPEN)

    def takes_posted(self) -> "CompetitionQuerySet":
        """An officer may still enter what came by post, late too: until the results are frozen."""
        return self.filter(state__in=[CompetitionState.OPEN, CompetitionState.JUDGING])

    def published(self) -> "CompetitionQuerySet":
        """Open to the world."""
        return self.filter(state=CompetitionState.PUBLISHED)

    def with_counts(self) -> "CompetitionQuerySet":
        """How many entries were handed in, and from how many schools: `entry_count`, `school_count`."""
        handed_in = Q(entries__state=EntryState.SUBMITTED)
        return self.annotate(
            entry_count=Count("entries", filter=handed_in, distinct=True),
            school_count=Count("entries__entrant__school", filter=handed_in, distinct=True),
        )


class EntryQuerySet(QuerySet):
    """Entries."""

    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Officers see all, a teacher those of the own school, a safeguarding lead those somebody worries about.

        A withdrawn entry is nowhere.
        """
        if not user.is_authenticated:
            return self.none()
        there = self.exclude(state=EntryState.WITHDRAWN)
        if user.roles & STAFF:
            return there
        mine = Q(pk__in=[])
        if Role.TEACHER in user.roles:
            schools = user.memberships.filter(ended_at=None).values("school")
            mine |= Q(entrant__school__in=schools)
        if Role.SAFEGUARDING in user.roles:
            mine |= Q(concern_at__isnull=False)
        return there.filter(mine)

    def submitted(self) -> "EntryQuerySet":
        """Handed in and not withdrawn: what is judged."""
        return self.filter(state=EntryState.SUBMITTED)

    def drafts(self) -> "EntryQuerySet":
        """Begun and not handed in."""
        return self.filter(state=EntryState.DRAFT)

    def with_progress(self) -> "EntryQuerySet":
        """How many judges have it and how many have marked it: `judge_count`, `marked_count`."""
        holds = Q(assignments__state__in=[TaskState.OPEN, TaskState.DONE])
        done = Q(assignments__state=TaskState.DONE)
        return self.annotate(
            judge_count=Count("assignments", filter=holds), marked_count=Count("assignments", filter=done)
        )


class PlaceQuerySet(QuerySet):
    """Judges' places in competitions."""

    def visible_to(self, user: Any) -> "PlaceQuerySet":
        """The own ones: nobody marks with another's eyes."""
        return self.filter(judge=user.pk, active=True) if user.is_authenticated else self.none()

    def run_by(self, user: Any) -> "PlaceQuerySet":
        """All, for those who run competitions."""
        return self if user.is_authenticated and user.roles & STAFF else self.none()

    def judging_now(self) -> "PlaceQuerySet":
        """In competitions that are being judged."""
        return self.filter(competition__state=CompetitionState.JUDGING)


def is_trained() -> Q:
    """The one gate before a judge's works: it opens when a row says so, or where there is nothing to train on.

    Everything that shows, takes, packs or saves a work asks `AssignmentQuerySet.visible_to`, which asks this.
    """
    exemplars = apps.get_model("essays", "Exemplar").objects.filter(competition=OuterRef("place__competition"))
    passes = apps.get_model("essays", "TrainingPass").objects.filter(place=OuterRef("place"))
    english = Q(Exists(exemplars.filter(language=Language.ENGLISH)), place__reads_english=True)
    kiswahili = Q(Exists(exemplars.filter(language=Language.KISWAHILI)), place__reads_kiswahili=True)
    return Q(Exists(passes)) | ~(english | kiswahili)


def is_sealed() -> Exists:
    """Dealt before the final began: what was given then stays as it was saved last. Works of the final come after."""
    finals = apps.get_model("essays", "Final").objects
    return Exists(finals.filter(competition=OuterRef("place__competition"), at__gt=OuterRef("deal__at")))


class AssignmentQuerySet(QuerySet):
    """What is dealt to whom."""

    def visible_to(self, user: Any) -> "AssignmentQuerySet":
        """A judge's own, while the work may be read and marked; closed until the training is passed."""
        return self.dealt_to(user).filter(entry__names_seen_at=None)

    def dealt_to(self, user: Any) -> "AssignmentQuerySet":
        """The same and those in which a name can be seen: marks still go in, nothing comes out."""
        if not user.is_authenticated:
            return self.none()
        return self.on_desks().filter(place__judge=user.pk)

    def on_desks(self) -> "AssignmentQuerySet":
        """What any judge may read and mark now."""
        return self.in_hand().filter(
            is_trained(),
            place__active=True,
            entry__state=EntryState.SUBMITTED,
            place__competition__state=CompetitionState.JUDGING,
        )

    def ever_dealt_to(self, user: Any) -> "AssignmentQuerySet":
        """A judge's own, also what was handed back or taken back since: to say what became of it, to show nothing."""
        return self.filter(is_trained(), place__judge=user.pk) if user.is_authenticated else self.none()

    def unsealed(self) -> "AssignmentQuerySet":
        """Not of a round that is over."""
        return self.filter(~is_sealed())

    def with_seal(self) -> "AssignmentQuerySet":
        """Whether it is of a round that is over: `sealed`."""
        return self.annotate(sealed=is_sealed())

    def of_sheet(self, code: str) -> "AssignmentQuerySet":
        """The work of a mark sheet on paper, by its code as it was typed or scanned; none if its letter is wrong."""
        found = _SHEET_CODE.search(code.upper())
        if not found or check_letter(f"M{found[1]}-{found[2]}") != found[3]:
            return self.none()
        return self.filter(place=int(found[1]), alias=int(found[2]))

    def in_hand(self) -> "AssignmentQuerySet":
        """Neither handed back nor taken back."""
        return self.filter(state__in=[TaskState.OPEN, TaskState.DONE])

    def to_mark(self) -> "AssignmentQuerySet":
        """Still waiting for marks."""
        return self.filter(state=TaskState.OPEN, entry__state=EntryState.SUBMITTED)

    def marked(self) -> "AssignmentQuerySet":
        """Finished, of entries that still stand."""
        return self.filter(state=TaskState.DONE, entry__state=EntryState.SUBMITTED)


class TieQuerySet(QuerySet):
    """Schools that a judge should not judge."""

    def current(self) -> "TieQuerySet":
        """Not taken back."""
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> "TieQuerySet":
        """A judge's own."""
        return self.current().filter(judge=user.pk) if user.is_authenticated else self.none()


class EntryResultQuerySet(QuerySet):
    """What entries came to."""

    def certified(self, competition: Any) -> "EntryResultQuerySet":
        """Those of a competition that get a certificate: every entry that stands, the first rank first."""
        results = self.filter(run__competition=competition, entry__state=EntryState.SUBMITTED)
        people = results.select_related("run", "entry__competition", "entry__entrant__school__county")
        return people.order_by("rank", "entry__number")


class JudgeResultQuerySet(QuerySet):
    """How judges marked."""

    def visible_to(self, user: Any) -> "JudgeResultQuerySet":
        """A judge's own: nobody else's figures."""
        return self.filter(judge=user.pk) if user.is_authenticated else self.none()

    def of_competition(self, competition: Any) -> "JudgeResultQuerySet":
        """Those of a competition, by name."""
        found = self.filter(run__competition=competition).select_related("judge", "run__competition")
        return found.order_by("judge__name", "pk")


class BundleQuerySet(QuerySet):
    """Posted paper that was scanned."""

    def visible_to(self, user: Any) -> "BundleQuerySet":
        """Officers see all."""
        return self if user.is_authenticated and user.roles & STAFF else self.none()

    def with_open(self) -> "BundleQuerySet":
        """How many pages wait for a hand, and how many are filed: `open_count`, `filed_count`."""
        return self.annotate(
            open_count=Count("sheets", filter=Q(sheets__state=SheetState.OPEN)),
            filed_count=Count("sheets", filter=Q(sheets__state=SheetState.FILED)),
        )


class CopyQuerySet(QuerySet):
    """Works that are alike."""

    def visible_to(self, user: Any) -> "CopyQuerySet":
        """Officers see all; a pair with a withdrawn entry is nowhere."""
        if not (user.is_authenticated and user.roles & STAFF):
            return self.none()
        return self.exclude(first__state=EntryState.WITHDRAWN).exclude(second__state=EntryState.WITHDRAWN)

    def open(self) -> "CopyQuerySet":
        """Nobody has decided."""
        return self.filter(state=CopyState.OPEN)


class ExemplarQuerySet(QuerySet):
    """Training works."""

    def visible_to(self, user: Any) -> "ExemplarQuerySet":
        """Officers see all; a judge sees them through the own place only."""
        return self if user.is_authenticated and user.roles & STAFF else self.none()

    def readable_by(self, place: Any) -> "ExemplarQuerySet":
        """Those of a place's competition in the languages that its judge reads."""
        return self.filter(competition=place.competition_id, language__in=place.languages)


class AttemptQuerySet(QuerySet):
    """How judges marked training works."""

    def visible_to(self, user: Any) -> "AttemptQuerySet":
        """A judge's own."""
        return self.filter(place__judge=user.pk, place__active=True) if user.is_authenticated else self.none()


class SeedQuerySet(QuerySet):
    """Entries that every judge marks."""

    def visible_to(self, user: Any) -> "SeedQuerySet":
        """Those who run competitions, and nobody else: a judge must not know."""
        return self if user.is_authenticated and user.roles & STAFF else self.none()

    def current(self) -> "SeedQuerySet":
        """Not taken off again."""
        return self.filter(ended_at=None)

    def standing(self, competition: Any) -> "SeedQuerySet":
        """Those of a competition that are neither taken off nor withdrawn nor set aside."""
        return self.current().filter(entry__competition=competition, entry__state=EntryState.SUBMITTED)
