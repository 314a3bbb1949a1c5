"""One officer's day: teams are pasted, a round is drawn, judged and decided; and anybody can draw it again."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import Role
from competitions.debates import tab
from competitions.debates.models import Adjudicator, Debate, Round, Team, Tournament
from tests.factories.debates import make_field, make_round
from tests.factories.schools import UniversityFactory

pytestmark = pytest.mark.django_db


def ballot_of(debate: Debate, page: str) -> dict:
    """What a chair types: the first side best, two points apart."""
    data = {"key": re.search(r'name="key" value="([-0-9a-f]{36})"', page)[1]}
    for seat in debate.teams.all():
        for order, speaker in enumerate(seat.team.speakers.all(), 1):
            data[f"who_{seat.team_id}_{order}"] = speaker.pk
            data[f"score_{seat.team_id}_{order}"] = 80 - 2 * seat.side
    return data


def test_a_round_from_the_paste_to_the_standings(as_role, person, sign_in):
    client = as_role(Role.OFFICER)
    universities = [UniversityFactory(name=f"University of Place {n}", short_name=f"UP{n}") for n in range(8)]
    chair = person(Role.ADJUDICATOR, name="Otieno Ouma")

    # Announce, paste, enter.
    response = client.post(
        reverse("debates:tournament-add"),
        {
            "name": "Inter-Varsity Debate",
            "format": "bp",
            "host": universities[0].pk,
            "starts_on": "2026-03-07",
            "ends_on": "2026-03-08",
            "planned_rounds": 1,
            "breaks": "Open, 4\nNovice, 2",
        },
    )
    tournament = Tournament.objects.get()
    assert response.headers["Location"] == tournament.get_absolute_url()
    here = [tournament.pk]
    lines = "\n".join(f"Team {n}, UP{n}, Speaker {n}a One, Speaker {n}b Two" for n in range(8))
    client.post(reverse("debates:team-add", args=here), {"lines": lines})
    assert Team.objects.count() == 8
    add = reverse("debates:adjudicator-add", args=here)
    client.post(add, {"user": chair.pk, "strength": "8"})
    client.post(add, {"name": "Tabitha Kosgei", "strength": "5", "institution": universities[1].pk})
    client.post(reverse("debates:venue-add", args=here), {"lines": "Hall, 1, 60, step-free\nLibrary, 2, 20"})

    # The page says at each step what comes next.
    def next_step() -> str:
        page = client.get(tournament.get_absolute_url()).content.decode()
        return re.search(r'<div class="missing[^"]*"><span><b>([^<]+)</b>', page)[1]

    assert next_step() == "Prepare round 1 of 1"
    motion = "This house believes that torture is justified for national good"
    client.post(reverse("debates:round-add", args=here), {"motion": motion})
    round_ = Round.objects.get()
    assert next_step() == "Round 1: check in"
    teams, judges = Team.objects.values_list("pk", flat=True), Adjudicator.objects.values_list("pk", flat=True)
    client.post(reverse("debates:round-check-in", args=[round_.pk]), {"teams": teams, "adjudicators": judges})
    assert next_step() == "Round 1: draw"
    client.post(reverse("debates:round-draw", args=[round_.pk]))
    assert next_step() == "Round 1: panels"
    client.post(reverse("debates:round-allocate", args=[round_.pk]))
    assert next_step() == "Round 1: release the draw"
    client.post(reverse("debates:round-release", args=[round_.pk]))
    assert next_step() == "Round 1: ballots"

    # The draw stands on the wall, and its reasons on the page.
    page = client.get(round_.get_absolute_url()).content.decode()
    assert "Why this room" in page
    assert "An independent checker counted the draw again" in page
    sheet = client.get(reverse("debates:round-draw-pdf", args=[round_.pk]))
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(sheet.content)).pages)
    for words in ("Round 1", motion, "Hall", "Library", "Otieno Ouma", *(f"Team {n}" for n in range(8))):
        assert words in " ".join(text.split())
    assert sheet["Content-Disposition"] == f'inline; filename="draw-{tournament.pk}-1.pdf"'

    # The chair with a login sends from the phone, the other hands in paper.
    own = Debate.objects.get(panel__adjudicator__user=chair)
    phone, url = sign_in(chair), reverse("debates:ballot", args=[own.pk])
    assert "Your ballot: Round 1" in phone.get(reverse("today")).content.decode()
    assert phone.post(url, ballot_of(own, phone.get(url).content.decode())).status_code == 302
    other = Debate.objects.exclude(pk=own.pk).get()
    url = reverse("debates:ballot", args=[other.pk])
    client.post(url, ballot_of(other, client.get(url).content.decode()))
    for debate in (own, other):
        client.post(reverse("debates:ballot-confirm", args=[debate.ballots.get().pk]))
    client.post(reverse("debates:round-confirm", args=[round_.pk]))
    assert next_step() == "Announce the break"

    # Standings: two teams won their rooms; readers see them once they are released, with initials.
    page = client.get(reverse("debates:standings", args=here)).content.decode()
    assert page.count(">1=<") >= 2
    assert "Speaker 0a One" in page
    reader = as_role(Role.VIEWER)
    url = reverse("debates:standings", args=here)
    assert "not released yet" in reader.get(url).content.decode()
    client.post(reverse("debates:standings-release", args=here))
    page = reader.get(url).content.decode()
    assert "S. 0. O." in page
    assert "Speaker 0a" not in page
    client.post(reverse("debates:break-announce", args=here))
    assert "Break announced" in reader.get(reverse("debates:tournament-list")).content.decode()

    # Drawn again from its stored seed and inputs it is the same, and the checker agrees.
    round_.refresh_from_db()
    again = round_.get_draw()
    stored = {debate.number: debate.get_seats() for debate in round_.debates.all()}
    assert {room.number: room.seats for room in again.rooms} == stored
    assert tab.fingerprint(again.request) == round_.fingerprint
    assert tab.check_draw(again).is_legal


def test_the_second_round_follows_the_first(officer):
    """A draw of brackets: its reasons tell points, sides so far and what other sides would cost."""
    tournament = make_field(teams=8, judges=2, created_by=officer)
    make_round(tournament, until="confirmed")
    round_ = make_round(tournament, until="drawn", seed=11)
    assert tab.check_draw(round_.get_draw()).is_least
    assert tab.replay(round_.get_request()) == round_.get_draw()
    why = [team for debate in round_.debates.all() for team in debate.explanation["teams"]]
    assert sorted(team["points"] for team in why) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(len(team["elsewhere"]) == 4 for team in why)
