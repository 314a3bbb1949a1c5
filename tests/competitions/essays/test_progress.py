"""Progress of judging: paces and forecasts as tables of cases; reminders once a day; a judge who has left."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import Action, Message
from competitions.essays.choices import PaceState, TaskState
from competitions.essays.models import Assignment, Competition, DealPlan
from competitions.essays.models.pace import Forecast, Pace, forecast_of, paces_of, reminder_due
from competitions.essays.reports import counts_of
from competitions.essays.reports.forecast import forecast_words, judging_progress_of, no_forecast_words
from competitions.essays.services.reminders import remind_before_close, remind_judges, take_works_back
from core.guards import erasing
from tests.factories.accounts import UserFactory
from tests.factories.essays import CompetitionFactory, deal, give, make_entry, make_teacher, start_judging, works_of

TODAY = date(2026, 11, 21)


def on(days):
    return TODAY + timedelta(days=days)


def a_pace(dealt=10, marked=0, begun=0, since=-3, first=None, last=None, closes=10):
    days = [on(day) if day is not None else None for day in (since, first, last)]
    return Pace(dealt, marked, begun, *days, TODAY, on(closes))


@pytest.mark.parametrize(
    ("fields", "state", "per_day", "finish"),
    [
        ({"dealt": 0, "since": None}, PaceState.EMPTY, None, None),
        ({}, PaceState.WAITING, None, None),
        ({"since": -7}, PaceState.SILENT, None, None),
        ({"since": -6}, PaceState.WAITING, None, None),
        ({"since": -6, "closes": -1}, PaceState.LATE, None, None),
        ({"marked": 10, "first": -9, "last": -9}, PaceState.READY, 1, None),
        ({"marked": 5, "first": -4, "last": 0}, PaceState.IN_TIME, 1, 5),
        ({"marked": 5, "first": -4, "last": 0, "closes": 5}, PaceState.IN_TIME, 1, 5),
        ({"marked": 5, "first": -4, "last": 0, "closes": 4}, PaceState.LATE, 1, 5),
        ({"marked": 1, "first": 0, "last": 0, "closes": 9}, PaceState.IN_TIME, 1, 9),
        ({"marked": 2, "first": -8, "since": -20, "last": -7}, PaceState.SILENT, 2 / 9, 36),
        ({"marked": 2, "first": -8, "since": -20, "last": -6}, PaceState.LATE, 2 / 9, 36),
        ({"marked": 2, "first": -8, "since": -1, "last": -8}, PaceState.LATE, 2 / 9, 36),  # works came yesterday
        ({"begun": 1, "last": -1, "since": -20}, PaceState.WAITING, None, None),
    ],
)
def test_the_pace_of_a_judge(fields, state, per_day, finish):
    pace = a_pace(**fields)
    assert pace.state == state
    assert pace.per_day == (pytest.approx(per_day) if per_day else None)
    assert pace.finish == (on(finish) if finish is not None else None)
    assert pace.is_behind == (state in {PaceState.SILENT, PaceState.LATE})


@pytest.mark.parametrize(
    ("firsts", "left", "closes", "found"),
    [
        ([], 5, 10, None),
        ([0, 0], 0, 10, None),
        ([-7, -8, -20], 5, 10, None),  # nothing of late
        ([1, 2], 5, 10, None),  # a clock that runs ahead says nothing
        ([0, 0], 5, 10, (2, 1, 3, -7, 0)),  # the first day of judging: two a day
        ([-6, 0], 4, 10, (2, 7, 14, 4, 2)),
        ([-30, -6, 0], 4, 14, (2, 7, 14, 0, 0)),
        ([-3, -2, -1, 0], 3, 1, (4, 4, 3, 2, 2)),
        ([-3, -2, -1, 0], 3, -5, (4, 4, 3, 8, 3)),  # the close is over
    ],
)
def test_the_forecast_of_all(firsts, left, closes, found):
    forecast = forecast_of([on(day) for day in firsts], left, TODAY, on(closes))
    if found is None:
        assert forecast is None
        return
    marked, days, finish, after, waiting = found
    assert (forecast.marked, forecast.days, forecast.finish) == (marked, days, on(finish))
    assert (forecast.days_after, forecast.waiting) == (after, waiting)


@given(st.integers(1, 5000), st.integers(1, 500), st.integers(1, 7), st.integers(-30, 200))
def test_late_and_works_that_would_wait_are_the_same(left, marked, days, closes):
    forecast = Forecast(left, marked, days, TODAY, on(closes))
    assert forecast.finish > TODAY
    assert (forecast.waiting > 0) == (forecast.days_after > 0)
    assert 0 <= forecast.waiting <= left
    assert Forecast(left + 1, marked, days, TODAY, on(closes)).finish >= forecast.finish
    assert Forecast(left, marked + 1, days, TODAY, on(closes)).finish <= forecast.finish


def test_the_forecast_in_a_sentence():
    forecast = Forecast(left=24, marked=14, days=7, today=TODAY, closes=on(6))
    assert forecast_words(forecast) == (
        "At the pace of the last 7 days the last mark comes on Thu 3 Dec 2026, 6 days after the close. "
        "12 works would still wait at the close."
    )
    assert forecast_words(Forecast(2, 2, 1, TODAY, on(1))).endswith("Sun 22 Nov 2026, the day of the close.")
    assert "1 day before the close" in forecast_words(Forecast(2, 2, 1, TODAY, on(2)))
    assert no_forecast_words(0, True) == "Every mark is in."
    assert no_forecast_words(3, False).startswith("Nothing is marked yet")


@pytest.mark.parametrize(
    ("to_go", "dealt", "due"),
    [(8, -9, None), (7, -9, 7), (3, -9, 7), (2, -9, 2), (1, -9, 2), (0, -9, None), (-1, -9, None), (5, -1, None),
     (2, -1, 2), (1, 0, None), (7, None, 7), (6, -1, 7)],
)  # fmt: skip
def test_which_reminder_is_due(to_go, dealt, due):
    assert reminder_due(on(to_go), TODAY, on(dealt) if dealt is not None else None) == due


@pytest.fixture
def judged(officer):
    """Six entries, three judges, two marks each."""
    competition = CompetitionFactory()
    for _n in range(6):
        make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE], name=f"Judge {x}") for x in "ABC"], officer)
    return competition


def long_ago(competition, days):
    """The dealing lies so many days back."""
    with erasing():
        competition.deals.update(at=timezone.now() - timedelta(days=days))


@pytest.mark.django_db
class TestReports:
    def test_judges_and_entries(self, judged, officer):
        first, second, third = paces_of(judged)
        assert [line.pace.dealt for line in (first, second, third)] == [4, 4, 4]
        for work in works_of(judged):
            if work.place_id == first.place.pk:
                give(work)
        begun = next(work for work in works_of(judged) if work.place_id == second.place.pk)
        give(begun, finish=False)
        long_ago(judged, 8)
        report = judging_progress_of(judged)
        assert [line.pace.state for line in report.judges] == ["ready", "waiting", "silent"]
        assert (report.judges[1].pace.begun, report.judges[1].pace.last) == (1, timezone.localdate())
        assert [line.place for line in report.behind] == [third.place]
        assert (report.ready, len(report.entries)) == (0, 6)
        assert report.forecast.left == 8
        assert "the last mark comes on" in report.words

    def test_entries_short_of_judges_come_first(self, judged, officer):
        third = judged.places.last()
        take_works_back(place=third, by=officer)
        lines = judging_progress_of(judged).entries
        assert [line.short for line in lines] == [1, 1, 1, 1, 0, 0]


@pytest.mark.django_db
class TestReminders:
    def test_those_who_are_behind_once_a_day(self, judged, officer):
        assert remind_judges(competition=judged, by=officer) == 0
        long_ago(judged, 9)
        assert remind_judges(competition=judged, by=officer) == 3
        assert remind_judges(competition=judged, by=officer) == 0
        assert Action.objects.about(judged).filter(verb="reminded the judges of").count() == 1
        assert judging_progress_of(judged).behind == []
        message = Message.objects.filter(key__startswith="judge-reminder-").first()
        assert "4 works still wait" in message.body
        assert "Akinyi" not in message.body
        Message.objects.filter(key__startswith="judge-reminder-").update(queued_at=timezone.now() - timedelta(days=1))
        assert len(judging_progress_of(judged).behind) == 3

    def test_in_the_language_of_the_judge(self, judged, officer):
        judge = judged.places.first().judge
        judge.language = "sw"
        judge.save()
        long_ago(judged, 9)
        remind_judges(competition=judged, by=officer)
        assert "alama zako" in Message.objects.get(key__startswith="judge-reminder-", to=judge.email).body

    @pytest.mark.parametrize(("days", "told"), [(9, 0), (7, 3), (2, 3), (0, 0)])
    def test_the_night_reminds_before_the_close(self, judged, days, told):
        long_ago(judged, 20)
        Competition.objects.update(judging_closes_at=timezone.now() + timedelta(days=days))
        assert remind_before_close() == told
        assert remind_before_close() == 0

    def test_who_has_marked_all_is_left_in_peace(self, judged):
        long_ago(judged, 20)
        Competition.objects.update(judging_closes_at=timezone.now() + timedelta(days=2))
        for work in works_of(judged):
            give(work)
        assert remind_before_close() == 0

    def test_only_officers_and_only_while_it_is_judged(self, judged, officer):
        with pytest.raises((PermissionDenied, ValidationError)):
            remind_judges(competition=judged, by=judged.places.first().judge)
        with pytest.raises(ValidationError, match="not being judged"):
            remind_judges(competition=CompetitionFactory(), by=officer)


@pytest.mark.django_db
class TestTakeBack:
    def test_what_is_finished_stays_and_the_rest_goes_to_others(self, judged, officer):
        place = judged.places.first()
        mine = [work for work in works_of(judged) if work.place_id == place.pk]
        give(mine[0])
        give(mine[1], finish=False)
        assert take_works_back(place=place, by=officer) == 3
        assert take_works_back(place=place, by=officer) == 0
        states = [Assignment.objects.get(pk=work.pk).state for work in mine]
        assert states == [TaskState.DONE, TaskState.DROPPED, TaskState.DROPPED, TaskState.DROPPED]
        assert counts_of(judged).short == 3
        plan = DealPlan.of(judged, 7)
        assert (len(plan.dealt.added), len(plan.dealt.dropped)) == (3, 0)
        deal(judged, officer)
        assert counts_of(judged).short == 0
        assert Assignment.objects.get(pk=mine[0].pk).state == TaskState.DONE

    def test_begun_works_of_a_judge_who_is_not_named_any_more_do_not_hang(self, judged, officer):
        place = judged.places.first()
        begun = next(work for work in works_of(judged) if work.place_id == place.pk)
        give(begun, finish=False)
        judged.places.filter(pk=place.pk).update(active=False)
        deal(judged, officer)
        begun.refresh_from_db()
        assert begun.state == TaskState.DROPPED
        assert counts_of(judged).short == 0

    def test_refusals(self, judged, officer):
        place = judged.places.first()
        with pytest.raises((PermissionDenied, ValidationError)):
            take_works_back(place=place, by=place.judge)


@pytest.mark.django_db
class TestPages:
    def test_the_page_says_who_would_be_reminded_and_reminds(self, judged, officer, sign_in):
        client, url = sign_in(officer), reverse("essays:judging-progress", args=[judged.pk])
        page = client.get(url).content.decode()
        assert "Nothing is marked yet" in page
        assert "would be reminded" not in page
        long_ago(judged, 9)
        page = client.get(url).content.decode()
        assert "would be reminded: Judge A, Judge B, Judge C." in page
        assert client.get(reverse("essays:remind-judges", args=[judged.pk])).status_code == 405
        answer = client.post(reverse("essays:remind-judges", args=[judged.pk]), follow=True).content.decode()
        assert "were reminded today" in answer
        assert Message.objects.filter(key__startswith="judge-reminder-").count() == 3

    def test_taking_back_asks_first_and_leads_to_the_dealing(self, judged, officer, sign_in):
        client, place = sign_in(officer), judged.places.first()
        url = reverse("essays:take-back", args=[judged.pk, place.pk])
        assert "4 works that are not finished go to other judges" in client.get(url).content.decode()
        assert judged.places.get(pk=place.pk).active
        for _n in range(2):
            assert client.post(url).headers["Location"] == reverse("essays:deal", args=[judged.pk])
        assert not judged.places.get(pk=place.pk).active

    def test_not_of_another_competition_and_not_by_a_judge(self, judged, officer, sign_in):
        place = judged.places.first()
        other = CompetitionFactory()
        assert sign_in(officer).get(reverse("essays:take-back", args=[other.pk, place.pk])).status_code == 404
        assert sign_in(place.judge).get(reverse("essays:take-back", args=[judged.pk, place.pk])).status_code == 403

    def test_the_number_of_queries_does_not_grow(self, judged, officer, sign_in, django_assert_max_num_queries):
        client = sign_in(officer)
        with django_assert_max_num_queries(15):
            client.get(reverse("essays:judging-progress", args=[judged.pk]))


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_officers_remind_in_the_same_second():
    officers = [UserFactory(roles=[Role.OFFICER]) for _n in range(2)]
    competition = CompetitionFactory()
    for _n in range(2):
        make_entry(competition, make_teacher())
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officers[0])
    long_ago(competition, 9)
    barrier, told = threading.Barrier(2), []

    def press(officer):
        try:
            barrier.wait()
            told.append(remind_judges(competition=competition, by=officer))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 2]
    assert Message.objects.filter(key__startswith="judge-reminder-").count() == 2
