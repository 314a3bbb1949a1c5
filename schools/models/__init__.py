"""Places of learning, the adults who belong to them, the lists they come from, and the calendar they keep."""

from schools.models.batch import ImportBatch, ImportRow, ImportSource
from schools.models.calendar import (
    Blackout,
    CalendarVersion,
    ExamWindow,
    ExtraHoliday,
    HalfTerm,
    SavedFilter,
    Term,
    VisitRule,
)
from schools.models.class_level import ClassLevel
from schools.models.history import SchoolAlias, SchoolMerge, SchoolVersion
from schools.models.membership import Membership
from schools.models.people import Club, Contact, EnrolmentSnapshot
from schools.models.place import County, SubCounty
from schools.models.school import School

__all__ = [
    "Blackout", "CalendarVersion", "ClassLevel", "Club", "Contact", "County", "EnrolmentSnapshot", "ExamWindow",
    "ExtraHoliday", "HalfTerm", "ImportBatch", "ImportRow", "ImportSource", "Membership", "SavedFilter", "School",
    "SchoolAlias", "SchoolMerge", "SchoolVersion", "SubCounty", "Term", "VisitRule",
]  # fmt: skip
