"""A ballot: filled in on a phone, confirmed by the tab."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from competitions.debates.forms.ballot import BallotForm, scale_words
from competitions.debates.models import Adjudicator, Ballot, Debate
from competitions.debates.rules import can_fill_ballot, can_run_tab
from competitions.debates.services.ballots import confirm_ballot
from competitions.debates.views.tournament import Crumbs, crumbs_of
from core.pages import AboutPage, ButtonPage


class BallotPage(AboutPage):
    """One judge's ballot of one room."""

    rule = can_fill_ballot
    queryset = Debate.objects.select_related("round__tournament", "venue").prefetch_related("panel__adjudicator")
    form_class = BallotForm
    about = "debate"
    template_name = "debates/ballot_form.html"
    button = _("Send the ballot")
    done = _("Thank you. The ballot is in.")
    draft = "ballot"

    @cached_property
    def judge(self) -> Adjudicator:
        """Whose ballot it is: the own one, or for the tab the one of the address or the chair's."""
        judges = self.get_object().get_ballot_judges()
        if can_run_tab(self.request.user):
            wanted = self.request.GET.get("judge", "")
            found = [one for one in judges if not wanted or str(one.pk) == wanted]
            if not found:
                raise Http404
            return found[0]
        for one in judges:
            if one.user_id == self.request.user.pk:
                return one
        raise PermissionDenied(_t("The chair of this room sends the ballot."))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Room and judge."""
        return {**super().get_form_kwargs(), "judge": self.judge}

    def get_title(self) -> str:
        """Which room."""
        return str(self.get_object())

    def get_lead(self) -> str:
        """The motion."""
        return str(self.get_object().round.motion)

    def get_crumbs(self) -> Crumbs:
        """Under the round."""
        one = self.get_object().round
        return [*crumbs_of(one.tournament), (str(one), one.get_absolute_url())]

    def get_success_url(self) -> str:
        """The tab goes on with the next room; a judge reads what was sent."""
        if can_run_tab(self.request.user):
            return reverse("debates:round-ballots", args=[self.get_object().round_id])
        return reverse("debates:ballot", args=[self.get_object().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The scale in words, and the ballot that was sent before."""
        one = self.get_object()
        sent = one.ballots.filter(adjudicator=self.judge).order_by("-version").first()
        words = scale_words(one.round.rules.scores)
        return super().get_context_data(
            judge=self.judge, sent=sent, scale=words, places=one.round.rules.points, **kwargs
        )


class BallotConfirm(ButtonPage):
    """It counts."""

    rule = can_run_tab
    queryset = Ballot.objects.select_related("debate__round__tournament", "adjudicator")
    done = _("The ballot counts.")

    def act(self, thing: Ballot) -> Any:
        """Confirm."""
        return confirm_ballot(ballot=thing, by=self.request.user)

    def get_next_url(self, thing: Ballot) -> str:
        """Back to the ballots."""
        return reverse("debates:round-ballots", args=[thing.debate.round_id])
