"""The papers of a tournament, read back."""

import io

import pytest
from pypdf import PdfReader

from competitions.debates import pdf
from competitions.debates.models import Team
from tests.factories.debates import make_field, make_round

pytestmark = pytest.mark.django_db


def text_of(paper, pages: int | None = None) -> str:
    done = paper.print()
    assert done.notes == ()
    reader = PdfReader(io.BytesIO(done.pdf))
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
