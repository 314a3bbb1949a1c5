"""Formats without opponents or without judges: public speaking, show debates."""

from competitions.debates.tab.formats.ballot_rules import BallotRule, BallotsBy, Uneven, UnevenRule
from competitions.debates.tab.formats.draw_rules import RandomDraw
from competitions.debates.tab.formats.format import Format, RuleText
from competitions.debates.tab.formats.metrics import TeamMetric
from competitions.debates.tab.formats.presets.words import BY_AVERAGE, HOUSE
from competitions.debates.tab.formats.scales import scale

PUBLIC_SPEAKING = Format(
    code="public_speaking",
    name="Public speaking",
    sides=("1", "2", "3", "4", "5", "6"),
    speakers=1,
    points=(),
    scores=scale(50, 99),
    draw=RandomDraw(avoid=True),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(how=Uneven.SHORT_ROOMS, smallest_room=3),
    ranking=(TeamMetric.SPEAKS_AVERAGE, TeamMetric.SPEAKS_DEVIATION),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "draw",
            "Up to six speakers a room, by lot; rooms are of even size, speakers of one institution and "
            "earlier meetings are kept apart, and everyone speaks early and late about equally often.",
            HOUSE,
        ),
        RuleText("ranking", "Nobody wins a room: speakers rank by their average score.", HOUSE),
    ),
)

SHOW = Format(
    code="show",
    name="Show debate with an audience vote",
    sides=("for", "against"),
    speakers=2,
    points=(1, 0),
    scores=None,
    draw=RandomDraw(avoid=True),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.AUDIENCE),
    uneven=UnevenRule(bye_points=0),
    ranking=(TeamMetric.WINS,),
    rules=(
        RuleText(
            "result",
            "The audience votes before and after; the side whose share grew more wins.",
            "Oxford-style debate",
        ),
    ),
)
