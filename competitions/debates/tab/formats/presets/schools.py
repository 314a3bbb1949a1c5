"""Two teams as schools debate: World Schools, New Zealand, and the house's own format."""

from competitions.debates.tab.formats.ballot_rules import BallotRule, BallotsBy, MissingScores, UnevenRule
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    MatchingDraw,
    OddBracket,
    Pairing,
    RandomDraw,
    Sides,
)
from competitions.debates.tab.formats.format import Format, Reply, RuleText
from competitions.debates.tab.formats.metrics import TeamMetric
from competitions.debates.tab.formats.presets.words import BY_AVERAGE, HOUSE, TWO_SIDES
from competitions.debates.tab.formats.scales import Criterion, scale

TWO_TEAM = Format(
    code="two_team",
    name="Two teams, whole-field draw",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(60, 80, "0.5"),
    reply=Reply(scale(30, 40, "0.5")),
    draw=MatchingDraw(pairing=Pairing.FOLD),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1, missing_scores=MissingScores.OWN_AVERAGE),
    ranking=(TeamMetric.WINS, TeamMetric.SPEAKS_AVERAGE, TeamMetric.DRAW_STRENGTH),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "draw",
            "The whole field is matched at once: no second meeting where it can be avoided, then no "
            "meeting inside an institution, then the smallest gaps in wins, then even sides, then first "
            "against last.",
            HOUSE,
        ),
        RuleText("bye", "A bye counts as a win with the team's own average score.", HOUSE),
    ),
)

WSDC = Format(
    code="wsdc",
    name="World Schools (WSDC)",
    sides=("prop", "opp"),
    speakers=3,
    points=(1, 0),
    scores=scale(60, 80, "0.5"),
    reply=Reply(scale(30, 40, "0.5")),
    criteria=(
        Criterion("style", scale(24, 32, "0.5")),
        Criterion("content", scale(24, 32, "0.5")),
        Criterion("strategy", scale(12, 16, "0.5")),
        Criterion("poi", scale(-2, 2, "0.5")),
    ),
    draw=MatchingDraw(pairing=Pairing.FOLD),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL, dissenters_count=True),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.VOTES, TeamMetric.SPEAKS_AVERAGE),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "draw",
            "Sets of opponents are about equal and fair, sides are even, and nobody meets again in eight "
            "rounds: the whole field is matched at the least cost.",
            "WSDC, The draw",
        ),
        RuleText(
            "result",
            "Each judge's winner has the higher total; the majority wins. Scores and margins are means "
            "over all judges, dissenters among them.",
            "WSDC rules",
        ),
        RuleText(
            "scores",
            "Style 24 to 32, content 24 to 32, strategy 12 to 16, points of information up to 2 either way.",
            "WSDC rules of 2026",
        ),
        RuleText("ranking", "Wins, then judges' ballots, then average scores.", "WSDC rules"),
    ),
)

NZ_IMPROMPTU = Format(
    code="nz_impromptu",
    name="New Zealand impromptu",
    sides=TWO_SIDES,
    speakers=2,
    points=(1, 0),
    scores=scale(60, 80),
    reply=Reply(scale(30, 40, "0.5")),
    draw=ClassicDraw(odd_bracket=OddBracket.INTERMEDIATE, pairing=Pairing.FOLD, sides=Sides.ON_THE_DAY),
    first_draw=RandomDraw(avoid=True, sides=Sides.ON_THE_DAY),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1),
    ranking=(
        TeamMetric.WINS,
        TeamMetric.WHO_BEAT_WHOM,
        TeamMetric.SPEAKS,
        TeamMetric.WHO_BEAT_WHOM,
        TeamMetric.DRAW_STRENGTH,
        TeamMetric.WHO_BEAT_WHOM,
    ),
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "draw",
            "Teams meet on equal wins, first against last; odd teams meet between brackets.",
            "Impromptu rules of New Zealand's schools",
        ),
        RuleText(
            "sides",
            "Sides are tossed in the room and written on the ballot.",
            "Impromptu rules of New Zealand's schools",
        ),
        RuleText(
            "ranking",
            "Wins; where two teams are level, who beat whom; scores; draw strength.",
            "Impromptu rules of New Zealand's schools",
        ),
    ),
)

JOYNT = Format(
    code="joynt",
    name="Joynt Scroll (prepared)",
    sides=TWO_SIDES,
    speakers=3,
    points=(1, 0),
    scores=scale(60, 80),
    reply=Reply(scale(30, 40, "0.5")),
    draw=ClassicDraw(odd_bracket=OddBracket.INTERMEDIATE, pairing=Pairing.FOLD, sides=Sides.ALLOCATED),
    first_draw=RandomDraw(avoid=True, sides=Sides.ALLOCATED),
    ballot=BallotRule(by=BallotsBy.INDIVIDUAL),
    uneven=UnevenRule(bye_points=1),
    ranking=NZ_IMPROMPTU.ranking,
    speaker_ranking=BY_AVERAGE,
    rules=(
        RuleText(
            "sides",
            "Each team knows its side of every round beforehand; only opposite sides meet.",
            "Joynt Scroll",
        ),
        RuleText(
            "draw",
            "Inside a bracket the first of one side meets the last of the other; what is left over of a "
            "side meets the first of the other side in the next bracket.",
            "Joynt Scroll",
        ),
    ),
)
