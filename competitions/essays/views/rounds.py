"""The final of a competition of two rounds."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.forms.competition import new_seed
from competitions.essays.forms.rounds import FinalForm
from competitions.essays.models import Competition, Entry, FinalPlan
from competitions.essays.models.dealing import plan_refusal
from competitions.essays.reports import counts_of, dealt_to
from competitions.essays.reports.rounds import around_the_cut, final_of
from competitions.essays.rules import can_run_competition
from competitions.essays.services.rounds import send_next_to_final
from competitions.essays.views.moderation import UnderResults
from competitions.scoring import ScoringError
from core.pages import ButtonPage, ChangePage


class FinalPage(UnderResults, ChangePage):
    """Before: who would go on, how sure the cut is, whether there are judges enough. After: the finalists."""

    rule = can_run_competition
    queryset = Competition.objects.exclude(finalists=None)
    form_class = FinalForm
    template_name = "essays/final.html"
    title = _("The final")
    lead = _("The best of the screening are read by further judges. Who goes on is not told before the winners are.")
    button = _("Begin the final")
    done = _("The final has begun. Assign its judges now.")

    def get_success_url(self) -> str:
        """On to the dealing, which asks for the judges of the final."""
        return reverse("essays:deal", args=[self.get_object().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan while the screening lasts, then the final as it stands."""
        competition = self.get_object()
        kwargs["counts"] = counts_of(competition)
        if competition.in_final:
            return super().get_context_data(final=final_of(competition), **kwargs)
        try:
            plan = FinalPlan.of(competition)
        except ScoringError:
            return super().get_context_data(plan=None, **kwargs)
        kwargs["problems"] = kwargs["form"].errors if "form" in kwargs else {}
        form = FinalForm(instance=competition, initial={"inputs_hash": plan.inputs_hash})
        context = {**kwargs, **_judges(plan), "form": form, "plan": plan}
        return super().get_context_data(lines=around_the_cut(plan), **context)


def _judges(plan: FinalPlan) -> dict[str, Any]:
    """Who would read the finalists, or who is lacking."""
    try:
        deal = plan.deal(new_seed())
    except ScoringError as error:
        return {"refusal": plan_refusal(error, plan.competition)}
    return {"deal": deal, "loads": dealt_to(plan.competition, {int(j): n for j, n in deal.dealt.loads.items()})}


class FinalNext(ButtonPage):
    """The next in rank goes on."""

    rule = can_run_competition
    queryset = Entry.objects.submitted()
    done = _("It goes on. Assign its judges now.")

    def act(self, thing: Entry) -> None:
        """Send."""
        send_next_to_final(entry=thing, by=self.request.user)

    def get_next_url(self, thing: Entry) -> str:
        """Back to the final."""
        return reverse("essays:final", args=[thing.competition_id])
