"""What a feedback slip says to one writer: what is strong, the next step, the judges' sentences. No rank, no points.

It is reckoned from the finished sheets of the judges whose marks stand, and says nothing of them but their words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _t

from competitions.essays.models import Assignment, Criterion, Entry, Mark, MarkSheet
from core.text import tidy

LONGEST = 360  # letters of one judge's words that a slip has room for
BESIDE = 0.1  # how near a second strength is to the first, in shares of the points


@dataclass(frozen=True)
class Looked:
    """One criterion as the judges found it in one work.

    `bands` are the words of the rubric by the points from which they hold.
    """

    name: str
    given: Sequence[int]
    most: int = 5
    weight: int = 1
    bands: Mapping[int, str] | None = None

    @property
    def share(self) -> float:
        """The mean share of its points."""
        return sum(self.given) / len(self.given) / self.most

    @property
    def reached(self) -> str:
        """The words of the highest band that the mean has reached; empty where the rubric has none."""
        told = [points for points in self.bands or {} if points <= self._points]
        return (self.bands or {})[max(told)] if told else ""

    @property
    def next(self) -> str:
        """The words of the next band up; empty where the rubric has none."""
        told = [points for points in self.bands or {} if self._points < points <= self.most]
        return (self.bands or {})[min(told)] if told else ""

    @property
    def is_full(self) -> bool:
        """Every judge gave all there is."""
        return min(self.given) >= self.most

    @property
    def _points(self) -> int:
        return floor(sum(self.given) / len(self.given) + 1e-9)


@dataclass(frozen=True)
class Advice:
    """What stands on a slip, in the language that was on when it was made."""

    strengths: tuple[str, ...]
    next_step: str
    words: tuple[str, ...] = ()


def advice_from(criteria: Sequence[Looked], words: Iterable[str] = ()) -> Advice:
    """The slip of one work.

    The strongest criterion is named, and a second one that is as good or nearly so; the next step is the weakest of
    the others. Of equals the heavier comes first, then the one that stands first in the rubric.
    """
    marked = [one for one in criteria if one.given]
    if not marked:
        return Advice((), "", _sentences(words))
    by_strength = sorted(marked, key=lambda one: (-one.share, -one.weight))
    strong = by_strength[:1]
    if len(by_strength) > 2 and by_strength[1].share >= strong[0].share - BESIDE - 1e-9:
        strong.append(by_strength[1])
    others = [one for one in marked if one not in strong] or marked
    weakest = min(others, key=lambda one: (one.share, -one.weight))
    return Advice(tuple(_strength(one) for one in strong), _next_step(weakest), _sentences(words))


def _strength(one: Looked) -> str:
    if one.reached:
        return _t("%(criterion)s: %(band)s.") % {"criterion": one.name, "band": one.reached}
    return _t("%(criterion)s: here your work is at its best.") % {"criterion": one.name}


def _next_step(one: Looked) -> str:
    if one.is_full:
        return _t("Share it: read your work to others, and listen to what they answer.")
    if one.next:
        return _t("%(criterion)s. Aim for: %(band)s.") % {"criterion": one.name, "band": one.next}
    return _t("%(criterion)s: here there is most to gain. Read your work once more with somebody you trust.") % {
        "criterion": one.name
    }


def _sentences(words: Iterable[str]) -> tuple[str, ...]:
    """Tidy, each once, and no longer than there is room for."""
    told = dict.fromkeys(tidy(text) for text in words)
    return tuple(Truncator(text).chars(LONGEST) for text in told if text)


def bands_of(text: str) -> dict[int, str]:
    """The bands of a rubric, a line each such as "3: reasons in order"; a line without its points is no band."""
    found = {}
    for line in text.splitlines():
        points, colon, words = line.partition(":")
        if colon and points.strip().isdecimal() and words.strip():
            found[int(points)] = words.strip().rstrip(".")
    return found


def in_our_words(text: str) -> str:
    """What the usual rubric says is told in the language that is on; what an officer wrote stays as it was written."""
    text = "\n".join(line.strip() for line in text.strip().splitlines())
    return _t(text) if text else ""


def advice_of(entries: Sequence[Entry]) -> dict[int, Advice]:
    """The slips of some entries by their keys, in the language that is on."""
    sheets, points = _sheets(entries), _points(entries)
    rubric: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(competition__in={entry.competition_id for entry in entries}):
        rubric[criterion.competition_id].append(criterion)
    return {
        entry.pk: advice_from(
            [_looked(one, points[entry.pk, one.pk]) for one in rubric[entry.competition_id]], sheets[entry.pk]
        )
        for entry in entries
    }


def _looked(one: Criterion, given: Sequence[int]) -> Looked:
    return Looked(in_our_words(one.name), given, one.max_points, one.weight, bands_of(in_our_words(one.bands)))


def _sheets(entries: Iterable[Entry]) -> dict[int, list[str]]:
    """What the judges wrote to each writer, in an order that tells nothing of them: that of the sheets' random keys."""
    rows = _standing(entries).order_by("key").values_list("assignment__entry", "words")
    found = defaultdict(list)
    for entry, words in rows:
        found[entry].append(words)
    return found


def _points(entries: Iterable[Entry]) -> dict[tuple[int, int], list[int]]:
    marks = Mark.objects.filter(sheet__in=_standing(entries), points__isnull=False)
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for entry, criterion, points in marks.values_list("sheet__assignment__entry", "criterion", "points"):
        found[entry, criterion].append(points or 0)
    return found


def _standing(entries: Iterable[Entry]) -> QuerySet[MarkSheet]:
    finished = Assignment.objects.marked().filter(entry__in=[entry.pk for entry in entries])
    return MarkSheet.objects.filter(assignment__in=finished, newest=True, finished=True)
