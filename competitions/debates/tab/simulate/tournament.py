"""Playing a practice tournament: draw, judge, decide, rank; then break and knock out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from competitions.debates.tab.ballots.advancing import KnockoutBallot, decide_advancing
from competitions.debates.tab.ballots.audience import decide_by_audience
from competitions.debates.tab.ballots.deciding import decide_debate
from competitions.debates.tab.ballots.model import Ballot, DebateSheet
from competitions.debates.tab.breaks.categories import BreakCategory, CategoryBreak, make_breaks
from competitions.debates.tab.draw.knockout import KnockoutRound, next_knockout, seed_knockout
from competitions.debates.tab.draw.model import Draw, DrawRequest, Room
from competitions.debates.tab.draw.rounds import draw_round
from competitions.debates.tab.draw.sides import allocate_sides
from competitions.debates.tab.field import Entrant, Team
from competitions.debates.tab.formats.ballot_rules import BallotsBy
from competitions.debates.tab.formats.draw_rules import PositionDraw, Sides
from competitions.debates.tab.panels.allocate import allocate_panels
from competitions.debates.tab.panels.model import (
    Adjudicator,
    Panel,
    PanelDebate,
    PanelPlan,
    PanelRequest,
    PanelRule,
)
from competitions.debates.tab.records import prepare_entrants
from competitions.debates.tab.results import Attendance, DebateResult, bye_result
from competitions.debates.tab.simulate.invent import invent_ballot, invent_vote
from competitions.debates.tab.simulate.plan import SimulationPlan
from competitions.debates.tab.simulate.quality import Quality, weigh_draws
from competitions.debates.tab.standings.ranking import Standing, rank_teams
from competitions.debates.tab.standings.speakers import SpeakerStanding, rank_speakers


@dataclass(frozen=True, kw_only=True)
class PlayedRound:
    """One preliminary round: its draw, panels (where judges are allocated) and results."""

    number: int
    draw: Draw
    panels: tuple[Panel, ...]
    results: tuple[DebateResult, ...]


@dataclass(frozen=True, kw_only=True)
class PlayedKnockout:
    """One knock-out round: its rooms and who went on from each; from the final, who won."""

    stage: str
    rooms: tuple[Room, ...]
    advancing: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Tournament:
    """A practice tournament as it was played."""

    plan: SimulationPlan
    teams: tuple[Team, ...]
    rounds: tuple[PlayedRound, ...]
    standings: tuple[Standing, ...]
    speakers: tuple[SpeakerStanding, ...]
    breaks: tuple[CategoryBreak, ...]
    knockouts: tuple[PlayedKnockout, ...]
    winner: str | None
    quality: Quality


def simulate_tournament(plan: SimulationPlan) -> Tournament:
    """Play a whole tournament; equal plans play alike.

    Raises the errors of its parts, where a field cannot be drawn or a break not be knocked out.
    """
    play = _Play(plan)
    rounds = tuple(play.play_round(number) for number in range(1, plan.rounds + 1))
    standings = rank_teams(play.teams, play.results, plan.format, seed=plan.seed)
    breaks = _break(plan, play.teams, standings)
    knockouts, winner = play.knock_out(breaks[0].breaking[: plan.breaking]) if breaks else ((), None)
    return Tournament(
        plan=plan,
        teams=play.teams,
        rounds=rounds,
        standings=standings,
        speakers=rank_speakers(play.teams, play.results, plan.format),
        breaks=breaks,
        knockouts=knockouts,
        winner=winner,
        quality=weigh_draws([played.draw for played in rounds]),
    )


def _break(plan: SimulationPlan, teams: Sequence[Team], standings: Sequence[Standing]) -> tuple[CategoryBreak, ...]:
    if not plan.breaking:
        return ()
    category = BreakCategory(code="open", size=plan.breaking, rule=plan.format.break_rule, is_general=True)
    return make_breaks(teams, standings, (category,))


@dataclass
class _Play:
    """A tournament while it is played."""

    plan: SimulationPlan
    results: list[DebateResult] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = np.random.default_rng(self.plan.seed)
        self.teams = self.plan.make_teams()
        self.by_id = {team.id: team for team in self.teams}
        self.skill = {team.id: float(self.dice.normal()) for team in self.teams}
        self.sides = allocate_sides(self.by_id, self.plan.rounds, self.plan.seed)
        self.seen: dict[str, Counter[str]] = {}
        self.sat_with: dict[str, Counter[str]] = {}
        self.judges = self._make_judges()

    def play_round(self, number: int) -> PlayedRound:
        """Draw a round, allocate its panels, and decide every room."""
        draw = draw_round(self._request(number))
        panels = self._panels(draw, number)
        by_room = {panel.room: panel for panel in panels}
        results = [self._decide(room, number, by_room.get(room.number)) for room in draw.rooms]
        format_ = self.plan.format
        byes = [bye_result(number, team, format_.uneven.bye_points, format_.room_size) for team in draw.byes]
        self.results.extend([*results, *byes])
        self._remember(draw, panels)
        return PlayedRound(number=number, draw=draw, panels=panels, results=(*results, *byes))

    def knock_out(self, breaking: Sequence[str]) -> tuple[tuple[PlayedKnockout, ...], str | None]:
        """Play the knock-out rounds down to the winner."""
        played = []
        stage = seed_knockout(self.plan.knockout_format or self.plan.format, breaking, self.plan.seed)
        while True:
            is_final = len(stage.rooms) + len(stage.waiting) == 1
            going_on = [self._advance(stage, room, 1 if is_final else stage.advancing) for room in stage.rooms]
            played.append(PlayedKnockout(stage=stage.stage, rooms=stage.rooms, advancing=tuple(going_on)))
            if is_final:
                return tuple(played), going_on[0][0]
            numbers = (room.number for room in stage.rooms)
            stage = next_knockout(stage, dict(zip(numbers, going_on, strict=True)))

    def _request(self, number: int) -> DrawRequest:
        plan = self.plan
        rule = plan.rule if number > 1 else None
        entrants: tuple[Entrant, ...] = prepare_entrants(
            self.teams,
            self.results,
            plan.format,
            sides={team: sides[number - 1] for team, sides in self.sides.items()} if self._is_allocated else None,
        )
        return DrawRequest(format=plan.format, entrants=entrants, seed=plan.seed, round=number, rule=rule)

    @property
    def _is_allocated(self) -> bool:
        rule = self.plan.rule or self.plan.format.draw
        return not isinstance(rule, PositionDraw) and rule.sides is Sides.ALLOCATED

    def _make_judges(self) -> tuple[Adjudicator, ...]:
        """Judges of any strength; one for each room is independent, so that every room finds a chair."""
        rooms = -(-self.plan.teams // self.plan.format.room_size)
        by_audience = self.plan.format.ballot.by is BallotsBy.AUDIENCE
        count = 0 if by_audience else rooms * self.plan.judges
        return tuple(
            Adjudicator(
                id=f"judge {number}",
                strength=Decimal(int(self.dice.integers(20, 100))) / 10,
                institutions=frozenset() if number <= rooms else frozenset({self._any_institution()}),
            )
            for number in range(1, count + 1)
        )

    def _any_institution(self) -> str:
        return self.teams[int(self.dice.integers(len(self.teams)))].institution

    def _panels(self, draw: Draw, number: int) -> tuple[Panel, ...]:
        if not self.judges or not draw.rooms:
            return ()
        debates = tuple(
            PanelDebate(room=room.number, teams={team: self.by_id[team].institution for team in room.teams})
            for room in draw.rooms
        )
        odd = self.plan.format.ballot.by is BallotsBy.INDIVIDUAL
        request = PanelRequest(
            debates=debates,
            adjudicators=self._judges_now(),
            rule=PanelRule(odd=odd),
            seed=self.plan.seed,
            round=number,
        )
        plan: PanelPlan = allocate_panels(request)
        return plan.panels

    def _judges_now(self) -> tuple[Adjudicator, ...]:
        return tuple(
            Adjudicator(
                id=judge.id,
                strength=judge.strength,
                institutions=judge.institutions,
                seen=self.seen.get(judge.id, {}),
                sat_with=self.sat_with.get(judge.id, {}),
            )
            for judge in self.judges
        )

    def _remember(self, draw: Draw, panels: Sequence[Panel]) -> None:
        for panel in panels:
            for judge in panel.voting:
                self.seen.setdefault(judge, Counter()).update(draw.room(panel.room).teams)
                others = [other for other in panel.voting if other != judge]
                self.sat_with.setdefault(judge, Counter()).update(others)

    def _decide(self, room: Room, number: int, panel: Panel | None) -> DebateResult:
        plan = self.plan
        absent = {team: Attendance.NO_SHOW for team in room.teams if self.dice.random() < plan.absence}
        form = {team: self.skill[team] + float(self.dice.normal(0, plan.luck)) for team in room.teams}
        present = [team for team in room.teams if team not in absent]
        if plan.format.ballot.by is BallotsBy.AUDIENCE and len(present) == 2:
            vote = invent_vote([form[team] for team in present], self.dice)
            return decide_by_audience(plan.format, present, vote, round_number=number, room=room.number).debate
        ballots = self._ballots(present, form, panel) if len(present) > 1 else ()
        sheet = DebateSheet(
            format=plan.format,
            round=number,
            room=room.number,
            teams=room.seats,
            ballots=ballots,
            chair=panel.chair if panel else "judge 1",
            absent=absent,
            motion=f"motion {number}",
        )
        return decide_debate(sheet)

    def _ballots(self, present: Sequence[str], form: dict[str, float], panel: Panel | None) -> tuple[Ballot, ...]:
        voting = panel.voting if panel else ("judge 1",)
        if self.plan.format.ballot.by is BallotsBy.CONSENSUS:
            voting = voting[:1]
        teams = [self.by_id[team] for team in present]
        return tuple(invent_ballot(self.plan.format, teams, form, self.dice, judge) for judge in voting)

    def _advance(self, stage: KnockoutRound, room: Room, places: int) -> tuple[str, ...]:
        """Five judges see a room of two, each in his own way; a room of four is judged by consensus."""
        form = {team: self.skill[team] + float(self.dice.normal(0, self.plan.luck)) for team in room.teams}
        ballots = [
            KnockoutBallot(adjudicator=f"judge {number}", advancing=self._best(form, places))
            for number in range(1, 6 if stage.format.has_two_sides else 2)
        ]
        return decide_advancing(room.teams, ballots, places).advancing

    def _best(self, form: dict[str, float], places: int) -> tuple[str, ...]:
        seen = {team: shown + float(self.dice.normal(0, 0.5)) for team, shown in form.items()}
        return tuple(sorted(seen, key=lambda team: -seen[team])[:places])
