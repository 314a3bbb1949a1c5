"""The papers of a gathering that is nowhere but on them."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.pdf import Paper
from core.pdf.specimens import LONG_NAME, Specimen
from schools.models import County, School
from workshops.choices import Part
from workshops.models import AccessAuthority, Booking, Forum, ForumReport, HeadCount, Module, ProgrammePart, Session
from workshops.pdf.pack import Way, pack_paper
from workshops.pdf.papers import programme, register, thanks

STARTS = datetime(2026, 2, 5, 15, 30)


def _forum() -> Forum:
    county, school = County(code="021", name="Mũrang’a"), School(pk=0, name="Mũrang’a Girls’ High School")
    school.county = county
    starts = timezone.make_aware(STARTS)
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
        expected=120,
    )
    words = (_("Welcome and names"), _("A story: the boy who was beaten"), _("Four groups, four cases"), _("Questions"))
    parts = [ProgrammePart(minutes=m, words=w) for m, w in zip((5, 15, 35, 20), words, strict=True)]
    names = ("Nekesa Makokha", LONG_NAME)
    team = [
        Booking(pk=n, facilitator_id=-n - 1, part=Part.values[n], facilitator=User(pk=-n - 1, name=name))
        for n, name in enumerate(names)
    ]
    _keep(forum, programme=parts, bookings=team, sessions=[], guests=[], reports=[], modules=[])
    return forum


def _keep(thing: Forum, **rows: list) -> None:
    """Give a row that is in no database what would be found there."""
    cache = thing.__dict__.setdefault("_prefetched_objects_cache", {})
    cache.update(rows)


def _festival() -> Forum:
    forum = _forum()
    forum.kind, rooms = "festival", (_("Hall"), _("Library"), _("Room %(n)d") % {"n": 3})
    topics = (_("Freedom from torture"), _("Equal before the law"), _("How to be heard"))
    sessions = []
    for day in range(2):
        for hour in range(2):
            for n, room in enumerate(rooms):
                starts = forum.starts_at + timedelta(days=day, hours=hour - 6)  # type: ignore[operator]  # the visit has a date
                times = {"starts_at": starts, "ends_at": starts + timedelta(minutes=50)}
                session = Session(pk=len(sessions) + 1, title=topics[(n + hour) % 3], room=room, **times)
                session.__dict__["_prefetched_objects_cache"] = {"bookings": [*forum.bookings.all()][: n % 2 + 1]}
                sessions.append(session)
    forum.starts_at, forum.ends_at = sessions[0].starts_at, sessions[-1].ends_at
    _keep(forum, sessions=sessions)
    return forum


def _pack() -> Paper:
    forum = _forum()
    letter = AccessAuthority(
        reference="MOE/GEN/2026/114",
        issued_by="State Department for Basic Education",
        valid_from=date(2026, 1, 5),
        valid_until=date(2026, 10, 23),
    )
    module = Module(
        name=forum.topic,
        minutes=75,
        care=_("The story of a beating may remind learners of their own. Nobody has to speak."),
        notes=_(
            "## What they take home\n\n- Torture is never allowed, whatever somebody did.\n- Whom to tell: a teacher, "
            "116.\n\n## How it goes\n\nRead the story aloud, slowly. Then four groups, a case each, fifteen minutes. "
            "Each group says in one sentence what was wrong and what one can do."
        ),
    )
    ways = [Way(_("the middle of %(county)s") % {"county": "Mũrang’a"}, 24, 47, _("north-east"))]
    return pack_paper(forum, authorities=[letter], modules=[module], ways=ways)


def _thanks() -> Paper:
    forum = _forum()
    report = ForumReport(pk=0)
    counts = [HeadCount(count=n, sex=sex) for n, sex in ((61, "girls"), (0, "boys"))]
    report.__dict__["_prefetched_objects_cache"] = {"head_counts": counts}
    return thanks(forum, report)


def specimens() -> tuple[Specimen, ...]:
    """What a gathering prints."""
    return (
        Specimen("programme", gettext_lazy("Programme"), lambda: programme(_forum())),
        Specimen("programme-festival", gettext_lazy("Programme of a festival"), lambda: programme(_festival())),
        Specimen("attendance-register", gettext_lazy("Attendance register"), lambda: register(_forum())),
        Specimen("visit-pack", gettext_lazy("Visit pack"), _pack),
        Specimen("thank-you", gettext_lazy("Letter of thanks"), _thanks),
    )
