"""Krippendorff's example C: four observers, twelve units, values missing (Krippendorff 2011, p. 8; Gwet
2014, table 2.10).
"""

from competitions.scoring import Marks, Scale

OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}

MARKS = Marks.from_rows(
    [
        (unit, observer, float(value))
        for observer, values in OBSERVERS.items()
        for unit, value in enumerate(values.split(), start=1)
        if value != "."
    ],
    scale=Scale(1, 5, 1),
)
