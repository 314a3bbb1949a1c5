"""Announcing a tournament, entering who and where."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from competitions.debates.imports import (
    Question,
    TeamLine,
    match_universities,
    read_lines,
    read_teams,
    read_venues,
)
from competitions.debates.models import Adjudicator, Conflict, Team, Tournament, Venue
from competitions.debates.services.people import (
    Entry,
    add_teams,
    change_team,
    declare_conflict,
    keep_adjudicator,
)
from competitions.debates.services.tournament import add_venues, create_tournament
from core.forms import Form, ModelForm, QuickSelect
from core.text import fold
from schools.models import School


def universities() -> Any:
    """Those that may be chosen."""
    return School.objects.open().universities().order_by("name")


class TournamentForm(ModelForm):
    """Name, format, days, breaks."""

    breaks = forms.CharField(
        label=_("Breaks"),
        max_length=600,
        initial="Open, 8",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One category a line: its name, then how many teams break. The first is open to all."),
    )

    class Meta:
        model = Tournament
        fields = ["name", "format", "host", "starts_on", "ends_on", "planned_rounds"]
        help_texts = {
            "format": _("Decides sides, scores, how rounds are drawn and how teams are ranked."),
            "planned_rounds": _("Before the break; it can be announced when all of them are confirmed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = universities()

    def clean_breaks(self) -> list[dict[str, Any]]:
        """The categories as data."""
        found: dict[str, dict[str, Any]] = {}
        for number, parts in read_lines(self.cleaned_data["breaks"]):
            name, size = [*parts, ""][:2]
            code = fold(name).replace(" ", "-")[:20]
            if not code or code in found or not (size.isascii() and size.isdigit()) or not 0 < int(size[:4]) <= 256:
                raise ValidationError(_t("Line %(n)d is not a name of its own and a number.") % {"n": number})
            found[code] = {"code": code, "name": name[:40], "size": int(size), "general": not found}
        return list(found.values())

    def save(self, *, by: User) -> Tournament:
        """Announce."""
        tournament: Tournament = self.instance
        rule = tournament.rules.break_rule.value
        tournament.categories = [{**one, "rule": rule} for one in self.cleaned_data["breaks"]]
        return create_tournament(tournament=tournament, by=by)


class OfTournament:
    """A form about one tournament."""

    def __init__(self, *args: Any, tournament: Tournament, **kwargs: Any) -> None:
        self.tournament = tournament
        super().__init__(*args, **kwargs)


class TeamPasteForm(OfTournament, Form):
    """Teams as lines. A university that is not clear becomes a question; nothing is entered until all are answered."""

    lines = forms.CharField(
        label=_("Teams"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One team a line: team, university, speaker 1, speaker 2. Paste it from a spreadsheet if you like."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[Question] = []
        self.found: dict[str, School] = {}
        self.teams: list[TeamLine] = []
        if self.is_bound:
            self.teams, self.wrong = read_teams(str(self.data.get("lines", ""))[:20_001])
            self.found, self.asked = match_universities(self.teams)
            for question in self.asked:
                self.fields[question.field] = self._ask(question)
            self._prepare()  # the layout follows the fields

    def _ask(self, question: Question) -> forms.Field:
        """Which university is it? The most alike first, then all."""
        first = [(one.pk, one.name) for one in question.choices]
        rest = [(one.pk, one.name) for one in universities() if one not in question.choices]
        lines = ", ".join(map(str, question.lines[:8]))
        return forms.TypedChoiceField(
            label=_t("Which university is “%(written)s”?") % {"written": question.written},
            choices=[("", _t("Choose")), *first, *rest],
            coerce=int,
            widget=QuickSelect(attrs={"class": "form-select"}),
            help_text=_t("Stands on line %(lines)s.") % {"lines": lines},
            error_messages={"required": _t("Say which university “%(written)s” is.") % {"written": question.written}},
        )

    def clean(self) -> dict[str, Any]:
        """Every line that is none is named."""
        data = super().clean() or self.cleaned_data
        for sentence in self.wrong[:30]:
            self.add_error("lines", sentence)
        if not self.teams and not self.wrong:
            self.add_error("lines", _("No line holds a team."))
        return data

    def save(self, *, by: User) -> Tournament:
        """Enter them."""
        chosen = School.objects.in_bulk([self.cleaned_data[one.field] for one in self.asked])
        schools = self.found | {one.written: chosen[self.cleaned_data[one.field]] for one in self.asked}
        entries = [Entry(one.number, one.name, schools[one.institution], one.speakers) for one in self.teams]
        add_teams(tournament=self.tournament, entries=entries, by=by)
        return self.tournament


class TeamForm(ModelForm):
    """What may change about a team."""

    categories = forms.MultipleChoiceField(
        label=_("May break in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides the category that is open to all."),
    )

    class Meta:
        model = Team
        fields = ["name", "institution", "categories", "is_active", "needs_step_free"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(one["code"], one["name"]) for one in self.instance.tournament.categories if not one["general"]]
        self.fields["categories"].choices = own
        if not own:
            del self.fields["categories"]
        self.fields["institution"].queryset = universities()
        self._prepare()  # the layout follows the fields

    def save(self, *, by: User) -> Team:
        """Change."""
        return change_team(team=self.instance, by=by)


class AdjudicatorForm(ModelForm):
    """Who judges, how strong, for which university."""

    class Meta:
        model = Adjudicator
        fields = ["user", "name", "institution", "strength", "is_trainee", "is_active", "needs_step_free"]
        labels = {"user": _("Login")}
        help_texts = {
            "user": _("Who has a login sends ballots from the phone; others hand in paper."),
            "name": _("Left empty, it is the login’s."),
            "institution": _("The own university is never judged."),
            "strength": _("From 0 to 10; strong judges chair and go where it matters."),
            "is_trainee": _("Trainees sit in, and do not vote."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.active().with_role(Role.ADJUDICATOR).order_by("name")
        self.fields["institution"].queryset = universities()
        self.fields["name"].required = False
        if not self.instance.pk:
            del self.fields["is_active"]
            self._prepare()  # the layout follows the fields

    def clean(self) -> dict[str, Any]:
        """A login brings its name."""
        data = super().clean() or self.cleaned_data
        if not data.get("name"):
            if data.get("user"):
                data["name"] = data["user"].name
            else:
                self.add_error("name", _("Give a name or a login."))
        return data

    def save(self, *, by: User) -> Adjudicator:
        """Keep."""
        return keep_adjudicator(adjudicator=self.instance, by=by)


class ConflictForm(ModelForm):
    """Whom an adjudicator must not judge, or not sit with."""

    class Meta:
        model = Conflict
        fields = ["team", "institution", "colleague", "reason"]

    def __init__(self, *args: Any, adjudicator: Adjudicator, **kwargs: Any) -> None:
        super().__init__(*args, instance=Conflict(adjudicator=adjudicator), **kwargs)
        self.fields["team"].queryset = adjudicator.tournament.teams.taking_part()
        self.fields["institution"].queryset = universities()
        self.fields["colleague"].queryset = adjudicator.tournament.adjudicators.exclude(pk=adjudicator.pk)

    def save(self, *, by: User) -> Adjudicator:
        """Declare."""
        return declare_conflict(conflict=self.instance, by=by).adjudicator


class VenuePasteForm(OfTournament, Form):
    """Places as lines."""

    lines = forms.CharField(
        label=_("Venues"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One a line: name, priority (1 is best), seats, and “step-free” where nobody has to climb stairs. A name "
            "that is there already is brought up to date."
        ),
    )

    def clean_lines(self) -> list[Venue]:
        """As rows."""
        venues, errors = read_venues(self.cleaned_data["lines"])
        if errors:
            raise ValidationError(errors[:30])
        return venues

    def save(self, *, by: User) -> Tournament:
        """Add."""
        add_venues(tournament=self.tournament, venues=self.cleaned_data["lines"], by=by)
        return self.tournament
