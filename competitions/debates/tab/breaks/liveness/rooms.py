"""The outlook of the last round once it is drawn: every room's orders are counted, one room after the other."""

from collections.abc import Mapping, Sequence
from itertools import permutations

from competitions.debates.tab.breaks.liveness.outlook import Ending, Prospect


class RoomOutlook:
    """The last round with its rooms known, seen by one team.

    Rooms do not influence each other, so their counts add up; whoever has no room gains `bye_points`.
    """

    name = "rooms"

    def __init__(
        self,
        team: str,
        rooms: Sequence[Sequence[str]],
        points: Mapping[str, int],
        eligible: frozenset[str],
        bye_points: int,
    ) -> None:
        self.team, self.rooms, self.points = team, rooms, points
        self.eligible, self.bye_points = eligible - {team}, bye_points

    def gains(self, prospect: Prospect) -> list[int]:
        """See Outlook."""
        own = [room for room in self.rooms if self.team in room]
        return sorted(set(prospect.places[: len(own[0])])) if own else [self.bye_points]

    def can_end(self, prospect: Prospect, ending: Ending) -> bool:
        """See Outlook."""
        debating = {team for room in self.rooms for team in room}
        totals = {sum(self._reaches(team, self.bye_points, ending) for team in self.points.keys() - debating)}
        for room in self.rooms:
            counts = self._counts(room, prospect.places[: len(room)], ending)
            totals = {total + count for total in totals for count in counts}
        most = len(self.points) if ending.most is None else ending.most
        return any(ending.fewest <= total <= most for total in totals)

    def _counts(self, room: Sequence[str], places: Sequence[int], ending: Ending) -> set[int]:
        """For each order of a room in which the team gains what it has to, how many others reach the target."""
        counts = set()
        for order in set(permutations(places)):
            gained = dict(zip(room, order, strict=True))
            if gained.get(self.team, ending.gain) == ending.gain:
                counts.add(sum(self._reaches(team, gained[team], ending) for team in room))
        return counts

    def _reaches(self, team: str, gained: int, ending: Ending) -> bool:
        return team in self.eligible and self.points[team] + gained >= ending.target
