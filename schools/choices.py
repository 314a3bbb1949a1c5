"""The words of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.likeness import name_words


class Level(TextChoices):
    """What is taught there."""

    PRIMARY = "primary", _("Primary school")
    JUNIOR = "junior", _("Junior school")
    SECONDARY = "secondary", _("Secondary school")
    UNIVERSITY = "university", _("University")


class Ownership(TextChoices):
    """Who runs it."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class Gender(TextChoices):
    """Who may learn there."""

    BOYS = "boys", _("Boys")
    GIRLS = "girls", _("Girls")
    MIXED = "mixed", _("Mixed")


class Boarding(TextChoices):
    """Whether learners live there."""

    DAY = "day", _("Day school")
    BOARDING = "boarding", _("Boarding")
    BOTH = "both", _("Day and boarding")


class Category(TextChoices):
    """The ministry's clusters of senior schools since 2026; before: national, extra-county, county, sub-county."""

    C1 = "C1", "C1"
    C2 = "C2", "C2"
    C3 = "C3", "C3"
    C4 = "C4", "C4"


class OldCategory(TextChoices):
    """The ministry's categories until 2025."""

    NATIONAL = "national", _("National")
    EXTRA_COUNTY = "extra", _("Extra-county")
    COUNTY = "county", _("County school")
    SUB_COUNTY = "sub", _("Sub-county school")


class Provision(TextChoices):
    """For whom with special needs a school provides."""

    REGULAR = "regular", _("Regular")
    INTEGRATED = "integrated", _("Integrated")
    SPECIAL = "special", _("Special school")


class SubCountyKind(TextChoices):
    """Two geographies that do not match: 290 constituencies, and about 395 education sub-counties."""

    CONSTITUENCY = "constituency", _("Constituency")
    EDUCATION = "education", _("Education sub-county")


class Placing(TextChoices):
    """How exactly a school's coordinates are known."""

    EXACT = "exact", _("Measured at the school")
    MATCHED = "matched", _("Taken over from a list, same name")
    LIKELY = "likely", _("Taken over from a list, similar name")
    SUB_COUNTY = "sub_county", _("Middle of the sub-county")
    COUNTY = "county", _("Middle of the county")


class Position(TextChoices):
    """What an adult is at a school."""

    PRINCIPAL = "principal", _("Principal")
    PATRON = "patron", _("Club patron")
    TEACHER = "teacher", _("Teacher")


class Sex(TextChoices):
    """How learners are counted."""

    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")


class Reach(TextChoices):
    """How an adult likes to be reached."""

    CALL = "call", _("Call")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class AliasKind(TextChoices):
    """Where another name of a school comes from."""

    RENAMED = "renamed", _("Former name")
    MERGED = "merged", _("Name of a merged school")
    SPELLING = "spelling", _("Another spelling")


class Cause(TextChoices):
    """How a record came to be as it is."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed by hand")
    IMPORT = "import", _("Taken in with a list")
    UNDO = "undo", _("List undone")
    MERGE = "merge", _("Merged")
    UNMERGE = "unmerge", _("Merger taken back")
    BULK = "bulk", _("Changed with many")
    PLACED = "placed", _("Place found or refused")


class ImportState(TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Columns to confirm")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Ready to decide")
    COMMITTED = "committed", _("In the register")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Cannot be read")


IMPORT_TONE = {
    ImportState.UPLOADED: "wait",
    ImportState.CHECKING: "wait",
    ImportState.CHECKED: "wait",
    ImportState.COMMITTED: "done",
    ImportState.UNDONE: "stop",
    ImportState.FAILED: "stop",
}


class Outcome(TextChoices):
    """What a row of an import would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    CONFLICT = "conflict", _("To be decided")
    REJECTED = "rejected", _("Rejected")


OUTCOME_TONE = {
    Outcome.NEW: "done",
    Outcome.CHANGED: "done",
    Outcome.UNCHANGED: "",
    Outcome.CONFLICT: "wait",
    Outcome.REJECTED: "stop",
}


class Reason(TextChoices):
    """Why a row has its outcome, or what was mended in it. The codes stand in files and in the command's answer."""

    NO_MATCH = "no-match", _("No school in the register is like it")
    BY_UIC = "by-uic", _("Known by its institution code")
    BY_KNEC = "by-knec", _("Known by its examination centre")
    BY_HISTORY = "by-history", _("The same row was taken in before")
    SAME_NAME = "same-name", _("A school of this name stands in the county")
    LIKE_NAME = "like-name", _("A school of a similar name stands in the county")
    CODES_DISAGREE = "codes-disagree", _("Its two codes belong to two different schools")
    CODE_ELSEWHERE = "code-elsewhere", _("Its code belongs to a school of quite another name, county or level")
    TWICE = "twice-in-file", _("Its code stands in this file twice")
    KNEC_COUNTY = "knec-county", _("The examination centre belongs to another county")
    NO_NAME = "no-name", _("It has no name")
    NO_COUNTY = "no-county", _("Its county is not known")
    NO_LEVEL = "no-level", _("Its level is none that the register keeps")
    HEADINGS_AGAIN = "headings-again", _("The headings stand there again")
    UIC_LENGTH = "uic-length", _("The institution code does not have four letters or digits: left out")
    UIC_NUMBER = "uic-number", _("A spreadsheet took the institution code for a number such as 6E45: put right")
    UIC_UNCLEAR = (
        "uic-unclear",
        _("A spreadsheet made the institution code a number that two codes give: left out"),
    )
    UIC_LOWER = "uic-lower", _("The institution code was in small letters: put right")
    KNEC_LENGTH = "knec-length", _("The examination centre does not have eight digits: left out")
    KNEC_ZERO = "knec-zero", _("The examination centre had lost its leading zero: put right")
    COUNTY_SPELLING = "county-spelling", _("The county was spelt differently: put right")
    COUNTY_FROM_CODE = "county-from-code", _("The county was read from the examination centre")
    NAME_CUT = "name-cut", _("The name may have been cut off at 50 characters: a longer one is kept")
    SUB_COUNTY_CUT = "sub-county-cut", _("The sub-county may have been cut off at 14 characters")
    WORD_UNKNOWN = "word-unknown", _("A word is not known: that cell is left out")
    PHONE_UNKNOWN = "phone-unknown", _("A phone number is not valid: left out")
    PLACE_OUTSIDE = "place-outside", _("The coordinates lie outside Kenya: left out")


class Decision(TextChoices):
    """What an officer says to a row that is in doubt."""

    NONE = "", _("Open")
    SAME = "same", _("The same school")
    NEW = "new", _("A new school")
    SKIP = "skip", _("Leave it out")


class RuleKind(TextChoices):
    """What a rule about visitors says."""

    CLOSED_TERM = "closed", _("A term closed to visitors")
    HOURS = "hours", _("Hours in which visitors come")
    AUTHORITY = "authority", _("A written permission is needed")


# What a column of a list may be.
FIELD_WORDS = {
    "name": _("Name of the school"),
    "short_name": _("Short name"),
    "level": _("Level: primary, junior, secondary, university"),
    "uic": _("Institution code"),
    "knec_code": _("Examination centre"),
    "county": _("County"),
    "education_sub_county": _("Education sub-county"),
    "constituency": _("Constituency"),
    "ward": _("Ward"),
    "gender": _("Gender"),
    "boarding": _("Day or boarding"),
    "category": _("Category C1–C4"),
    "old_category": _("Category until 2025"),
    "ownership": _("Public or private"),
    "provision": _("Special needs"),
    "disabilities": _("Provides for"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "principal": _("Principal"),
}

# Of these, what a list says about people: with the list's file it is kept for a time, then emptied.
PERSONAL = ("principal", "phone", "email")
DAYS_KEPT = 90

# Words that every school may have in its name, and that tell it from no other.
GENERIC_WORDS = frozenset(
    "secondary school sec sch schol schoool high senior the for of and boarding day academy college".split()
)
GENDER_WORDS = {
    "mixed": Gender.MIXED, "mix": Gender.MIXED, "coed": Gender.MIXED, "coeducational": Gender.MIXED,
    "girls": Gender.GIRLS, "girl": Gender.GIRLS, "boys": Gender.BOYS, "boy": Gender.BOYS,
}  # fmt: skip


def name_key(name: str) -> str:
    """What tells a school from its neighbours: its name without "secondary school", and without boys, girls, mixed.

    Boys, girls and mixed are left out here because they are compared on their own, and never by likeness.
    """
    words = name_words(name)
    own = [word for word in words if word not in GENERIC_WORDS and word not in GENDER_WORDS]
    return " ".join(own or words)
