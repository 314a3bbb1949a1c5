"""The navigation as data: what each role sees, in the order of the day."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import rules as people
from competitions.debates import rules as debates
from competitions.essays import rules as essays
from core.access import Rule, signed_in
from materials import rules as library
from schools import rules as register
from workshops import rules as visits

BAR = 4  # places of the phone's bottom bar, besides the last one


@dataclass(frozen=True)
class Entry:
    """One place: its words, its picture, the page it opens, the rule of that page, and the pages under it."""

    words: str | Promise
    icon: str
    url_name: str
    rule: Rule
    under: str  # the beginning of the addresses that belong to it


@dataclass(frozen=True)
class Place:
    """One place as this person sees it now."""

    words: str | Promise
    icon: str
    url: str
    here: bool


MENU = (
    Entry(_("Today"), "today", "today", signed_in, "/today/"),
    Entry(_("Forums"), "calendar", "workshops:forum-list", visits.can_see_forums, "/workshops/"),
    Entry(_("Judging"), "check", "essays:desk", essays.can_judge, "/judging/"),
    Entry(_("Essays"), "pencil", "essays:competition-list", essays.can_see_competitions, "/essays/"),
    Entry(_("Debates"), "voice", "debates:tournament-list", debates.can_see_debates, "/debates/"),
    Entry(_("Booklets"), "book", "materials:library", library.can_read_booklets, "/materials/"),
    Entry(_("Schools"), "school", "schools:school-list", register.can_see_register, "/schools/"),
    Entry(_("Concerns"), "shield", "accounts:concern-list", people.can_see_concerns, "/concerns/"),
    Entry(_("People"), "people", "accounts:person-list", people.can_see_people, "/people/"),
    Entry(_("Print room"), "print", "accounts:print-list", people.can_print, "/print/"),
    Entry(_("Messages"), "mail", "accounts:message-list", people.can_see_messages, "/messages/"),
    Entry(_("Action log"), "list", "accounts:action-list", people.can_see_log, "/log/"),
)


@lru_cache
def address(url_name: str) -> str:
    """Where a place is; it never moves."""
    return reverse(url_name)


def places(request: HttpRequest) -> list[Place]:
    """All places of this person."""
    if not request.user.is_authenticated:
        return []
    return [
        Place(entry.words, entry.icon, address(entry.url_name), request.path.startswith(entry.under))
        for entry in MENU
        if entry.rule(request.user)
    ]


def bar(request: HttpRequest, all_places: list[Place]) -> list[Place]:
    """The phone's bottom bar: the first places, and at the end the rest with one's own profile."""
    rest = all_places[BAR:]
    here = request.path.startswith("/more/") or any(place.here for place in rest)
    return [*all_places[:BAR], Place(_("More"), "more", address("more"), here)]
