"""Works that are alike: the list, two of them side by side, the decision."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import EntryState
from competitions.essays.forms.copies import CopyForm
from competitions.essays.models import Competition, CopyPair
from competitions.essays.rules import can_run_competition
from competitions.essays.services.copies import look_for_copies
from competitions.essays.views.competition import OneCompetition
from core.copies import shared_runs
from core.pages import ButtonPage, ChangePage, Link, ThingPage

PAIRS = CopyPair.objects.select_related(
    "competition", "first__entrant__school", "second__entrant__school", "decided_by"
)


class Copies(OneCompetition, ThingPage):
    """Pairs of works that are alike: across schools first, for in one school a teacher may have given the words."""

    rule = can_run_competition
    template_name = "essays/copies.html"
    title = _("Works that are alike")

    def get_title(self) -> Any:
        """What stands here."""
        return self.title

    def get_links(self) -> Iterable[Link]:
        """Look again."""
        yield Link(
            _("Look for copies"), reverse("essays:copies-look", args=[self.get_object().pk]), "primary", post=True
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pairs, in two piles."""
        pairs = list(PAIRS.visible_to(self.request.user).filter(competition=self.get_object())[:200])
        piles = [
            (_("Of different schools"), [pair for pair in pairs if not pair.same_school]),
            (_("Of one school"), [pair for pair in pairs if pair.same_school]),
        ]
        return super().get_context_data(piles=piles, **kwargs)


class CopiesLook(ButtonPage):
    """Look through all works."""

    rule = can_run_competition
    queryset = Competition.objects.all()
    done = _("All works were looked through.")

    def act(self, thing: Competition) -> None:
        """Look."""
        look_for_copies(competition=thing, by=self.request.user)

    def get_next_url(self, thing: Competition) -> str:
        """What was found."""
        return reverse("essays:copies", args=[thing.pk])


class CopyDetail(ChangePage):
    """Two works side by side, without names; the officer decides."""

    rule = can_run_competition
    queryset = PAIRS
    form_class = CopyForm
    template_name = "essays/copy.html"
    button = _("Decide")
    done = _("The decision is written down.")

    def get_title(self) -> str:
        """Which two."""
        return str(self.get_object())

    def get_crumbs(self) -> list[Any]:
        """Under the list."""
        competition = self.get_object().competition
        there = reverse("essays:copies", args=[competition.pk])
        return [(str(competition), competition.get_absolute_url()), (_("Works that are alike"), there)]

    def get_success_url(self) -> str:
        """Back to the list."""
        return reverse("essays:copies", args=[self.saved.competition_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with what stands in the other too."""
        pair = self.get_object()
        works = [
            (entry, shared_runs(entry.text, other.text), list(entry.pages.all()), entry.state == EntryState.ASIDE)
            for entry, other in ((pair.first, pair.second), (pair.second, pair.first))
        ]
        return super().get_context_data(works=works, **kwargs)
