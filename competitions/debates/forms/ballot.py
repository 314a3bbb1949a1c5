"""A ballot, from a phone: a score for each speech, the ranks follow."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.debates.choices import side_letters, side_words
from competitions.debates.models import Adjudicator, Ballot, Debate, Speaker, Team
from competitions.debates.services.ballots import Speech, send_ballot
from competitions.debates.tab import Scale
from core.forms import Form


@dataclass(frozen=True)
class SpeechFields:
    """The two fields of one speech: who, and how good."""

    speaker: forms.BoundField
    score: forms.BoundField


@dataclass(frozen=True)
class TeamFields:
    """One team on the ballot."""

    letters: str
    words: str
    team: Team
    speeches: list[SpeechFields]
    absent: forms.BoundField


def scale_words(scale: Scale) -> str:
    """From 50 to 100 in steps of 1."""
    return _t("from %(low)s to %(high)s in steps of %(step)s") % {
        "low": number_format(scale.low),
        "high": number_format(scale.high),
        "step": number_format(scale.step),
    }


class BallotForm(Form):
    """Who spoke, and how well; the totals decide the order, so two equal totals are refused."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, debate: Debate, judge: Adjudicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.debate, self.judge, self.rules = debate, judge, debate.round.rules
        self.seats = list(debate.teams.select_related("team").prefetch_related("team__speakers"))
        before = debate.ballots.filter(adjudicator=judge).order_by("-version").prefetch_related("scores").first()
        said = {(one.team_id, one.order): one for one in before.scores.all()} if before else {}
        for seat in self.seats:
            for order in range(1, self.speeches + 1):
                self._add_speech(seat.team, order, said.get((seat.team_id, order)))
            self.fields[f"absent_{seat.team_id}"] = forms.BooleanField(
                label=_("The team did not come"),
                required=False,
                initial=bool(before and seat.team_id in before.absent),
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @property
    def speeches(self) -> int:
        """Speeches of a team, the reply among them."""
        return int(self.rules.speakers) + bool(self.rules.reply)

    def _is_reply(self, order: int) -> bool:
        return order > self.rules.speakers

    def _scale(self, order: int) -> Scale:
        """The scale of a speech; formats without scores are not offered to tournaments."""
        reply = self.rules.reply
        found = reply.scale if reply and self._is_reply(order) else self.rules.scores
        if found is None:
            raise TypeError(f"{self.rules.code} has no scores")
        return found

    def _add_speech(self, team: Team, order: int, before: Any) -> None:
        speakers, scale = list(team.speakers.all()), self._scale(order)
        place = 0 if self._is_reply(order) else min(order, len(speakers)) - 1
        who = before.speaker_id if before else (speakers[place].pk if speakers else None)
        about = {"team": team.name, "n": order}
        self.fields[f"who_{team.pk}_{order}"] = forms.TypedChoiceField(
            label=_t("%(team)s, speech %(n)d: speaker") % about,
            choices=[(one.pk, one.name) for one in speakers],
            coerce=int,
            initial=who,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"score_{team.pk}_{order}"] = forms.DecimalField(
            label=_t("%(team)s, speech %(n)d: score") % about,
            required=False,
            max_digits=5,
            decimal_places=2,
            initial=_plain(before.score) if before else None,
            widget=forms.NumberInput(
                attrs={
                    "inputmode": "decimal",
                    "class": "form-control",
                    "min": scale.low,
                    "max": scale.high,
                    "step": scale.step,
                    "data-score": team.pk,
                    "autocomplete": "off",
                }
            ),
        )

    @property
    def sheets(self) -> list[TeamFields]:
        """The ballot as the page shows it, in the order of speaking."""
        return [
            TeamFields(
                letters=side_letters(self.rules, seat.side),
                words=side_words(self.rules, seat.side),
                team=seat.team,
                speeches=[
                    SpeechFields(self[f"who_{seat.team_id}_{n}"], self[f"score_{seat.team_id}_{n}"])
                    for n in range(1, self.speeches + 1)
                ],
                absent=self[f"absent_{seat.team_id}"],
            )
            for seat in self.seats
        ]

    def clean(self) -> dict[str, Any]:
        """Every speech has a score on the scale; a team that did not come has none."""
        data = super().clean() or self.cleaned_data
        for seat in self.seats:
            if data.get(f"absent_{seat.team_id}"):
                continue
            for order in range(1, self.speeches + 1):
                self._check(f"score_{seat.team_id}_{order}", self._scale(order))
        return data

    def _check(self, name: str, scale: Scale) -> None:
        if name in self.errors:
            return
        score: Decimal | None = self.cleaned_data.get(name)
        if score is None:
            self.add_error(name, _("This speech has no score yet."))
        elif not scale.has(score):
            words = _t("%(score)s is not on the scale: %(scale)s.")
            values = {"score": number_format(score), "scale": scale_words(scale)}
            self.add_error(name, ValidationError(words % values))

    def save(self, *, by: User) -> Ballot:
        """Send."""
        data = self.cleaned_data
        absent = [seat.team for seat in self.seats if data[f"absent_{seat.team_id}"]]
        speeches = [
            Speech(
                seat.team,
                Speaker.objects.get(pk=data[f"who_{seat.team_id}_{n}"], team=seat.team),
                data[f"score_{seat.team_id}_{n}"],
                self._is_reply(n),
            )
            for seat in self.seats
            if seat.team not in absent
            for n in range(1, self.speeches + 1)
        ]
        return send_ballot(
            debate=self.debate, adjudicator=self.judge, key=data["key"], speeches=speeches, absent=absent, by=by
        )


def _plain(score: Decimal) -> str:
    """74 rather than 74.00."""
    return f"{score.normalize():f}"
