"""How far the looking for names is, and where one might stand."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from competitions.essays.choices import NamesFound
from competitions.essays.models import Competition, Entry, NameCheck
from core.blinding import cover_words

# Words of school names that say nothing about which school it is.
COMMON = frozenset(
    "school schools shule girls girl boys boy mixed primary secondary senior junior high day boarding academy national"
    " extra county sub special church saint st ack pag aic sda the of and for ya wa la za na kwa".split()
)
LEAST = 3  # letters


@dataclass(frozen=True)
class NamesProgress:
    """How many works of a competition were looked at for names, which wait for an officer, and which comes next."""

    works: int
    looked: int
    waiting: list[Entry]
    next: Entry | None

    @property
    def left(self) -> int:
        """How many nobody has looked at."""
        return self.works - self.looked


def works_to_look_at(competition: Competition) -> QuerySet:
    """Its works that are handed in, each with `has_look`: whether an officer ever looked."""
    looks = NameCheck.objects.filter(entry=OuterRef("pk")).exclude(found=NamesFound.SEEN)
    return competition.entries.submitted().annotate(has_look=Exists(looks)).order_by("number")


def names_of(competition: Competition) -> NamesProgress:
    """The figures of one competition; where a judge saw a name, that work comes first."""
    works = list(works_to_look_at(competition))
    waiting = [work for work in works if work.names_seen_at]
    fresh = [work for work in works if not work.has_look and not work.names_seen_at]
    looked = sum(work.has_look and not work.names_seen_at for work in works)
    return NamesProgress(len(works), looked, waiting, next(iter([*waiting, *fresh]), None))


def neighbours_of(entry: Entry) -> tuple[Entry | None, Entry | None]:
    """The works before and after it, by number."""
    works = entry.competition.entries.submitted()
    before = works.filter(number__lt=entry.number).order_by("-number").first()
    return before, works.filter(number__gt=entry.number).order_by("number").first()


def looks_of(entry: Entry) -> list[NameCheck]:
    """All looks at a work, the newest first."""
    return list(entry.name_checks.select_related("by").order_by("-pk"))


def suspects_of(entry: Entry) -> list[str]:
    """Words of the learner's and the school's own names that stand in the typed work and are not covered yet."""
    names = f"{entry.entrant.name} {entry.entrant.school.name}"
    words = dict.fromkeys(word for word in re.findall(r"[^\W\d_]+", names) if len(word) >= LEAST)
    work = cover_words(f"{entry.title}\n{entry.text}", entry.covered_phrases)
    return [word for word in words if word.lower() not in COMMON and cover_words(work, [word]) != work]


def waiting_for_names(competition: Competition) -> int:
    """Works that no judge reads now, because one of them saw a name."""
    return competition.entries.submitted().exclude(names_seen_at=None).count()


def phrases_of(entry: Entry) -> dict[str, Any]:
    """What is covered in a typed work now, and its version."""
    newest = entry.word_covers.filter(newest=True).first()
    return {"phrases": newest.phrases if newest else "", "base": newest.version if newest else 0}
