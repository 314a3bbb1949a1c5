"""A round: prepared, checked in, drawn, given panels, released, decided."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Action
from competitions.debates import pdf
from competitions.debates.choices import RoundState
from competitions.debates.forms.round import CheckInForm, DrawForm, RoundForm, SeatForm, SwapForm, TakeOutForm
from competitions.debates.models import Panelist, Round
from competitions.debates.reports import ballot_lines, draw_words, room_views
from competitions.debates.rules import can_run_tab, can_see_rounds
from competitions.debates.services.ballots import confirm_round, reopen_round
from competitions.debates.services.draw import release_round, withdraw_draw
from competitions.debates.services.panels import allocate_panels
from competitions.debates.views.tournament import Crumbs, UnderTournament, crumbs_of
from core.pages import ButtonPage, ChangePage, FormPage, Link, PdfPage, ThingPage
from core.pdf import Paper, Stack


class RoundAdd(UnderTournament, FormPage):
    """The next one."""

    rule = can_run_tab
    form_class = RoundForm
    title = _("Prepare a round")
    button = _("Prepare")
    done = _("The round is prepared. Now check in who is there.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """An empty round of this tournament, in its format."""
        new = Round(tournament=self.tournament, format=self.tournament.format)
        return {**super().get_form_kwargs(), "instance": new}


class OneRound:
    """Pages under one round."""

    queryset: QuerySet = Round.objects.select_related("tournament__host", "drawn_by")
    get_object: Any
    request: HttpRequest

    def get_lead(self) -> str:
        """Which one."""
        return f"{self.get_object().tournament.name} · {self.get_object()}"

    def get_crumbs(self) -> Crumbs:
        """Under the round."""
        one = self.get_object()
        return [*crumbs_of(one.tournament), (str(one), one.get_absolute_url())]


class RoundDetail(ThingPage):
    """The rooms of a round, and why each is as it is."""

    rule = can_see_rounds
    queryset = OneRound.queryset
    template_name = "debates/round_detail.html"

    def get_crumbs(self) -> Crumbs:
        """Under the tournament."""
        return crumbs_of(self.get_object().tournament)

    def get_lead(self) -> str:
        """The motion, once one may read it."""
        return str(self.get_object().motion)

    def get_links(self) -> Iterable[Link]:
        """What the tab may do now."""
        one = self.get_object()
        return _links(one) if can_run_tab(self.request.user) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rooms with their reasons; an adjudicator finds the own one."""
        one, user = self.get_object(), self.request.user
        names = one.tournament.get_names() if one.is_drawn else {}
        own = Panelist.objects.filter(debate__round=one, adjudicator__user=user).values_list("debate", flat=True)
        return super().get_context_data(
            runs=bool(can_run_tab(user)),
            rooms=room_views(one, names) if one.is_drawn else [],
            draw=draw_words(one, names) if one.is_drawn else {},
            own=set(own),
            actions=Action.objects.about(one).visible_to(user).select_related("by"),
            **kwargs,
        )


def _links(one: Round) -> Iterable[Link]:
    """The steps of a round, the one that is due first."""
    here = [one.pk]
    if one.state == RoundState.DRAFTED:
        style = "primary" if one.check_ins.filter(adjudicator=None).exists() else "quiet"
        yield Link(_("Draw"), reverse("debates:round-draw", args=here), style)
        yield Link(
            _("Check in"), reverse("debates:round-check-in", args=here), "quiet" if style == "primary" else "primary"
        )
        yield Link(_("Motion"), reverse("debates:round-change", args=here))
    elif one.state == RoundState.DRAWN:
        yield Link(_("Release the draw"), reverse("debates:round-release", args=here), "primary", True)
        yield Link(_("Panels"), reverse("debates:round-panels", args=here))
        yield Link(_("Exchange two teams"), reverse("debates:round-swap", args=here))
        yield Link(_("Motion"), reverse("debates:round-change", args=here))
        yield Link(_("Withdraw the draw"), reverse("debates:round-withdraw", args=here), "harm", True)
    else:
        yield Link(_("Ballots"), reverse("debates:round-ballots", args=here), "primary")
        yield Link(_("Panels"), reverse("debates:round-panels", args=here))


class RoundChange(OneRound, ChangePage):
    """The motion."""

    rule = can_run_tab
    form_class = RoundForm
    title = _("Motion")
    done = _("The motion is kept.")


class CheckInPage(OneRound, ChangePage):
    """Who is there."""

    rule = can_run_tab
    form_class = CheckInForm
    template_name = "debates/check_in.html"
    title = _("Check in")
    button = _("Keep")
    done = _("They are checked in.")


class DrawPage(OneRound, ChangePage):
    """Draw; where the field is uneven, with the ways to seat it."""

    rule = can_run_tab
    form_class = DrawForm
    template_name = "debates/draw_form.html"
    title = _("Draw")
    button = _("Draw")
    done = _("The round is drawn. Look at the rooms, then allocate the panels.")


class SwapPage(OneRound, ChangePage):
    """Two teams change places: first the price, then the deed."""

    rule = can_run_tab
    form_class = SwapForm
    template_name = "debates/swap_form.html"
    title = _("Exchange two teams")
    button = _("Exchange them")
    done = _("They are exchanged. The rooms that they touch need new panels.")

    def form_valid(self, form: Any) -> HttpResponse:
        """The first press shows what it costs; only the second one does it."""
        if "do" in self.request.POST:
            return super().form_valid(form)
        form.ask_price()
        return self.render_to_response(self.get_context_data(form=form))


class TakeOutPage(OneRound, ChangePage):
    """A team is gone."""

    rule = can_run_tab
    form_class = TakeOutForm
    title = _("Take a team out of the draw")
    button = _("Take it out")
    done = _("The team is out; only the rooms that it touches were solved again.")


class PanelsPage(OneRound, ChangePage):
    """Who judges where, and who is left over; one adjudicator can be moved by hand."""

    rule = can_run_tab
    form_class = SeatForm
    template_name = "debates/panels.html"
    title = _("Panels")
    button = _("Seat")
    done = _("The panel is changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rooms, and those who are there without one."""
        one = self.get_object()
        seated = Panelist.objects.filter(debate__round=one).values("adjudicator")
        there = one.check_ins.filter(team=None).exclude(adjudicator__in=seated).select_related("adjudicator")
        rooms = room_views(one, one.tournament.get_names()) if one.is_drawn else []
        return super().get_context_data(rooms=rooms, unused=[row.adjudicator for row in there], **kwargs)

    def get_success_url(self) -> str:
        """Stay here."""
        return reverse("debates:round-panels", args=[self.get_object().pk])


class RoundButton(ButtonPage):
    """A button under a round."""

    rule = can_run_tab
    queryset = OneRound.queryset


class PanelsAllocate(RoundButton):
    """Let the engine choose."""

    done = _("The panels are allocated.")

    def act(self, thing: Round) -> Any:
        """Allocate."""
        return allocate_panels(round_=thing, by=self.request.user)

    def get_next_url(self, thing: Round) -> str:
        """To the panels."""
        return reverse("debates:round-panels", args=[thing.pk])


class RoundRelease(RoundButton):
    """Open the draw."""

    done = _("The draw is released. Adjudicators see their rooms.")

    def act(self, thing: Round) -> Any:
        """Release."""
        return release_round(round_=thing, by=self.request.user)


class RoundWithdraw(RoundButton):
    """Throw the draw away."""

    done = _("The draw is withdrawn.")

    def act(self, thing: Round) -> Any:
        """Withdraw."""
        return withdraw_draw(round_=thing, by=self.request.user)


class RoundConfirm(RoundButton):
    """Freeze the results."""

    done = _("The round is confirmed. Its results count in the standings.")

    def act(self, thing: Round) -> Any:
        """Confirm."""
        return confirm_round(round_=thing, by=self.request.user)

    def get_next_url(self, thing: Round) -> str:
        """Back to the ballots, where what is missing stands."""
        return reverse("debates:round-ballots", args=[thing.pk])


class RoundReopen(RoundConfirm):
    """Take the confirmation back."""

    done = _("The round is open for ballots again.")

    def act(self, thing: Round) -> Any:
        """Reopen."""
        return reopen_round(round_=thing, by=self.request.user)


class RoundBallots(OneRound, ThingPage):
    """Which ballots are in, and which count."""

    rule = can_run_tab
    template_name = "debates/round_ballots.html"

    def get_title(self) -> Any:
        """Always the same."""
        return _("Ballots")

    def get_links(self) -> Iterable[Link]:
        """Confirm the round, or take that back."""
        one = self.get_object()
        if one.state in (RoundState.RELEASED, RoundState.BALLOTS):
            yield Link(_("Confirm the results"), reverse("debates:round-confirm", args=[one.pk]), "primary", True)
        elif one.state == RoundState.CONFIRMED:
            yield Link(_("Open again"), reverse("debates:round-reopen", args=[one.pk]), "harm", True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A line a ballot."""
        lines = ballot_lines(self.get_object()) if self.get_object().is_shown else []
        counts = {"sent": sum(one.is_in for one in lines), "confirmed": sum(one.is_confirmed for one in lines)}
        return super().get_context_data(lines=lines, counts=counts, **kwargs)


class RoundPaper(OneRound, PdfPage):
    """A paper about a round."""

    rule = can_run_tab


class DrawSheet(RoundPaper):
    """For the wall."""

    rule = can_see_rounds

    def paper(self, thing: Round) -> Paper:
        """Print."""
        return pdf.draw_sheet(thing)


class BlankBallots(RoundPaper):
    """For those without a phone."""

    def paper(self, thing: Round) -> Stack:
        """Print."""
        return pdf.ballots(thing)


class RoomSigns(RoundPaper):
    """For the doors."""

    def paper(self, thing: Round) -> Stack:
        """Print."""
        return pdf.signs(thing)
