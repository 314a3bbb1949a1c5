"""Lists of the register."""

from schools.tables.school import SchoolTable, UniversityTable

__all__ = ["SchoolTable", "UniversityTable"]
