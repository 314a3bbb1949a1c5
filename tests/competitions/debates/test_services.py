"""Debates are kept by services: one draw a round, one ballot a key, nothing rewritten."""

import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.choices import Role
from accounts.models import Action
from competitions.debates import tab
from competitions.debates.choices import BallotState, PanelPart, RoundState
from competitions.debates.models import Ballot, BallotScore, Conflict, Debate, DebateTeam, Round, Team
from competitions.debates.reports import break_views, needs_of, next_step, remedy_views
from competitions.debates.services.ballots import confirm_ballot, confirm_round, reopen_round, send_ballot
from competitions.debates.services.draw import (
    add_round,
    change_round,
    check_in,
    draw_round,
    release_round,
    swap_teams,
    take_out_team,
    withdraw_draw,
)
from competitions.debates.services.panels import allocate_panels, seat_adjudicator
from competitions.debates.services.people import declare_conflict, drop_conflict
from competitions.debates.services.tournament import announce_break, release_standings
from tests.factories.debates import (
    AdjudicatorFactory,
    TeamFactory,
    make_field,
    make_round,
    speeches_of,
)


@pytest.fixture
def field(officer):
    return make_field(created_by=officer)


@pytest.mark.django_db
class TestDraw:
    def test_everyone_sits_once_and_it_is_logged(self, field):
        round_ = make_round(field, until="drawn")
        seats = DebateTeam.objects.filter(debate__round=round_)
        assert sorted(seats.values_list("team", flat=True)) == sorted(field.teams.values_list("pk", flat=True))
        assert Action.objects.about(round_).filter(verb="drew").count() == 1

    def test_drawn_again_it_stays(self, field, officer):
        round_ = make_round(field, until="drawn")
        before = list(DebateTeam.objects.values_list("debate", "side", "team"))
        draw_round(round_=round_, by=officer)
        assert list(DebateTeam.objects.values_list("debate", "side", "team")) == before

    def test_one_seed_gives_one_draw(self, field, officer):
        round_ = make_round(field, until="drawn", seed=99)
        first = {d.number: d.get_seats() for d in round_.debates.all()}
        withdraw_draw(round_=round_, by=officer)
        Round.objects.filter(pk=round_.pk).update(seed=99)
        draw_round(round_=round_, by=officer)
        assert {d.number: d.get_seats() for d in round_.debates.all()} == first

    @pytest.mark.parametrize(
        ("remedy", "rooms", "byes", "swings"), [("swing", 2, 0, 1), ("short_rooms", 2, 0, 0), ("bye", 1, 3, 0)]
    )
    def test_an_odd_number_is_seated_as_chosen(self, officer, remedy, rooms, byes, swings):
        field = make_field(teams=7, created_by=officer)
        round_ = make_round(field, until="drafted")
        assert {view.kind for view in remedy_views(round_, field.get_names())} == {"swing", "short_rooms", "bye"}
        with pytest.raises(ValidationError, match="do not fill the rooms"):
            draw_round(round_=round_, by=officer)
        round_ = draw_round(round_=round_, remedy=remedy, by=officer)
        assert (round_.debates.count(), len(round_.byes)) == (rooms, byes)
        assert Team.objects.filter(is_swing=True).count() == swings
        assert tab.check_draw(round_.get_draw()).is_legal

    @pytest.mark.parametrize(("teams", "says"), [(0, "No team is checked in"), (3, "do not fill the rooms")])
    def test_too_few_are_refused(self, officer, teams, says):
        field = make_field(teams=teams, created_by=officer)
        round_ = make_round(field, until="drafted")
        with pytest.raises(ValidationError, match=says):
            draw_round(round_=round_, remedy="bye", by=officer)

    def test_the_round_before_comes_first(self, field, officer):
        make_round(field, until="released")
        second = make_round(field, until="drafted")
        with pytest.raises(ValidationError, match="not confirmed yet"):
            draw_round(round_=second, by=officer)

    def test_a_swap_is_done_once_and_takes_the_panels_along(self, field, officer):
        round_ = make_round(field, until="panels")
        one, two = (debate.teams.first().team for debate in round_.debates.all())
        swapped = swap_teams(round_=round_, first=one, second=two, after=0, by=officer)
        assert swapped.get_draw().places()[one.key] == (2, 0)
        assert not any(debate.panel.exists() for debate in round_.debates.all())
        with pytest.raises(ValidationError, match="changed meanwhile"):
            swap_teams(round_=round_, first=one, second=two, after=0, by=officer)
        assert tab.fingerprint(swapped.get_request()) == swapped.fingerprint

    def test_a_team_that_is_gone_leaves_the_draw(self, officer):
        field = make_field(teams=12, judges=3, created_by=officer)
        round_ = make_round(field, until="drawn")
        gone = round_.debates.first().teams.first().team
        take_out_team(round_=round_, team=gone, after=0, by=officer)
        round_.refresh_from_db()
        assert not DebateTeam.objects.filter(debate__round=round_, team=gone).exists()
        assert gone.key not in round_.get_draw().places()

    def test_a_released_draw_stands(self, field, officer):
        round_ = make_round(field)
        one, two = (debate.teams.first().team for debate in round_.debates.all())
        for change in (
            lambda: swap_teams(round_=round_, first=one, second=two, after=0, by=officer),
            lambda: withdraw_draw(round_=round_, by=officer),
            lambda: change_round(round_=round_, by=officer),
            lambda: allocate_panels(round_=round_, by=officer),
            lambda: check_in(round_=round_, teams=[one], adjudicators=[], by=officer),
        ):
            with pytest.raises(ValidationError):
                change()

    def test_nothing_is_released_without_chairs_or_motion(self, field, officer):
        round_ = make_round(field, until="drawn")
        with pytest.raises(ValidationError, match="Rooms without a chair: 1, 2"):
            release_round(round_=round_, by=officer)
        allocate_panels(round_=round_, by=officer)
        Round.objects.filter(pk=round_.pk).update(motion="")
        with pytest.raises(ValidationError, match="motion"):
            release_round(round_=round_, by=officer)

    def test_only_the_tab_draws(self, field, person):
        round_ = make_round(field, until="drafted")
        for role in (Role.ADJUDICATOR, Role.VIEWER, Role.TEACHER):
            with pytest.raises(ValidationError):
                draw_round(round_=round_, by=person(role))

    def test_who_was_there_is_checked_in_again_without_swing_teams(self, officer):
        field = make_field(teams=7, created_by=officer)
        first = make_round(field, until="drafted")
        draw_round(round_=first, remedy="swing", by=officer)
        second = add_round(round_=Round(tournament=field, format="bp"), by=officer)
        assert first.check_ins.filter(adjudicator=None).count() == 8
        assert second.check_ins.filter(adjudicator=None).count() == 7
        assert second.check_ins.filter(team=None).count() == 2

    def test_no_more_rounds_than_planned(self, officer):
        field = make_field(planned_rounds=1, created_by=officer)
        make_round(field, until="drafted")
        with pytest.raises(ValidationError, match="All 1 rounds"):
            add_round(round_=Round(tournament=field, format="bp"), by=officer)


@pytest.mark.django_db
class TestPanels:
    def test_conflicts_hold_and_the_culprit_is_named(self, field, officer):
        round_ = make_round(field, until="drawn")
        judge = field.adjudicators.first()
        for team in field.teams.all():
            declare_conflict(conflict=Conflict(adjudicator=judge, team=team), by=officer)
        with pytest.raises(ValidationError) as refused:
            allocate_panels(round_=round_, by=officer)
        assert judge.name in " ".join(refused.value.messages)
        conflict = judge.conflicts.first()
        assert drop_conflict(conflict=conflict, by=officer) == judge

    def test_nobody_judges_the_own_university(self, officer):
        field = make_field(judges=0, created_by=officer)
        own = field.teams.first()
        insider = AdjudicatorFactory(tournament=field, institution=own.institution, strength=9)
        AdjudicatorFactory.create_batch(2, tournament=field)
        round_ = make_round(field, until="panels")
        room = Debate.objects.get(round=round_, teams__team=own)
        assert not room.panel.filter(adjudicator=insider).exists()
        with pytest.raises(ValidationError, match=f"must not judge {own.name}"):
            seat_adjudicator(adjudicator=insider, round_=round_, debate=room, part=PanelPart.PANELLIST, by=officer)

    def test_one_is_moved_by_hand(self, officer):
        field = make_field(judges=3, created_by=officer)
        round_ = make_round(field)
        rooms = list(round_.debates.all())
        chair = rooms[0].get_voting()[0].adjudicator
        seat_adjudicator(adjudicator=chair, round_=round_, debate=rooms[1], part=PanelPart.CHAIR, by=officer)
        assert rooms[1].panel.get(part=PanelPart.CHAIR).adjudicator == chair
        seat_adjudicator(adjudicator=chair, round_=round_, debate=None, part=PanelPart.CHAIR, by=officer)
        assert not chair.panels.filter(debate__round=round_).exists()

    def test_judges_who_must_not_sit_together(self, officer):
        field = make_field(judges=2, created_by=officer)
        round_ = make_round(field)
        one, two = field.adjudicators.all()
        declare_conflict(conflict=Conflict(adjudicator=one, colleague=two), by=officer)
        room = two.panels.get().debate
        with pytest.raises(ValidationError, match="must not sit with"):
            seat_adjudicator(adjudicator=one, round_=round_, debate=room, part=PanelPart.PANELLIST, by=officer)


@pytest.mark.django_db
class TestBallots:
    def send(self, debate, by, key=None, scores=None, judge=None):
        judge = judge or debate.get_ballot_judges()[0]
        speeches = speeches_of(debate, scores)
        return send_ballot(debate=debate, adjudicator=judge, key=key or uuid4(), speeches=speeches, by=by)

    def test_sent_twice_it_is_one(self, field, officer):
        debate = make_round(field).debates.first()
        key = uuid4()
        assert self.send(debate, officer, key) == self.send(debate, officer, key)
        assert (Ballot.objects.count(), BallotScore.objects.count()) == (1, 8)

    @pytest.mark.parametrize(
        ("scores", "says"),
        [
            ({0: 75, 1: 75}, "have equal totals"),
            ({0: 49}, "49 for Speaker .* is not on the scale from 50 to 100 in steps of 1"),
            ({0: 101}, "is not on the scale"),
        ],
    )
    def test_what_makes_no_result_is_refused_in_a_sentence(self, field, officer, scores, says):
        debate = make_round(field).debates.first()
        with pytest.raises(ValidationError, match=says):
            self.send(debate, officer, scores=scores)
        assert Ballot.objects.count() == 0

    def test_a_correction_counts_once_it_is_confirmed(self, field, officer):
        round_ = make_round(field, until="ballots")
        for ballot in Ballot.objects.all():
            confirm_ballot(ballot=ballot, by=officer)
        debate = round_.debates.first()
        better = self.send(debate, officer, scores={3: 90})
        assert (better.version, debate.ballots.get(state=BallotState.CONFIRMED).version) == (2, 1)
        confirm_ballot(ballot=better, by=officer)
        confirm_round(round_=round_, by=officer)
        debate.refresh_from_db()
        result = tab.decode(tab.DebateResult, debate.result)
        assert next(team.side for team in result.teams if team.place == 1) == 3
        assert debate.ballots.get(version=1).state == BallotState.REPLACED

    def test_history_is_never_rewritten(self, field, officer):
        ballot = self.send(make_round(field).debates.first(), officer)
        for write in (
            lambda: ballot.scores.update(score=Decimal(99)),
            lambda: Ballot.objects.update(version=9),
            lambda: ballot.scores.all().delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                write()

    def test_a_round_waits_for_every_ballot(self, field, officer):
        round_ = make_round(field)
        with pytest.raises(ValidationError, match="Rooms without a confirmed ballot: 1, 2"):
            confirm_round(round_=round_, by=officer)

    def test_only_the_own_ballot(self, officer, person):
        field = make_field(judges=1, created_by=officer)
        user = person(Role.ADJUDICATOR)
        AdjudicatorFactory(tournament=field, user=user)
        round_ = make_round(field)
        own = round_.debates.get(panel__adjudicator__user=user)
        self.send(own, user)
        with pytest.raises(ValidationError, match="Only who judges this room"):
            self.send(round_.debates.exclude(pk=own.pk).get(), user)
        with pytest.raises(ValidationError, match="No ballot of"):
            self.send(round_.debates.exclude(pk=own.pk).get(), officer, judge=own.get_voting()[0].adjudicator)

    def test_a_team_that_did_not_come_has_nothing(self, field, officer):
        round_ = make_round(field)
        for debate in round_.debates.all():
            absent = debate.teams.get(side=0).team
            speeches = [one for one in speeches_of(debate) if one.team != absent]
            judge = debate.get_ballot_judges()[0]
            ballot = send_ballot(
                debate=debate, adjudicator=judge, key=uuid4(), speeches=speeches, absent=[absent], by=officer
            )
            confirm_ballot(ballot=ballot, by=officer)
        confirm_round(round_=round_, by=officer)
        points = {line.team: line.points for line in field.get_standings()}
        assert sorted(points.values()) == [0, 0, 1, 1, 2, 2, 3, 3]

    def test_a_confirmation_is_taken_back_while_nothing_stands_on_it(self, field, officer):
        first = make_round(field, until="confirmed")
        assert reopen_round(round_=first, by=officer).state == RoundState.BALLOTS
        confirm_round(round_=first, by=officer)
        release_standings(tournament=field, by=officer)
        with pytest.raises(ValidationError, match="built on this round"):
            reopen_round(round_=first, by=officer)

    @pytest.mark.parametrize("code", ["two_team", "australs", "easters", "asian"])
    def test_two_teams_with_replies_and_single_ballots(self, officer, code):
        field = make_field(teams=4, judges=6, format=code, created_by=officer)
        rules = field.rules
        round_ = make_round(field)
        for debate in round_.debates.all():
            for judge in debate.get_ballot_judges():
                low = rules.scores.low
                speeches = []
                for seat in debate.teams.all():
                    who = list(seat.team.speakers.all())
                    speeches += [
                        speech._replace(score=low + 5 + seat.side)
                        for speech in speeches_of(debate)
                        if speech.team == seat.team
                    ]
                    if rules.reply:
                        score = rules.reply.scale.low + 1
                        speeches.append(type(speeches[0])(seat.team, who[0], score, True))
                ballot = send_ballot(debate=debate, adjudicator=judge, key=uuid4(), speeches=speeches, by=officer)
                confirm_ballot(ballot=ballot, by=officer)
        confirm_round(round_=round_, by=officer)
        assert sorted(line.points for line in field.get_standings()) == [0, 0, 1, 1]


@pytest.mark.django_db
class TestBreak:
    def test_it_is_announced_when_all_rounds_are_in(self, officer):
        field = make_field(planned_rounds=2, created_by=officer)
        with pytest.raises(ValidationError, match="still to be confirmed: 2"):
            announce_break(tournament=field, by=officer)
        make_round(field, until="confirmed")
        (view,) = break_views(field)
        assert len(view.needs) == 8
        assert {need.chip[0] for need in view.needs} <= {"wait", "done", "stop"}
        make_round(field, until="confirmed", seed=8)
        done = announce_break(tournament=field, by=officer)
        assert next_step(done).words == "The break is announced"
        (view,) = break_views(done)
        assert [line.place for line in view.lines if line.place][:1] == ["1"]
        assert view.needs == []
        assert announce_break(tournament=done, by=officer).breaks == done.breaks

    def test_before_the_last_round_its_rooms_count(self, officer):
        field = make_field(planned_rounds=2, created_by=officer)
        make_round(field, until="confirmed")
        make_round(field, until="drawn")
        (view,) = break_views(field)
        assert len(view.needs) == 8


@pytest.mark.django_db
def test_the_start_page_asks_the_tab_and_the_judge(officer, person):
    field = make_field(judges=1, created_by=officer)
    user = person(Role.ADJUDICATOR)
    AdjudicatorFactory(tournament=field, user=user, strength=9)
    round_ = make_round(field, until="panels")
    assert [str(need.words) for need in needs_of(officer)] == ["Round 1 is drawn and not released"]
    assert list(needs_of(user)) == []
    release_round(round_=round_, by=officer)
    assert [str(need.words) for need in needs_of(officer)] == ["Round 1: 2 ballots missing, 0 to confirm"]
    (need,) = needs_of(user)
    assert str(need.words).startswith("Your ballot: Round 1, room ")


def in_threads(*works):
    """Run these at the same moment, each with a connection of its own."""
    barrier, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_people_draw_the_same_round_at_once():
    for _n in range(5):
        field = make_field()
        round_ = make_round(field, until="drafted")
        by = field.created_by
        work = [lambda: draw_round(round_=round_, by=by)] * 2  # noqa: B023 (run at once)
        assert in_threads(*work) == []
        assert DebateTeam.objects.filter(debate__round=round_).count() == 8
        assert Action.objects.about(round_).filter(verb="drew").count() == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_identical_ballots_are_one():
    field = make_field()
    debate = make_round(field).debates.first()
    judge, key = debate.get_ballot_judges()[0], uuid4()
    speeches, by = speeches_of(debate), field.created_by
    work = [lambda: send_ballot(debate=debate, adjudicator=judge, key=key, speeches=speeches, by=by)] * 2
    assert in_threads(*work) == []
    assert (Ballot.objects.count(), BallotScore.objects.count()) == (1, 8)
    assert TeamFactory._meta.model.objects.count() == 8
