"""Places of learning, and the adults who belong to them."""

from schools.models.class_level import ClassLevel
from schools.models.membership import Membership
from schools.models.place import County, SubCounty
from schools.models.school import School

__all__ = ["ClassLevel", "County", "Membership", "School", "SubCounty"]
