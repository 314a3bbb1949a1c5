"""Dealing works to judges, and what judges do with them."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.concerns import raise_concern
from accounts.services.log import record
from accounts.services.messages import message_person
from competitions.essays.choices import CompetitionState, NamesFound, RecuseReason, TaskState
from competitions.essays.models import (
    Assignment,
    Competition,
    Criterion,
    Deal,
    DealPlan,
    Entry,
    JudgePlace,
    Mark,
    MarkSheet,
    NameCheck,
    Tie,
)
from competitions.essays.models.closing import ShutError, check_round, hold_pile, mark_refusal
from competitions.essays.models.dealing import plan_refusal
from competitions.essays.rules import can_judge, can_run_competition
from competitions.scoring import ScoringError
from core.access import Denied, Verdict, demand
from schools.models import County, School


class StaleSheetError(ValidationError):
    """The sheet was saved from another device meanwhile."""


@transaction.atomic
def deal_entries(
    *,
    competition: Competition,
    seed: int,
    inputs_hash: str,
    extra: Sequence[int] = (),
    trained: bool = False,
    by: User,
) -> Deal:
    """Deal the entries as the preview with this seed showed, with least change to what was dealt before.

    Each entry of `extra` gets one judge more. With `trained` only judges who have passed the training get works.

    Raises:
        ValidationError: not being judged, something changed since the preview, too few judges, or `by` may not.
    """
    demand(can_run_competition(by))
    Competition.objects.select_for_update().get(pk=competition.pk)
    if competition.state != CompetitionState.JUDGING:
        raise ValidationError(_("Close the entries first."))
    try:
        plan = DealPlan.of(competition, seed, extra, trained=trained)
    except ScoringError as error:
        raise ValidationError(plan_refusal(error, competition)) from error
    if plan.inputs_hash != inputs_hash:
        raise ValidationError(_("Entries, judges or ties have changed since this preview. Look again."))
    deal = Deal.objects.create(
        competition=competition,
        seed=seed,
        inputs=plan.inputs,
        inputs_hash=plan.inputs_hash,
        added=len(plan.added),
        dropped=len(plan.dealt.dropped),
        by=by,
    )
    _hand_out(deal, plan)
    record(by, N_("dealt the entries of"), competition, seed=str(seed), added=deal.added, dropped=deal.dropped)
    return deal


def _hand_out(deal: Deal, plan: DealPlan) -> None:
    places = {place.judge_id: place for place in deal.competition.places.select_related("judge")}
    held = {(t.entry_id, t.place.judge_id): t for t in _tasks(deal.competition)}
    wanted = {(int(entry), int(judge)) for entry, judge in plan.dealt.pairs}
    # What is begun stays, unless its judge has left.
    gone = {pair for pair, t in held.items() if not t.version or not t.place.active} - wanted
    idle = [held[pair].pk for pair in gone if held[pair].state == TaskState.OPEN]
    Assignment.objects.filter(pk__in=idle).update(state=TaskState.DROPPED, changed_at=timezone.now())
    # What came back since the final began, and waits, is dealt anew with it: its first dealing is of a sealed round.
    again = [held[pair].pk for pair in wanted & held.keys() if _is_free(held[pair])]
    Assignment.objects.filter(pk__in=again).update(state=TaskState.OPEN, deal=deal, changed_at=timezone.now())
    fresh: dict[int, list[int]] = defaultdict(list)
    for entry, judge in sorted(wanted - held.keys()):
        fresh[judge].append(entry)
    for judge, entries in fresh.items():
        _add(deal, places[judge], entries)
        key = f"deal-{deal.pk}-{judge}"
        message_person(places[judge].judge, "essays/messages/dealt", key=key, place=places[judge], n=len(entries))


def _tasks(competition: Competition) -> list[Assignment]:
    return list(Assignment.objects.filter(place__competition=competition).select_related("place").with_seal())


def _is_free(task: Any) -> bool:
    return task.state == TaskState.DROPPED or (task.state == TaskState.OPEN and task.sealed)


def _add(deal: Deal, place: JudgePlace, entries: list[int]) -> None:
    """New works in an order of the judge's own, under the next aliases."""
    random.Random(f"{deal.seed}-{place.pk}").shuffle(entries)  # noqa: S311 (an order, no secret)
    last = place.assignments.aggregate(n=Max("alias"))["n"] or 0
    rows = [Assignment(deal=deal, place=place, entry_id=pk, alias=n) for n, pk in enumerate(entries, last + 1)]
    Assignment.objects.bulk_create(rows)


def _was_mine(by: User, assignment: Assignment) -> Verdict:
    mine = can_judge(by) and assignment.place.judge_id == by.pk
    return mine or Denied(_("This work is in another judge’s hands."))


def _is_mine(by: User, assignment: Assignment) -> Verdict:
    return _was_mine(by, assignment) if assignment.place.active else Denied(_("This work is no longer in your hands."))


Points = Mapping[Criterion, tuple[int | None, str]]


@transaction.atomic
def save_marks(
    *,
    assignment: Assignment,
    base: int,
    key: UUID,
    points: Points,
    words: str = "",
    legibility: str = "",
    finish: bool = False,
    by: User,
) -> MarkSheet:
    """Keep a judge's marks as a new sheet. The same key again gives back the first sheet.

    Args:
        assignment: The work in this judge's hands.
        base: The version of the sheet that the device showed.
        key: Made by the device for this state of the sheet.
        points: For each criterion the points (or nothing yet) and the reason.
        words: To the writer.
        legibility: How well the hand can be read, if said: no mark.
        finish: Whether the judge is done with it.
        by: The judge.

    Raises:
        StaleSheetError: another device saved meanwhile; nothing is overwritten.
        ShutError: the round is over, or it is no longer in `by`'s hands.
        ValidationError: points off the scale or missing, or it never was `by`'s work.
    """
    demand(_was_mine(by, assignment))
    said: dict[str, Any] = {"words": words, "legibility": legibility}
    return take_sheet(assignment=assignment, base=base, key=key, points=points, finish=finish, by=by, **said)


@transaction.atomic
def take_sheet(
    *,
    assignment: Assignment,
    base: int,
    key: UUID,
    points: Points,
    words: str,
    legibility: str,
    finish: bool,
    by: User,
    typed: bool = False,
) -> MarkSheet:
    """Keep a sheet, as `save_marks` says, for whoever was found to be allowed to; `typed` from paper by an officer.

    Raises:
        StaleSheetError: saved meanwhile; nothing is overwritten.
        ShutError: the round is over, or it is no longer in the judge's hands.
        ValidationError: points off the scale or missing.
    """
    hold_pile(assignment)
    sent = MarkSheet.objects.filter(key=key, assignment=assignment).first()
    if sent and finish and not sent.finished:  # the device saved it, did not hear so, and is done with it now
        base, key = sent.version, uuid5(key, "finished")
        sent = MarkSheet.objects.filter(key=key, assignment=assignment).first()
    if sent:
        return sent
    refusal = mark_refusal(assignment)
    if refusal:
        raise ShutError(refusal)
    _check_points(points)
    done = finish or assignment.state == TaskState.DONE
    if done and any(given is None for given, _reason in points.values()):
        raise ValidationError(_("Give points for every criterion."))
    state = TaskState.DONE if done else TaskState.OPEN
    held = Assignment.objects.in_hand().filter(pk=assignment.pk)
    if not held.filter(version=base).update(version=base + 1, state=state, changed_at=timezone.now()):
        sent = MarkSheet.objects.filter(key=key, assignment=assignment).first()
        if sent:
            return sent
        if held.exists():
            raise StaleSheetError(_("This sheet was saved from another device meanwhile."))
        raise ShutError(_("This work is no longer in your hands."))
    assignment.refresh_from_db(fields=["version", "state", "changed_at"])
    said = {"words": words, "legibility": legibility, "finished": done, "typed_by": by if typed else None}
    return _write_sheet(assignment, key, points, said, by)


def _check_points(points: Points) -> None:
    for criterion, (given, _reason) in points.items():
        if given is not None and given not in criterion.points:
            raise ValidationError(_("%(criterion)s takes points from 1 to %(most)d."), params=_named(criterion))


def _named(criterion: Criterion) -> dict[str, object]:
    return {"criterion": criterion.name, "most": criterion.max_points}


def _write_sheet(assignment: Assignment, key: UUID, points: Points, said: dict[str, Any], by: User) -> MarkSheet:
    assignment.sheets.filter(newest=True).update(newest=False)
    sheet = MarkSheet.objects.create(assignment=assignment, version=assignment.version, key=key, **said)
    rows = [Mark(sheet=sheet, criterion=c, points=given, reason=reason) for c, (given, reason) in points.items()]
    Mark.objects.bulk_create(rows)
    verb = N_("typed in the marks of") if sheet.typed_by else N_("saved marks for")
    record(by, verb, assignment, version=sheet.version, finished=sheet.finished)
    return sheet


@transaction.atomic
def hand_back_work(*, assignment: Assignment, reason: RecuseReason, words: str = "", by: User) -> Assignment:
    """Hand a work back; another judge gets it with the next dealing. Pressed twice it is handed back once.

    Raises:
        ShutError: the round is over.
        ValidationError: it is not `by`'s work.
    """
    demand(_is_mine(by, assignment))
    check_round(assignment)
    back = Assignment.objects.in_hand().filter(pk=assignment.pk)
    fields = {"state": TaskState.RECUSED, "recuse_reason": reason, "recuse_words": words, "changed_at": timezone.now()}
    if back.update(**fields):
        record(by, N_("handed back"), assignment, reason=reason)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def report_concern(*, assignment: Assignment, text: str, by: User) -> Assignment:
    """A work says that a child may be in danger: the safeguarding leads, and nobody else, are called and may read it.

    Raises:
        ValidationError: it is not `by`'s work.
    """
    demand(_is_mine(by, assignment))
    raise_concern(about=assignment.entry, text=text, by=by)
    Entry.objects.filter(pk=assignment.entry_id, concern_at=None).update(concern_at=timezone.now())
    return assignment


@transaction.atomic
def declare_tie(*, about: School | County, by: User) -> Tie:
    """A judge names a school that he or she has to do with, or the county of work. Named twice it stands once.

    Raises:
        ValidationError: `by` is no judge.
    """
    demand(can_judge(by))
    place = {"county": about} if isinstance(about, County) else {"school": about}
    tie, added = Tie.objects.get_or_create(judge=by, ended_at=None, **place)
    if added:
        record(by, N_("declared a tie to"), about)
    return tie


@transaction.atomic
def end_tie(*, tie: Tie, by: User) -> Tie:
    """A judge takes back a tie that was named by mistake.

    Raises:
        ValidationError: it is another's.
    """
    demand(can_judge(by) if tie.judge_id == by.pk else Denied(_("This is another judge’s.")))
    Tie.objects.current().filter(pk=tie.pk).update(ended_at=timezone.now())
    record(by, N_("took back a tie to"), tie.about)
    return tie


@transaction.atomic
def report_name_seen(*, assignment: Assignment, by: User) -> Assignment:
    """A name can be seen: no judge reads the work until an officer has looked. Pressed twice it is said once.

    Raises:
        ShutError: the round is over.
        ValidationError: it is not in `by`'s hands.
    """
    demand(_is_mine(by, assignment))
    check_round(assignment)
    if not Assignment.objects.in_hand().filter(pk=assignment.pk).exists():
        raise ValidationError(_("This work is no longer in your hands."))
    seen = Entry.objects.submitted().filter(pk=assignment.entry_id, names_seen_at=None)
    if seen.update(names_seen_at=timezone.now()):
        NameCheck.objects.create(entry_id=assignment.entry_id, found=NamesFound.SEEN, by=by)
        record(by, N_("saw a name in"), assignment)
    return assignment
