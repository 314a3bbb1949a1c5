"""Results: raw beside adjusted, deciding, publishing, certificates, and the winners' page that is open to the world."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import CompetitionState
from competitions.essays.forms.competition import DecideForm
from competitions.essays.models import Competition
from competitions.essays.pdf import certificate_orders
from competitions.essays.reports import counts_of, results_of, winners_of
from competitions.essays.rules import can_run_competition
from competitions.essays.services.results import print_certificates, publish_competition
from competitions.essays.views.competition import OneCompetition
from competitions.scoring import ScoringError
from core.access import anyone
from core.pages import ButtonPage, ChangePage, Link, PlainPage
from core.ratelimit import RateLimited


class ResultsPage(OneCompetition, ChangePage):
    """Every entry by rank, raw beside adjusted; below it the judges, each in a sentence; then the decision."""

    rule = can_run_competition
    form_class = DecideForm
    template_name = "essays/results.html"
    title = _("Results")
    lead = _("Of a hundred points. Adjusted: what the work would have with judges of average severity.")
    button = _("Decide and freeze")
    done = _("The result is frozen.")

    def get_success_url(self) -> str:
        """Here again, now frozen."""
        return reverse("essays:results", args=[self.get_object().pk])

    def get_links(self) -> Iterable[Link]:
        """Further marks and the meeting before, certificates and publication once it is decided."""
        competition = self.get_object()
        if competition.finalists is not None:
            yield Link(_("The final"), reverse("essays:final", args=[competition.pk]))
        if competition.state == CompetitionState.JUDGING:
            yield Link(_("Further marks"), reverse("essays:extra", args=[competition.pk]))
        yield Link(_("Moderation meeting"), reverse("essays:meeting", args=[competition.pk]))
        yield Link(_("Fairness and reliability"), reverse("essays:fairness", args=[competition.pk]))
        if competition.is_decided:
            yield Link(_("Computed again"), reverse("essays:verify", args=[competition.pk]))
            yield Link(_("Print certificates"), reverse("essays:certificates", args=[competition.pk]), post=True)
            yield Link(_("All papers"), reverse("essays:papers", args=[competition.pk]))
        if competition.state == CompetitionState.DECIDED:
            yield Link(_("Publish the winners"), reverse("essays:publish", args=[competition.pk]), "primary", post=True)
        if competition.state == CompetitionState.PUBLISHED:
            yield Link(_("Winners’ page"), reverse("essays:winners", args=[competition.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The result as it stands, or that there is none yet."""
        competition = self.get_object()
        try:
            results = results_of(competition)
        except ScoringError:
            return super().get_context_data(results=None, counts=counts_of(competition), **kwargs)
        problems = kwargs["form"].errors if "form" in kwargs else {}
        form = DecideForm(instance=competition, initial={"inputs_hash": results.inputs_hash})
        context = {**kwargs, "form": form, "results": results, "problems": problems}
        return super().get_context_data(counts=counts_of(competition), **context)


class Publish(ButtonPage):
    """Open the winners' page."""

    rule = can_run_competition
    queryset = Competition.objects.all()
    done = _("The winners are published, as far as their guardians allow.")

    def act(self, thing: Competition) -> None:
        """Publish."""
        publish_competition(competition=thing, by=self.request.user)

    def get_next_url(self, thing: Competition) -> str:
        """Back to the results."""
        return reverse("essays:results", args=[thing.pk])


class Certificates(Publish):
    """Number all certificates and print them."""

    done = _("The certificates are issued, and are being printed. Each entry’s page has its own.")

    def act(self, thing: Competition) -> None:
        """Issue and order."""
        orders = certificate_orders(thing)
        self.jobs = print_certificates(competition=thing, orders=orders, by=self.request.user)

    def get_next_url(self, thing: Competition) -> str:
        """To the print room: to the job where there is one."""
        jobs = getattr(self, "jobs", [])
        if not jobs:
            return super().get_next_url(thing)
        return jobs[0].get_absolute_url() if len(jobs) == 1 else reverse("accounts:print-list")


@method_decorator(login_not_required, "dispatch")
class Winners(RateLimited, PlainPage):
    """The honoured works of a published competition: open to everybody, and no more than consent allows."""

    rule = anyone
    rate = (120, 60)
    template_name = "essays/winners.html"

    def get_title(self) -> str:
        """The competition."""
        return self.competition.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The winners.

        Raises:
            Http404: not published.
        """
        found = Competition.objects.published().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.competition = found
        winners = winners_of(found)
        shown = [winner for winner in winners if winner.is_shown]
        pictured = [winner for winner in shown if winner.pages]
        return super().get_context_data(competition=found, winners=winners, shown=shown, pictured=pictured, **kwargs)


@method_decorator(login_not_required, "dispatch")
class WinningWork(Winners):
    """One honoured work, where its publication is allowed."""

    template_name = "essays/winning_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The work.

        Raises:
            Http404: not honoured, or nobody has allowed it.
        """
        context = super().get_context_data(**kwargs)
        works = [winner for winner in context["winners"] if winner.number == self.kwargs["number"] and winner.is_shown]
        if not works:
            raise Http404
        winner = works[0]
        heading = winner.title or (winner.text if context["competition"].is_of_images else "")
        return {**context, "winner": winner, "heading": heading}
