"""How alike two names are, and finding a name in spite of its spelling."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from core.text import fold

MOST_SPELLINGS = 12  # that one word of a search may stand for


def likeness(one: str, other: str) -> int:
    """0 to 100, whatever the order of the words."""
    return round(fuzz.token_sort_ratio(one, other))


def name_words(name: str) -> list[str]:
    """The words of a name as it is compared: single letters run together (A.C.K -> ack), saints in one spelling."""
    words: list[str] = []
    run = ""
    for word in fold(name).split():
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        words += [run, word] if run else [word]
        run = ""
    words += [run] if run else []
    return ["st" if word in {"saint", "sts"} else word for word in words]


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The distance of two points on the globe."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(half))


@dataclass
class WordIndex:
    """The words of many texts, so that a misspelt word of a search finds those it may stand for."""

    stamp: object = None
    texts: list[str] = field(default_factory=list)
    places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, texts: Iterable[str], stamp: object = None) -> "WordIndex":
        """Build it from folded texts."""
        index = cls(stamp)
        for place, text in enumerate(texts):
            index.texts.append(text)
            for word in text.split():
                index.places[word].add(place)
        return index

    def spellings(self, search: str) -> list[list[str]]:
        """For each word of a search the words to look for, any of which will do.

        A word that stands somewhere is taken as it is, as long as all words together find something; else each
        word stands for those that are spelt nearly like it.
        """
        words = fold(search).split()[:8]
        plain = [[word] if self._holders(word) else self.nearest(word) for word in words]
        if self._meet(plain):
            return plain
        wide = [
            [*first, *(w for w in self.nearest(word) if w not in first)]
            for word, first in zip(words, plain, strict=True)
        ]
        return wide if self._meet(wide) else plain

    def nearest(self, word: str) -> list[str]:
        """The words spelt nearly like this one: one slip in four letters, two in seven, three in eleven."""
        slips = 0 if len(word) < 4 else 1 if len(word) < 7 else 2 if len(word) < 11 else 3
        if not slips:
            return [word]
        found = process.extract(word, self.places.keys(), scorer=OSA.distance, score_cutoff=slips, limit=MOST_SPELLINGS)
        return [near for near, _slips, _place in found] or [word]

    def _holders(self, word: str) -> set[int]:
        """The texts in which a word stands, also as a part of a longer one."""
        return {place for longer, places in self.places.items() if word in longer for place in places}

    def _meet(self, choices: list[list[str]]) -> bool:
        """Whether some text holds one of each."""
        common: set[int] | None = None
        for spellings in choices:
            held = set().union(*(self._holders(word) for word in spellings))
            common = held if common is None else common & held
            if not common:
                return False
        return True
