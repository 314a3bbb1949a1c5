"""The dealing of entries to judges as a plan: computed from the rows as they stand, looked at, then written down.

It writes nothing. The same rows and the same seed give the same plan.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from competitions.essays.choices import EntryState, TaskState
from competitions.essays.models.competition import Competition
from competitions.essays.models.entry import Entry
from competitions.essays.models.exemplar import untrained_of
from competitions.essays.models.judging import Assignment, JudgePlace, Tie
from competitions.essays.models.moderation import ExtraMark
from competitions.essays.models.rounds import finalists_of
from competitions.essays.models.seed import Seed, seed_pairs
from competitions.scoring import Assignment as Dealt
from competitions.scoring import (
    AssignmentRequest,
    EntryNeed,
    InfeasibleAssignmentError,
    JudgeOffer,
    ScoringError,
    assign_judges,
)
from schools.models import Membership


@dataclass(frozen=True)
class DealPlan:
    """Who would get what: the request that was asked (plain lists, so that it can be kept), and the engine's answer."""

    competition: Competition
    seed: int
    inputs: dict[str, Any]
    dealt: Dealt

    @classmethod
    def of(cls, competition: Competition, seed: int, extra: Iterable[int] = (), *, trained: bool = False) -> "DealPlan":
        """The plan for the rows as they stand, with one mark more for each `extra` entry.

        With `trained`, judges who have still to pass the training get nothing.

        Raises:
            ScoringError: when the entries cannot be dealt; its text says which lack judges, and why.
        """
        inputs = _inputs_of(competition, extra, trained=trained)
        return cls(competition, seed, inputs, assign_judges(_request_of(inputs), seed))

    @cached_property
    def inputs_hash(self) -> str:
        """A finger-print of all that was asked."""
        return fingerprint(self.inputs)

    @property
    def added(self) -> list[tuple[int, int]]:
        """New pairs of an entry and a judge, seeds among them."""
        held = {(entry, judge) for entry, judge in [*self.inputs["forced"], *self.inputs["kept"]]}
        return [(int(entry), int(judge)) for entry, judge in self.dealt.pairs if (entry, judge) not in held]

    @property
    def conflicts_avoided(self) -> int:
        """Pairs of a judge and an entry that must not meet."""
        return len(self.inputs["conflicts"])


def fingerprint(inputs: Any) -> str:
    """SHA-256 of plain data, written in one canonical way."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def plan_refusal(error: ScoringError, competition: Competition) -> str:
    """Why the entries cannot be dealt, in the words of the house."""
    if isinstance(error, InfeasibleAssignmentError) and error.shortages:
        numbers = dict(competition.entries.values_list("pk", "number"))
        lacking = ", ".join(str(numbers.get(int(gap.entry), "?")) for gap in error.shortages[:8])
        words = _("There are not enough judges for these entries, by language, ties and loads: %(numbers)s.")
        return words % {"numbers": lacking}
    return _("Name the judges first; each entry needs as many different ones as the terms say.")


def _inputs_of(competition: Competition, extra: Iterable[int], *, trained: bool) -> dict[str, Any]:
    entries = list(
        Entry.objects.filter(competition=competition, state=EntryState.SUBMITTED)
        .order_by("pk")
        .values_list("pk", "language", "entered_by_id", "entrant__school_id", "entrant__school__county_id")
    )
    standing = {pk for pk, *_rest in entries}
    tasks = list(
        Assignment.objects.filter(place__competition=competition, entry__in=standing)
        .order_by("pk")
        .values_list("entry_id", "place__judge_id", "state", "version", "place__active")
    )
    # Finished marks stay, and begun ones unless their judge has left; an untouched work stays if it can; what was
    # handed back never returns.
    forced = [
        [e, j]
        for e, j, state, version, active in tasks
        if state == TaskState.DONE or (state == TaskState.OPEN and version and active)
    ]
    kept = [[e, j] for e, j, state, version, _active in tasks if state == TaskState.OPEN and not version]
    back = [[e, j] for e, j, state, *_rest in tasks if state == TaskState.RECUSED]
    shut = {place.judge_id for place in untrained_of(competition)} if trained else set()
    judges = _judges_of(competition, forced, shut)
    known = _known_to(list(judges))
    conflicts = [
        [entry, judge]
        for entry, _language, entered_by, school, county in entries
        for judge in judges
        if {school, county} & known.get(judge, set()) or entered_by == judge or [entry, judge] in back
    ]
    more = Counter(ExtraMark.objects.filter(entry__in=standing).values_list("entry", flat=True))
    more.update(extra)
    more.update(dict.fromkeys(finalists_of(competition), competition.final_marks))
    inputs = {
        "entries": [[pk, language, competition.marks_per_entry + more[pk]] for pk, language, *_rest in entries],
        "judges": [[judge, *offer] for judge, offer in judges.items()],
        "conflicts": conflicts,
        "forced": forced,
        "kept": [pair for pair in kept if pair[1] in judges],
        **({"trained": True} if trained else {}),
    }
    seeds = list(Seed.objects.standing(competition).order_by("entry").values_list("entry", flat=True))
    return _with_seeds(inputs, seeds, competition.marks_per_entry) if seeds else inputs


def _with_seeds(inputs: dict[str, Any], seeds: list[int], usual: int) -> dict[str, Any]:
    """Each seed goes to every judge who may, and needs as many as there are, but no fewer than the terms say."""
    languages = {pk: language for pk, language, _marks in inputs["entries"]}
    offers = {judge: (reads, most) for judge, reads, most in inputs["judges"]}
    forced = {(entry, judge) for entry, judge in inputs["forced"]}
    conflicts = {(entry, judge) for entry, judge in inputs["conflicts"]}
    pairs = seed_pairs([(pk, languages[pk]) for pk in seeds], offers, conflicts, forced)
    held = Counter(entry for entry, _judge in [*forced, *pairs])
    entries = [[pk, lang, max(held[pk], usual) if pk in seeds else n] for pk, lang, n in inputs["entries"]]
    return {**inputs, "entries": entries, "seeds": pairs}


def _judges_of(competition: Competition, forced: list[list[int]], shut: set[int]) -> dict[int, list[Any]]:
    """Every judge who can take works: [languages, most]. One who has left keeps what is begun and gets no more.

    So does one of `shut`.
    """
    busy = [judge for _entry, judge in forced]
    found: dict[int, list[Any]] = {}
    for place in JudgePlace.objects.filter(competition=competition).order_by("judge_id"):
        if place.active and place.judge_id not in shut:
            found[place.judge_id] = [place.languages, place.most and max(place.most, busy.count(place.judge_id))]
        elif place.judge_id in busy:
            found[place.judge_id] = [place.languages, busy.count(place.judge_id)]
    return found


def _known_to(judges: list[int]) -> dict[int, set[int | str]]:
    """What each judge has to do with, by key: schools and counties that were declared, schools of the staff's register.

    A school's key is a number, a county's key its code: they cannot be taken for each other.
    """
    known: dict[int, set[int | str]] = {}
    ties = Tie.objects.current().filter(judge__in=judges).values_list("judge_id", "school_id", "county_id")
    posts = Membership.objects.filter(user__in=judges).values_list("user_id", "school_id")
    for judge, place in [*((judge, school or county) for judge, school, county in ties), *posts]:
        known.setdefault(judge, set()).add(place)
    return known


def _request_of(inputs: dict[str, Any]) -> AssignmentRequest:
    return AssignmentRequest(
        entries=[EntryNeed(pk, marks, language) for pk, language, marks in inputs["entries"]],
        judges=[JudgeOffer(pk, 0, most, languages) for pk, languages, most in inputs["judges"]],
        conflicts=[(entry, judge) for entry, judge in inputs["conflicts"]],
        forced=[(entry, judge) for entry, judge in [*inputs["forced"], *inputs.get("seeds", ())]],
        kept=[(entry, judge) for entry, judge in inputs["kept"]],
    )
