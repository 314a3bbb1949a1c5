"""Choosing the entries that every judge marks, taking them off, agreeing on their points before any mark of them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from competitions.essays.choices import CompetitionState
from competitions.essays.models import Competition, Criterion, Seed, SeedAgreement, SeedDraw, SeedPoint
from competitions.essays.models.seed import draw_entries
from competitions.essays.rules import can_run_competition
from core.access import demand


def _check_before_dealing(competition: Competition) -> None:
    Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("Close the entries first."))
    if competition.deals.exists():
        # Works that come to everybody after the others would tell what they are.
        raise ValidationError(_("Works are dealt: the seeds stay as they are."))


@transaction.atomic
def draw_seeds(*, competition: Competition, share: int, seed: int, by: User) -> list[Seed]:
    """Draw a share (of a hundred) of the entries at random. The same draw sent twice is one.

    Raises:
        ValidationError: entries are open, works are dealt, no judge is named, nothing can be drawn, or `by` may not.
    """
    demand(can_run_competition(by))
    _check_before_dealing(competition)
    sent = SeedDraw.objects.filter(competition=competition, seed=seed).first()
    if sent:
        return list(sent.seeds.all())
    if not 1 <= share <= 50:
        raise ValidationError({"share": _("From 1 to 50 of a hundred.")})
    reads = [place.languages for place in competition.places.filter(active=True)]
    if not reads:
        raise ValidationError(_("Name the judges first: a seed is in a language that most of them read."))
    free = competition.entries.submitted().filter(concern_at=None).exclude(seeds__in=Seed.objects.current())
    chosen = draw_entries(dict(free.values_list("pk", "language")), reads, share, seed)
    if not chosen:
        raise ValidationError(_("No entry is left that could be drawn."))
    draw = SeedDraw.objects.create(competition=competition, seed=seed, share=share, by=by)
    found = Seed.objects.bulk_create(Seed(draw=draw, entry_id=entry) for entry in chosen)
    record(by, N_("drew the seeds of"), competition, n=len(found), seed=str(seed))
    return found


@transaction.atomic
def name_seeds(*, competition: Competition, numbers: Collection[int], by: User) -> list[Seed]:
    """Name entries as seeds by their numbers. What is one already stays one.

    Raises:
        ValidationError: entries are open, works are dealt, a number is not there, or `by` may not.
    """
    demand(can_run_competition(by))
    _check_before_dealing(competition)
    entries = dict(competition.entries.submitted().filter(number__in=numbers).values_list("number", "pk"))
    unknown = sorted(set(numbers) - entries.keys())
    if unknown:
        named = ", ".join(str(number) for number in unknown)
        raise ValidationError({"numbers": _("There is no such entry: %(numbers)s.") % {"numbers": named}})
    held = set(Seed.objects.current().filter(entry__in=entries.values()).values_list("entry", flat=True))
    fresh = sorted(set(entries.values()) - held)
    if not fresh:
        return []
    draw = SeedDraw.objects.create(competition=competition, by=by)
    found = Seed.objects.bulk_create(Seed(draw=draw, entry_id=entry) for entry in fresh)
    record(by, N_("named the seeds of"), competition, n=len(found))
    return found


@transaction.atomic
def end_seed(*, seed: Seed, by: User) -> Seed:
    """Take a seed off again, with what was agreed on it; its entry may be named anew. Pressed twice it is done once.

    Raises:
        ValidationError: works are dealt, or `by` may not.
    """
    demand(can_run_competition(by))
    _check_before_dealing(seed.entry.competition)
    if Seed.objects.current().filter(pk=seed.pk).update(ended_at=timezone.now(), ended_by=by):
        record(by, N_("took off a seed of"), seed.entry.competition, seed=seed.pk, entry=seed.entry_id)
    seed.refresh_from_db()
    return seed


@transaction.atomic
def agree_on_seed(*, seed: Seed, points: Mapping[Criterion, tuple[int, str]], key: UUID, by: User) -> SeedAgreement:
    """Write down the agreed points of a seed; until a mark of it is in, a later agreement takes the place.

    Raises:
        ValidationError: it was taken off, a judge has begun to mark it, points are missing or off the scale, or `by`
            may not.
    """
    demand(can_run_competition(by))
    sent = SeedAgreement.objects.filter(key=key, seed=seed).first()
    if sent:
        return sent
    competition = Competition.objects.select_for_update().get(pk=seed.entry.competition_id)
    if not Seed.objects.current().filter(pk=seed.pk).exists():
        raise ValidationError(_("This seed was taken off."))
    if seed.entry.assignments.filter(version__gt=0).exists():
        raise ValidationError(_("A judge has begun to mark this work: what was agreed is sealed."))
    if set(points) != set(competition.criteria.all()):
        raise ValidationError(_("Give points for every criterion."))
    for criterion, (given, _reason) in points.items():
        if given not in criterion.points:
            named = {"criterion": criterion.name, "most": criterion.max_points}
            raise ValidationError(_("%(criterion)s takes points from 1 to %(most)d."), params=named)
    agreement = SeedAgreement.objects.create(seed=seed, key=key, by=by)
    SeedPoint.objects.bulk_create(
        SeedPoint(agreement=agreement, criterion=c, points=given, reason=reason)
        for c, (given, reason) in points.items()
    )
    record(by, N_("agreed on the points of a seed in"), competition, seed=seed.pk)
    return agreement
