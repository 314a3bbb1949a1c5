"""Formats ready for use, each with its rules in words and where they come from."""

from competitions.debates.tab.errors import InputError
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.presets.asian_pacific import ASIAN, AUSTRALS, EASTERS, UADC
from competitions.debates.tab.formats.presets.british import BP, BP_OPEN
from competitions.debates.tab.formats.presets.parliamentary import APDA, CANADIAN
from competitions.debates.tab.formats.presets.schools import JOYNT, NZ_IMPROMPTU, TWO_TEAM, WSDC
from competitions.debates.tab.formats.presets.single import PUBLIC_SPEAKING, SHOW

PRESETS: dict[str, Format] = {
    format_.code: format_
    for format_ in (
        BP,
        BP_OPEN,
        TWO_TEAM,
        AUSTRALS,
        EASTERS,
        UADC,
        ASIAN,
        WSDC,
        NZ_IMPROMPTU,
        JOYNT,
        APDA,
        CANADIAN,
        PUBLIC_SPEAKING,
        SHOW,
    )
}
"""The formats ready for use, by code."""


def preset(code: str) -> Format:
    """The preset of that code; raises InputError where there is none."""
    if code not in PRESETS:
        raise InputError("preset_unknown", preset=code, known=tuple(PRESETS))
    return PRESETS[code]
