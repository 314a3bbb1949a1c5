"""Lists of the register."""

from schools.tables.school import MendTable, SchoolTable, UniversityTable

__all__ = ["MendTable", "SchoolTable", "UniversityTable"]
