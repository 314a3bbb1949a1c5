"""What the register can say in numbers, on a map, and about the days on which a school may be visited."""

from schools.reports.maps import CountyFigure, CountyMap, county_map, schools_by_county

__all__ = ["CountyFigure", "CountyMap", "county_map", "schools_by_county"]
