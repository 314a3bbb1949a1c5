import pytest

from competitions.debates.tab import PRESETS, InputError, PositionDraw, preset


@pytest.mark.parametrize("format_", PRESETS.values(), ids=list(PRESETS))
def test_every_preset_says_its_rules(format_):
    assert PRESETS[format_.code] is format_
    assert format_.rules
    for rule in format_.rules:
        assert rule.about and rule.source
        assert rule.text.endswith(".")


def test_the_four_kinds_of_debate_are_there():
    sizes = {format_.room_size for format_ in PRESETS.values()}
    replies = [format_ for format_ in PRESETS.values() if format_.reply]
    by = {format_.ballot.by.value for format_ in PRESETS.values()}

    assert sizes == {2, 4, 6}
    assert len(replies) >= 5
    assert by == {"consensus", "individual", "audience"}


def test_wudc_is_strict_and_its_friendlier_sister_is_not():
    assert PRESETS["bp"].draw == PositionDraw(wudc_strict=True)
    assert PRESETS["bp_open"].draw.swaps


def test_an_unknown_preset_is_refused_with_those_known():
    with pytest.raises(InputError, match="There is no format chess; there are bp, bp_open"):
        preset("chess")
