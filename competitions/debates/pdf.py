"""What is printed for a tournament: the draw for the wall, ballots, room signs, standings, certificates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.services.printing import Order, Wanted
from competitions.debates.choices import PanelPart, RoundState, side_letters, side_words
from competitions.debates.models import Adjudicator, Debate, Panelist, Round, Speaker, Team, Tournament, Venue
from competitions.debates.reports import break_views, speaker_lines, team_lines
from competitions.debates.reports.standings import SpeakerLine, TeamLine, metric_words
from core.pdf import Batch, Paper, Stack
from core.pdf.batch import Copy
from core.pdf.specimens import ADDRESS, LONG_NAME, RIGHT_TO_LEFT, SPECIMEN_DAY, TYPED, Specimen
from schools.models import School

# What a certificate's public page says of it; a name stays on the paper alone.
FACTS = {"tournament": N_("Tournament"), "words": N_("It says")}
WALL = ((24, 18), (40, 15), (200, 13))  # letters of the longest team's name -> points of the draw on the wall
Rooms = Sequence[Mapping[str, Any]]


def _rooms(round_: Round) -> Rooms:
    debates = round_.debates.select_related("venue", "round").prefetch_related(
        "teams__team__speakers", "panel__adjudicator"
    )
    return [_room(debate, [(one.side, one.team) for one in debate.teams.all()]) for debate in debates]


def _room(debate: Debate, seats: Sequence[tuple[int, Team]]) -> Mapping[str, Any]:
    rules = debate.round.rules
    return {
        "number": debate.number,
        "place": debate.place,
        "has_venue": bool(debate.venue),
        "seats": [(side_letters(rules, side), side_words(rules, side), team) for side, team in seats],
        "panel": debate.get_panel(),
        "judges": debate.get_ballot_judges(),
    }


def draw_sheet(round_: Round, rooms: Rooms | None = None) -> Paper:
    """The draw for the wall: big, by room."""
    sides = [(side_letters(round_.rules, n), side_words(round_.rules, n)) for n in range(round_.rules.room_size)]
    shown = _rooms(round_) if rooms is None else rooms
    longest = max((len(team.name) for room in shown for _letters, _words, team in room["seats"]), default=0)
    size = next(points for letters, points in WALL if longest <= letters)
    context = {"round": round_, "tournament": round_.tournament, "rooms": shown, "sides": sides}
    context |= {"size": size, "leading": size + 3}
    return Paper("debates/pdf/draw.html", context, f"draw-{round_.tournament_id}-{round_.number}")


def ballots(round_: Round, rooms: Rooms | None = None) -> Stack:
    """A blank ballot a room and judge: one page that is laid out once, and filled in for each."""
    shown = _rooms(round_) if rooms is None else rooms
    teams = [team for room in shown for _letters, _words, team in room["seats"]]
    rows = max([round_.rules.speakers, *(len(team.speakers.all()) for team in teams)])
    shared = {
        "kicker": f"{_('Ballot')} · {round_}",
        "heading": f"{_('Ballots')}: {round_}",
        "reference": f"{round_.tournament.name} · {round_}",
        "motion": round_.motion if round_.is_shown else "",
        "seats": [
            {
                "letters": side_letters(round_.rules, n),
                "team": f"team{n}",
                "speakers": [f"speaker{n}_{row}" for row in range(rows)],
            }
            for n in range(round_.rules.room_size)
        ],
        "reply": bool(round_.rules.reply),
        "scale": _scale_words(round_),
    }
    copies = [_ballot_fields(room, judge) for room in shown for judge in room["judges"]]
    name = f"ballots-{round_.tournament_id}-{round_.number}"
    return Stack(Batch("debates/pdf/ballots.html", shared, name, title=shared["heading"]), copies)


def _scale_words(round_: Round) -> str:
    scale = round_.rules.scores
    if not scale:
        return ""
    words = {"low": scale.low, "high": scale.high, "step": scale.step}
    first = _("Scores from %(low)s to %(high)s in steps of %(step)s.") % words
    return f"{first} {_('The totals of two teams are never equal, and decide the order.')}"


def _ballot_fields(room: Mapping[str, Any], judge: Adjudicator) -> Copy:
    number = _("Room %(number)d") % {"number": room["number"]}
    found = {"room": f"{number} · {room['place']}" if room["has_venue"] else number, "judge": judge.name}
    for n, (_letters, _words, team) in enumerate(room["seats"]):
        found[f"team{n}"] = team.name
        found |= {f"speaker{n}_{row}": one.name for row, one in enumerate(team.speakers.all())}
    return found


def signs(round_: Round, rooms: Rooms | None = None) -> Stack:
    """A sign for the door of each room."""
    shown = _rooms(round_) if rooms is None else rooms
    shared = {
        "kicker": str(round_),
        "heading": f"{_('Room signs')}: {round_}",
        "reference": round_.tournament.name,
        "seats": [
            {"letters": side_letters(round_.rules, n), "team": f"team{n}", "top": 126 + 27 * n}
            for n in range(round_.rules.room_size)
        ],
    }
    copies = [_sign_fields(room) for room in shown]
    name = f"signs-{round_.tournament_id}-{round_.number}"
    return Stack(Batch("debates/pdf/signs.html", shared, name, title=shared["heading"]), copies)


def _sign_fields(room: Mapping[str, Any]) -> Copy:
    found = {"number": str(room["number"]), "place": str(room["place"]) if room["has_venue"] else ""}
    return found | {f"team{n}": team.name for n, (_letters, _words, team) in enumerate(room["seats"])}


def standings(tournament: Tournament, through: int | None, *, named: bool) -> Paper:
    """The team tab and the speaker tab."""
    teams, speakers = team_lines(tournament, through), speaker_lines(tournament, through, named=named)
    return _standings(tournament, teams, speakers)


def _standings(tournament: Tournament, teams: Sequence[TeamLine], speakers: Sequence[SpeakerLine]) -> Paper:
    context = {
        "tournament": tournament,
        "metrics": metric_words(tournament),
        "teams": teams,
        "speakers": speakers,
    }
    return Paper("debates/pdf/standings.html", context, f"standings-{tournament.pk}")


def certificates(tournament: Tournament) -> Batch:
    """The certificates of a tournament."""
    shared = {
        "heading": _("Certificate"),
        "opening": _("This certificate is awarded to"),
        "signatories": [
            (settings.ORGANISATION["signatory"], settings.ORGANISATION["signatory_title"]),
            (date_format(tournament.ends_on, "DATE_FORMAT"), _("Date")),
        ],
        "check": _("Genuine? Scan, or type the letters at %(address)s")
        % {"address": f"{settings.SITE_URL.partition('//')[2]}/v/"},
    }
    name = f"certificates-{tournament.pk}"
    language = get_language() or "en"
    return Batch("core/pdf/certificate_awards.html", shared, name, title=shared["heading"], language=language)


def _honour(tournament: Tournament, award: str, text: str) -> dict[str, str]:
    return {
        "kicker": tournament.name,
        "award": award,
        "text": text,
        "more": f"{tournament.host.name} · {tournament.when}",
    }


def certificate_order(tournament: Tournament) -> Order:
    """A certificate for every speaker and every adjudicator who took part, as the print room takes them."""
    wanted = [*_of_speakers(tournament), *_of_adjudicators(tournament)]
    return Order(f"{_('Certificates')}: {tournament.name}", certificates(tournament), wanted)


def _of_speakers(tournament: Tournament) -> list[Wanted]:
    """Speakers, the first of the speaker tab first; those whose team breaks read it on theirs."""
    breaks = {
        line.team: _("for reaching the break “%(category)s” in place %(place)s, with the team %(team)s.")
        % {"category": view.name, "place": line.place, "team": line.team}
        for view in reversed(break_views(tournament) if tournament.breaks else [])
        for line in view.lines
        if line.place
    }
    speakers = Speaker.objects.filter(team__tournament=tournament, team__is_active=True, team__is_swing=False)
    wanted = []
    for speaker in speakers.select_related("team__institution").order_by("team__name", "order"):
        broke, team = breaks.get(speaker.team.name), speaker.team
        award = _("Certificate of merit") if broke else _("Certificate of participation")
        text = broke or _("for speaking with the team %(team)s, and for listening to the other side.") % {"team": team}
        fields = {**_honour(tournament, award, text), "name": speaker.name, "detail": str(team.institution or team)}
        facts = {FACTS["tournament"]: tournament.name, FACTS["words"]: text}
        wanted.append(Wanted(f"{speaker.name} · {team}", fields, speaker, facts))
    return wanted


def _of_adjudicators(tournament: Tournament) -> list[Wanted]:
    """Adjudicators who sat in a room of a confirmed round, with the number of their rooms."""
    confirmed = Q(panels__debate__round__state=RoundState.CONFIRMED)
    people = tournament.adjudicators.select_related("institution").annotate(rooms=Count("panels", filter=confirmed))
    wanted = []
    for one in people.filter(rooms__gt=0).order_by("name"):
        text = _("for judging %(n)d debates with care, and for telling every team the reasons.") % {"n": one.rooms}
        honour = _honour(tournament, _("Certificate of service"), text)
        fields = {**honour, "name": one.name, "detail": str(one.institution or "")}
        facts = {FACTS["tournament"]: tournament.name, FACTS["words"]: text}
        wanted.append(Wanted(one.name, fields, one, facts))
    return wanted


def _specimen_tournament() -> Tournament:
    """A tournament that is held nowhere."""
    name = _("Inter-varsity debate")
    host = School(pk=0, name="Mũthaiga University of Law and Letters")
    return Tournament(pk=0, name=name, host=host, format="bp", starts_on=SPECIMEN_DAY, ends_on=SPECIMEN_DAY)


def _specimen_team(number: int) -> Team:
    names = ("Mũthaiga A", "Kisumu Lakeside University of Law and the Humanities, team B", RIGHT_TO_LEFT, "Pwani")
    team = Team(pk=number, name=f"{names[number % 4]} {number}"[:60], institution=School(pk=number, name="Mũthaiga"))
    people = (("Nekesa Makokha", LONG_NAME), ("Kĩmani wa Mũgĩthi", "Ng’ang’a Ochieng’"))[number % 2]
    speakers = [Speaker(pk=2 * number + n, order=n, name=name, team=team) for n, name in enumerate(people, 1)]
    team._prefetched_objects_cache = {"speakers": speakers}  # type: ignore[attr-defined]
    return team


def _specimen_round() -> Round:
    """A round that is drawn."""
    motion = _("This house believes that torture can never be justified, whatever the danger.")
    return Round(
        pk=0,
        tournament=_specimen_tournament(),
        number=3,
        format="bp",
        motion=motion,
        state=RoundState.RELEASED,
        seed=20_260_205,
        fingerprint="5f3c" * 16,
    )


def _specimen_rooms(round_: Round, count: int) -> Rooms:
    rooms, people = [], ("Chebet Rono", LONG_NAME, RIGHT_TO_LEFT)
    for number in range(1, count + 1):
        venue = Venue(pk=number, name="Lecture hall Wangarĩ Maathai") if number % 2 else None
        debate = Debate(pk=number, round=round_, number=number, venue=venue)
        judges = [Adjudicator(pk=n, name=name) for n, name in enumerate(people)]
        parts = zip(judges, PanelPart.values, strict=False)
        panel = [Panelist(pk=n, adjudicator=judge, part=part) for n, (judge, part) in enumerate(parts)]
        debate._prefetched_objects_cache = {"panel": panel}  # type: ignore[attr-defined]
        rooms.append(_room(debate, [(side, _specimen_team(4 * number + side)) for side in range(4)]))
    return rooms


def _specimen_draw() -> Paper:
    round_ = _specimen_round()
    return draw_sheet(round_, _specimen_rooms(round_, 7))


def _specimen_standings() -> Paper:
    tournament = _specimen_tournament()
    words = metric_words(tournament)
    shown = [_specimen_team(n) for n in range(40)]
    teams = [
        TeamLine(str(n), team, 18 - n // 3, [str(900 - 7 * n), *["3"] * (len(words) - 1)], words)
        for n, team in enumerate(shown, 1)
    ]
    speakers = [
        SpeakerLine(str(n), one.name, team.name, f"{400 - n}", f"{(400 - n) / 5:.2f}", 5)
        for n, (one, team) in enumerate(((one, team) for team in shown for one in team.speakers.all()), 1)
    ]
    return _standings(tournament, teams, speakers)


def _specimen_copies() -> tuple[Copy, ...]:
    tournament = _specimen_tournament()
    speaking = _("for speaking with the team %(team)s, and for listening to the other side.") % {"team": "Mũthaiga A"}
    judging = _("for judging %(n)d debates with care, and for telling every team the reasons.") % {"n": 5}
    shown = (
        (_("Certificate of participation"), speaking, LONG_NAME),
        (_("Certificate of service"), judging, RIGHT_TO_LEFT),
    )
    return tuple(
        {
            **_honour(tournament, award, text),
            "name": name,
            "detail": "Mũthaiga University of Law and Letters",
            "number": f"C-2026-{n:05d}",
            "typed": TYPED,
            "address": ADDRESS,
        }
        for n, (award, text, name) in enumerate(shown, 1)
    )


def specimens() -> tuple[Specimen, ...]:
    """What a tournament prints."""

    def of_rooms(make: Any, count: int) -> Any:
        round_ = _specimen_round()
        return make(round_, _specimen_rooms(round_, count))

    return (
        Specimen("draw", gettext_lazy("Draw"), _specimen_draw),
        Specimen("debate-ballots", gettext_lazy("Ballots of a round"), lambda: of_rooms(ballots, 2)),
        Specimen("blank-ballot", gettext_lazy("Ballot to fill in by hand"), lambda: of_rooms(ballots, 0)),
        Specimen("room-signs", gettext_lazy("Room signs"), lambda: of_rooms(signs, 2)),
        Specimen("standings", gettext_lazy("Standings"), _specimen_standings),
        Specimen(
            "debate-certificate",
            gettext_lazy("Debate certificate"),
            lambda: certificates(_specimen_tournament()),
            _specimen_copies,
        ),
    )
