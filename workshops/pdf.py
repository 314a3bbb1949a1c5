"""What is printed for a gathering."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.pdf import Paper
from core.pdf.specimens import LONG_NAME, Specimen
from schools.models import ClassLevel, County, School
from workshops.choices import Part, Sex
from workshops.models import Booking, Forum, ProgrammePart

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


def register(forum: Forum, levels: Iterable[ClassLevel] | None = None) -> Paper:
    """The attendance register: adults sign, learners are counted by class and sex and never named."""
    year = timezone.localtime(forum.starts_at).year
    context = {
        "forum": forum,
        "levels": ClassLevel.objects.of_year(year) if levels is None else levels,
        "sexes": Sex,
        "team": forum.get_team(),
        "adult_lines": range(1, ADULT_LINES + 1),
    }
    return Paper("workshops/pdf/register.html", context, f"register-{forum.number}")


def _specimen_forum() -> Forum:
    """A gathering that is nowhere but on this paper."""
    county, school = County(code="021", name="Mũrang’a"), School(pk=0, name="Mũrang’a Girls’ High School")
    school.county = county
    starts = timezone.make_aware(datetime(2026, 2, 5, 15, 30))
    forum = Forum(
        pk=0,
        school=school,
        topic=_("Freedom from torture"),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=75),
        place=_("Main hall"),
        host="Mr. Shikuku",
        host_phone="0712 000 000",
        note=_("The gate closes at four o’clock."),
    )
    words = (_("Welcome and names"), _("A story: the boy who was beaten"), _("Four groups, four cases"), _("Questions"))
    parts = [ProgrammePart(minutes=m, words=w) for m, w in zip((5, 15, 35, 20), words, strict=True)]
    names = ("Nekesa Makokha", LONG_NAME)
    team = [Booking(pk=n, part=Part.values[n], facilitator=User(name=name)) for n, name in enumerate(names)]
    forum._prefetched_objects_cache = {"programme": parts, "bookings": team}  # type: ignore[attr-defined]  # rows that are in no database
    return forum


def _specimen_register() -> Paper:
    levels = [ClassLevel(code=f"F{n}", name=f"Form {n}") for n in range(1, 5)]
    return register(_specimen_forum(), levels)


def specimens() -> tuple[Specimen, ...]:
    """What a gathering prints."""
    return (
        Specimen("programme", gettext_lazy("Programme"), lambda: programme(_specimen_forum())),
        Specimen("attendance-register", gettext_lazy("Attendance register"), _specimen_register),
    )
