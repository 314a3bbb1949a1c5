"""One accent colour, given by the installation; all others are derived from it, so that text stays readable."""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

PAPER, CARD, INK = "#fbfaf7", "#ffffff", "#1b1c1d"
NIGHT, NIGHT_CARD = "#141617", "#1c1f20"


@dataclass(frozen=True)
class Palette:
    """The accent and its shades, by day and by night, as #rrggbb."""

    accent: str
    accent_ink: str
    accent_wash: str
    tint: str
    night: str
    night_ink: str
    night_wash: str


def rgb(colour: str) -> tuple[float, float, float]:
    """#rrggbb as three numbers from 0 to 1.

    Raises:
        ValueError: when it is not written as #rrggbb.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #0b5a5e")
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white). Source: WCAG 2.2, "relative luminance"."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio, 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(a: str, b: str, share: float) -> str:
    """`share` of a and the rest of b."""
    return "#" + "".join(
        f"{round(255 * (share * x + (1 - share) * y)):02x}" for x, y in zip(rgb(a), rgb(b), strict=True)
    )


def readable(colour: str, ground: str, ratio: float) -> str:
    """The colour, made darker (or lighter, on a dark ground) until it stands out from the ground by `ratio`."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    step = -0.01 if luminance(ground) > 0.5 else 0.01
    found = colour
    while contrast(found, ground) < ratio and 0 < light + step < 1:
        light += step
        found = "#" + "".join(f"{round(255 * c):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
    return found


@lru_cache
def palette(accent: str) -> Palette:
    """All shades of an accent, each readable where it is used (5 to 1 by day, 7 to 1 by night).

    Raises:
        ValueError: when the accent is not written as #rrggbb.
    """
    day = readable(accent, PAPER, 5)
    night = readable(mix(accent, "#ffffff", 0.55), NIGHT, 7)
    return Palette(
        accent=day,
        accent_ink=readable(mix(day, "#000000", 0.7), PAPER, 8),
        accent_wash=mix(day, "#ffffff", 0.1),
        tint=mix(day, "#ffffff", 0.3),
        night=night,
        night_ink=readable(mix(night, "#ffffff", 0.6), NIGHT, 10),
        night_wash=mix(night, NIGHT, 0.18),
    )
