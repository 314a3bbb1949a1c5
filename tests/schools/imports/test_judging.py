"""Which school a row is about: a code is an answer, a name a question, and nobody is taken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.imports.judging import Register, as_known, read_row
from schools.imports.seed import county_words

COUNTIES = county_words()
PREFIXES = {county.code: county.knec_prefix for county in COUNTIES}
COLUMNS = {"name": 0, "county": 1, "gender": 2, "uic": 3, "knec_code": 4, "category": 5, "education_sub_county": 6}

KABIMOI = as_known(
    1, {"name": "Kabimoi High School", "county": "030", "gender": "boys", "uic": "99LH", "knec_code": "33521102"}
)
MIXED = as_known(2, {"name": "Kabimoi Mixed Day Secondary School", "county": "030", "gender": "mixed"})
MOI = as_known(
    3, {"name": "Moi Girls Eldoret", "county": "027", "gender": "girls", "knec_code": "26500001"}, ("Highlands Girls",)
)
PLAIN = as_known(4, {"name": "Sigor Sec", "county": "036", "latitude": "-0.90", "longitude": "35.40", "ward": "Sigor"})
SCHOOLS = [KABIMOI, MIXED, MOI, PLAIN]


def judge(*cells, schools=SCHOOLS, before=None, register=None, number=2):
    row = [*cells, *[""] * (7 - len(cells))]
    register = register or Register(schools, before=before)
    return register.judge(read_row(row, COLUMNS, COUNTIES), number, PREFIXES)


@pytest.mark.parametrize(
    ("cells", "outcome", "reason", "school"),
    [
        (("KABIMOI HIGH SCHOOL", "BARINGO", "BOYS", "99lh"), "unchanged", "by-uic", 1),
        (("KABIMOI HIGH SCHOOL", "BARINGO", "", "", "33521102"), "unchanged", "by-knec", 1),
        (("KABIMOI HIGH SCHOOL", "BARINGO", "", "99LH", "33521103"), "changed", "by-uic", 1),
        (("KABIMOI HIGH SCHOOL", "BARINGO", "BOYS", "99LH", "26500001"), "conflict", "codes-disagree", 1),
        (("Zebra Academy", "BARINGO", "", "99LH"), "conflict", "code-elsewhere", 1),
        (("Kabimoi High", "Nandi", "", "99LH"), "conflict", "code-elsewhere", 1),
        (("Kabimoi", "BARINGO", "MIXED"), "conflict", "same-name", 2),
        (("Kabimoi", "BARINGO", "GIRLS"), "new", "no-match", None),  # never fuzzed away
        (("Kabimoi", "Nandi", "BOYS"), "new", "no-match", None),
        (("Kabimoy High", "BARINGO", "BOYS"), "new", "no-match", None),
        (("Kabimooi High", "BARINGO", "BOYS"), "conflict", "like-name", 1),
        (("Kabimoi High School", "BARINGO", "BOYS", "AAAA"), "new", "no-match", None),  # another code: another school
        (("Highlands Girls High", "Uasin Gishu", "girls"), "conflict", "same-name", 3),
        (("Highlands Girls High", "Uasin Gishu", "girls", "", "26500001"), "changed", "by-knec", 3),
        (("Brand New School", "Kitui", "", "", "33521999"), "conflict", "knec-county", None),
        (("Brand New School", "Kitui", "", "", "13521999"), "new", "no-match", None),
        (("Brand New School", "", "", "", "13521999"), "new", "no-match", None),
        (("", "Kitui"), "rejected", "no-name", None),
        (("Lost School", "Atlantis"), "rejected", "no-county", None),
        (("School name", "County", "Gender", "UIC"), "rejected", "headings-again", None),
    ],
)  # fmt: skip
def test_a_row_gets_its_outcome_and_its_reason(cells, outcome, reason, school):
    found = judge(*cells)
    assert (found.outcome, found.reason, found.school) == (outcome, reason, school)


def test_levels_are_never_taken_for_each_other():
    columns = {**COLUMNS, "level": 7}
    rows = {
        "PRIMARY": ("new", "no-match"), "JSS": ("new", "no-match"), "": ("conflict", "same-name"),
        "Secondary": ("conflict", "same-name"), "ECDE": ("rejected", "no-level"),
    }  # fmt: skip
    for level, (outcome, reason) in rows.items():
        reading = read_row(["Kabimoi", "BARINGO", "BOYS", "", "", "", "", level], columns, COUNTIES)
        found = Register(SCHOOLS).judge(reading, 2, PREFIXES)
        assert (found.outcome, found.reason) == (outcome, reason), level
    reading = read_row(["Kabimoi High", "BARINGO", "BOYS", "99LH", "", "", ""], COLUMNS, COUNTIES, "primary")
    assert Register(SCHOOLS).judge(reading, 2, PREFIXES).reason == "code-elsewhere"


def test_another_principal_makes_no_other_row():
    columns = {**COLUMNS, "principal": 7, "phone": 8}
    cells = ["Kabimoi", "BARINGO", "BOYS", "", "", "", ""]
    digests = {read_row([*cells, *who], columns, COUNTIES).digest for who in (("A", "0722000001"), ("B", ""))}
    assert len(digests) == 1


def test_kabimoi_high_and_kabimoi_mixed_day_are_two_schools():
    for name, gender, pk in (("KABIMOI HIGH SCHOOL", "BOYS", 1), ("KABIMOI MIXED DAY SECONDARY SCHOOL", "MIXED", 2)):
        assert judge(name, "BARINGO", gender, schools=[KABIMOI, MIXED]).school == pk


def test_a_question_says_how_like_and_how_far():
    found = judge("Sigor Secondary School", "Bomet", "", "", "", "", "Sigor")
    assert (found.reason, found.school, found.score, found.distance) == ("same-name", 4, 100, 0.0)


def test_a_code_twice_in_one_file_is_a_question():
    register = Register([])
    assert judge("A School", "Kitui", "", "AAAA", register=register, number=2).outcome == "new"
    assert judge("B School", "Kitui", "", "AAAA", register=register, number=3).reason == "twice-in-file"
    assert (
        judge("A School", "Kitui", "", "AAAA", register=register, number=2).outcome == "new"
    )  # read again after a stop


def test_a_row_that_was_decided_before_is_not_asked_again():
    cells = ["Kabimoi", "BARINGO", "MIXED", "", "", "", ""]
    digest = read_row(cells, COLUMNS, COUNTIES).digest
    found = judge(*cells, before={digest: 2})
    assert (found.outcome, found.reason, found.school) == ("unchanged", "by-history", 2)
    assert found.changes == {}


def test_what_was_decided_about_two_codes_or_a_code_twice_is_not_asked_again():
    cells = ["Kabimoi High School", "BARINGO", "", "99LH", "26500001", "", ""]
    digest = read_row(cells, COLUMNS, COUNTIES).digest
    assert judge(*cells, before={digest: 1}).reason == "codes-disagree"  # the second code moved since
    register = Register(SCHOOLS, before={digest: 2}, decided={digest})
    judge("Kabimoi High School", "BARINGO", "", "99LH", register=register)
    found = judge(*cells, register=register, number=3)
    assert (found.reason, found.school) == ("by-history", 2)


def test_what_was_put_right_by_hand_is_not_put_wrong_again_by_the_same_row():
    cells = ["KABIMOY HIGH", "BARINGO", "BOYS", "99LH", "", "", ""]
    assert judge(*cells).outcome == "changed"
    assert judge(*cells, before={read_row(cells, COLUMNS, COUNTIES).digest: 1}).outcome == "unchanged"


def test_an_empty_cell_takes_nothing_away():
    assert judge("Kabimoi High School", "Baringo", "", "99LH").changes == {}


def test_a_name_that_was_cut_off_does_not_shorten_a_longer_one():
    long = "St. Kizito Secondary School for the Hearing Impaired"
    school = as_known(9, {"name": long, "county": "039", "uic": "KZ11", "education_sub_county": "Rachuonyo South"})
    found = judge(long[:50].upper(), "BUNGOMA", "", "KZ11", "", "", "RACHUONYO SOUT", schools=[school])
    assert found.outcome == "unchanged"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Alpha", "Beta Girls", "Gamma Boys", "Delta Mixed Day", "St. Epsilon"]),
            st.sampled_from(["BARINGO", "kitui", "Nandi"]),
            st.sampled_from(["", "BOYS", "Mixed", "girls"]),
            st.sampled_from(["", "AA11", "bb22", "CC33", "TOOLONG"]),
        ),
        max_size=12,
    )
)
def test_every_row_has_one_outcome_and_a_second_reading_of_what_was_taken_in_changes_nothing(rows):
    """No row is lost; and once the new schools stand in the register, the same file has nothing new to say."""
    register, taken, before = Register([]), [], {}
    for number, cells in enumerate(rows, 2):
        reading = read_row([*cells, "", "", ""], COLUMNS, COUNTIES)
        found = register.judge(reading, number, PREFIXES)
        assert found.outcome in {"new", "conflict"}
        if found.outcome == "new":
            taken.append(as_known(number, reading.values))
            before[reading.digest] = number
    again = Register(taken, before=before)
    outcomes = [
        again.judge(read_row([*cells, "", "", ""], COLUMNS, COUNTIES), number, PREFIXES).outcome
        for number, cells in enumerate(rows, 2)
    ]
    assert "new" not in outcomes
    assert outcomes.count("unchanged") == len(taken)
