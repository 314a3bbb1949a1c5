"""A debate championship of the demonstration: two rounds decided, the third in its rooms with ballots coming in."""

import random
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from competitions.debates import tab
from competitions.debates.models import Adjudicator, Conflict, Debate, Round, Team, Tournament, Venue
from competitions.debates.services.ballots import Speech, confirm_ballot, confirm_round, send_ballot
from competitions.debates.services.draw import add_round, check_in, draw_round, release_round
from competitions.debates.services.panels import allocate_panels
from competitions.debates.services.people import Entry, add_teams, change_team, declare_conflict, keep_adjudicator
from competitions.debates.services.tournament import add_venues, create_tournament, release_standings
from schools.models import School

MOTIONS = (
    "This house would publish the records of every complaint against the police",
    "This house believes that torture is justified for national good",
    "This house would let learners elect half of every school board",
)
INFO = (
    "The Convention against Torture knows no exception. The motion asks whether it should; the speeches test the case."
)
FIRST = ("Atieno", "Baraka", "Chao", "Desta", "Ekai", "Faiza", "Gakii", "Hamisi", "Ikal", "Jelimo", "Kadzo", "Lokwang")
LAST = ("Achola", "Bakari", "Cherono", "Dida", "Ekidor", "Guyo", "Hinga", "Imani", "Jebet", "Karisa", "Lelei", "Mbithi")
JUDGES = (
    ("adjudicator", "", "8.5", False),
    ("judge3", "", "7.5", False),
    ("judge4", "", "7", False),
    ("", "Saidi Mwangeka", "6.5", False),
    ("", "Tabitha Kosgei", "6", False),
    ("", "Ruwaida Omar", "5.5", False),
    ("", "Lemiso Ntutu", "5", False),
    ("", "Pendo Charo", "4.5", False),
    ("", "Wekesa Simiyu", "3", True),
)
VENUES = (
    ("Main hall", 1, 80, True),
    ("Library", 2, 30, True),
    ("Lecture room 4", 3, 40, False),
    ("Seminar room", 4, 24, False),
)


def hold_debates(people: dict[str, User]) -> None:
    """Announce the championship and run two rounds and a half of it, as the officer would."""
    officer, today = people["officer"], timezone.localdate()
    universities = list(School.objects.universities().order_by("pk")[:16])
    if len(universities) < 16:
        return
    tournament = create_tournament(
        tournament=Tournament(
            name=f"Inter-Varsity Human Rights Debate {today.year}",
            format="bp",
            host=universities[0],
            starts_on=today - timedelta(days=1),
            ends_on=today,
            planned_rounds=4,
            categories=[
                {"code": "open", "name": "Open", "size": 8, "general": True, "rule": "standard"},
                {"code": "novice", "name": "Novice", "size": 4, "general": False, "rule": "standard"},
            ],
        ),
        by=officer,
    )
    teams = add_teams(tournament=tournament, entries=_entries(universities), by=officer)
    for team in teams[::3]:
        team.categories = ["novice"]
        change_team(team=team, by=officer)
    places = [Venue(name=n, priority=p, capacity=c, is_step_free=s) for n, p, c, s in VENUES]
    add_venues(tournament=tournament, venues=places, by=officer)
    judges = _enter_judges(tournament, people, universities, officer)
    declare_conflict(conflict=Conflict(adjudicator=judges[1], team=teams[3]), by=officer)
    chance = random.Random(2026)  # noqa: S311 (invented scores)
    for number, motion in enumerate(MOTIONS, 1):
        new = Round(tournament=tournament, format=tournament.format, motion=motion, seed=20260 + number)
        new.info_slide = INFO if number == 2 else ""
        round_ = add_round(round_=new, by=officer)
        _debate(round_, teams, judges, officer, chance, finished=number < len(MOTIONS))
    release_standings(tournament=tournament, by=officer)


def _entries(universities: list[School]) -> list[Entry]:
    found = []
    for n, university in enumerate(universities):
        names = (
            f"{FIRST[n % 12]} {LAST[(n * 5 + n // 12) % 12]}",
            f"{FIRST[(n + 7) % 12]} {LAST[(n * 5 + 3 + n // 12) % 12]}",
        )
        found.append(Entry(n + 1, f"{university.short_name or university.name} A"[:60], university, names))
    return found


def _enter_judges(
    tournament: Tournament, people: dict[str, User], universities: list[School], officer: User
) -> list[Adjudicator]:
    found = []
    for n, (key, name, strength, is_trainee) in enumerate(JUDGES):
        user = people.get(key)
        row = Adjudicator(
            tournament=tournament,
            user=user,
            name=user.name if user else name,
            institution=None if user else universities[n],
            strength=Decimal(strength),
            is_trainee=is_trainee,
        )
        found.append(keep_adjudicator(adjudicator=row, by=officer))
    return found


def _debate(
    round_: Round, teams: list[Team], judges: list[Adjudicator], officer: User, chance: random.Random, *, finished: bool
) -> None:
    check_in(round_=round_, teams=teams, adjudicators=judges, by=officer)
    draw_round(round_=round_, by=officer)
    allocate_panels(round_=round_, by=officer)
    release_round(round_=round_, by=officer)
    debates = list(round_.debates.select_related("round__tournament").prefetch_related("teams__team__speakers"))
    for debate in debates if finished else _some(debates):
        ballot = send_ballot(
            debate=debate,
            adjudicator=debate.get_ballot_judges()[0],
            key=UUID(int=chance.getrandbits(128)),
            speeches=_speeches(debate, chance),
            by=officer,
        )
        if finished or debate.number == debates[-1].number:
            confirm_ballot(ballot=ballot, by=officer)
    if finished:
        confirm_round(round_=round_, by=officer)


def _some(debates: list[Debate]) -> list[Debate]:
    """The rooms of those who have no login: whoever signs in finds a ballot to fill in."""
    return [one for one in debates if all(judge.user_id is None for judge in one.get_ballot_judges())] or debates[2:]


def _speeches(debate: Debate, chance: random.Random) -> list[Speech]:
    """Scores of a room, no two totals alike."""
    rules: tab.Format = debate.round.rules
    totals: set[int] = set()
    found = []
    for seat in debate.teams.all():
        scores = [chance.randint(70, 82) for _n in range(rules.speakers)]
        while sum(scores) in totals:
            scores[0] += 1
        totals.add(sum(scores))
        speakers = seat.team.speakers.all()
        found += [Speech(seat.team, one, Decimal(score)) for one, score in zip(speakers, scores, strict=True)]
    return found
