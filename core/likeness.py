"""How alike two names are, and finding a name in spite of its spelling."""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

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
    """The words of many texts, so that a misspelt word of a search finds those it may stand for.

    It is never changed once it is built, so that threads may share it; `patched` gives one that knows of changes.
    """

    stamp: object
    texts: dict[int, str]  # key -> folded text
    places: dict[str, set[int]]  # word -> keys of the texts in which it stands

    def __post_init__(self) -> None:
        self.words = list(self.places)
        # All words as one text, in which a part of a word is found at the speed of a plain search.
        self.joined = "\n".join(["", *self.words, ""])
        self.starts = [0, *accumulate(len(word) + 1 for word in self.words)]

    @classmethod
    def of(cls, texts: Mapping[int, str], stamp: object = None) -> "WordIndex":
        """Build it from folded texts."""
        places: dict[str, set[int]] = defaultdict(set)
        for key, text in texts.items():
            for word in text.split():
                places[word].add(key)
        return cls(stamp, dict(texts), dict(places))

    def patched(self, changed: Mapping[int, str | None], stamp: object = None) -> "WordIndex":
        """The same with other texts under some keys; None takes a text away."""
        texts, places = dict(self.texts), dict(self.places)
        for key, text in changed.items():
            old, new = set(texts.pop(key, "").split()), set((text or "").split())
            for word in old - new:
                places[word] = places[word] - {key}
                if not places[word]:
                    del places[word]
            for word in new - old:
                places[word] = places.get(word, set()) | {key}
            if text is not None:
                texts[key] = text
        return WordIndex(stamp, texts, places)

    def find(self, search: str) -> set[int]:
        """The keys of the texts that hold every word of a search.

        A word that stands somewhere, also within a longer one, is taken as it is, as long as all words together find
        something; else each word also stands for those that are spelt nearly like it.
        """
        words = fold(search).split()[:8]
        if not words:
            return set(self.texts)
        plain = [self.holders(word) or self.near_holders(word) for word in words]
        found = set.intersection(*plain)
        if found:
            return found
        return set.intersection(*(held | self.near_holders(word) for word, held in zip(words, plain, strict=True)))

    def nearest(self, word: str) -> list[str]:
        """The words spelt nearly like this one: one slip in four letters, two in seven, three in eleven."""
        slips = 0 if len(word) < 4 else 1 if len(word) < 7 else 2 if len(word) < 11 else 3
        if not slips:
            return []
        found = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=MOST_SPELLINGS)
        return [near for near, _slips, _place in found]

    def near_holders(self, word: str) -> set[int]:
        """The texts in which a word stands that is spelt nearly like this one, also within a longer one."""
        return set().union(*map(self.holders, self.nearest(word)))

    def holders(self, word: str) -> set[int]:
        """The texts in which a word stands, also within a longer one."""
        found: set[int] = set()
        at = self.joined.find(word)
        while at >= 0:
            place = bisect_right(self.starts, at - 1) - 1  # each word begins one after its start
            found |= self.places[self.words[place]]
            at = self.joined.find(word, self.starts[place + 1])
        return found
