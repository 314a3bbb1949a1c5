"""Competitions that are over, and what is handed out then."""

import io

from pypdf import PdfReader

from accounts.choices import ConsentChannel, Purpose, Role
from competitions.essays import pdf
from competitions.essays.services.consent import answer_consent
from competitions.essays.services.papers import print_advice, print_school_papers
from competitions.essays.services.results import publish_competition
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    decide,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
)


def held(officer, *, names=("Wanjikũ wa Mũgĩthi", "Achieng’ Odhiambo"), languages=("en",), state="published", **fields):
    """A competition that is over, with an entry a name and language; all of one school. Gives it, entries, teacher."""
    competition, teacher = CompetitionFactory(), make_teacher()
    entries = [
        make_entry(competition, teacher, allow=["publish_name"], name=name, language=language, **fields)
        for language in languages
        for name in names
    ]
    start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
    mark_all(competition)
    decide(competition, officer)
    if state == "published":
        publish_competition(competition=competition, by=officer)
    return competition, entries, teacher


def text_of(content):
    """The text of each page of a PDF."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def withdraw(entry, by):
    """The guardian takes everything back."""
    answers = dict.fromkeys(Purpose, False)
    return answer_consent(entry=entry, answers=answers, channel=ConsentChannel.SCHOOL, by=by)


def order_slips(competition, by):
    """All feedback slips, ordered from the print room."""
    return print_advice(competition=competition, orders=pdf.advice_orders(competition), by=by)


def order_school(competition, school, entries, by):
    """All papers of a school, ordered from the print room."""
    order = pdf.school_order(competition, school, entries)
    return print_school_papers(competition=competition, order=order, by=by)
