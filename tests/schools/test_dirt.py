"""Every fault that lists really have goes through a whole import: read, checked, taken in, and what was mended said."""

import io

import pytest
from openpyxl import Workbook

from schools.models import School, SubCounty
from schools.services.commit import commit_batch
from tests.schools.lists import check

pytestmark = pytest.mark.django_db

HEAD = "county,sub_county,uic,knec,school_name,cluster,regular_sne,disability_type,accomodation_type,gender"
CLEAN = {
    "county": "BARINGO", "sub_county": "KOIBATEK", "uic": "AA11", "knec": "33521102", "school_name": "TUMAINI SCHOOL",
    "cluster": "C4", "regular_sne": "REGULAR", "disability_type": "NONE", "accomodation_type": "DAY", "gender": "MIXED",
}  # fmt: skip
LONG = "TUMAINI NA AMANI SECONDARY SCHOOL FOR THE HEARING IMPAIRED"


def row(**cells):
    """One row of a list, in which some cells are other than clean."""
    said = {**CLEAN, **cells}
    return ",".join(f'"{said[name]}"' if set(said[name]) & set(",\n") else said[name] for name in HEAD.split(","))


def taken_in(officer, data):
    """The only school of a list, after it was taken in, and what was mended on the way."""
    batch = check(officer, data)
    assert batch.rows.counts() == {"new": 1}, batch.rows.get().reason
    commit_batch(batch=batch, by=officer)
    return School.objects.get(), batch.rows.get().mended


@pytest.mark.parametrize(
    ("cells", "field", "value", "mended"),
    [
        # codes
        ({"county": "TAITA TAVETA", "knec": "1521212"}, "knec_code", "01521212", "knec-zero"),
        ({"knec": "255508142"}, "knec_code", None, "knec-length"),
        ({"knec": "837027"}, "knec_code", None, "knec-length"),
        ({"uic": "ZR9RN"}, "uic", None, "uic-length"),
        ({"uic": "RYMUT"}, "uic", None, "uic-length"),
        ({"uic": "F33k"}, "uic", "F33K", "uic-lower"),
        ({"uic": "6E45"}, "uic", "6E45", None),
        ({"uic": "6E+45"}, "uic", "6E45", "uic-number"),
        ({"uic": "6.00E+45"}, "uic", "6E45", "uic-number"),
        ({"uic": "6" + "0" * 45}, "uic", "6E45", "uic-number"),
        ({"uic": "600000"}, "uic", None, "uic-unclear"),
        # counties
        ({"county": "ELGEYO MARAKW", "knec": "34521117"}, "county_id", "028", "county-spelling"),
        ({"county": "Elgeyo-Marakwet", "knec": ""}, "county_id", "028", None),
        ({"county": "kitui", "knec": ""}, "county_id", "015", None),
        ({"county": "Muranga", "knec": ""}, "county_id", "021", None),
        ({"county": "MURANG'A", "knec": "10521117"}, "county_id", "021", None),
        ({"county": "Murang’a", "knec": ""}, "county_id", "021", None),
        ({"county": "Tharaka Nithi", "knec": ""}, "county_id", "013", None),
        ({"county": "Tharaka-Nithi", "knec": ""}, "county_id", "013", None),
        ({"county": "BARINGGO"}, "county_id", "030", "county-spelling"),
        ({"county": ""}, "county_id", "030", "county-from-code"),
        # words
        *(({"gender": text}, "gender", "mixed", None) for text in ("MIXED", "Mixed", "mixed", "MIXD", "MIXED ")),
        ({"gender": "girls"}, "gender", "girls", None),
        ({"accomodation_type": "BAORDING"}, "boarding", "boarding", None),
        ({"accomodation_type": "HYBRID"}, "boarding", "both", None),
        ({"regular_sne": "INTERGRATED"}, "provision", "integrated", None),
        *(({"disability_type": text}, "disabilities", "PH", None) for text in ("P.H", "PH")),
        ({"disability_type": "HIPHVI"}, "disabilities", "HI PH VI", None),
        ({"disability_type": "V.I"}, "disabilities", "VI", None),
        ({"cluster": "C9"}, "category", "", "word-unknown"),
        # names
        ({"school_name": LONG[:50]}, "name", "Tumaini na Amani Secondary School for the Hearing", "name-cut"),
        ({"school_name": "KONG`OTIK “JUU” SCHOOL"}, "name", "Kong’otik “Juu” School", None),
        ({"school_name": "ST. MARY’S\nTUMAINI"}, "name", "St. Mary’s Tumaini", None),
        ({"sub_county": "RACHUONYO SOUT"}, "education_sub_county__name", "Rachuonyo Sout", "sub-county-cut"),
    ],
)  # fmt: skip
def test_a_fault_is_survived(officer, cells, field, value, mended):
    if field == "name" and mended:
        assert len(cells["school_name"]) == 50
    school, notes = taken_in(officer, f"{HEAD}\n{row(**cells)}\n")
    assert School.objects.values_list(field, flat=True).get(pk=school.pk) == value
    assert (mended in notes) if mended else not set(notes) - {"name-cut"}


LINES = f"{HEAD}\n{row(school_name='MŨRANG’A ÉCOLE')}\n"


def workbook(*rows):
    book = Workbook()
    for cells in rows:
        book.active.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


CELLS = [*row(uic="6E45").split(",")]


@pytest.mark.parametrize(
    ("data", "name", "uic"),
    [
        (LINES.encode("utf-8-sig"), "Mũrang’a École", "AA11"),  # a mark of the byte order
        (LINES.replace("Ũ", "U").replace("’", "'").encode("latin-1"), "Murang’a École", "AA11"),
        (LINES.replace("Ũ", "U").encode("cp1252"), "Murang’a École", "AA11"),
        (LINES.encode("utf-16"), "Mũrang’a École", "AA11"),
        (LINES.replace(",", ";").encode(), "Mũrang’a École", "AA11"),
        (LINES.replace("\n", "\r\n").encode(), "Mũrang’a École", "AA11"),
        (f"REPUBLIC OF KENYA{',' * 9}\n\n{LINES}".encode(), "Mũrang’a École", "AA11"),
        (f"PLACE,,CODES,,SCHOOL{',' * 5}\n{LINES}".encode(), "Mũrang’a École", "AA11"),
        (f"{LINES}{HEAD}\n".encode(), "Mũrang’a École", "AA11"),  # the headings again, at a page's end
        (workbook(["Senior schools"], HEAD.split(","), CELLS), "Tumaini School", "6E45"),
        (workbook(HEAD.split(","), [*CELLS[:2], 6e45, 33521102, *CELLS[4:]]), "Tumaini School", "6E45"),
        (workbook(HEAD.split(","), [*CELLS[:2], 7198, 33521102.0, *CELLS[4:]]), "Tumaini School", "7198"),
    ],
)
def test_a_file_is_read_however_it_was_saved(officer, data, name, uic):
    batch = check(officer, data)
    assert batch.rows.counts().get("new") == 1
    commit_batch(batch=batch, by=officer)
    school = School.objects.get()
    assert (school.name, school.uic, school.knec_code, school.county_id) == (name, uic, "33521102", "030")


def test_the_prefix_of_a_code_is_checked_against_the_county(officer):
    batch = check(officer, f"{HEAD}\n{row(county='KITUI')}\n")
    assert batch.rows.get().reason == "knec-county"


def test_a_sub_county_that_was_cut_off_is_no_other_place(officer):
    rows = [
        row(sub_county="KOIBATEK MASHA"),
        row(sub_county="KOIBATEK MASHARIKI", uic="BB11", knec="33521103", school_name="AMANI"),
    ]
    commit_batch(batch=check(officer, "\n".join([HEAD, *rows]) + "\n"), by=officer)
    assert SubCounty.objects.get().name == "Koibatek Mashariki"
    again = check(officer, "\n".join([HEAD, *rows]) + "\n", source="Another")
    assert again.rows.counts() == {"unchanged": 2}


def test_a_name_that_was_cut_off_is_no_other_name(officer):
    commit_batch(batch=check(officer, f"{HEAD}\n{row(school_name=LONG)}\n"), by=officer)
    again = check(officer, f"{HEAD}\n{row(school_name=LONG[:50])}\n", source="Another")
    assert again.rows.counts() == {"unchanged": 1}
