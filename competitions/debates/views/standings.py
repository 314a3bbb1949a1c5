"""The end of a tournament: standings, the break, certificates."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from competitions.debates import pdf
from competitions.debates.choices import TournamentState
from competitions.debates.models import Tournament
from competitions.debates.reports import break_views, speaker_lines, team_lines
from competitions.debates.reports.standings import metric_words
from competitions.debates.rules import can_run_tab, can_see_debates
from competitions.debates.services.tournament import announce_break, print_certificates, release_standings
from competitions.debates.views.tournament import Crumbs, crumbs_of
from core.pages import ButtonPage, Link, PdfPage, ThingPage
from core.pdf import Paper


class OneTournament:
    """Pages that show one tournament's figures."""

    rule = can_see_debates
    queryset: QuerySet = Tournament.objects.select_related("host")
    get_object: Any
    request: HttpRequest

    def get_crumbs(self) -> Crumbs:
        """Under the tournament."""
        return crumbs_of(self.get_object())

    @property
    def runs(self) -> bool:
        """Whether this person runs the tab."""
        return bool(can_run_tab(self.request.user))

    @property
    def through(self) -> int | None:
        """Up to which round this person sees results: the tab all, others those that are released."""
        return None if self.runs else self.get_object().released_rounds


class Standings(OneTournament, ThingPage):
    """Teams and speakers in their order."""

    template_name = "debates/standings.html"

    def get_title(self) -> str:
        """Always the same."""
        return _t("Standings")

    def get_lead(self) -> str:
        """After which rounds."""
        one = self.get_object()
        counted = one.rounds.confirmed(self.through).count()
        return f"{one.name} · " + _t("after %(n)d of %(all)d rounds") % {"n": counted, "all": one.planned_rounds}

    def get_links(self) -> Iterable[Link]:
        """Print; open them to readers."""
        one = self.get_object()
        if self.runs and one.rounds.confirmed().filter(number__gt=one.released_rounds).exists():
            yield Link(_("Release the standings"), reverse("debates:standings-release", args=[one.pk]), "primary", True)
        if one.rounds.confirmed(self.through).exists():
            yield Link(_("Print"), reverse("debates:standings-pdf", args=[one.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both tabs; readers see initials."""
        one = self.get_object()
        has = one.rounds.confirmed(self.through).exists()
        return super().get_context_data(
            metrics=metric_words(one),
            teams=team_lines(one, self.through) if has else [],
            speakers=speaker_lines(one, self.through, named=self.runs) if has else [],
            runs=self.runs,
            **kwargs,
        )


class StandingsPdf(OneTournament, PdfPage):
    """The same on paper."""

    rule = can_see_debates

    def paper(self, thing: Tournament) -> Paper:
        """Print."""
        return pdf.standings(thing, self.through, named=self.runs)


class StandingsRelease(ButtonPage):
    """Open the standings."""

    rule = can_run_tab
    queryset = Tournament.objects.all()
    done = _("The standings are open to adjudicators and readers.")

    def act(self, thing: Tournament) -> Any:
        """Release."""
        return release_standings(tournament=thing, by=self.request.user)

    def get_next_url(self, thing: Tournament) -> str:
        """Back to the standings."""
        return reverse("debates:standings", args=[thing.pk])


class Break(OneTournament, ThingPage):
    """Who breaks; for the tab also what each team needs."""

    template_name = "debates/break.html"

    def get_title(self) -> str:
        """Always the same."""
        return _t("The break")

    def get_lead(self) -> str:
        """Of which tournament."""
        return str(self.get_object().name)

    def get_links(self) -> Iterable[Link]:
        """Announce; then certificates."""
        one = self.get_object()
        left = one.planned_rounds - one.rounds.confirmed().count()
        if self.runs and one.state == TournamentState.RUNNING and left <= 0:
            yield Link(_("Announce the break"), reverse("debates:break-announce", args=[one.pk]), "primary", True)
        if self.runs and one.state == TournamentState.BROKEN:
            yield Link(_("Print certificates"), reverse("debates:certificates", args=[one.pk]), post=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The categories; before it is announced only for the tab."""
        one = self.get_object()
        is_out = one.state == TournamentState.BROKEN
        left = one.planned_rounds - one.rounds.confirmed().count()
        shown = break_views(one) if is_out or self.runs else []
        return super().get_context_data(categories=shown, is_out=is_out, left=left, runs=self.runs, **kwargs)


class BreakAnnounce(ButtonPage):
    """Say it."""

    rule = can_run_tab
    queryset = Tournament.objects.all()
    done = _("The break is announced.")

    def act(self, thing: Tournament) -> Any:
        """Announce."""
        return announce_break(tournament=thing, by=self.request.user)

    def get_next_url(self, thing: Tournament) -> str:
        """To the break."""
        return reverse("debates:break", args=[thing.pk])


class Certificates(ButtonPage):
    """Number and print the certificates of speakers and adjudicators."""

    rule = can_run_tab
    queryset = Tournament.objects.select_related("host")
    done = _("The certificates are being printed.")

    def act(self, thing: Tournament) -> Any:
        """Order."""
        order = pdf.certificate_order(thing)
        self.job = print_certificates(tournament=thing, order=order, by=self.request.user)

    def get_next_url(self, thing: Tournament) -> str:
        """To the job, or back to the break."""
        job = getattr(self, "job", None)
        return job.get_absolute_url() if job else reverse("debates:break", args=[thing.pk])
