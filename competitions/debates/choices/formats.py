"""The formats that a tournament may choose, and what their sides are called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from competitions.debates.tab import PRESETS, Format


class DebateFormat(TextChoices):
    """Presets of the engine whose ballots the pages can take."""

    BP = "bp", _("British Parliamentary, strict (WUDC)")
    BP_OPEN = "bp_open", _("British Parliamentary, institutions kept apart")
    TWO_TEAM = "two_team", _("Two teams of three, with replies")
    AUSTRALS = "australs", _("Australs")
    EASTERS = "easters", _("Easters")
    UADC = "uadc", _("Asian Championship (UADC)")
    ASIAN = "asian", _("All-Asians")


FORMATS: dict[str, Format] = {code: PRESETS[code] for code in DebateFormat.values}

SIDES = {
    "og": (_("Opening Government"), "OG"),
    "oo": (_("Opening Opposition"), "OO"),
    "cg": (_("Closing Government"), "CG"),
    "co": (_("Closing Opposition"), "CO"),
    "aff": (_("Affirmative"), "Aff"),
    "neg": (_("Negative"), "Neg"),
}


def side_words(format_: Format, side: int) -> str:
    """What a side is called: Opening Government."""
    return str(SIDES[format_.sides[side]][0])


def side_letters(format_: Format, side: int) -> str:
    """How a side is called for short: OG."""
    return str(SIDES[format_.sides[side]][1])
