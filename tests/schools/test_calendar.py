"""The calendar that governs every visit: what is open, what is not and why, and visits that a revision breaks."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from schools.imports.seed import read_calendar, read_rules
from schools.models import CalendarVersion, ExtraHoliday, VisitRule
from schools.reports.calendar import load_calendar, school_windows
from schools.reports.windows import ClosedTerm, Hours, SchoolCalendar, Span, visit_windows, why_not
from schools.services.calendar import add_blackout, add_holiday, load_calendar_year, publish_calendar, save_rule
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import ForumFactory
from workshops.reports import broken_visits, needs_of

D = date
ALWAYS = (D(2015, 1, 1), None)
CALENDAR = SchoolCalendar(
    years=frozenset({2026}),
    terms=[Span(D(2026, 1, 5), D(2026, 4, 2), "Term 1", 1), Span(D(2026, 8, 24), D(2026, 10, 23), "Term 3", 3)],
    half_terms=[Span(D(2026, 2, 25), D(2026, 3, 1), "Half-term")],
    exams=[Span(D(2026, 3, 9), D(2026, 3, 10), "Mocks")],
    holidays={D(2026, 3, 20): "Eid"},
    closed_terms=[ClosedTerm(3, "Term 3 is closed.", *ALWAYS)],
    hours=[
        Hours(time(15, 30), time(16, 45), "12345", False, "x", *ALWAYS),
        Hours(time(9), time(12), "6", True, "x", *ALWAYS),
        Hours(time(7), time(8), "1", False, "old", D(2015, 1, 1), D(2020, 12, 31)),
    ],
)


@pytest.mark.parametrize(
    ("day", "boarding", "slots", "why"),
    [
        (D(2026, 1, 12), False, ["15:30"], ""),
        (D(2026, 1, 17), False, [], "No visiting hours"),
        (D(2026, 1, 17), True, ["09:00"], ""),
        (D(2026, 1, 18), True, [], "No visiting hours"),
        (D(2026, 2, 26), False, [], "Half-term"),
        (D(2026, 3, 9), False, [], "Examinations: Mocks"),
        (D(2026, 3, 20), False, [], "Public holiday: Eid"),
        (D(2026, 4, 20), False, [], "School holidays"),
        (D(2026, 9, 1), False, [], "Term 3 is closed"),
        (D(2026, 1, 13), False, [], "Prize day"),
        (D(2027, 1, 13), False, [], "no calendar of 2027"),
    ],
)
def test_a_day_is_open_or_says_why_not(day, boarding, slots, why):
    blackouts = [Span(D(2026, 1, 13), D(2026, 1, 14), "Prize day")]
    (found,) = visit_windows(CALENDAR, day, day, boarding=boarding, blackouts=blackouts)
    assert [f"{slot.opens:%H:%M}" for slot in found.slots] == slots
    assert why in " ".join(found.closed)
    assert found.is_open is bool(slots)


@given(st.dates(D(2025, 12, 1), D(2027, 1, 31)), st.integers(0, 60), st.booleans())
def test_every_day_has_hours_or_a_reason_and_never_both(first, days, boarding):
    found = visit_windows(CALENDAR, first, first + timedelta(days=days), boarding=boarding)
    assert [day.day for day in found] == [first + timedelta(days=n) for n in range(days + 1)]
    assert all(bool(day.slots) != bool(day.closed) for day in found)


def test_a_visit_fits_into_the_hours_or_not():
    (day,) = visit_windows(CALENDAR, D(2026, 1, 12), D(2026, 1, 12))
    assert why_not(day, time(15, 30), time(16, 45)) == []
    assert "15:30–16:45" in why_not(day, time(10), time(11))[0]


@pytest.fixture
def in_force(db):
    load_calendar_year(calendar=read_calendar(), rules=read_rules())
    return CalendarVersion.objects.get()


@pytest.mark.django_db
class TestInForce:
    def test_what_comes_with_the_system(self, in_force):
        load_calendar_year(calendar=read_calendar(), rules=read_rules())
        assert CalendarVersion.objects.count() == 1
        assert (in_force.terms.count(), in_force.half_terms.count(), in_force.exams.count()) == (3, 2, 5)
        assert VisitRule.objects.count() == 4
        assert all(rule.source for rule in VisitRule.objects.all())
        school = SchoolFactory(boarding="boarding")
        days = {day.day: day for day in school_windows(school, D(2026, 5, 1), D(2026, 5, 31))}
        assert days[D(2026, 5, 4)].is_open
        assert days[D(2026, 5, 9)].is_open  # a Saturday at a boarding school
        assert "Public holiday" in days[D(2026, 5, 1)].closed[0]
        assert not days[D(2026, 5, 27)].is_open  # Eid al-Adha, which the library keeps apart
        with translation.override("sw"):
            assert load_calendar([2026]).holidays[D(2026, 5, 1)] == "Siku ya Kazi"

    def test_each_version_speaks_for_the_days_on_which_it_is_in_force(self, in_force, officer):
        terms = [(1, D(2026, 1, 5), D(2026, 4, 2)), (2, D(2026, 5, 25), D(2026, 8, 14))]
        for effective in (D(2026, 6, 1), D(2026, 5, 11)):  # the third replaces the second before it began
            version = CalendarVersion(year=2026, source="x", effective_from=effective)
            publish_calendar(version=version, terms=terms, half_terms=[], exams=[], by=officer)
        days = {day.day: day.is_open for day in school_windows(SchoolFactory(), D(2026, 5, 4), D(2026, 8, 10))}
        assert days[D(2026, 5, 8)]  # Term 2 of the first
        assert not days[D(2026, 5, 18)]  # holidays of the third
        assert days[D(2026, 8, 10)]
        assert days[D(2026, 6, 24)]  # the half-term of the first holds no longer

    def test_what_a_visitor_must_bring_is_said(self, in_force, as_role):
        school = SchoolFactory()
        (day,) = school_windows(school, D(2026, 5, 4), D(2026, 5, 4))
        assert len(day.needs) == VisitRule.objects.filter(kind="authority").count() > 0
        address = reverse("schools:school-windows", args=[school.pk])
        assert "needed for every visit" in as_role(Role.OFFICER).get(address, {"from": "2026-05-04"}).content.decode()
        VisitRule.objects.filter(kind="authority").update(effective_to=D(2026, 5, 3))
        assert not school_windows(school, D(2026, 5, 4), D(2026, 5, 4))[0].needs

    def test_gazetted_days_and_a_schools_own(self, in_force, officer):
        school = SchoolFactory()
        add_holiday(holiday=ExtraHoliday(day=D(2026, 5, 5), name="State funeral", reference="Gazette 1"), by=officer)
        add_blackout(school=school, first=D(2026, 5, 6), last=D(2026, 5, 7), reason="Mocks", by=officer)
        days = school_windows(school, D(2026, 5, 4), D(2026, 5, 8))
        assert [day.is_open for day in days] == [True, False, False, False, True]
        with pytest.raises(ValidationError, match="must not come before"):
            add_blackout(school=school, first=D(2026, 5, 7), last=D(2026, 5, 6), reason="x", by=officer)

    @pytest.mark.parametrize(
        ("terms", "half_terms", "says"),
        [
            ([], [], "at least one term"),
            ([(1, D(2026, 4, 2), D(2026, 1, 5))], [], "must not come before"),
            ([(1, D(2026, 1, 5), D(2026, 4, 2)), (2, D(2026, 4, 2), D(2026, 7, 1))], [], "share a day"),
            ([(1, D(2026, 1, 5), D(2026, 4, 2))], [(D(2026, 4, 1), D(2026, 4, 5))], "within a term"),
            ([(1, D(2025, 1, 5), D(2026, 4, 2))], [], "is not in 2026"),
        ],
    )
    def test_a_calendar_that_cannot_be(self, officer, terms, half_terms, says):
        version = CalendarVersion(year=2026, source="x", effective_from=D(2026, 1, 1))
        with pytest.raises(ValidationError, match=says):
            publish_calendar(version=version, terms=terms, half_terms=half_terms, exams=[], by=officer)
        assert not CalendarVersion.objects.exists()

    def test_rules_say_what_they_need(self, officer):
        fields = {"words": "x", "source": "x", "effective_from": D(2026, 1, 1)}
        for kind, says in (("closed", "which term"), ("hours", "from when until when")):
            with pytest.raises(ValidationError, match=says):
                save_rule(rule=VisitRule(kind=kind, **fields), by=officer)

    def test_a_revised_calendar_lists_the_visits_it_breaks(self, in_force, officer, as_role, time_machine_at_may):
        zone = timezone.get_default_timezone()
        start = datetime(2026, 5, 12, 15, 30, tzinfo=zone)
        forum = ForumFactory(starts_at=start, ends_at=start + timedelta(minutes=75))
        assert broken_visits() == []
        data = {
            "year": "2026", "source": "Circular", "effective_from": "2026-05-01",
            "terms": "1 2026-01-05 2026-04-02\n2 2026-05-18 2026-07-31\n3 2026-08-24 2026-10-23", "exams": "", "half_terms": "",
        }  # fmt: skip
        client = as_role(Role.OFFICER)
        page = client.get(reverse("schools:calendar-add")).content.decode()
        assert "1 2026-01-05 2026-04-02" in page
        assert client.post(reverse("schools:calendar-add"), {**data, "terms": "soon"}).status_code == 422
        assert client.post(reverse("schools:calendar-add"), data).status_code == 302
        assert CalendarVersion.objects.in_force(2026).number == 2
        (broken,) = broken_visits()
        assert (broken.forum, broken.why) == (forum, ["School holidays."])
        page = client.get(reverse("workshops:forum-recheck")).content.decode()
        assert "School holidays." in page
        assert any("no longer fits" in str(need.words) for need in needs_of(officer))


@pytest.fixture
def time_machine_at_may():
    import time_machine  # noqa: PLC0415

    with time_machine.travel(datetime(2026, 5, 4, 9, 0, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


@pytest.mark.django_db
class TestPages:
    def test_rules_days_off_and_closed_days_are_written_down(self, in_force, as_role):
        client, school = as_role(Role.OFFICER), SchoolFactory()
        rule = {
            "kind": "hours", "words": "Mornings", "weekdays": "15", "opens": "09:00", "closes": "10:00",
            "source": "Circular", "effective_from": "2026-01-01",
        }  # fmt: skip
        assert client.post(reverse("schools:rule-add"), {**rule, "weekdays": "8"}).status_code == 422
        client.post(reverse("schools:rule-add"), rule)
        kept = VisitRule.objects.get(words="Mornings")
        client.post(reverse("schools:rule-change", args=[kept.pk]), {**rule, "effective_to": "2026-02-01"})
        kept.refresh_from_db()
        assert kept.effective_to == D(2026, 2, 1)
        holiday = {"day": "2026-05-05", "name": "State funeral", "reference": "Gazette 1"}
        client.post(reverse("schools:holiday-add"), holiday)
        assert client.post(reverse("schools:holiday-add"), holiday).status_code == 422
        page = client.get(reverse("schools:calendar")).content.decode()
        assert "State funeral" in page
        assert "Mornings" in page
        closed = {"first": "2026-05-06", "last": "2026-05-07", "reason": "Mocks"}
        add = reverse("schools:blackout-add", args=[school.pk])
        assert client.post(add, {**closed, "last": "2026-05-01"}).status_code == 422
        client.post(add, closed)
        page = client.get(reverse("schools:school-windows", args=[school.pk]), {"from": "2026-05-01"}).content.decode()
        assert "Mocks" in page
        assert "15:30–16:45" in page
        client.post(reverse("schools:blackout-remove", args=[school.blackouts.get().pk]))
        assert not school.blackouts.exists()
        for nonsense in ("x", "0001-01-01", "9999-12-31", "%00"):
            address = reverse("schools:school-windows", args=[school.pk])
            assert client.get(address, {"from": nonsense}).status_code == 200
        assert client.get(in_force.get_absolute_url()).status_code == 200
