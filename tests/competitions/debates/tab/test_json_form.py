from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.debates.tab import (
    PRESETS,
    BreakCategory,
    ClassicDraw,
    DebateResult,
    DrawRequest,
    DrawRule,
    Entrant,
    Format,
    InputError,
    MatchingDraw,
    Note,
    Remark,
    TeamMetric,
    decode,
    encode,
    fingerprint,
    note,
    read_json,
    write_json,
)
from tests.competitions.debates.tab.fields import BP, by_hand
from tests.competitions.debates.tab.results_by_hand import duel


@dataclass(frozen=True)
class Holder:
    """Every kind of field there is."""

    rule: DrawRule
    metric: TeamMetric = TeamMetric.POINTS
    pair: tuple[int, str] = (1, "a")
    numbers: tuple[Decimal, ...] = ()
    names: frozenset[str] = frozenset()
    maybe: int | None = None
    share: float = 1.0
    by_number: dict[int, bool] | None = None


HOLDER = Holder(
    rule=ClassicDraw(),
    pair=(3, "b"),
    numbers=(Decimal("74.5"), Decimal(3)),
    names=frozenset({"b", "a"}),
    maybe=4,
    share=0.5,
    by_number={7: True},
)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Holder, HOLDER),
        (Entrant, Entrant(team="a", met={"b": 2})),
        (DebateResult, duel(1, "a", "b")),
        (BreakCategory, BreakCategory(code="open", size=4, remarks={"a": Remark.CAPPED})),
        (Note, note("side_not_as_allocated", teams=("a", "b"))),
        *((Format, format_) for format_ in PRESETS.values()),
    ],
)
def test_what_is_written_is_read_again(kind, value):
    assert decode(kind, read_json(write_json(value))) == value


def test_decimals_never_pass_through_floats():
    assert encode(Decimal("0.1")) == "0.1"
    assert read_json('{"a": 0.1}') == {"a": Decimal("0.1")}
    assert decode(Decimal, read_json("0.1")) == decode(Decimal, "0.1") == Decimal("0.1")


def test_a_class_of_a_union_carries_its_kind():
    assert encode(MatchingDraw())["kind"] == "matching"
    assert decode(Holder, {"rule": {"kind": "matching", "pairing": "slide"}}).rule.pairing == "slide"


def test_a_note_brings_its_sentence():
    assert encode(note("may_not_chair", adjudicator="j")) == {
        "code": "may_not_chair", "values": {"adjudicator": "j"}, "text": "j may not chair."
    }  # fmt: skip


def test_a_format_may_be_a_preset_with_changes():
    assert decode(Format, "bp") is PRESETS["bp"]
    changed = decode(Format, {"preset": "two_team", "speakers": 2, "scores": {"low": 1, "high": 100}})
    assert (changed.speakers, changed.scores.high, changed.name) == (2, 100, PRESETS["two_team"].name)


RULE = {"rule": {"kind": "matching"}}
REFUSED = [
    (Holder, [], "input should be an object, not a list."),
    (Holder, {}, "input lacks rule."),
    (Holder, {"rule": {"kind": "chess"}}, "input.rule.kind is chess; it may be random, seeded"),
    (Holder, {"rule": {}}, "input.rule.kind is None"),
    (Holder, {"rule": {"kind": []}}, "input.rule.kind is []"),
    (Holder, {**RULE, "extra": 1}, "input has no extra; it has rule, metric"),
    (Holder, {**RULE, "metric": "luck"}, "input.metric is luck; it may be points, wins"),
    (Holder, {**RULE, "pair": [1]}, "input.pair should have 2 entries, not 1."),
    (Holder, {**RULE, "pair": ["a", "a"]}, "input.pair[0] should be a whole number, not text."),
    (Holder, {**RULE, "pair": [True, "a"]}, "input.pair[0] should be a whole number, not true or false."),
    (Holder, {**RULE, "numbers": ["x"]}, "input.numbers[0] should be a number, not x."),
    (Holder, {**RULE, "numbers": ["NaN"]}, "input.numbers[0] should be a number, not NaN."),
    (Holder, {**RULE, "numbers": ["1e99"]}, "input.numbers[0] should be a number, not 1e99."),
    (Holder, {**RULE, "numbers": [True]}, "input.numbers[0] should be a number, not True."),
    (Holder, {**RULE, "names": "ab"}, "input.names should be a list, not text."),
    (Holder, {**RULE, "maybe": "1"}, "input.maybe should be a whole number, not text."),
    (Holder, {**RULE, "maybe": 2**70}, "input.maybe should be a number of ordinary size, not a larger one."),
    (Holder, {**RULE, "share": "1"}, "input.share should be a number, not text."),
    (Holder, {**RULE, "by_number": {"x": True}}, "input.by_number should be a whole number, not x."),
    (Holder, {**RULE, "by_number": {"1": 1}}, "input.by_number.1 should be true or false, not a whole number."),
    (Format, "chess", "There is no format chess"),
    (Format, {"preset": "bp", "colour": 1}, "input has no colour"),
    (Format, {"preset": 3}, "input.preset should be text, not a whole number."),
    (Format, 3, "input should be an object, not a whole number."),
]


@pytest.mark.parametrize(("kind", "data", "sentence"), REFUSED, ids=[row[2][:40] for row in REFUSED])
def test_a_refusal_says_where(kind, data, sentence):
    with pytest.raises(InputError) as refused:
        decode(kind, data)

    assert str(refused.value).startswith(sentence)


def test_what_is_no_json_is_told_with_its_place():
    with pytest.raises(InputError, match=r"line 2, column 1"):
        read_json('{"a":\n}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.decimals(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "rule", "pair", "x"]), inner),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_read_or_refused(data):
    try:
        decode(Holder, data)
    except InputError as refused:
        assert str(refused)


def test_a_fingerprint_follows_the_value_only():
    request = DrawRequest(format=BP, entrants=by_hand(*"abcd"), seed=1)
    same = decode(DrawRequest, read_json(write_json(request)))

    assert fingerprint(request) == fingerprint(same)
    assert fingerprint(request) != fingerprint(DrawRequest(format=BP, entrants=by_hand(*"abcd"), seed=2))
    assert len(fingerprint(request)) == 64
