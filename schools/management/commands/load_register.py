"""Loads the places and the register that come with the system."""

from typing import Any

from django.core.management.base import BaseCommand

from schools.choices import Level
from schools.imports.seed import (
    read_calendar,
    read_class_levels,
    read_constituencies,
    read_counties,
    read_rules,
    read_schools_2016,
    read_universities,
)
from schools.services.calendar import load_calendar_year
from schools.services.school import load_places, load_schools


class Command(BaseCommand):
    """`manage.py load_register`: counties, constituencies, the schools of 2016, universities. Safe to run again."""

    help = "Load counties, constituencies, the ministry's schools of 2016 and universities into an empty register."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many."""
        counties = load_places(
            counties=read_counties(), constituencies=read_constituencies(), class_levels=read_class_levels()
        )
        schools = load_schools(read_schools_2016(), level=Level.SECONDARY)
        universities = load_schools(read_universities(), level=Level.UNIVERSITY)
        load_calendar_year(calendar=read_calendar(), rules=read_rules())
        self.stdout.write(f"counties {counties}, schools added {schools}, universities added {universities}")
