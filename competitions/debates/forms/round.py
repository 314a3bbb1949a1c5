"""Preparing, checking in, drawing and changing a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.debates import tab
from competitions.debates.choices import PanelPart, say_error
from competitions.debates.models import Adjudicator, Debate, Round, Team
from competitions.debates.reports import RemedyView, price_words, remedy_views
from competitions.debates.services.draw import add_round, change_round, check_in, draw_round, swap_teams, take_out_team
from competitions.debates.services.panels import seat_adjudicator
from core.forms import Form, ModelForm


class RoundForm(ModelForm):
    """The motion and what is said about it."""

    class Meta:
        model = Round
        fields = ["motion", "info_slide"]
        help_texts = {
            "motion": _("Adjudicators and debaters read it when the draw is released. It may be written until then."),
            "info_slide": _("What everybody should know before the debate, in a few sentences."),
        }
        widgets = {"motion": forms.Textarea(attrs={"rows": 2}), "info_slide": forms.Textarea(attrs={"rows": 4})}

    def _get_validation_exclusions(self) -> set[str]:
        """The service numbers the round and checks the whole row."""
        return super()._get_validation_exclusions() | {"tournament", "format"}

    def save(self, *, by: User) -> Round:
        """Prepare, or change."""
        keep = change_round if self.instance.pk else add_round
        return keep(round_=self.instance, by=by)


class OfRound:
    """A form about one round."""

    def __init__(self, *args: Any, instance: Round, **kwargs: Any) -> None:
        self.round = instance
        super().__init__(*args, **kwargs)


class CheckInForm(OfRound, Form):
    """Who is there."""

    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    adjudicators = forms.ModelMultipleChoiceField(
        label=_("Adjudicators"),
        queryset=Adjudicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tournament, there = self.round.tournament, self.round.check_ins.all()
        self.fields["teams"].queryset = tournament.teams.taking_part()
        self.fields["adjudicators"].queryset = tournament.adjudicators.filter(is_active=True)
        teams = [one.team_id for one in there if one.team_id]
        judges = [one.adjudicator_id for one in there if one.adjudicator_id]
        first = not there and self.round.number == 1  # nobody is asked to tick the whole field
        self.initial["teams"] = list(self.fields["teams"].queryset) if first else teams
        self.initial["adjudicators"] = list(self.fields["adjudicators"].queryset) if first else judges

    def save(self, *, by: User) -> Round:
        """Check in."""
        swings = [one.team for one in self.round.check_ins.filter(team__is_swing=True).select_related("team")]
        teams = [*self.cleaned_data["teams"], *(swings if self.round.is_drawn else ())]
        return check_in(round_=self.round, teams=teams, adjudicators=self.cleaned_data["adjudicators"], by=by)


class DrawForm(OfRound, Form):
    """Draw; where the field is uneven, how it is seated."""

    remedy = forms.ChoiceField(label=_("What is done"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways: list[RemedyView] = []
        self.trouble: list[str] = []
        try:
            self.ways = remedy_views(self.round, self.round.tournament.get_names())
        except tab.TabError as error:
            self.trouble = say_error(error, self.round.tournament.get_names())
        if len(self.ways) > 1:
            self.fields["remedy"].required = True
            self.fields["remedy"].choices = [(way.kind, way.words) for way in self.ways]
        else:
            del self.fields["remedy"]

    @property
    def is_uneven(self) -> bool:
        """Whether something has to be chosen."""
        return len(self.ways) > 1

    def save(self, *, by: User) -> Round:
        """Draw."""
        return draw_round(round_=self.round, remedy=self.cleaned_data.get("remedy", ""), by=by)


class SwapForm(OfRound, Form):
    """Two teams change places; the price is shown before it is done."""

    first = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose"))
    second = forms.ModelChoiceField(
        label=_("changes places with"), queryset=Team.objects.none(), empty_label=_("Choose")
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Team.objects.filter(seats__debate__round=self.round).distinct()
        self.fields["first"].queryset = self.fields["second"].queryset = seated
        self.initial["after"] = len(self.round.changes)
        self.price: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Two teams, not one twice."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", _("Choose two different teams."))
        return data

    def ask_price(self) -> None:
        """What the exchange would cost, for the page."""
        change = tab.Exchange(self.cleaned_data["first"].key, self.cleaned_data["second"].key)
        price = tab.price_change(self.round.get_draw(), change)
        self.price = {"words": price_words(price.difference), "rooms": price.touched}

    def save(self, *, by: User) -> Round:
        """Exchange."""
        data = self.cleaned_data
        return swap_teams(round_=self.round, first=data["first"], second=data["second"], after=data["after"], by=by)


class TakeOutForm(OfRound, Form):
    """A team is gone: take it out of the draw."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose"))
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [int(key[1:]) for key in self.round.byes]
        seated = Team.objects.filter(seats__debate__round=self.round) | Team.objects.filter(pk__in=keys)
        self.fields["team"].queryset = seated.distinct()
        self.initial["after"] = len(self.round.changes)

    def save(self, *, by: User) -> Round:
        """Take out."""
        data = self.cleaned_data
        return take_out_team(round_=self.round, team=data["team"], after=data["after"], by=by)


class SeatForm(OfRound, Form):
    """Put an adjudicator into a room by hand."""

    adjudicator = forms.ModelChoiceField(
        label=_("Adjudicator"), queryset=Adjudicator.objects.none(), empty_label=_("Choose")
    )
    debate = forms.ModelChoiceField(
        label=_("Room"), queryset=Debate.objects.none(), required=False, empty_label=_("no room")
    )
    part = forms.ChoiceField(label=_("As"), choices=PanelPart.choices, initial=PanelPart.PANELLIST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adjudicator"].queryset = self.round.tournament.adjudicators.filter(is_active=True)
        self.fields["debate"].queryset = self.round.debates.select_related("round")
        self.fields["debate"].label_from_instance = lambda debate: str(debate.number)

    def save(self, *, by: User) -> Round:
        """Seat."""
        data = self.cleaned_data
        return seat_adjudicator(
            adjudicator=data["adjudicator"], round_=self.round, debate=data["debate"], part=data["part"], by=by
        )
