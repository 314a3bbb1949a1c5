"""The papers of a tournament, read back."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import PrintState, Role
from accounts.models import IssuedPaper, PrintJob
from accounts.services.press import print_file
from competitions.debates import pdf
from competitions.debates.models import Speaker, Team, Tournament
from competitions.debates.services.tournament import announce_break, print_certificates
from core.pdf import Paper
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT
from tests.factories.debates import make_field, make_round

pytestmark = pytest.mark.django_db


def text_of(paper, pages: int | None = None) -> str:
    if isinstance(paper, Paper):
        done = paper.print()
        assert done.notes == ()
    reader = PdfReader(io.BytesIO(paper.pdf()))
    assert pages in (None, len(reader.pages))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


@pytest.fixture
def round_(officer):
    field = make_field(teams=8, judges=2, created_by=officer)
    Team.objects.filter(pk=field.teams.first().pk).update(name="Mũrang’a <b>A</b>")
    return make_round(field, until="confirmed")


def test_the_draw_is_big_and_whole(round_):
    text = text_of(pdf.draw_sheet(round_), 1)
    for words in ("Opening Government", "Mũrang’a <b>A</b>", "torture is justified", "(C)", f"Seed {round_.seed}"):
        assert words in text


def test_the_motion_is_secret_until_the_release(officer):
    hidden = make_round(make_field(created_by=officer), until="panels")
    assert "torture" not in text_of(pdf.draw_sheet(hidden), 1)
    assert "torture" not in text_of(pdf.ballots(hidden), 2)


def test_a_ballot_a_room_and_a_sign_a_door(round_):
    text = text_of(pdf.ballots(round_), 2)
    for words in ("Scores from 50 to 100 in steps of 1", "Signature", "Room 2"):
        assert words in text
    assert "CO" in text_of(pdf.signs(round_), 2)


def test_standings_name_speakers_to_the_tab_alone(round_):
    named = text_of(pdf.standings(round_.tournament, None, named=True))
    closed = text_of(pdf.standings(round_.tournament, None, named=False))
    assert "Invented" in named
    assert "Invented" not in closed


def test_a_large_field_takes_several_pages(officer):
    field = make_field(teams=48, judges=11, created_by=officer)
    round_ = make_round(field, until="drawn")
    pages = len(PdfReader(io.BytesIO(pdf.draw_sheet(round_).pdf())).pages)
    assert 1 <= pages <= 3


@pytest.mark.parametrize("format_", ["bp", "two_team", "australs", "asian"])
def test_every_format_has_its_ballot_on_one_page(officer, format_):
    field = make_field(teams=4, judges=2, created_by=officer, format=format_)
    Speaker.objects.filter(pk=Speaker.objects.first().pk).update(name=LONG_NAME)
    round_ = make_round(field, until="released")
    judges = sum(len(debate.get_ballot_judges()) for debate in round_.debates.all())
    text = text_of(pdf.ballots(round_), judges or 1)
    assert ("Reply:" in text) == bool(round_.rules.reply)
    assert "Total" in text


@pytest.mark.parametrize("name", [RIGHT_TO_LEFT, "<b>B</b> & <pdf:nextpage>", "Mũ" * 30])
def test_no_name_of_a_team_breaks_its_papers(officer, name):
    field = make_field(teams=4, judges=1, created_by=officer)
    Team.objects.filter(pk=field.teams.first().pk).update(name=name)
    round_ = make_round(field, until="released")
    for make in (pdf.draw_sheet, pdf.ballots, pdf.signs):
        assert "Human Rights Education Programme" in text_of(make(round_), 1)


def test_a_round_without_rooms_gives_one_ballot_to_fill_in(officer):
    round_ = make_round(make_field(teams=4, judges=0, created_by=officer), until="drafted")
    assert "Signature" in text_of(pdf.ballots(round_), 1)


def test_long_standings_begin_under_their_title(officer):
    field = make_field(teams=40, judges=10, created_by=officer)
    make_round(field, until="confirmed")
    reader = PdfReader(io.BytesIO(pdf.standings(field, None, named=True).pdf()))
    first = reader.pages[0].extract_text()
    assert "Teams" in first
    assert "Average" in reader.pages[-1].extract_text()
    assert len(reader.pages) <= 5


@pytest.fixture
def broken(officer) -> Tournament:
    field = make_field(teams=8, judges=2, created_by=officer, planned_rounds=1)
    make_round(field, until="confirmed")
    return announce_break(tournament=field, by=officer)


class TestCertificates:
    def test_speakers_and_adjudicators_get_theirs_and_the_break_is_named(
        self, broken, officer, sign_in, django_capture_on_commit_callbacks
    ):
        page = sign_in(officer).get(reverse("debates:break", args=[broken.pk])).content.decode()
        assert reverse("debates:certificates", args=[broken.pk]) in page
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(reverse("debates:certificates", args=[broken.pk]))
        job = PrintJob.objects.get()
        assert answer.url == job.get_absolute_url()
        assert (job.state, job.total) == (PrintState.DONE, 18)
        text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(print_file(job)).pages)
        assert text.count("Certificate of merit") == 4
        assert "for reaching the break “Open” in place 1" in text
        assert text.count("Certificate of service") == 2
        assert IssuedPaper.objects.count() == 18
        assert "Invented" not in str(list(IssuedPaper.objects.values_list("facts", flat=True)))

    def test_not_before_the_break_and_not_for_everybody(self, officer, person, sign_in):
        field = make_field(created_by=officer)
        with pytest.raises(ValidationError, match="Announce the break first"):
            print_certificates(tournament=field, order=pdf.certificate_order(field), by=officer)
        url = reverse("debates:certificates", args=[field.pk])
        assert "Announce the break first" in sign_in(officer).post(url, follow=True).content.decode()
        assert sign_in(person(Role.ADJUDICATOR)).post(url).status_code == 403
        assert not PrintJob.objects.exists()
