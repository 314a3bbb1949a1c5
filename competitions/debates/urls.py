"""Addresses of debates."""

from django.urls import path

from competitions.debates.views import ballot, people, round, standings, tournament

app_name = "debates"

urlpatterns = [
    path("debates/", tournament.TournamentList.as_view(), name="tournament-list"),
    path("debates/add/", tournament.TournamentAdd.as_view(), name="tournament-add"),
    path("debates/<int:pk>/", tournament.TournamentDetail.as_view(), name="tournament-detail"),
    path("debates/<int:pk>/teams/", people.TeamList.as_view(), name="team-list"),
    path("debates/<int:pk>/teams/add/", people.TeamAdd.as_view(), name="team-add"),
    path("debates/teams/<int:pk>/", people.TeamChange.as_view(), name="team-change"),
    path("debates/<int:pk>/adjudicators/", people.AdjudicatorList.as_view(), name="adjudicator-list"),
    path("debates/<int:pk>/adjudicators/add/", people.AdjudicatorAdd.as_view(), name="adjudicator-add"),
    path("debates/adjudicators/<int:pk>/", people.AdjudicatorChange.as_view(), name="adjudicator-change"),
    path("debates/adjudicators/<int:pk>/conflict/", people.ConflictAdd.as_view(), name="conflict-add"),
    path("debates/conflicts/<int:pk>/drop/", people.ConflictDrop.as_view(), name="conflict-drop"),
    path("debates/<int:pk>/venues/", people.VenueAdd.as_view(), name="venue-add"),
    path("debates/<int:pk>/standings/", standings.Standings.as_view(), name="standings"),
    path("debates/<int:pk>/standings/release/", standings.StandingsRelease.as_view(), name="standings-release"),
    path("debates/<int:pk>/standings.pdf", standings.StandingsPdf.as_view(), name="standings-pdf"),
    path("debates/<int:pk>/break/", standings.Break.as_view(), name="break"),
    path("debates/<int:pk>/break/announce/", standings.BreakAnnounce.as_view(), name="break-announce"),
    path("debates/<int:pk>/certificates/", standings.Certificates.as_view(), name="certificates"),
    path("debates/<int:pk>/rounds/add/", round.RoundAdd.as_view(), name="round-add"),
    path("debates/rounds/<int:pk>/", round.RoundDetail.as_view(), name="round-detail"),
    path("debates/rounds/<int:pk>/change/", round.RoundChange.as_view(), name="round-change"),
    path("debates/rounds/<int:pk>/check-in/", round.CheckInPage.as_view(), name="round-check-in"),
    path("debates/rounds/<int:pk>/draw/", round.DrawPage.as_view(), name="round-draw"),
    path("debates/rounds/<int:pk>/swap/", round.SwapPage.as_view(), name="round-swap"),
    path("debates/rounds/<int:pk>/take-out/", round.TakeOutPage.as_view(), name="round-take-out"),
    path("debates/rounds/<int:pk>/withdraw/", round.RoundWithdraw.as_view(), name="round-withdraw"),
    path("debates/rounds/<int:pk>/panels/", round.PanelsPage.as_view(), name="round-panels"),
    path("debates/rounds/<int:pk>/panels/allocate/", round.PanelsAllocate.as_view(), name="round-allocate"),
    path("debates/rounds/<int:pk>/release/", round.RoundRelease.as_view(), name="round-release"),
    path("debates/rounds/<int:pk>/ballots/", round.RoundBallots.as_view(), name="round-ballots"),
    path("debates/rounds/<int:pk>/confirm/", round.RoundConfirm.as_view(), name="round-confirm"),
    path("debates/rounds/<int:pk>/reopen/", round.RoundReopen.as_view(), name="round-reopen"),
    path("debates/rounds/<int:pk>/draw.pdf", round.DrawSheet.as_view(), name="round-draw-pdf"),
    path("debates/rounds/<int:pk>/ballots.pdf", round.BlankBallots.as_view(), name="round-ballots-pdf"),
    path("debates/rounds/<int:pk>/signs.pdf", round.RoomSigns.as_view(), name="round-signs-pdf"),
    path("debates/rooms/<int:pk>/ballot/", ballot.BallotPage.as_view(), name="ballot"),
    path("debates/ballots/<int:pk>/confirm/", ballot.BallotConfirm.as_view(), name="ballot-confirm"),
]
