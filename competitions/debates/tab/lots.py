"""Drawing lots, so that anyone can draw them again.

A lot is the SHA-256 of the seed, the purpose and the name, read as a number. The order of lots is therefore the same
on every machine and under every library version, does not depend on the order in which teams are listed, and can be
checked with `sha256sum`. Where a team leaves, the lots of the others stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Lots:
    """An urn: `seed` is kept with the draw, `round` makes each round's lots new under one seed."""

    seed: int
    round: int = 1

    def number(self, purpose: str, *names: str) -> int:
        """The lot of a name, or of names together, for a purpose: 0 up to 2**64 - 1."""
        text = "|".join((str(self.seed), str(self.round), purpose, *names))
        return int.from_bytes(sha256(text.encode()).digest()[:8])

    def order(self, purpose: str, names: Iterable[str]) -> list[str]:
        """The names in the order of their lots."""
        return sorted(names, key=lambda name: (self.number(purpose, name), name))

    def falls_to_first(self, purpose: str, first: str, second: str) -> bool:
        """A coin between two names; it falls the same whichever is named first."""
        low, high = sorted((first, second))
        return (low if self.number(purpose, low, high) % 2 == 0 else high) == first
