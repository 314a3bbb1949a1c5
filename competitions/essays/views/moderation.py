"""What stands between the last mark and the frozen result: further marks, the moderation meeting, the result's file."""

import io
import json
from collections.abc import Iterable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from competitions.essays.forms.competition import new_seed
from competitions.essays.forms.moderation import DecisionForm, ExtraForm
from competitions.essays.models import Competition, Entry, ExtraPlan
from competitions.essays.models.dealing import plan_refusal
from competitions.essays.reports import counts_of, dealt_to
from competitions.essays.reports.moderation import borderlines_of, moved_honours, sides_of
from competitions.essays.reports.verification import result_file, verify_run
from competitions.essays.rules import can_decide_entry, can_run_competition
from competitions.essays.views.competition import OneCompetition
from competitions.scoring import ScoringError
from core.pages import AboutPage, ChangePage, Link, OwnRows, Page, ThingPage

STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
HOW = """result.json holds a frozen result: the terms, every mark (entries and judges by number only), what a meeting
decided, the model with its version, the seed of the simulation, and what came of them. Compute it again with

    manage.py verify_result result-N.zip

from the programme Haki Shuleni. It says whether finger-prints, scores, ranks and honours agree.
"""


class UnderResults(OneCompetition):
    """Pages that one comes to from the results."""

    def get_crumbs(self) -> list[Any]:
        """Under the results of the competition."""
        return [*super().get_crumbs(), (_("Results"), reverse("essays:results", args=[self.kwargs["pk"]]))]  # type: ignore[attr-defined]  # a view stands behind it

    def get_success_url(self) -> str:
        """Back to the competition."""
        return self.get_object().get_absolute_url()


class ExtraPage(UnderResults, ChangePage):
    """What would n more marks buy? Which entries, how sure before and after, and the dealing in one press."""

    rule = can_run_competition
    form_class = ExtraForm
    template_name = "essays/extra.html"
    title = _("Further marks")
    lead = _("A mark more on the works near the cut, and where judges disagree, buys most.")
    button = _("Deal these marks")
    done = _("The further marks are dealt, and the judges have been told.")

    def asked(self) -> int:
        """How many marks: as asked in the address, at first one for every tenth work."""
        competition = self.get_object()
        standing = competition.entries.submitted()
        asked = self.request.GET.get("n", "")
        entries = (standing.filter(finalist__isnull=False) if competition.in_final else standing).count()
        wanted = int(asked) if asked.isdigit() and len(asked) < 6 else round(entries / 10)
        return max(1, min(wanted, entries))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan, or why there is none."""
        competition, seed, asked = self.get_object(), new_seed(), self.asked()
        problems = kwargs["form"].errors if "form" in kwargs else {}
        context = {**kwargs, "asked": asked, "problems": problems, "counts": counts_of(competition)}
        try:
            plan = ExtraPlan.of(competition, asked, seed, steps=STEPS)
        except ScoringError:
            return super().get_context_data(**context, plan=None)
        entries = {entry.pk: entry for entry in competition.entries.all()}
        lines = [(entries[line.entry], line) for line in plan.marks]
        return super().get_context_data(**{**context, **self.dealt(plan)}, plan=plan, lines=lines)

    def dealt(self, plan: ExtraPlan) -> dict[str, Any]:
        """Who would mark them, or that nobody is free."""
        try:
            deal = plan.deal()
        except ScoringError as error:
            return {"refusal": plan_refusal(error, plan.competition)}
        shown = {"marks": len(plan.marks), "seed": plan.seed, "inputs_hash": deal.inputs_hash}
        loads = dealt_to(plan.competition, {int(judge): n for judge, n in deal.dealt.loads.items()})
        return {"form": ExtraForm(instance=plan.competition, initial=shown), "deal": deal, "loads": loads}


class MeetingPage(UnderResults, ThingPage):
    """The borderline list, and what was decided."""

    rule = can_run_competition
    template_name = "essays/meeting.html"
    lead = _("Works that the marks cannot tell apart, around the places where prizes and merits end.")

    def get_title(self) -> str:
        """Not the competition's name: it stands above."""
        return str(_("Moderation meeting"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bands; nothing while the marks say nothing."""
        competition = self.get_object()
        decisions = competition.decisions.select_related("entry", "by").order_by("-pk")
        try:
            bands, honours = borderlines_of(competition), moved_honours(competition)
        except ScoringError:
            bands, honours = None, {}
        return super().get_context_data(bands=bands, honours=honours, decisions=decisions, **kwargs)


class ComparePage(UnderResults, ThingPage):
    """Two entries side by side: the work, the figures, each judge's points and reasons under a number."""

    rule = can_run_competition
    template_name = "essays/compare.html"

    def get_title(self) -> str:
        """What it is."""
        return str(_("Side by side"))

    def get_crumbs(self) -> list[Any]:
        """Back to the meeting."""
        return [*super().get_crumbs(), (_("Moderation meeting"), reverse("essays:meeting", args=[self.kwargs["pk"]]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entries that are named in the address.

        Raises:
            Http404: none of them is there.
        """
        competition = self.get_object()
        asked = [int(n) for n in self.request.GET.getlist("entry") if n.isdigit() and len(n) < 8][:2]
        entries = list(competition.entries.submitted().filter(number__in=asked).select_related("competition"))
        if not entries:
            raise Http404
        entries.sort(key=lambda entry: asked.index(entry.number))
        return super().get_context_data(sides=sides_of(competition, entries), **kwargs)


class DecidePage(AboutPage):
    """What the meeting decides on one entry."""

    rule = can_run_competition
    queryset = Entry.objects.submitted().select_related("competition", "entrant")
    form_class = DecisionForm
    template_name = "essays/decide_entry.html"
    about = "about"
    button = _("Keep the decision")
    done = _("The decision stands beside the computed result.")

    def get_object(self) -> Any:
        """Also asks whether this person may decide on this entry.

        Raises:
            PermissionDenied: who judged does not decide.
        """
        entry = super().get_object()
        verdict = can_decide_entry(self.request.user, entry)
        if not verdict:
            raise PermissionDenied(getattr(verdict, "reason", ""))
        return entry

    def get_title(self) -> str:
        """Which entry."""
        return str(self.get_object())

    def get_crumbs(self) -> list[Any]:
        """Back to the meeting."""
        competition = self.get_object().competition
        meeting = reverse("essays:meeting", args=[competition.pk])
        return [(str(competition), competition.get_absolute_url()), (_("Moderation meeting"), meeting)]

    def get_success_url(self) -> str:
        """Back to the meeting."""
        return reverse("essays:meeting", args=[self.get_object().competition_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its figures, marks and reasons."""
        entry = self.get_object()
        return super().get_context_data(side=sides_of(entry.competition, [entry])[0], **kwargs)


class VerifyPage(UnderResults, ThingPage):
    """The frozen result, computed again now."""

    rule = can_run_competition
    queryset = Competition.objects.filter(result__isnull=False)
    template_name = "essays/verify.html"

    def get_title(self) -> str:
        """What it is."""
        return str(_("The result computed again"))

    def get_links(self) -> Iterable[Link]:
        """The file."""
        yield Link(_("Result file"), reverse("essays:result-file", args=[self.get_object().pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each check."""
        checks = verify_run(self.get_object().result)
        return super().get_context_data(checks=checks, agrees=all(check.ok for check in checks), **kwargs)


class ResultFile(OwnRows, Page, View):
    """The frozen result as a file that anybody can compute again: numbers, no names."""

    rule = can_run_competition
    queryset = Competition.objects.filter(result__isnull=False)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        competition, out = self.get_object(), io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as held:
            held.writestr("result.json", json.dumps(result_file(competition.result), ensure_ascii=False, indent=1))
            held.writestr("how-to-verify.txt", HOW)
        name = f'attachment; filename="result-{competition.pk}.zip"'
        return HttpResponse(out.getvalue(), content_type="application/zip", headers={"Content-Disposition": name})
