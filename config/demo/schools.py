"""The register of the demonstration: a small list with questions in it, contacts, a club, numbers, a closed week."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from schools.choices import Position
from schools.imports.checking import check_batch, receive_list
from schools.models import ClassLevel, Club, Contact, School
from schools.services.calendar import add_blackout, save_filter
from schools.services.imports import map_columns
from schools.services.people import save_club, save_contact, save_enrolment

# Invented rows in the ministry's own columns, with its usual faults; two of them ask about real schools.
LIST = """\
sno,county,sub_county,uic,knec,school_name,cluster,type,regular_sne,disability_type,accomodation_type,gender
1,BARINGO,KABARNET,D1XA,33501901,KABARNET BOYS HIGH SCHOOL,C1,PUBLIC,REGULAR,NONE,BAORDING,BOYS
2,BARINGO,KABARNET,D2XB,33501902,CHESONGO MIXED DAY SECONDARY SCHOOL,C4,PUBLIC,REGULAR,NONE,DAY,Mixed
3,BARINGO,KABARNET,D3XC,33501903,TUMAINI JIPYA SECONDARY SCHOOL,C4,PUBLIC,INTERGRATED,P.H,DAY,MIXED
4,ELGEYO MARAKW,KEIYO NORTH,6E+45,34501904,UPENDO JIPYA GIRLS,C3,PUBLIC,REGULAR,NONE,BOARDING,GIRLS
5,TAITA TAVETA,MWATATE,d5xe,1501905,IMANI JIPYA MIXED,C4,PUBLIC,REGULAR,NONE,DAY,mixed
6,KITUI,KITUI CENTRAL,D6XF,33501906,NEEMA JIPYA SECONDARY SCHOOL,C4,PUBLIC,REGULAR,NONE,DAY,MIXED
7,ATLANTIS,NOWHERE,D7XG,,BARAKA JIPYA SECONDARY SCHOOL,C4,PUBLIC,REGULAR,NONE,DAY,MIXED
"""
FIRST = "32744"  # the number in the list of 2016 of the school where the demo's teacher is patron


def fill_register(people: dict[str, User]) -> None:
    """As an officer would."""
    officer = people["officer"]
    file = ContentFile(LIST.encode(), name="senior-schools.csv")
    batch = receive_list(file=file, file_name=file.name or "", source="Ministry, senior schools", by=officer)
    map_columns(batch=batch, columns=batch.columns, by=officer)
    check_batch.call(batch.pk)
    school = School.objects.filter(list_code=FIRST).first() or School.objects.secondary().first()
    contact = Contact(school=school, name="Wambui Sitati", position=Position.PRINCIPAL, phone="+254700000021")
    patron = Contact(school=school, name="Kiprono Cheruiyot", position=Position.PATRON, phone="+254700000005")
    save_contact(contact=contact, by=officer)
    save_contact(contact=patron, by=officer)
    save_club(club=Club(school=school, name="Haki Club", patron=patron, founded=2023, learners=34), by=officer)
    year = timezone.localdate().year
    levels = list(ClassLevel.objects.of_year(year).values_list("code", flat=True))
    counts = {(level, sex): 60 - 3 * n for n, level in enumerate(levels) for sex in ("boys",)}
    save_enrolment(school=school, year=year, counts=counts, source="Principal, by phone", by=officer)
    first = timezone.localdate() + timedelta(days=20)
    add_blackout(school=school, first=first, last=first + timedelta(days=4), reason="Mock examinations", by=officer)
    save_filter(name="Boarding schools in Baringo", query="county=030&boarding=boarding", by=officer)
