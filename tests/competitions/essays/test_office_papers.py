"""What the office keeps: mark sheets, the competition by county, the page of all papers."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.choices import Role
from competitions.essays.choices import Award, Sex
from competitions.essays.models import Entrant, EntryResult
from competitions.essays.reports.counties import counties_of, told_of
from competitions.essays.reports.sheets import mark_sheets_of
from competitions.essays.services.moderation import decide_entry
from competitions.essays.services.results import publish_competition
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
)
from tests.factories.papers import held, text_of, withdraw


def judged_with_a_meeting(officer):
    """Decided, after a meeting that gave the second entry the first place, at length."""
    competition, teacher = CompetitionFactory(), make_teacher()
    entries = [make_entry(competition, teacher, name=name) for name in ("Wanjikũ wa Mũgĩthi", "Achieng’", "Baraka")]
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(3)], officer)
    mark_all(competition)
    reason = "The objection is met as nowhere else. " * 9
    decision = {"award": Award.WINNER, "place": 1, "reason": reason, "key": uuid4(), "seen": 0}
    decide_entry(entry=entries[1], by=officer, **decision)
    decide(competition, officer)
    return competition, entries


@pytest.mark.django_db
class TestMarkSheets:
    def test_raw_stands_beside_adjusted_under_numbers_with_decision_and_reason(self, officer, sign_in):
        competition, entries = judged_with_a_meeting(officer)
        sheets = mark_sheets_of(competition)
        for sheet in sheets.entries:
            assert len(sheet.given) == 2
            assert sum(one.raw for one in sheet.given) / 2 == pytest.approx(sheet.line.score.raw_mean)
            assert sum(one.adjusted for one in sheet.given) / 2 == pytest.approx(sheet.line.score.adjusted)
        moved = sheets.entries[1].line.score
        answer = sign_in(officer).get(reverse("essays:mark-sheets", args=[competition.pk]))
        text = " ".join(text_of(answer.content))
        for words in ("Entry 2", "A: Argument", "Decided in the meeting", f"Winner 1, rank {moved.rank}"):
            assert words in text
        assert text.count("The objection is met as nowhere else.") > 6
        people = [*competition.places.values_list("judge__name", flat=True), *(e.entrant.name for e in entries)]
        assert not [name for name in people if name in text]

    def test_they_are_there_once_the_result_is_frozen_and_without_what_was_withdrawn(self, officer, sign_in):
        running = CompetitionFactory()
        assert sign_in(officer).get(reverse("essays:mark-sheets", args=[running.pk])).status_code == 404
        competition, (entry, *_rest) = judged_with_a_meeting(officer)
        withdraw(entry, officer)
        assert [sheet.line.entry.number for sheet in mark_sheets_of(competition).entries] == [2, 3]

    def test_only_officers_read_them(self, officer, sign_in):
        competition, _entries = judged_with_a_meeting(officer)
        url = reverse("essays:mark-sheets", args=[competition.pk])
        assert sign_in(competition.places.first().judge).get(url).status_code == 403


class TestSmallGroups:
    @pytest.mark.parametrize(
        ("works", "told"),
        [
            ({"A": 10, "B": 30}, {"A", "B"}),
            ({"A": 9, "B": 30, "C": 12}, {"B"}),  # A alone would be what the sum leaves
            ({"A": 9, "B": 1, "C": 12}, {"C"}),
            ({"A": 3, "B": 4, "C": 12, "D": 40}, {"D"}),
            ({"A": 3}, set()),
            ({}, set()),
        ],
    )
    def test_what_is_small_does_not_come_out_of_the_sum(self, works, told):
        assert told_of(works) == told


@pytest.mark.django_db
class TestCounties:
    @pytest.fixture
    def spread(self, officer):
        """Eleven works from one county, eleven from another by another teacher, two withdrawn or not handed in."""
        competition, teachers = CompetitionFactory(), [make_teacher(), make_teacher()]
        for n in range(22):
            make_entry(competition, teachers[n % 2], name=f"Learner {n}")
        withdraw(make_entry(competition, teachers[0]), officer)
        begin_entry(competition, teachers[0])
        Entrant.objects.filter(entry__number__in=[1, 3, 5]).update(sex=Sex.BOY)
        start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
        mark_all(competition)
        decide(competition, officer)
        return competition

    def test_it_counts_what_stands_and_tells_honours_when_they_may_be_known(self, spread, officer, sign_in, as_role):
        table = counties_of(spread, honours=True)
        assert (table.total.works, table.total.schools, table.total.girls, table.total.boys) == (22, 2, 19, 3)
        assert (table.total.winners, table.total.merits) == (
            EntryResult.objects.filter(award="winner").count(),
            EntryResult.objects.filter(award="merit").count(),
        )
        url = reverse("essays:counties", args=[spread.pk])
        viewer = as_role(Role.VIEWER)
        assert "Winners</th>" not in viewer.get(url).content.decode()
        assert "Winners</th>" in sign_in(officer).get(url).content.decode()
        publish_competition(competition=spread, by=officer)
        page = viewer.get(url).content.decode()
        assert "Winners</th>" in page
        assert "counted, not described" in page
        assert sign_in(make_teacher()).get(url).status_code == 403

    def test_the_files_say_the_same_and_how_it_was_counted(self, spread, officer, sign_in):
        browser = sign_in(officer)
        text = b"".join(browser.get(reverse("essays:counties-file", args=[spread.pk])).streaming_content).decode()
        assert "All counties,2,22,19,3" in text
        assert "one work, one learner" in text
        paper = " ".join(text_of(browser.get(reverse("essays:counties-paper", args=[spread.pk])).content))
        assert "All counties 2 22 19 3" in paper
        assert "one work, one learner" in paper

    def test_few_works_are_counted_and_not_described(self, officer, sign_in):
        competition, _entries, _teacher = held(officer)
        table = counties_of(competition, honours=True)
        assert (table.total.works, table.total.is_told, table.lines[0].is_told) == (2, False, False)
        assert table.lines[0].figures == [None] * 4
        page = sign_in(officer).get(reverse("essays:counties", args=[competition.pk])).content.decode()
        assert page.count("not told") == 2

    def test_nothing_yet(self, officer, sign_in):
        page = sign_in(officer).get(reverse("essays:counties", args=[CompetitionFactory().pk])).content.decode()
        assert "No work is handed in yet" in page


@pytest.mark.django_db
class TestPapersPage:
    def test_it_leads_to_every_paper(self, officer, sign_in):
        competition, entries, teacher = held(officer)
        browser = sign_in(officer)
        assert (
            reverse("essays:papers", args=[competition.pk])
            in browser.get(reverse("essays:results", args=[competition.pk])).content.decode()
        )
        page = browser.get(reverse("essays:papers", args=[competition.pk])).content.decode()
        for name in ("papers-schools", "advice-print", "certificates", "service-print", "mark-sheets", "counties"):
            assert reverse(f"essays:{name}", args=[competition.pk]) in page
        school = entries[0].entrant.school
        schools = browser.get(reverse("essays:papers-schools", args=[competition.pk])).content.decode()
        assert reverse("essays:school-desk", args=[competition.pk, school.pk]) in schools
        assert make_teacher().memberships.first().school.name not in schools
        teachers = sign_in(teacher).get(competition.get_absolute_url()).content.decode()
        assert reverse("essays:school-desk", args=[competition.pk, school.pk]) in teachers

    def test_before_it_is_decided_there_are_none(self, officer, sign_in):
        competition = CompetitionFactory()
        for name in ("papers", "papers-schools"):
            assert sign_in(officer).get(reverse(f"essays:{name}", args=[competition.pk])).status_code == 404
