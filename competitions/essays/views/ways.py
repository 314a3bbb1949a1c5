"""An officer's ways on from a competition, by its state: the next step, and what else is at hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.essays.choices import CompetitionState
from competitions.essays.models import Competition
from core.pages import Link, Words


@dataclass(frozen=True)
class Way:
    """One way on: its words, the name of its address, and a sentence about it where it stands in a list."""

    words: Words
    name: str
    style: str = "quiet"
    post: bool = False
    says: Words = ""


PAPER = Way(_("Posted paper"), "bundles", says=_("scan a pile; the codes on its slips file it"))
ALIKE = Way(_("Works that are alike"), "copies", says=_("words or pictures that two works share"))
JUDGES = Way(_("Name the judges"), "judges", says=_("who reads what, and how much at most"))
TRAINING = Way(_("Training works"), "exemplars", says=_("what judges mark before they judge"))
SEEDS = Way(_("Seeds"), "seeds", says=_("works that every judge marks, unknown to them"))
NAMES = Way(_("Check for names"), "names", says=_("before judges read"))
FINAL = Way(_("The final"), "final", says=_("who goes on from the screening"))
BY_HAND = Way(_("Judging on paper"), "sheets", says=_("packs to print, and mark sheets to type in"))
RESULTS = Way(_("Results"), "results", "primary")

STEPS = {
    CompetitionState.DRAFT: (
        Way(_("Open for entries"), "competition-open", "primary", post=True),
        Way(_("Change"), "competition-change"),
    ),
    CompetitionState.OPEN: (
        Way(_("Enter for a school"), "choose-school"),
        Way(_("Close the entries"), "competition-close", "harm", post=True),
    ),
    CompetitionState.JUDGING: (
        Way(_("Assign judges"), "deal", "primary"),
        Way(_("Progress of judging"), "judging-progress"),
        Way(_("Results so far"), "results"),
    ),
    CompetitionState.DECIDED: (RESULTS,),
    CompetitionState.PUBLISHED: (RESULTS,),
}
TOOLS = {
    CompetitionState.DRAFT: (TRAINING,),
    CompetitionState.OPEN: (PAPER, ALIKE, NAMES, JUDGES, TRAINING),
    CompetitionState.JUDGING: (
        JUDGES,
        NAMES,
        ALIKE,
        Way(_("Enter a late work"), "choose-school", says=_("what came by post after the last day")),
        PAPER,
        BY_HAND,
        TRAINING,
        SEEDS,
    ),
}


def steps_of(competition: Competition) -> Iterable[Link]:
    """The next steps, as links above the page."""
    for way in STEPS[CompetitionState(competition.state)]:
        yield Link(way.words, reverse(f"essays:{way.name}", args=[competition.pk]), way.style, way.post)


def tools_of(competition: Competition) -> list[tuple[Way, str]]:
    """What else is at hand: each with its address."""
    ways = TOOLS.get(CompetitionState(competition.state), ())
    if competition.state == CompetitionState.JUDGING and competition.finalists is not None:
        ways = (FINAL, *ways)
    return [(way, reverse(f"essays:{way.name}", args=[competition.pk])) for way in ways]
