"""The outlook in which anyone may meet anyone.

Each round hands out its points, one value to every team. Any choice of values a team, as long as all rounds together
hand out each value as often as they have it, comes about in some sequence of rounds: teams and values make a regular
bipartite multigraph, and that splits into rounds (Koenig). So it is enough to count how many teams of each class take
each collection of values: an integer programme, small, and exact for draws that are bound by no brackets. For
bracketed draws it says too little, never too much: what it calls sure is sure, what it calls impossible is.
"""

from collections import Counter
from collections.abc import Hashable
from itertools import combinations_with_replacement, product

from competitions.debates.tab.breaks.liveness.outlook import Ending, Prospect
from competitions.debates.tab.programme import UNBOUNDED, Amounts, IntegerProgramme

Takings = tuple[int, ...]


class FreeOutlook:
    """Any team may meet any other in any round."""

    name = "free"

    def gains(self, prospect: Prospect) -> list[int]:
        """See Outlook."""
        return prospect.sums()

    def can_end(self, prospect: Prospect, ending: Ending) -> bool:
        """See Outlook."""
        takings = list(combinations_with_replacement(sorted(set(prospect.values)), prospect.rounds))
        programme = _programme(prospect, ending.gain, takings)
        reaching: Amounts = {
            (group, taken): 1
            for group in prospect.others
            for taken in takings
            if group[0] and group[1] + sum(taken) >= ending.target
        }
        programme.require(reaching, ending.fewest, UNBOUNDED if ending.most is None else ending.most)
        return programme.minimise({}) is not None


def _programme(prospect: Prospect, gain: int, takings: list[Takings]) -> IntegerProgramme:
    """Unknowns: how many of each class take each collection of values, and which the team takes itself."""
    programme = IntegerProgramme()
    own = [("own", taken) for taken in takings if sum(taken) == gain]
    for chosen in own:
        programme.add(chosen, 1)
    programme.require(dict.fromkeys(own, 1), 1, 1)
    for group, teams in prospect.others.items():
        names = [(group, taken) for taken in takings]
        for name in names:
            programme.add(name, teams)
        programme.require(dict.fromkeys(names, 1), teams, teams)
    everyone: list[tuple[Hashable, Takings]] = [*own, *product(prospect.others, takings)]
    for value, times in Counter(prospect.values).items():
        handed_out: Amounts = {(who, taken): taken.count(value) for who, taken in everyone if value in taken}
        programme.require(handed_out, times * prospect.rounds, times * prospect.rounds)
    return programme
