"""What is printed for a gathering: the programme, the attendance register, the thank-you letter."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone

from core.pdf import Paper
from schools.models import ClassLevel
from workshops.choices import Sex
from workshops.models import Forum, ForumReport, ProgrammePart

ADULT_LINES = 8


def parts_of(forum: Forum) -> Iterator[tuple[datetime, datetime, ProgrammePart]]:
    """The parts of a programme with the clock time of each."""
    at = timezone.localtime(forum.starts_at)
    for part in forum.programme.all():
        end = at + timedelta(minutes=part.minutes)
        yield at, end, part
        at = end


def days_of(forum: Forum) -> list[tuple[datetime, list[Any]]]:
    """The sessions of a gathering that has several, day by day; parallel ones stand below each other."""
    sessions = groupby(forum.get_sessions(), key=lambda session: timezone.localtime(session.starts_at).date())
    return [(found[0].starts_at, found) for _day, group in sessions if (found := list(group))]


def programme_facts(forum: Forum) -> dict[str, Any]:
    """What the programme says."""
    days = days_of(forum)
    parts = [] if days else list(parts_of(forum))
    return {"forum": forum, "parts": parts, "days": days, "guests": forum.guests.all(), "team": forum.get_team()}


def programme(forum: Forum) -> Paper:
    """The programme, with the clock time of each part or session."""
    return Paper("workshops/pdf/programme.html", programme_facts(forum), f"programme-{forum.number}")


def register_facts(forum: Forum) -> dict[str, Any]:
    """What the register asks: adults sign, learners are counted by class and sex and never named."""
    levels = ClassLevel.objects.of_year(timezone.localtime(forum.starts_at).year)
    lines = range(1, ADULT_LINES + 1)
    return {"forum": forum, "levels": levels, "sexes": Sex, "team": forum.get_team(), "adult_lines": lines}


def register(forum: Forum) -> Paper:
    """The attendance register."""
    return Paper("workshops/pdf/register.html", register_facts(forum), f"register-{forum.number}")


def thanks(forum: Forum, report: ForumReport | None) -> Paper:
    """A letter of thanks to the school, once the report is verified."""
    context = {"forum": forum, "report": report, "team": forum.get_team(), "number": f"T-{forum.number[2:]}"}
    return Paper("workshops/pdf/thanks.html", context, f"thanks-{forum.number}")
