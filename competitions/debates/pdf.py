"""What is printed for a tournament: the draw for the wall, ballots, room signs, standings."""

from competitions.debates.choices import side_letters, side_words
from competitions.debates.models import Round, Tournament
from competitions.debates.reports import speaker_lines, team_lines
from competitions.debates.reports.standings import metric_words
from core.pdf import Paper


def _rooms(round_: Round) -> list[dict]:
    debates = round_.debates.select_related("venue", "round").prefetch_related(
        "teams__team__speakers", "panel__adjudicator"
    )
    rules = round_.rules
    return [
        {
            "number": debate.number,
            "place": debate.place,
            "has_venue": bool(debate.venue_id),
            "seats": [
                (side_letters(rules, one.side), side_words(rules, one.side), one.team) for one in debate.teams.all()
            ],
            "panel": debate.get_panel(),
            "judges": debate.get_ballot_judges(),
        }
        for debate in debates
    ]


def _paper(round_: Round, template: str, name: str) -> Paper:
    sides = [(side_letters(round_.rules, n), side_words(round_.rules, n)) for n in range(round_.rules.room_size)]
    context = {"round": round_, "tournament": round_.tournament, "rooms": _rooms(round_), "sides": sides}
    context |= {"scale": round_.rules.scores, "reply": round_.rules.reply}
    return Paper(f"debates/pdf/{template}.html", context, f"{name}-{round_.tournament_id}-{round_.number}")


def draw_sheet(round_: Round) -> Paper:
    """The draw for the wall: big, by room."""
    return _paper(round_, "draw", "draw")


def ballots(round_: Round) -> Paper:
    """A blank ballot a room and judge."""
    return _paper(round_, "ballots", "ballots")


def signs(round_: Round) -> Paper:
    """A sign for the door of each room."""
    return _paper(round_, "signs", "signs")


def standings(tournament: Tournament, through: int | None, *, named: bool) -> Paper:
    """The team tab and the speaker tab."""
    context = {
        "tournament": tournament,
        "through": through,
        "metrics": metric_words(tournament),
        "teams": team_lines(tournament, through),
        "speakers": speaker_lines(tournament, through, named=named),
    }
    return Paper("debates/pdf/standings.html", context, f"standings-{tournament.pk}")
