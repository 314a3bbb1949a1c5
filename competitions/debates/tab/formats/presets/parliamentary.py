"""Two teams of two as in North America."""

from competitions.debates.tab.formats.ballot_rules import (
    BallotRule,
    ByeGoesTo,
    IronPerson,
    MissingScores,
    UnevenRule,
    Winner,
)
from competitions.debates.tab.formats.draw_rules import (
    Avoidance,
    ClassicDraw,
    MatchingDraw,
    OddBracket,
    Pairing,
    RandomDraw,
)
from competitions.debates.tab.formats.format import Format, Reply, RuleText
from competitions.debates.tab.formats.metrics import SpeakerMetric, TeamMetric
from competitions.debates.tab.formats.presets.words import BY_TOTAL
from competitions.debates.tab.formats.scales import scale

APDA = Format(
    code="apda",
    name="American Parliamentary (APDA)",
    sides=("gov", "opp"),
    speakers=2,
    points=(1, 0),
    scores=scale(15, 40, "0.25"),
    draw=MatchingDraw(pairing=Pairing.FOLD),
    first_draw=RandomDraw(avoid=True),
    ballot=BallotRule(winner=Winner.TIED_POINTS, iron_person=IronPerson.MEAN),
    uneven=UnevenRule(bye_goes_to=ByeGoesTo.LOWEST, bye_points=1, missing_scores=MissingScores.OWN_AVERAGE),
    ranking=(
        TeamMetric.WINS,
        TeamMetric.SPEAKS,
        TeamMetric.SPEAKER_RANKS,
        TeamMetric.SPEAKS_TRIMMED,
        TeamMetric.SPEAKER_RANKS_TRIMMED,
        TeamMetric.SPEAKS_TRIMMED_TWICE,
        TeamMetric.SPEAKER_RANKS_TRIMMED_TWICE,
        TeamMetric.DRAW_STRENGTH_AVERAGE,
        TeamMetric.LOT,
    ),
    speaker_ranking=(SpeakerMetric.AVERAGE, SpeakerMetric.RANKS, SpeakerMetric.TRIMMED_MEAN),
    rules=(
        RuleText(
            "result",
            "The winner is declared; totals may tie. Speakers are also ranked 1 to 4.",
            "APDA tab policy",
        ),
        RuleText(
            "absence",
            "A bye and a win by forfeit score the team's own average; a loss by forfeit scores nothing. "
            "Who speaks twice is credited with the mean.",
            "APDA tab policy",
        ),
        RuleText(
            "ranking",
            "Wins, scores, ranks, both adjusted once and twice, opponents' wins, a coin.",
            "APDA tab policy",
        ),
    ),
)

CANADIAN = Format(
    code="canadian",
    name="Canadian Parliamentary",
    sides=("gov", "opp"),
    speakers=2,
    points=(1, 0),
    scores=scale(50, 100),
    reply=Reply(),
    draw=ClassicDraw(odd_bracket=OddBracket.PULL_UP_TOP, pairing=Pairing.FOLD, avoidance=Avoidance.NONE),
    uneven=UnevenRule(bye_points=1),
    ranking=(TeamMetric.WINS, TeamMetric.SPEAKS, TeamMetric.DRAW_STRENGTH),
    speaker_ranking=BY_TOTAL,
    rules=(
        RuleText(
            "draw",
            "Fold inside brackets; an odd bracket pulls up the first of the next; conflicts are not avoided.",
            "Canadian Parliamentary practice",
        ),
        RuleText("reply", "The reply is held but not scored.", "Canadian Parliamentary practice"),
    ),
)
