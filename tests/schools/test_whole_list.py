"""The whole list over a part of the register of 2016: no row is lost, a second run says nothing new, an undo leaves no trace."""

from collections import Counter
from itertools import islice

import pytest

from schools.choices import Level
from schools.imports.checking import check_batch, summary
from schools.imports.seed import read_counties, read_schools_2016
from schools.models import County, ImportBatch, School, SchoolAlias, SubCounty
from schools.services.commit import commit_batch, undo_batch
from schools.services.imports import decide_many, map_columns
from schools.services.school import load_places, load_schools
from tests.schools.lists import send
from tests.schools.whole_list import ROWS, whole_list

pytestmark = [pytest.mark.django_db, pytest.mark.once]


KNOWN = 1_500  # schools of 2016 that the register has already


def register():
    """Everything the register says, to be compared."""
    fields = [field.attname for field in School._meta.concrete_fields if field.name != "version"]
    return list(School.objects.order_by("pk").values_list(*fields)), SubCounty.objects.count()


def checked(officer, data, name):
    batch = send(officer, data, name=name, places=False)
    batch = map_columns(batch=batch, columns=batch.columns, by=officer)
    assert check_batch.call(batch.pk) == "checked"
    return ImportBatch.objects.get(pk=batch.pk)


def test_the_whole_list_is_taken_in_and_out_again(officer):
    load_places(counties=read_counties(), constituencies=[], class_levels=[])
    load_schools(islice(read_schools_2016(), KNOWN), level=Level.SECONDARY)
    data, faults = whole_list()
    before = register()

    batch = checked(officer, data, "2025.csv")
    outcomes = batch.rows.counts()
    assert (batch.total, batch.done, sum(outcomes.values())) == (ROWS, ROWS, ROWS)
    assert list(batch.rows.values_list("number", flat=True)) == sorted(set(batch.rows.values_list("number", flat=True)))
    assert "rejected" not in outcomes
    assert outcomes["conflict"] > KNOWN  # nobody's name is an answer
    assert outcomes["new"] > 7_000
    mended = Counter(summary(batch)["mended"])
    assert mended["knec-zero"] == faults["knec zero"]
    assert mended["knec-length"] == faults["knec nine"] + faults["knec six"]
    assert (mended["uic-length"], mended["uic-number"]) == (faults["uic long"], faults["uic number"])
    assert mended["uic-lower"] >= faults["uic lower"] * 0.9  # a code may happen to be digits only
    assert mended["county-spelling"] >= faults["county cut"] > 0

    reasons = {code for outcome, code, _n in batch.rows.reasons() if outcome == "conflict"}
    for reason in sorted(reasons):
        decide_many(batch=batch, reason=reason, decision="same", least=90, by=officer)
        decide_many(batch=batch, reason=reason, decision="new", by=officer)
    assert not batch.rows.open().exists()
    done = commit_batch(batch=batch, by=officer)
    assert done["rows"] == ROWS
    assert School.objects.secondary().count() == KNOWN + done["added"]

    taken_in = register()
    again = checked(officer, data, "again.csv")
    assert again.rows.counts() == {"unchanged": ROWS}
    assert commit_batch(batch=again, by=officer) == {"added": 0, "changed": 0, "rows": ROWS}
    assert register() == taken_in

    undo_batch(batch=again, by=officer)
    assert register() == taken_in
    undone = undo_batch(batch=batch, by=officer)
    assert (undone["removed"], undone["closed"], undone["newer"]) == (done["added"], 0, 0)
    assert register() == before
    assert not SchoolAlias.objects.exists()
    assert County.objects.count() == 47
