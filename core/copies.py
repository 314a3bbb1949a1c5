"""Texts that are alike: shingles of five words, without those that everybody may quote.

A text that quotes a booklet is no copy of another that quotes it too; so what is published is taken out first.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from datasketch import MinHash, MinHashLSH

from core.text import fold

WORDS = 5  # of a shingle
LEAST = 0.3  # of the shingles of the shorter text that must stand in the other
CLOSE = 0.2  # at which the index points at a pair; what it points at is counted exactly
HASHES = 128
FEWEST = 12  # shingles: a shorter text says too little


@dataclass(frozen=True)
class Alike:
    """Two texts by their keys, and the share of the shorter one that stands in the other."""

    first: int
    second: int
    share: float


def shingles(text: str) -> set[str]:
    """All runs of five words, whatever the capitals, accents and commas."""
    words = fold(unicodedata.normalize("NFKC", text)).split()
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def alike(texts: Mapping[int, str], *, known: Iterable[str] = (), common: int = 0) -> Iterator[Alike]:
    """Pairs of texts that share too much.

    Args:
        texts: By their keys.
        known: What is published or given, and may stand in all of them.
        common: A shingle that stands in so many texts is a common phrase; 0 takes none out.
    """
    free: set[str] = set()
    for text in known:
        free |= shingles(text)
    own = {key: shingles(text) - free for key, text in texts.items()}
    if common:
        often = Counter(one for each in own.values() for one in each)
        own = {key: {one for one in each if often[one] < common} for key, each in own.items()}
    index = MinHashLSH(threshold=CLOSE, num_perm=HASHES)
    for key, each in own.items():
        if len(each) < FEWEST:
            continue
        mark = MinHash(num_perm=HASHES, seed=1)
        mark.update_batch([one.encode() for one in each])
        for other in index.query(mark):
            share = len(each & own[other]) / min(len(each), len(own[other]))
            if share >= LEAST:
                yield Alike(min(key, other), max(key, other), share)
        index.insert(key, mark)


def shared_runs(text: str, other: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it stands in the other too."""
    words = text.split()
    theirs = shingles(other)
    marked = np.zeros(len(words), dtype=bool)
    folded = [fold(word) for word in words]
    for at in range(len(words) - WORDS + 1):
        if " ".join(folded[at : at + WORDS]) in theirs:
            marked[at : at + WORDS] = True
    pieces: list[tuple[str, bool]] = []
    for word, same in zip(words, marked, strict=True):
        if pieces and pieces[-1][1] == bool(same):
            pieces[-1] = (f"{pieces[-1][0]} {word}", bool(same))
        else:
            pieces.append((word, bool(same)))
    return pieces
