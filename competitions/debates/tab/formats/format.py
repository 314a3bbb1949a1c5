"""A format of debate as data, refused at once where its parts do not fit."""

from collections.abc import Callable
from dataclasses import dataclass

from competitions.debates.tab.errors import FormatError
from competitions.debates.tab.formats.ballot_rules import (
    BallotRule,
    BallotsBy,
    ByeGoesTo,
    IronPerson,
    MissingScores,
    Uneven,
    UnevenRule,
    Winner,
)
from competitions.debates.tab.formats.draw_rules import (
    DrawRule,
    PositionDraw,
    RandomDraw,
    RoundRobin,
    Sides,
    sides_of,
)
from competitions.debates.tab.formats.metrics import (
    NEED_BALLOTS,
    NEED_PLACES,
    NEED_POINTS,
    NEED_SCORES,
    NEED_TWO_SIDES,
    BreakRule,
    SpeakerMetric,
    TeamMetric,
)
from competitions.debates.tab.formats.scales import Criterion, Scale


@dataclass(frozen=True)
class Reply:
    """A reply speech, held by one of the team's speakers save the last; without a scale it is not scored."""

    scale: Scale | None = None


@dataclass(frozen=True)
class RuleText:
    """One rule in words, as it may be printed: what it is about, the rule, and where it comes from."""

    about: str
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Format:
    """How debates are held, judged, drawn, ranked and broken.

    `sides` are codes in speaking order, one a team of a full room; `points` are given by place, first to last, and
    are empty where nobody wins (public speaking). `draw` is used after the first round, `first_draw` in it.

    Raises FormatError when constructed from parts that make no sense together.
    """

    code: str
    name: str
    sides: tuple[str, ...]
    speakers: int
    points: tuple[int, ...]
    scores: Scale | None
    draw: DrawRule
    ranking: tuple[TeamMetric, ...]
    first_draw: DrawRule = RandomDraw()
    reply: Reply | None = None
    criteria: tuple[Criterion, ...] = ()
    ballot: BallotRule = BallotRule()
    uneven: UnevenRule = UnevenRule()
    speaker_ranking: tuple[SpeakerMetric, ...] = ()
    break_rule: BreakRule = BreakRule.STANDARD
    rules: tuple[RuleText, ...] = ()

    def __post_init__(self) -> None:
        for code, makes_no_sense in REFUSALS:
            if makes_no_sense(self):
                raise FormatError(code, format=self.code)
        for rule in (self.draw, self.first_draw):
            refuse_rule(self, rule)

    @property
    def room_size(self) -> int:
        """Teams in a full room."""
        return len(self.sides)

    @property
    def has_two_sides(self) -> bool:
        """Whether a room holds one team against another."""
        return len(self.sides) == 2

    def rule_of_round(self, round_number: int) -> DrawRule:
        """The rule of draw of a preliminary round, counted from 1."""
        return self.first_draw if round_number == 1 else self.draw


def refuse_rule(format_: Format, rule: DrawRule) -> None:
    """Raise FormatError when a rule of draw does not fit the format's rooms."""
    if isinstance(rule, PositionDraw) and format_.has_two_sides:
        raise FormatError("positions_need_three_teams", format=format_.code)
    if not isinstance(rule, PositionDraw) and not format_.has_two_sides:
        if rule.kind in ("matching", "classic", "round_robin"):
            raise FormatError("rule_needs_two_sides", rule=rule.kind, format=format_.code)
        if sides_of(rule) is not Sides.BALANCED:
            raise FormatError("sides_need_two_teams", sides=sides_of(rule).value, format=format_.code)


def _has_no_room(format_: Format) -> bool:
    return len(format_.sides) < 2 or len(set(format_.sides)) != len(format_.sides)


def _has_no_speakers(format_: Format) -> bool:
    return format_.speakers < 1


def _gives_points_for_other_places(format_: Format) -> bool:
    return bool(format_.points) and len(format_.points) != len(format_.sides)


def _gives_points_upside_down(format_: Format) -> bool:
    points = format_.points
    return any(low < 0 for low in points) or list(points) != sorted(points, reverse=True)


def _pairs_by_points_without_points(format_: Format) -> bool:
    return not format_.points and format_.draw.kind in ("positions", "matching", "classic")


def _replies_without_two_sides(format_: Format) -> bool:
    return format_.reply is not None and not format_.has_two_sides


def _replies_by_a_lone_speaker(format_: Format) -> bool:
    return format_.reply is not None and format_.speakers < 2


def _scores_parts_of_nothing(format_: Format) -> bool:
    scored = bool(format_.criteria) or (format_.reply is not None and format_.reply.scale is not None)
    return scored and format_.scores is None


def _names_a_criterion_twice(format_: Format) -> bool:
    codes = [criterion.code for criterion in format_.criteria]
    return len(set(codes)) != len(codes)


def _asks_the_audience_for_scores(format_: Format) -> bool:
    return format_.ballot.by is BallotsBy.AUDIENCE and format_.scores is not None


def _asks_the_audience_about_many(format_: Format) -> bool:
    return format_.ballot.by is BallotsBy.AUDIENCE and not format_.has_two_sides


def _frees_the_winner_of_many(format_: Format) -> bool:
    return format_.ballot.winner is not Winner.HIGH_POINTS and not format_.has_two_sides


def _frees_a_winner_from_no_scores(format_: Format) -> bool:
    return format_.ballot.winner is not Winner.HIGH_POINTS and format_.scores is None


def _votes_on_many_places(format_: Format) -> bool:
    return format_.ballot.by is BallotsBy.INDIVIDUAL and not format_.has_two_sides and bool(format_.points)


def _counts_dissenters_of_no_panel(format_: Format) -> bool:
    rule = format_.ballot
    return rule.dissenters_count and (rule.by is not BallotsBy.INDIVIDUAL or not format_.has_two_sides)


def _limits_no_margin(format_: Format) -> bool:
    limit = format_.ballot.max_margin
    return limit is not None and (limit <= 0 or format_.scores is None or not format_.has_two_sides)


def _averages_no_scores(format_: Format) -> bool:
    averages = (
        format_.uneven.missing_scores is MissingScores.OWN_AVERAGE or format_.ballot.iron_person is IronPerson.MEAN
    )
    return averages and format_.scores is None


def _shortens_a_room_of_two(format_: Format) -> bool:
    return format_.uneven.how is Uneven.SHORT_ROOMS and format_.has_two_sides


def _shortens_rooms_to_nothing(format_: Format) -> bool:
    rule = format_.uneven
    return rule.how is Uneven.SHORT_ROOMS and not 2 <= rule.smallest_room < len(format_.sides)


def _rewards_a_bye_above_a_win(format_: Format) -> bool:
    return not 0 <= format_.uneven.bye_points <= max(format_.points, default=0)


def _ranks_by_nothing(format_: Format) -> bool:
    return not format_.ranking


def _ranks_twice_by_one(format_: Format) -> bool:
    metrics = [metric for metric in format_.ranking if metric is not TeamMetric.WHO_BEAT_WHOM]
    return len(set(metrics)) != len(metrics) or len(set(format_.speaker_ranking)) != len(format_.speaker_ranking)


def _starts_with_who_beat_whom(format_: Format) -> bool:
    return format_.ranking[0] is TeamMetric.WHO_BEAT_WHOM


def _ranks_by_points_not_given(format_: Format) -> bool:
    return not format_.points and not NEED_POINTS.isdisjoint(format_.ranking)


def _ranks_by_scores_not_given(format_: Format) -> bool:
    return format_.scores is None and not (NEED_SCORES.isdisjoint(format_.ranking) and not format_.speaker_ranking)


def _ranks_by_opponents_not_met(format_: Format) -> bool:
    return not format_.has_two_sides and not NEED_TWO_SIDES.isdisjoint(format_.ranking)


def _ranks_by_places_between(format_: Format) -> bool:
    return format_.has_two_sides and not NEED_PLACES.isdisjoint(format_.ranking)


def _ranks_by_votes_not_cast(format_: Format) -> bool:
    return format_.ballot.by is not BallotsBy.INDIVIDUAL and not NEED_BALLOTS.isdisjoint(format_.ranking)


def _caps_a_break_without_points(format_: Format) -> bool:
    return format_.break_rule is not BreakRule.STANDARD and not format_.points


def _is_strict(format_: Format) -> bool:
    return isinstance(format_.draw, PositionDraw) and format_.draw.wudc_strict


def _caps_a_strict_break(format_: Format) -> bool:
    return _is_strict(format_) and format_.break_rule is not BreakRule.STANDARD


def _steers_a_strict_first_round(format_: Format) -> bool:
    return _is_strict(format_) and isinstance(format_.first_draw, RandomDraw) and format_.first_draw.avoid


def _gives_a_strict_bye_by_scores(format_: Format) -> bool:
    return _is_strict(format_) and format_.uneven.bye_goes_to is not ByeGoesTo.RANDOM


def _leaves_a_round_robin(format_: Format) -> bool:
    return isinstance(format_.draw, RoundRobin) != isinstance(format_.first_draw, RoundRobin)


REFUSALS: tuple[tuple[str, Callable[[Format], bool]], ...] = (
    ("format_has_no_room", _has_no_room),
    ("format_has_no_speakers", _has_no_speakers),
    ("points_do_not_fit_places", _gives_points_for_other_places),
    ("points_upside_down", _gives_points_upside_down),
    ("draw_needs_points", _pairs_by_points_without_points),
    ("reply_needs_two_sides", _replies_without_two_sides),
    ("reply_needs_two_speakers", _replies_by_a_lone_speaker),
    ("parts_of_no_score", _scores_parts_of_nothing),
    ("criterion_twice", _names_a_criterion_twice),
    ("audience_gives_no_scores", _asks_the_audience_for_scores),
    ("audience_needs_two_sides", _asks_the_audience_about_many),
    ("many_need_high_points", _frees_the_winner_of_many),
    ("winner_needs_scores", _frees_a_winner_from_no_scores),
    ("places_need_consensus", _votes_on_many_places),
    ("dissenters_need_a_panel", _counts_dissenters_of_no_panel),
    ("margin_limit_needs_scores", _limits_no_margin),
    ("average_needs_scores", _averages_no_scores),
    ("two_sides_have_no_short_rooms", _shortens_a_room_of_two),
    ("short_rooms_too_small", _shortens_rooms_to_nothing),
    ("bye_beats_a_win", _rewards_a_bye_above_a_win),
    ("ranking_is_empty", _ranks_by_nothing),
    ("metric_twice", _ranks_twice_by_one),
    ("who_beat_whom_comes_first", _starts_with_who_beat_whom),
    ("ranking_needs_points", _ranks_by_points_not_given),
    ("ranking_needs_scores", _ranks_by_scores_not_given),
    ("ranking_needs_two_sides", _ranks_by_opponents_not_met),
    ("ranking_needs_places", _ranks_by_places_between),
    ("ranking_needs_ballots", _ranks_by_votes_not_cast),
    ("cap_needs_points", _caps_a_break_without_points),
    ("wudc_strict_has_no_cap", _caps_a_strict_break),
    ("wudc_strict_first_round_is_by_lot", _steers_a_strict_first_round),
    ("wudc_strict_bye_is_by_lot", _gives_a_strict_bye_by_scores),
    ("round_robin_from_the_first", _leaves_a_round_robin),
)
"""What makes no sense, in the order in which it is looked for."""
