"""What competitions ask for on a start page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.rules import is_officer, is_teacher
from competitions.essays.choices import CompetitionState, EntryState
from competitions.essays.models import (
    Competition,
    Entry,
)
from competitions.essays.reports.judging import desks_of
from competitions.essays.reports.names import waiting_for_names
from competitions.essays.reports.progress import counts_of
from competitions.essays.reports.training import trainings_of
from competitions.essays.rules import can_judge
from core.needs import Need


def needs_of(user: Any) -> Iterator[Need]:
    """Works to mark for a judge, entries to finish for a teacher, the next step of a competition for an officer."""
    if can_judge(user):
        yield from _works_to_mark(user)
    if is_teacher(user):
        yield from _entries_to_finish(user)
    if is_officer(user):
        for competition in Competition.objects.exclude(state=CompetitionState.PUBLISHED):
            yield from _next_step(competition)


def _works_to_mark(user: Any) -> Iterator[Need]:
    for training in trainings_of(user):
        if training.is_due:
            competition, url = training.place.competition, reverse("essays:training", args=[training.place.pk])
            due = competition.judging_closes_at
            yield Need(_("Training comes first"), url, _("Go to the training"), competition.name, due)
    for desk in desks_of(user):
        left = len(desk.works) - desk.marked
        if desk.next is not None:
            yield Need(
                words=ngettext_lazy("%(n)d work to mark", "%(n)d works to mark", left) % {"n": left},
                detail=desk.place.competition.name,
                due=desk.place.competition.judging_closes_at,
                url=desk.next.mark_url,
                action=_("Go on"),
            )


def _entries_to_finish(user: Any) -> Iterator[Need]:
    now = timezone.now()
    for competition in Competition.objects.open().filter(opens_at__lte=now, closes_at__gt=now):
        mine = Entry.objects.visible_to(user).filter(competition=competition)
        drafts = mine.drafts().count()
        if drafts:
            words = ngettext_lazy("%(n)d entry is not handed in", "%(n)d entries are not handed in", drafts)
            url = f"{reverse('essays:entry-list')}?state={EntryState.DRAFT}"
            yield Need(words % {"n": drafts}, url, _("Finish"), competition.name, competition.closes_at)
        elif not mine.exists():
            yield Need(
                _("A competition is open: %(name)s") % {"name": competition.name},
                competition.get_absolute_url(),
                _("Look"),
                competition.question,
                competition.closes_at,
            )


def _next_step(competition: Competition) -> Iterator[Need]:
    """What an officer does next, if it is time."""
    url, name = competition.get_absolute_url(), competition.name
    if seen := waiting_for_names(competition):
        words = ngettext_lazy("A judge saw a name in %(n)d work", "A judge saw a name in %(n)d works", seen)
        where = reverse("essays:names", args=[competition.pk])
        yield Need(words % {"n": seen}, where, _("Look"), name, competition.judging_closes_at)
    if competition.state == CompetitionState.OPEN and competition.closes_at <= timezone.now():
        yield Need(_("Close the entries"), url, _("Open"), name, competition.closes_at)
    elif competition.state == CompetitionState.DECIDED:
        yield Need(_("Publish the winners"), url, _("Open"), name)
    elif competition.state == CompetitionState.JUDGING:
        counts = counts_of(competition)
        if counts.short:
            words = ngettext_lazy("%(n)d entry lacks judges", "%(n)d entries lack judges", counts.short)
            where = reverse("essays:deal", args=[competition.pk])
            yield Need(words % {"n": counts.short}, where, _("Assign judges"), name, competition.judging_closes_at)
        elif counts.dealt and not counts.waiting and competition.in_screening:
            where = reverse("essays:final", args=[competition.pk])
            yield Need(_("The screening is marked: begin the final"), where, _("Look"), name)
        elif counts.dealt and not counts.waiting:
            where = reverse("essays:results", args=[competition.pk])
            yield Need(_("All works are marked: decide"), where, _("See the results"), name)
