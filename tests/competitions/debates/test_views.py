"""Pages about debates: they work, refuse the wrong person, refuse bad input and lose nothing."""

import re
import time

import pytest
from django.urls import reverse

from accounts.choices import Role
from competitions.debates.models import Adjudicator, Ballot, Round, Team, Tournament, Venue
from competitions.debates.services.ballots import confirm_ballot
from tests.factories.debates import AdjudicatorFactory, TeamFactory, TournamentFactory, make_field, make_round
from tests.factories.schools import UniversityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


class TestAnnounce:
    def fields(self, **changed):
        host = UniversityFactory()
        fields = {"name": "Cup", "format": "bp", "host": host.pk, "starts_on": "2026-03-07", "ends_on": "2026-03-08"}
        return {**fields, "planned_rounds": 5, "breaks": "Open, 8\nNovice, 4", **changed}

    def test_it_is_announced(self, client):
        client.post(reverse("debates:tournament-add"), self.fields())
        codes = [(one["code"], one["size"], one["general"]) for one in Tournament.objects.get().categories]
        assert codes == [("open", 8, True), ("novice", 4, False)]

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"ends_on": "2026-03-01"}, "must not come before the first"),
            ({"format": "apda"}, "not one of the available choices"),
            ({"breaks": "Open"}, "Line 1 is not a name of its own and a number"),
            ({"breaks": "Open, 8\nOpen, 4"}, "Line 2 is not"),
            ({"breaks": "Open, 0"}, "Line 1 is not"),
            ({"breaks": "Open, ²"}, "Line 1 is not"),
            ({"planned_rounds": 99}, "less than or equal to 12"),
            ({"host": 999999}, "not one of the available choices"),
            ({"name": ""}, "This field is required"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, client, changed, says):
        response = client.post(reverse("debates:tournament-add"), self.fields(**changed))
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Tournament.objects.exists()


class TestPaste:
    @pytest.fixture
    def url(self):
        UniversityFactory(name="University of Nairobi", short_name="UoN")
        UniversityFactory(name="Murang’a University of Technology", short_name="MUT")
        return reverse("debates:team-add", args=[TournamentFactory().pk])

    def test_names_are_read_forgivingly(self, client, url):
        lines = (
            "UoN A, uon, Amina Said, Baraka Chao\n\nMUT A; murang'a university of technology; Desta Ekai; Faiza Guyo\n"
        )
        assert client.post(url, {"lines": lines}).status_code == 302
        assert [team.institution.short_name for team in Team.objects.order_by("pk")] == ["UoN", "MUT"]
        assert Team.objects.first().speaker_names

    def test_what_is_only_alike_is_asked_and_nothing_is_lost(self, client, url):
        lines = "UoN A, Univercity of Nairobbi, Amina Said, Baraka Chao"
        response = client.post(url, {"lines": lines})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Which university is “Univercity of Nairobbi”?" in page
        assert lines in page
        assert Team.objects.count() == 0
        field = re.search(r'name="(which_[0-9a-f]+)"', page)[1]
        options = re.findall(r'<option value="(\d+)"', page)
        assert client.post(url, {"lines": lines, field: options[0]}).status_code == 302
        assert Team.objects.get().institution.short_name == "UoN"

    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            ("Only a name", "Line 1 needs a team, a university and its speakers"),
            ("A, UoN, One", "Line 1: “A” has 1 speakers; the format needs 2"),
            ("A, UoN, One, Two, Three", "has 3 speakers"),
            ("A, UoN, One, One", "names one speaker twice"),
            ("A, UoN, One, Two\na, UoN, Three, Four", "Line 2: a team “a” is entered already"),
            ("x" * 70 + ", UoN, One, Two", "Line 1: a name is too long"),
            (",,,", "No line holds a team"),
            ("", "This field is required"),
        ],
    )
    def test_each_line_that_does_not_fit_is_named(self, client, url, lines, says):
        response = client.post(url, {"lines": lines})
        assert response.status_code == 422
        assert says in response.content.decode()
        assert Team.objects.count() == 0

    @pytest.mark.parametrize("lines", ["A, UoN, One, Two\n" * 10_000, "x\n" * 10_000, "a," * 200_000])
    def test_a_flood_is_refused_quickly(self, client, url, lines):
        began = time.process_time()
        response = client.post(url, {"lines": lines})
        assert response.status_code == 422
        assert time.process_time() - began < 5
        assert Team.objects.count() == 0

    def test_a_script_and_a_formula_do_no_harm(self, client, url):
        lines = "<script>alert(1)</script>, UoN, =1+1, Two"
        assert client.post(url, {"lines": lines}).status_code == 302
        team = Team.objects.get()
        page = client.get(team.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        body = b"".join(client.get(f"{team.get_absolute_url()}?export=csv").streaming_content).decode()
        assert "'=1+1, Two" in body


class TestPeople:
    def test_an_adjudicator_takes_the_name_of_the_login(self, client, person):
        tournament, user = TournamentFactory(), person(Role.ADJUDICATOR, name="Otieno Ouma")
        url = reverse("debates:adjudicator-add", args=[tournament.pk])
        client.post(url, {"user": user.pk, "strength": "8.5"})
        assert Adjudicator.objects.get().name == "Otieno Ouma"
        response = client.post(url, {"user": user.pk, "strength": "8.5", "name": "Other"})
        assert "This person is entered already" in response.content.decode()
        assert "Give a name or a login" in client.post(url, {"strength": "5"}).content.decode()
        assert client.post(url, {"name": "X", "strength": "11"}).status_code == 422

    def test_a_conflict_names_exactly_one(self, client):
        judge = AdjudicatorFactory()
        team, stranger = TeamFactory(tournament=judge.tournament), TeamFactory()
        url = reverse("debates:conflict-add", args=[judge.pk])
        assert "Name one" in client.post(url, {"reason": "declared"}).content.decode()
        both = {"reason": "declared", "team": team.pk, "institution": team.institution_id}
        assert client.post(url, both).status_code == 422
        assert client.post(url, {"reason": "declared", "team": stranger.pk}).status_code == 422
        assert client.post(url, {"reason": "pupils", "team": team.pk}).status_code == 302
        assert judge.conflicts.get().team == team

    def test_a_team_withdraws(self, client):
        team = TeamFactory()
        url = reverse("debates:team-change", args=[team.pk])
        client.post(url, {"name": "Renamed", "institution": team.institution_id})
        team.refresh_from_db()
        assert (team.name, team.is_active) == ("Renamed", False)

    @pytest.mark.parametrize("line", ["Hall, first", ", 1", "Hall, 1, ²", "x" * 80])
    def test_a_venue_that_is_none_is_named(self, client, line):
        url = reverse("debates:venue-add", args=[TournamentFactory().pk])
        response = client.post(url, {"lines": line})
        assert "Line 1 is not" in response.content.decode()
        assert Venue.objects.count() == 0


class TestRound:
    def test_a_swap_shows_its_price_first(self, client, officer):
        round_ = make_round(make_field(created_by=officer), until="drawn")
        one, two = (debate.teams.first().team for debate in round_.debates.all())
        url, data = reverse("debates:round-swap", args=[round_.pk]), {"first": one.pk, "second": two.pk, "after": 0}
        page = client.post(url, data).content.decode()
        assert "What it costs:" in page
        round_.refresh_from_db()
        assert round_.changes == []
        assert client.post(url, {**data, "do": "1"}).status_code == 302
        assert client.post(url, {**data, "do": "1"}).status_code == 422
        round_.refresh_from_db()
        assert len(round_.changes) == 1
        same = {**data, "second": one.pk}
        assert "Choose two different teams" in client.post(url, same).content.decode()

    def test_an_uneven_field_is_asked_about(self, client, officer):
        round_ = make_round(make_field(teams=6, created_by=officer), until="drafted")
        url = reverse("debates:round-draw", args=[round_.pk])
        page = client.get(url).content.decode()
        assert "Fill up with swing teams" in page
        assert "Rooms of three" in page
        assert client.post(url).status_code == 422
        assert client.post(url, {"remedy": "everybody"}).status_code == 422
        assert client.post(url, {"remedy": "short_rooms"}).status_code == 302
        assert Round.objects.get().debates.count() == 2

    def test_a_refusal_stands_on_the_page(self, client, officer):
        round_ = make_round(make_field(created_by=officer), until="drawn")
        page = client.post(reverse("debates:round-release", args=[round_.pk]), follow=True).content.decode()
        assert "Rooms without a chair: 1, 2" in page

    def test_a_draw_is_hidden_until_it_is_released(self, officer, person, sign_in):
        field, user = make_field(created_by=officer), person(Role.ADJUDICATOR)
        AdjudicatorFactory(tournament=field, user=user)
        round_ = make_round(field, until="panels")
        judge = sign_in(user)
        assert judge.get(round_.get_absolute_url()).status_code == 404
        assert judge.get(reverse("debates:round-draw-pdf", args=[round_.pk])).status_code == 404
        assert "torture" not in judge.get(field.get_absolute_url()).content.decode()


class TestBallot:
    @pytest.fixture
    def room(self, officer, person, sign_in):
        field, user = make_field(judges=1, created_by=officer), person(Role.ADJUDICATOR)
        AdjudicatorFactory(tournament=field, user=user, strength=9)
        debate = make_round(field).debates.get(panel__adjudicator__user=user)
        return debate, sign_in(user), reverse("debates:ballot", args=[debate.pk])

    def data(self, debate, **changed):
        found = {"key": "6d1c7a2e-31a5-4a8b-9d05-3a1a1a1a1a1a"}
        for seat in debate.teams.all():
            for order, speaker in enumerate(seat.team.speakers.all(), 1):
                found[f"who_{seat.team_id}_{order}"] = speaker.pk
                found[f"score_{seat.team_id}_{order}"] = changed.get(f"side{seat.side}", 80 - seat.side)
        return found

    def test_it_is_sent_twice_and_counts_once(self, room):
        debate, judge, url = room
        for _twice in range(2):
            assert judge.post(url, self.data(debate)).status_code == 302
        assert Ballot.objects.count() == 1
        assert "Sending again makes a correction" in judge.get(url).content.decode()

    @pytest.mark.parametrize(
        ("score", "says"),
        [
            ("49", "49 is not on the scale: from 50 to 100 in steps of 1."),
            ("75.5", "75.5 is not on the scale"),
            ("", "This speech has no score yet"),
            ("many", "Enter a number"),
            ("NaN", "Enter a number"),
            ("1e9", "no more than"),
            ("79", "have equal totals"),
        ],
    )
    def test_bad_scores_get_a_sentence_and_nothing_is_lost(self, room, score, says):
        debate, judge, url = room
        response = judge.post(url, self.data(debate, side0=score))
        page = response.content.decode()
        assert response.status_code == 422
        assert says in page
        assert 'value="77"' in page
        assert Ballot.objects.count() == 0

    def test_a_speaker_of_another_team_is_refused(self, room):
        debate, judge, url = room
        one, two = list(debate.teams.all())[:2]
        data = self.data(debate) | {f"who_{one.team_id}_1": two.team.speakers.first().pk}
        assert judge.post(url, data).status_code == 422

    def test_one_speaker_may_stand_in_for_both(self, room):
        debate, judge, url = room
        seat = debate.teams.first()
        data = self.data(debate) | {f"who_{seat.team_id}_2": seat.team.speakers.first().pk}
        assert judge.post(url, data).status_code == 302

    def test_others_do_not_send_it(self, room, officer, person, sign_in):
        debate, _judge, url = room
        other = person(Role.ADJUDICATOR)
        AdjudicatorFactory(tournament=debate.round.tournament, user=other)
        assert sign_in(other).get(url).status_code == 404
        assert sign_in(other).post(url, self.data(debate)).status_code == 404
        assert sign_in(officer).get(f"{url}?judge=999999").status_code == 404

    def test_the_tab_confirms_it(self, room, client, officer):
        debate, judge, url = room
        judge.post(url, self.data(debate))
        page = client.get(reverse("debates:round-ballots", args=[debate.round_id])).content.decode()
        assert "160" in page
        confirm_ballot(ballot=Ballot.objects.get(), by=officer)
        judge.post(url, self.data(debate) | {"key": "6d1c7a2e-31a5-4a8b-9d05-3a1a1a1a1a1b"})
        assert Ballot.objects.count() == 2


def test_the_break_is_for_the_tab_until_it_is_announced(client, as_role, officer):
    field = make_field(planned_rounds=2, created_by=officer)
    make_round(field, until="confirmed")
    url = reverse("debates:break", args=[field.pk])
    assert "What each team needs" in client.get(url).content.decode()
    assert "not announced yet" in as_role(Role.VIEWER).get(url).content.decode()
