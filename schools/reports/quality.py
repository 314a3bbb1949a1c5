"""What the register lacks, with the list of schools that lack it, and schools that may be one."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import Words
from schools.choices import Placing
from schools.models import School

GAPS: dict[str, tuple[Words, Words]] = {
    "uic": (_("No institution code"), _("The next list cannot be sure which school it is about.")),
    "knec": (_("No examination centre"), _("The second way of knowing a school again.")),
    "place": (_("Place only roughly known"), _("Facilitators need the way; coordinates can be found by name.")),
    "contact": (_("Nobody to call"), _("Neither a contact nor a teacher with a login.")),
    "stale": (_("Contact not confirmed for a year"), _("Principals are moved; call once a year.")),
}


EXAMPLES = 4  # schools that stand beside each gap, each with the way to mend it


def mend_url(key: str, school: School) -> str:
    """Where a gap of a school is mended: its record, a new contact, or the contact to be confirmed."""
    if key == "contact":
        return reverse("schools:contact-add", args=[school.pk])
    if key == "stale":
        return reverse("schools:contact-change", args=[school.stale_contact])  # type: ignore[attr-defined]
    field = {"uic": "uic", "knec": "knec_code", "place": "latitude"}[key]
    return f"{reverse('schools:school-change', args=[school.pk])}#id_{field}"


@dataclass(frozen=True)
class Gap:
    """How many schools lack one thing, and the first of them with the way to mend it."""

    key: str
    words: Words
    why: Words
    count: int
    share: int  # percent
    mend: list[tuple[School, str]]


@dataclass(frozen=True)
class Twins:
    """Schools of one county whose names say the same, for the same learners."""

    schools: list[School]

    @property
    def keep(self) -> School:
        """The one with more codes stays."""
        return max(self.schools, key=lambda s: (bool(s.uic) + bool(s.knec_code), -s.pk))

    @property
    def others(self) -> list[School]:
        """Those that would go into it."""
        return [school for school in self.schools if school != self.keep]


def gaps() -> list[Gap]:
    """What is lacking, of all open schools."""
    schools = School.objects.schools().open()
    total = schools.count() or 1
    found = []
    for key, (words, why) in GAPS.items():
        lacking = schools.lacking(key)
        count = lacking.count()
        mend = [(school, mend_url(key, school)) for school in lacking[:EXAMPLES]] if count else []
        found.append(Gap(key, words, why, count, round(100 * count / total), mend))
    return found


def placings() -> list[tuple[Words, int]]:
    """How exactly the places of schools are known."""
    found = School.objects.schools().open().order_by().values_list("placing").annotate(n=Count("pk"))
    counts = dict(found)
    return [(placing.label, counts.get(placing.value, 0)) for placing in Placing]


def twins(most: int = 50) -> list[Twins]:
    """Schools that may be one: the same name in the same county, unless both are known to be for other learners."""
    schools = School.objects.schools().open()
    keys = schools.exclude(name_key="").order_by().values("county", "name_key").annotate(n=Count("pk")).filter(n__gt=1)
    wanted = {(key["county"], key["name_key"]) for key in keys}
    groups: dict[tuple[str, str], list[School]] = defaultdict(list)
    found = schools.filter(name_key__in={key for _county, key in wanted}).select_related("county")
    for school in found.order_by("county__name", "name", "pk"):
        if (school.county_id, school.name_key) in wanted:
            groups[school.county_id, school.name_key].append(school)
    pairs = [Twins(group) for group in groups.values() if _may_be_one(group)]
    return pairs[:most]


def _may_be_one(group: list[School]) -> bool:
    """Two different codes, two different levels or kinds of learners, or two categories are two schools."""
    for name in ("level", "uic", "knec_code", "gender", "category"):
        if len({getattr(school, name) for school in group if getattr(school, name)}) == len(group) > 1:
            return False
    return True
