"""Words and parts that several presets share."""

from competitions.debates.tab.formats.metrics import SpeakerMetric

HOUSE = "Practice of this system"

HALF_REPLY = "A reply counts half a speech: its range is half the range of a speech."

BY_AVERAGE = (SpeakerMetric.AVERAGE, SpeakerMetric.DEVIATION)

BY_TOTAL = (SpeakerMetric.TOTAL, SpeakerMetric.DEVIATION)

TWO_SIDES = ("aff", "neg")
