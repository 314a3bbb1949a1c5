"""Two teams of three as in Australia and Asia."""

from decimal import Decimal

from competitions.debates.tab.formats.ballot_rules import BallotRule, BallotsBy, UnevenRule
from competitions.debates.tab.formats.draw_rules import (
    Avoidance,
    ClassicDraw,
    MatchingDraw,
    OddBracket,
    Pairing,
    RandomDraw,
)
from competitions.debates.tab.formats.format import Format, Reply, RuleText
from competitions.debates.tab.formats.metrics import BreakRule, TeamMetric
from competitions.debates.tab.formats.presets.words import BY_AVERAGE, HALF_REPLY, HOUSE, TWO_SIDES
from competitions.debates.tab.formats.scales import scale

_AUSTRALS_DRAW = ClassicDraw(
    odd_bracket=OddBracket.INTERMEDIATE_BUBBLE,
    pairing=Pairing.SLIDE,
    avoidance=Avoidance.ONE_UP_ONE_DOWN,
)

_AUSTRALS_DRAW_RULE = RuleText(
    "draw",
    "Teams meet on equal wins, the first half of a bracket against the second. An odd bracket sends its "
    "last team to an intermediate bracket with the first of the next; a conflict there is bubbled up, "
    "else down. Conflicts of institution and of earlier meeting are then mended by swaps with the room "
    "above or below. Sides balance.",
    "AIDA rules",
)

AUSTRALS = Format(
    code="australs",
    name="Australs (AIDA)",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(70, 80),
    reply=Reply(scale(35, 40, "0.5")),
    draw=_AUSTRALS_DRAW,
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.SPEAKS),
    speaker_ranking=BY_AVERAGE,
    break_rule=BreakRule.AIDA_2019,
    rules=(
        _AUSTRALS_DRAW_RULE,
        RuleText(
            "result",
            "Each adjudicator scores alone; the majority decides, the chair where votes are even. Scores "
            "and margin are the mean of the majority.",
            "AIDA rules",
        ),
        RuleText("reply", HALF_REPLY, "AIDA rules"),
        RuleText("break", "An institution breaks at most 3 + floor((n - 16) / 8) teams of n.", "AIDA rules of 2019"),
    ),
)

EASTERS = Format(
    code="easters",
    name="Australian Easters (AIDA)",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(70, 80),
    draw=_AUSTRALS_DRAW,
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.CONSENSUS, max_margin=Decimal(15)),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.SPEAKS),
    speaker_ranking=BY_AVERAGE,
    break_rule=BreakRule.AIDA_2016_EASTERS,
    rules=(
        _AUSTRALS_DRAW_RULE,
        RuleText("result", "Preliminary rounds are judged by consensus; no margin exceeds 15 points.", "AIDA rules"),
        RuleText("break", "Caps by institution, with places handed back in order.", "AIDA rules of 2016"),
    ),
)

UADC = Format(
    code="uadc",
    name="United Asian (UADC)",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(67, 83),
    reply=Reply(scale("33.5", "41.5", "0.5")),
    draw=_AUSTRALS_DRAW,
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.SPEAKS, TeamMetric.MARGIN_AVERAGE),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "draw",
            "Slide inside brackets, odd teams in intermediate brackets, conflicts bubbled and swapped one"
            " up, one down.",
            "UADC rules of 2026",
        ),
        RuleText("ranking", "Wins, then speaker scores, then average margin.", "UADC rules"),
        RuleText("reply", HALF_REPLY, HOUSE),
    ),
)

ASIAN = Format(
    code="asian",
    name="All-Asian",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(70, 80),
    reply=Reply(scale(35, 40, "0.5")),
    draw=MatchingDraw(pairing=Pairing.FOLD),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.MARGIN, TeamMetric.SPEAKS, TeamMetric.WHO_BEAT_WHOM),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "ranking",
            "Wins, then margin, then total points, then the meeting of the two.",
            "Rules of the old All-Asians",
        ),
        RuleText("draw", "The whole field is matched at the least cost.", HOUSE),
    ),
)
