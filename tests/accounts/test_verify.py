"""Genuine or not: open to all, braked, not to be guessed, and still true after years and a new key."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.choices import PaperKind
from accounts.models.paper import CODE_LETTERS
from accounts.services.papers import issue_paper, redact_paper, revoke_paper


@pytest.fixture
def paper(officer):
    facts = {"Awarded for": "an essay on dignity"}
    return issue_paper(kind=PaperKind.CERTIFICATE, about=officer, facts=facts, by=officer)


@pytest.mark.django_db
class TestVerify:
    def test_it_works_after_a_change_of_key(self, paper, settings):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-quite-different-key" * 4, []
        page = Client().get(paper.get_absolute_url())
        assert page.status_code == 200
        assert "genuine" in page.content.decode()
        assert "an essay on dignity" in page.content.decode()

    def test_the_long_address_leads_to_the_same_page(self, paper):
        answer = Client().get(f"/verify/{paper.token}", follow=True)
        assert answer.redirect_chain == [(paper.get_absolute_url(), 302)]
        assert paper.number in answer.content.decode()

    def test_capitals_and_groups_are_the_same_number(self, paper):
        assert Client().get(f"/V/{paper.token}").status_code == 200
        assert Client().get(f"/v/{paper.token_groups.lower()}").status_code == 200

    def test_a_revoked_paper_says_so_and_a_redacted_one_says_less(self, paper, officer):
        redact_paper(paper=paper, facts={}, by=officer)
        assert "an essay on dignity" not in Client().get(paper.get_absolute_url()).content.decode()
        revoke_paper(paper=paper, reason="a mistake", by=officer)
        page = Client().get(paper.get_absolute_url()).content.decode()
        assert "no longer valid" in page
        assert "a mistake" not in page

    @pytest.mark.usefixtures("still_clock")
    def test_who_guesses_is_braked(self, paper):
        cache.clear()
        answers = [Client().get(f"/v/{'A' * 15}{CODE_LETTERS[n % 32]}").status_code for n in range(35)]
        assert answers[0] == 404
        assert answers[-1] == 429

    def test_a_number_holds_eighty_bits(self, paper):
        assert len(paper.token) == 16
        assert set(paper.token) <= set(CODE_LETTERS)
        assert len(CODE_LETTERS) == 32
