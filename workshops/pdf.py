"""What is printed for a gathering."""

from datetime import timedelta

from django.utils import timezone

from core.pdf import Paper
from schools.models import ClassLevel
from workshops.choices import Sex
from workshops.models import Forum

ADULT_LINES = 8


def programme(forum: Forum) -> Paper:
    """The programme, with the clock time of each part."""
    at, parts = timezone.localtime(forum.starts_at), []
    for part in forum.programme.all():
        end = at + timedelta(minutes=part.minutes)
        parts.append((at, end, part))
        at = end
    context = {"forum": forum, "parts": parts, "team": forum.get_team()}
    return Paper("workshops/pdf/programme.html", context, f"programme-{forum.number}")


def register(forum: Forum) -> Paper:
    """The attendance register: adults sign, learners are counted by class and sex and never named."""
    levels = ClassLevel.objects.of_year(timezone.localtime(forum.starts_at).year)
    context = {
        "forum": forum,
        "levels": levels,
        "sexes": Sex,
        "team": forum.get_team(),
        "adult_lines": range(1, ADULT_LINES + 1),
    }
    return Paper("workshops/pdf/register.html", context, f"register-{forum.number}")
