# ruff: noqa: F401, F811 (fixtures of another file)
"""Seeds are taken off again until works are dealt; who did it and when is kept."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Action
from competitions.essays.models import DealPlan, Seed, SeedDraw
from competitions.essays.models.seed import agreed_points_of
from competitions.essays.reports.seeds import seeds_of
from competitions.essays.services.judging import deal_entries
from competitions.essays.services.seeds import draw_seeds, end_seed, name_seeds
from tests.competitions.essays.test_seeds import agree, competition, judges
from tests.factories.essays import deal


@pytest.mark.django_db
class TestTakingOff:
    def test_a_seed_is_taken_off_by_a_button(self, competition, officer, judges, sign_in):
        seed, other = name_seeds(competition=competition, numbers=[1, 2], by=officer)
        client, page = sign_in(officer), reverse("essays:seeds", args=[competition.pk])
        url, agree_url = (reverse(f"essays:seed-{name}", args=[seed.pk]) for name in ("end", "agree"))
        assert f'action="{url}"' in client.get(page).content.decode()
        assert client.get(url).status_code == 405
        assert sign_in(judges[0]).post(url).status_code == 403
        assert Seed.objects.current().count() == 2
        for _n in range(2):
            answer = sign_in(officer).post(url, follow=True)
        assert answer.redirect_chain[-1][0] == page
        assert "The seed is taken off." in answer.content.decode()
        assert f'action="{url}"' not in answer.content.decode()
        assert client.get(agree_url).status_code == 404
        deal(competition, officer)
        again = reverse("essays:seed-end", args=[other.pk])
        assert f'action="{again}"' not in client.get(page).content.decode()
        assert "Works are dealt: the seeds stay" in client.post(again, follow=True).content.decode()
        assert Seed.objects.current().get() == other

    def test_who_and_when_is_kept_and_the_entry_may_be_named_anew(self, competition, officer):
        seed = name_seeds(competition=competition, numbers=[1], by=officer)[0]
        agree(seed, officer, points=5)
        at = end_seed(seed=seed, by=officer).ended_at
        assert end_seed(seed=seed, by=officer).ended_at == at
        assert (seed.ended_by, Action.objects.filter(verb="took off a seed of").count()) == (officer, 1)
        assert seeds_of(competition) == []
        assert agreed_points_of(competition) == {}
        assert "seeds" not in DealPlan.of(competition, 7).inputs
        with pytest.raises(ValidationError, match="taken off"):
            agree(seed, officer)
        anew = name_seeds(competition=competition, numbers=[1], by=officer)[0]
        assert anew != seed
        assert agreed_points_of(competition) == {}  # what was agreed before went with the first
        assert [line.agreed for line in seeds_of(competition)] == [False]
        for fields in ({"entry": competition.entries.last()}, {"draw": SeedDraw.objects.last()}):
            with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
                Seed.objects.filter(pk=seed.pk).update(**fields)
        with pytest.raises(DatabaseError), transaction.atomic():
            Seed.objects.create(draw=anew.draw, entry=anew.entry)

    def test_what_was_taken_off_can_be_drawn_again(self, competition, officer):
        seeds = draw_seeds(competition=competition, share=50, seed=1, by=officer)
        for seed in seeds:
            end_seed(seed=seed, by=officer)
        again = draw_seeds(competition=competition, share=50, seed=2, by=officer)
        assert {s.entry_id for s in again} & {s.entry_id for s in seeds}
        assert Seed.objects.current().count() == len(again)

    def test_refusals(self, competition, officer, judges):
        seed = name_seeds(competition=competition, numbers=[1], by=officer)[0]
        with pytest.raises(ValidationError):
            end_seed(seed=seed, by=judges[0])
        deal(competition, officer)
        with pytest.raises(ValidationError, match="dealt"):
            end_seed(seed=seed, by=officer)
        assert Seed.objects.current().exists()


@pytest.mark.django_db(transaction=True)
def test_one_takes_it_off_while_another_deals(competition, officer):
    """Either it is off and the dealing asks for another look, or it is dealt and stays."""
    seed = name_seeds(competition=competition, numbers=[1], by=officer)[0]
    digest, barrier, said = DealPlan.of(competition, 7).inputs_hash, threading.Barrier(2), []

    def run(act, fields):
        barrier.wait()
        try:
            act(**fields, by=officer)
            said.append(act.__name__)
        except ValidationError:
            said.append("refused")
        finally:
            connection.close()

    deeds = [(end_seed, {"seed": seed})]
    deeds.append((deal_entries, {"competition": competition, "seed": 7, "inputs_hash": digest}))
    threads = [threading.Thread(target=run, args=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "refused" in said
    assert len(set(said)) == 2
    assert Seed.objects.current().exists() == ("deal_entries" in said)
