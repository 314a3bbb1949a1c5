"""What teams and speakers are ranked by."""

from enum import StrEnum


class TeamMetric(StrEnum):
    """A number by which teams are ranked. Higher is better, save for those in `LOWER_IS_BETTER`."""

    POINTS = "points"
    WINS = "wins"
    SPEAKS = "speaks"  # total of the team's scores
    SPEAKS_AVERAGE = "speaks_average"  # a debate
    SPEECH_AVERAGE = "speech_average"  # a substantive speech
    SPEAKS_DEVIATION = "speaks_deviation"  # population standard deviation over debates
    SPEAKS_TRIMMED = "speaks_trimmed"  # without the best and the worst debate
    SPEAKS_TRIMMED_TWICE = "speaks_trimmed_twice"  # without the two best and the two worst
    SPEAKER_RANKS = "speaker_ranks"  # sum of the speakers' places in their rooms
    SPEAKER_RANKS_TRIMMED = "speaker_ranks_trimmed"
    SPEAKER_RANKS_TRIMMED_TWICE = "speaker_ranks_trimmed_twice"
    MARGIN = "margin"
    MARGIN_AVERAGE = "margin_average"
    FIRSTS = "firsts"
    SECONDS = "seconds"
    THIRDS = "thirds"
    DRAW_STRENGTH = "draw_strength"  # the opponents' points, summed over meetings
    DRAW_STRENGTH_AVERAGE = "draw_strength_average"
    DRAW_STRENGTH_SPEAKS = "draw_strength_speaks"
    VOTES = "votes"  # judges' votes carried, as if every panel had three
    BALLOTS = "ballots"  # judges' votes carried, as cast
    PULL_UPS = "pull_ups"
    WHO_BEAT_WHOM = "who_beat_whom"  # points in the meetings of exactly two teams that are level
    LOT = "lot"  # a coin, drawn from the seed


LOWER_IS_BETTER = frozenset(
    {
        TeamMetric.SPEAKS_DEVIATION,
        TeamMetric.SPEAKER_RANKS,
        TeamMetric.SPEAKER_RANKS_TRIMMED,
        TeamMetric.SPEAKER_RANKS_TRIMMED_TWICE,
        TeamMetric.PULL_UPS,
    }
)

NEED_POINTS = frozenset(
    {
        TeamMetric.POINTS,
        TeamMetric.WINS,
        TeamMetric.FIRSTS,
        TeamMetric.SECONDS,
        TeamMetric.THIRDS,
        TeamMetric.DRAW_STRENGTH,
        TeamMetric.DRAW_STRENGTH_AVERAGE,
        TeamMetric.PULL_UPS,
        TeamMetric.WHO_BEAT_WHOM,
    }
)

NEED_SCORES = frozenset(
    {
        TeamMetric.SPEAKS,
        TeamMetric.SPEAKS_AVERAGE,
        TeamMetric.SPEECH_AVERAGE,
        TeamMetric.SPEAKS_DEVIATION,
        TeamMetric.SPEAKS_TRIMMED,
        TeamMetric.SPEAKS_TRIMMED_TWICE,
        TeamMetric.SPEAKER_RANKS,
        TeamMetric.SPEAKER_RANKS_TRIMMED,
        TeamMetric.SPEAKER_RANKS_TRIMMED_TWICE,
        TeamMetric.MARGIN,
        TeamMetric.MARGIN_AVERAGE,
        TeamMetric.DRAW_STRENGTH_SPEAKS,
    }
)

NEED_TWO_SIDES = frozenset(
    {
        TeamMetric.WINS,
        TeamMetric.MARGIN,
        TeamMetric.MARGIN_AVERAGE,
        TeamMetric.VOTES,
        TeamMetric.BALLOTS,
        TeamMetric.WHO_BEAT_WHOM,
    }
)

NEED_PLACES = frozenset({TeamMetric.FIRSTS, TeamMetric.SECONDS, TeamMetric.THIRDS})
"""Places between first and last: rooms of three teams or more."""

NEED_BALLOTS = frozenset({TeamMetric.VOTES, TeamMetric.BALLOTS})
"""Votes of single judges."""


class SpeakerMetric(StrEnum):
    """A number by which speakers are ranked. Higher is better, save for deviation and rank."""

    TOTAL = "total"
    AVERAGE = "average"
    TRIMMED_MEAN = "trimmed_mean"  # without the best and the worst speech
    DEVIATION = "deviation"
    SPEECHES = "speeches"
    RANKS = "ranks"  # sum of places in the room
    TEAM_POINTS = "team_points"


LOWER_IS_BETTER_SPEAKER = frozenset({SpeakerMetric.DEVIATION, SpeakerMetric.RANKS})


class BreakRule(StrEnum):
    """How a category's places are given to the ranked teams that may break in it."""

    STANDARD = "standard"
    AIDA_1996 = "aida_1996"
    AIDA_2016_AUSTRALS = "aida_2016_australs"
    AIDA_2016_EASTERS = "aida_2016_easters"
    AIDA_2019 = "aida_2019"
