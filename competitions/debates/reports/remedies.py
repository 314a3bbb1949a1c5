"""Fields that do not fill their rooms: what may be done, and its effect."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from competitions.debates import tab
from competitions.debates.choices import Names, say_note
from competitions.debates.models import Round
from competitions.debates.reports.rooms import price_words

KINDS = {
    "fits": _("The teams fill the rooms"),
    "swing": _("Fill up with swing teams"),
    "short_rooms": _("Rooms of three"),
    "bye": _("Let teams sit out"),
}


@dataclass(frozen=True)
class RemedyView:
    """One way to seat a field: its words, its effects, and what the draw would cost."""

    kind: str
    words: str
    rooms: int
    effects: list[str]
    cost: str


def remedy_views(round_: Round, names: Names) -> list[RemedyView]:
    """The ways to seat those who are checked in; raises TabError where there are too few."""
    return [
        RemedyView(
            kind=way.kind,
            words=str(KINDS[way.kind]),
            rooms=way.rooms,
            effects=[say_note(one, names) for one in way.notes],
            cost=price_words(way.costs),
        )
        for way in tab.propose_remedies(round_.plan_request())
    ]
