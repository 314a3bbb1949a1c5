"""Lists of the register."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.tables import ChoiceColumn, Column, Table
from schools.choices import Gender, Ownership
from schools.models import School
from schools.reports.quality import mend_url


class SchoolTable(Table):
    """Secondary schools."""

    name = Column(_("School"), sort="name", link="schools:school-detail")
    county = Column(_("County"), "county.name", sort=("county__name", "name"))
    sub_county = Column(_("Sub-county"), "sub_county.name", sort=("sub_county__name", "name"), hide=True)
    ward = Column(_("Ward"), sort=("ward", "name"), hide=True)
    category = Column(_("Category"), sort=("category", "name"))
    gender = ChoiceColumn(_("Gender"), Gender, sort=("gender", "name"))
    ownership = ChoiceColumn(_("Run by"), Ownership, sort=("ownership", "name"))

    class Meta(Table.Meta):
        model = School
        fields = ()


class MendTable(SchoolTable):
    """Schools that lack something, each with the way to mend it."""

    def __init__(self, *args: Any, gap: str, **kwargs: Any) -> None:
        way = Column(_("Mend"), lambda school: str(_("Mend")), link=lambda school: mend_url(gap, school))
        super().__init__(*args, extra_columns=[("mend", way)], **kwargs)


class UniversityTable(Table):
    """Universities."""

    name = Column(_("University"), sort="name", link="schools:school-detail")
    short_name = Column(_("Short name"), sort="short_name")
    county = Column(_("County"), "county.name", sort=("county__name", "name"))
    ownership = ChoiceColumn(_("Run by"), Ownership, sort=("ownership", "name"))

    class Meta(Table.Meta):
        model = School
        fields = ()
