"""British Parliamentary: four teams in a room."""

from competitions.debates.tab.formats.ballot_rules import ByeGoesTo, Uneven, UnevenRule
from competitions.debates.tab.formats.draw_rules import PositionDraw, PullUps, RandomDraw
from competitions.debates.tab.formats.format import Format, RuleText
from competitions.debates.tab.formats.metrics import TeamMetric
from competitions.debates.tab.formats.presets.words import BY_TOTAL, HOUSE
from competitions.debates.tab.formats.scales import scale

_BP_SIDES = ("og", "oo", "cg", "co")

_BP_RANKING = (
    TeamMetric.POINTS,
    TeamMetric.SPEAKS,
    TeamMetric.FIRSTS,
    TeamMetric.SECONDS,
    TeamMetric.DRAW_STRENGTH,
)

_BP_POINTS_RULE = RuleText(
    "result",
    "Four teams are ranked by consensus and receive 3, 2, 1 and 0 points; the totals of the two speakers "
    "of each team differ and follow that order.",
    "WUDC rules; scores 50 to 100 by Schedule 1, 5.3",
)

_BP_RANKING_RULE = RuleText(
    "ranking",
    "Teams rank by points, then total speaker scores, firsts, seconds and draw strength.",
    "Order in use at WUDC; its first two levels are in the published tab of 1998",
)

BP = Format(
    code="bp",
    name="British Parliamentary (WUDC)",
    sides=_BP_SIDES,
    speakers=2,
    points=(3, 2, 1, 0),
    scores=scale(50, 100),
    draw=PositionDraw(wudc_strict=True),
    uneven=UnevenRule(bye_goes_to=ByeGoesTo.RANDOM, bye_points=2),
    ranking=_BP_RANKING,
    speaker_ranking=BY_TOTAL,
    rules=(
        _BP_POINTS_RULE,
        RuleText(
            "draw",
            "The first round is drawn by lot. After it, teams meet on equal points; a bracket that does "
            "not divide by four is filled by teams of the next bracket, drawn by lot, who may sit "
            "anywhere in it. Positions are as even as possible: the sum over teams of the fourth power of"
            " the entropy cost is least. Speaker scores, institutions and earlier meetings do not "
            "influence rooms.",
            "WUDC rules, 36.2.3.1",
        ),
        RuleText(
            "iron person",
            "Where one speaker gives both speeches, both count for the team; the second is left out of "
            "the speaker tab.",
            "WUDC rules, 35.9.3.2",
        ),
        _BP_RANKING_RULE,
        RuleText("break", "The best teams break; there is no cap by institution.", "WUDC rules"),
    ),
)

BP_OPEN = Format(
    code="bp_open",
    name="British Parliamentary, clashes avoided",
    sides=_BP_SIDES,
    speakers=2,
    points=(3, 2, 1, 0),
    scores=scale(50, 100),
    draw=PositionDraw(pull_ups=PullUps.BY_COST, swaps=True),
    first_draw=RandomDraw(avoid=True),
    uneven=UnevenRule(how=Uneven.SHORT_ROOMS, bye_points=2),
    ranking=_BP_RANKING,
    speaker_ranking=BY_TOTAL,
    rules=(
        _BP_POINTS_RULE,
        RuleText(
            "draw",
            "As in British Parliamentary (WUDC), but teams are pulled up whose positions come out most "
            "even, and among draws of equal position cost one with fewer rooms of teams of one "
            "institution and fewer repeated meetings is taken. Teams that do not fill the last rooms "
            "debate in rooms of three.",
            HOUSE,
        ),
        _BP_RANKING_RULE,
    ),
)
