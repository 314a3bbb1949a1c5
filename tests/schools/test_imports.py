"""An import that an officer trusts: nothing changes unasked, everything can be undone, a second run says nothing."""

import io
import json
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from schools.imports import checking
from schools.imports.checking import check_batch, resume_stopped_checks
from schools.models import (
    Contact,
    ImportBatch,
    ImportRow,
    ImportSource,
    School,
    SchoolAlias,
    SchoolVersion,
    SubCounty,
)
from schools.services.commit import commit_batch, undo_batch
from schools.services.imports import decide_many, decide_row, map_columns
from schools.services.school import save_school
from tests.factories.schools import MembershipFactory, SchoolFactory
from tests.schools.lists import HEAD, ROWS, check, make_counties, send, upload
from workshops.models import Forum

pytestmark = pytest.mark.django_db


def register():
    """Everything the register says, to be compared."""
    return [
        {**school.state(), "pk": school.pk, "searchable": school.searchable} for school in School.objects.order_by("pk")
    ]


def outcomes(batch):
    return batch.rows.counts()


class TestCheck:
    def test_every_row_has_an_outcome_and_nothing_is_written(self, officer):
        batch = check(officer)
        assert (batch.state, batch.total, batch.done, batch.rows.count()) == ("checked", 6, 6, 6)
        assert outcomes(batch) == {"new": 5, "rejected": 1}
        assert not School.objects.exists()
        row = batch.rows.get(number=5)
        assert row.values["knec_code"] == "01521212"
        assert row.mended == ["knec-zero"]
        assert row.cells[4] == "1521212"  # the text as it was read

    def test_the_columns_are_remembered_for_the_source(self, officer):
        check(officer)
        assert ImportSource.objects.get().columns["name"] == "school_name"
        batch = send(officer, HEAD + ROWS.replace("UPENDO", "FURAHA"))
        assert batch.columns == ImportBatch.objects.first().columns

    def test_the_same_file_sent_twice_is_one_import(self, officer):
        assert send(officer).pk == send(officer).pk
        assert ImportBatch.objects.count() == 1

    def test_a_check_that_died_goes_on_where_it_was(self, officer, monkeypatch):
        monkeypatch.setattr(checking, "CHUNK", 2)
        batch = send(officer)
        batch = map_columns(batch=batch, columns=batch.columns, by=officer)
        keep, calls = checking.keep_rows, []

        def dying(**kwargs):
            if len(calls) == 2:
                raise MemoryError
            calls.append(kwargs["done"])
            keep(**kwargs)

        monkeypatch.setattr(checking, "keep_rows", dying)
        with pytest.raises(MemoryError):
            check_batch.call(batch.pk)
        batch.refresh_from_db()
        assert (batch.state, batch.done, batch.rows.count()) == ("checking", 4, 4)
        assert check_batch.call(batch.pk) == "taken"  # somebody may still be at it
        monkeypatch.setattr(checking, "keep_rows", keep)
        assert resume_stopped_checks() == 0
        ImportBatch.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        assert resume_stopped_checks() == 1
        batch.refresh_from_db()
        assert (batch.state, batch.done, batch.rows.count()) == ("checked", 6, 6)
        assert list(batch.rows.values_list("number", flat=True)) == [2, 3, 4, 5, 6, 7]

    @pytest.mark.parametrize("columns", [{}, {"name": 5}, {"name": 5, "county": 5}])
    def test_name_and_county_need_a_column_each(self, officer, columns):
        batch = send(officer)
        with pytest.raises(ValidationError):
            map_columns(batch=batch, columns=columns, by=officer)
        assert ImportBatch.objects.get().state == "uploaded"

    def test_only_an_officer_may(self, person):
        with pytest.raises(ValidationError, match="Your role"):
            send(person(Role.FACILITATOR))
        assert not ImportBatch.objects.exists()


class TestCommit:
    def test_the_schools_stand_in_the_register_with_their_provenance(self, officer):
        batch = check(officer)
        assert commit_batch(batch=batch, by=officer) == {"added": 5, "changed": 0, "rows": 5}
        school = School.objects.get(uic="AA11")
        assert (school.name, school.boarding, school.gender) == ("Tumaini High School", "boarding", "boys")
        assert str(school.education_sub_county) == "Koibatek"
        assert school.source == "Ministry"
        version = SchoolVersion.objects.get(school_id=school.pk)
        assert (version.batch, version.by, version.before) == (batch, officer, {})
        contact = Contact.objects.get(school__uic="AB12")
        assert (str(contact.phone), str(contact.phone2)) == ("+254722000001", "+254733000002")
        assert Contact.objects.get(school__uic="AC13").name == "J. Mwema"
        assert School.objects.search("tumaini").count() == 2

    def test_a_second_run_of_the_same_file_changes_nothing(self, officer):
        commit_batch(batch=check(officer), by=officer)
        before, versions = register(), SchoolVersion.objects.count()
        batch = check(officer, name="again.csv")
        assert outcomes(batch) == {"unchanged": 5, "rejected": 1}
        assert commit_batch(batch=batch, by=officer) == {"added": 0, "changed": 0, "rows": 5}
        assert (register(), SchoolVersion.objects.count()) == (before, versions)
        assert Contact.objects.count() == 2

    def test_pressed_twice_it_is_written_once(self, officer):
        batch = check(officer)
        commit_batch(batch=batch, by=officer)
        with pytest.raises(ValidationError, match="nothing to take"):
            commit_batch(batch=batch, by=officer)
        assert School.objects.count() == 5

    def test_a_crash_half_way_leaves_nothing(self, officer, monkeypatch):
        batch = check(officer)
        monkeypatch.setattr(SchoolVersion, "of", classmethod(lambda *args: 1 / 0))
        with pytest.raises(ZeroDivisionError):
            commit_batch(batch=batch, by=officer)
        batch.refresh_from_db()
        assert batch.state == "checked"
        assert not School.objects.exists()
        assert not SubCounty.objects.exists()

    def test_a_register_that_changed_since_is_not_overwritten(self, officer):
        commit_batch(batch=check(officer), by=officer)
        batch = check(officer, HEAD + ROWS.replace("TUMAINI HIGH SCHOOL", "TUMAINI JUU HIGH SCHOOL"))
        school = School.objects.get(uic="AA11")
        school.name = "Tumaini National School"
        save_school(school=school, by=officer)
        with pytest.raises(ValidationError, match="has changed since"):
            commit_batch(batch=batch, by=officer)
        batch.refresh_from_db()
        assert batch.state == "checked"

    def test_a_changed_name_keeps_the_old_one_as_an_alias(self, officer):
        commit_batch(batch=check(officer), by=officer)
        batch = check(officer, HEAD + ROWS.replace("TUMAINI HIGH SCHOOL", "TUMAINI JUU HIGH SCHOOL"))
        assert outcomes(batch) == {"changed": 1, "unchanged": 4, "rejected": 1}
        commit_batch(batch=batch, by=officer)
        school = School.objects.get(uic="AA11")
        assert school.name == "Tumaini Juu High School"
        assert school.aliases.get().name == "Tumaini High School"
        assert School.objects.search("tumaini high").filter(pk=school.pk).exists()


class TestDecide:
    @pytest.fixture
    def asked(self, officer):
        """Two rows that ask about one school, and one that asks about another."""
        make_counties()
        self.tumaini = SchoolFactory(name="Tumaini", county_id="030", name_key="tumaini")
        self.upendo = SchoolFactory(name="Upendo Sec", county_id="030", name_key="upendo")
        return check(officer)

    def test_a_name_is_a_question(self, asked):
        assert outcomes(asked) == {"conflict": 3, "new": 2, "rejected": 1}
        row = asked.rows.get(number=2)
        assert (row.school, row.score, row.reason) == (self.tumaini, 100, "same-name")

    def test_open_questions_stay_open_and_can_be_taken_in_later(self, officer, asked):
        assert commit_batch(batch=asked, by=officer)["added"] == 2
        decide_row(row=asked.rows.get(number=2), decision="same", by=officer)
        decide_row(row=asked.rows.get(number=3), decision="new", by=officer)
        decide_row(row=asked.rows.get(number=7), decision="skip", by=officer)
        assert commit_batch(batch=asked, by=officer) == {"added": 1, "changed": 1, "rows": 2}
        self.tumaini.refresh_from_db()
        assert (self.tumaini.uic, self.tumaini.name) == ("AA11", "Tumaini High School")
        assert SchoolAlias.objects.get().name == "Tumaini"

    def test_what_was_decided_is_not_asked_again(self, officer, asked):
        upendo = asked.rows.get(number=7)
        decide_row(row=upendo, decision="same", by=officer)
        commit_batch(batch=asked, by=officer)
        again = check(officer, name="again.csv").rows.get(number=7)
        assert (again.outcome, again.reason, again.school) == ("unchanged", "by-history", self.upendo)

    def test_two_rows_are_not_one_school(self, officer, asked):
        for number in (2, 3):
            decide_row(row=asked.rows.get(number=number), decision="same", by=officer)
        with pytest.raises(ValidationError, match="Rows 2, 3 were said to be one"):
            commit_batch(batch=asked, by=officer)
        assert ImportBatch.objects.get().state == "checked"

    def test_one_answer_for_many_leaves_doubles_to_a_person(self, officer, asked):
        assert decide_many(batch=asked, reason="same-name", decision="same", least=95, by=officer) == 1
        assert asked.rows.get(number=7).decision == "same"
        assert asked.rows.open().count() == 2

    def test_a_row_can_be_another_school_than_the_one_proposed(self, officer, asked):
        other = SchoolFactory(name="Quite another", county_id="030")
        row = decide_row(row=asked.rows.get(number=2), decision="same", school=other, by=officer)
        commit_batch(batch=asked, by=officer)
        other.refresh_from_db()
        assert row.school == other

    def test_a_clear_row_has_nothing_to_decide(self, officer, asked):
        with pytest.raises(ValidationError, match="nothing to decide"):
            decide_row(row=asked.rows.get(number=4), decision="new", by=officer)


class TestUndo:
    def test_the_register_is_exactly_as_it_was(self, officer):
        make_counties()
        SchoolFactory(name="Tumaini", county_id="030", name_key="tumaini")
        first = check(officer)
        decide_row(row=first.rows.get(number=2), decision="same", by=officer)
        school = School.objects.get()
        save_school(school=school, by=officer)  # its search words are made the usual way
        before, places = register(), SubCounty.objects.count()
        commit_batch(batch=first, by=officer)
        assert School.objects.count() == 4
        assert undo_batch(batch=first, by=officer) == {"removed": 3, "closed": 0, "restored": 1, "newer": 0}
        assert (register(), SubCounty.objects.count()) == (before, places)
        assert not Contact.objects.exists()
        assert not SchoolAlias.objects.exists()
        assert ImportRow.objects.count() == 6  # what was said stays to be read
        with pytest.raises(ValidationError, match="not in the register"):
            undo_batch(batch=first, by=officer)

    def test_a_school_on_which_something_hangs_is_closed_instead(self, officer):
        batch = check(officer)
        commit_batch(batch=batch, by=officer)
        MembershipFactory(school=School.objects.get(uic="AA11"))
        assert undo_batch(batch=batch, by=officer) == {"removed": 4, "closed": 1, "restored": 0, "newer": 0}
        assert not School.objects.get().is_open

    def test_a_newer_value_stays(self, officer):
        commit_batch(batch=check(officer), by=officer)
        changed = ROWS.replace("TUMAINI HIGH SCHOOL,C2", "TUMAINI JUU HIGH SCHOOL,C1")
        batch = check(officer, HEAD + changed)
        commit_batch(batch=batch, by=officer)
        school = School.objects.get(uic="AA11")
        school.name = "Tumaini National School"
        save_school(school=school, by=officer)
        assert undo_batch(batch=batch, by=officer)["newer"] == 1
        school.refresh_from_db()
        assert (school.name, school.category) == ("Tumaini National School", "C2")

    def test_after_an_undo_the_list_can_be_checked_and_taken_in_again(self, officer):
        batch = check(officer)
        commit_batch(batch=batch, by=officer)
        undo_batch(batch=batch, by=officer)
        batch = map_columns(batch=batch, columns=batch.columns, by=officer)
        check_batch.call(batch.pk)
        assert commit_batch(batch=batch, by=officer)["added"] == 5


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_at_once(person):
    officer = person(Role.OFFICER)
    batch, said = check(officer), []

    def press():
        try:
            said.append(commit_batch(batch=ImportBatch.objects.get(pk=batch.pk), by=officer)["added"])
        except ValidationError as error:
            said.append(error.messages[0][:10])
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert School.objects.count() == 5
    assert 5 in said


class TestPages:
    def test_an_officer_sends_maps_looks_decides_takes_in_and_undoes(self, as_role, officer):
        make_counties()
        SchoolFactory(name="Upendo Sec", county_id="030", name_key="upendo")
        client = as_role(Role.OFFICER)
        response = client.post(
            reverse("schools:import-add"), {"source": "Ministry", "level": "secondary", "file": upload()}
        )
        batch = ImportBatch.objects.get()
        columns = reverse("schools:import-columns", args=[batch.pk])
        assert response.headers["Location"] == columns
        page = client.get(columns).content.decode()
        assert "TUMAINI HIGH SCHOOL" in page
        data = {f"column{place}": field for field, place in batch.columns.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("schools.imports.checking.check_batch", check_batch)
            assert client.post(columns, data).headers["Location"] == batch.get_absolute_url()
        assert "refresh" in client.get(batch.get_absolute_url()).content.decode()
        check_batch.call(batch.pk)
        page = client.get(batch.get_absolute_url()).content.decode()
        assert "1 row is to be decided" in page
        rows = reverse("schools:import-rows", args=[batch.pk])
        assert "Lost School" in client.get(rows, {"outcome": "rejected", "reason": "no-county"}).content.decode()
        assert "Tumaini High" in client.get(rows, {"q": "tumaini"}).content.decode()
        row = batch.rows.open().get()
        page = client.get(row.get_absolute_url()).content.decode()
        assert "Upendo Sec" in page
        assert "Upendo Secondary School" in page
        response = client.post(row.get_absolute_url(), {"decision": "same"})
        assert response.headers["Location"] == batch.get_absolute_url()
        client.post(reverse("schools:import-commit", args=[batch.pk]))
        assert School.objects.count() == 5
        client.post(reverse("schools:import-undo", args=[batch.pk]))
        assert School.objects.get().name == "Upendo Sec"

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "empty"),
            ("1,2,3\n4,5,6\n", "No row of headings"),
            (HEAD + "1,BARINGO,=1+1,AA11,33521102,X,C2,DAY,BOYS,,\n", "holds a formula"),
        ],
    )
    def test_a_bad_file_gets_one_sentence_and_changes_nothing(self, as_role, text, says):
        data = {"source": "Ministry", "level": "secondary", "file": upload(text)}
        response = as_role(Role.OFFICER).post(reverse("schools:import-add"), data)
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not ImportBatch.objects.exists()

    def test_two_columns_are_not_one_field(self, as_role, officer):
        batch = send(officer)
        response = as_role(Role.OFFICER).post(
            reverse("schools:import-columns", args=[batch.pk]), {"column0": "name", "column1": "name"}
        )
        assert response.status_code == 422
        assert "this field already" in response.content.decode()

    def test_a_code_nobody_has_is_no_school(self, as_role, officer):
        make_counties()
        SchoolFactory(name="Upendo Sec", county_id="030", name_key="upendo")
        row = check(officer).rows.open().get()
        client = as_role(Role.OFFICER)
        response = client.post(row.get_absolute_url(), {"decision": "same", "other": "ZZZZ"})
        assert "No school has this code" in response.content.decode()
        many = reverse("schools:import-decide", args=[row.batch_id])
        assert client.post(many, {"reason": "same-name", "decision": "skip", "least": "0"}).status_code == 302
        assert row.batch.rows.open().count() == 0


def test_a_list_that_waits_stands_on_the_start_page(as_role, officer):
    check(officer)
    assert "List of schools: Ministry" in as_role(Role.OFFICER).get(reverse("today")).content.decode()
    assert "List of schools" not in as_role(Role.FACILITATOR).get(reverse("today")).content.decode()


class TestLevels:
    def test_a_list_of_primary_schools_stands_beside_the_secondary_ones(self, officer, as_role):
        commit_batch(batch=check(officer), by=officer)
        text = "school name,county,sub county\nTUMAINI PRIMARY SCHOOL,BARINGO,KOIBATEK\nUPENDO,BARINGO,KOIBATEK\n"
        client = as_role(Role.OFFICER)
        data = {"source": "Primary schools", "level": "primary", "file": upload(text)}
        client.post(reverse("schools:import-add"), data)
        batch = ImportBatch.objects.first()
        map_columns(batch=batch, columns=batch.columns, by=officer)
        check_batch.call(batch.pk)
        assert outcomes(batch) == {"new": 2}  # Upendo Secondary School is another
        commit_batch(batch=batch, by=officer)
        assert School.objects.filter(level="primary").count() == 2
        url = reverse("schools:school-list")
        assert "2 entries" in client.get(url, {"level": "primary"}).content.decode()
        again = check(officer, text, name="again.csv", level="primary")
        assert outcomes(again) == {"conflict": 2}  # from another source a name is a question

    def test_a_column_names_the_level_of_each_row_and_universities_have_short_names(self, officer):
        text = (
            "institution,level,county,abbreviation,ownership\n"
            "Koibatek Comprehensive School,Comprehensive,BARINGO,,Public\n"
            "Koibatek Junior School,JSS,BARINGO,,Public\n"
            "Koibatek Academy,Senior School,BARINGO,,Private\n"
            "Koibatek University,University,BARINGO,KoU,Private\n"
            "Koibatek Nursery,ECDE,BARINGO,,Private\n"
        )
        batch = check(officer, text)
        assert outcomes(batch) == {"new": 4, "rejected": 1}
        assert batch.rows.get(outcome="rejected").reason == "no-level"
        commit_batch(batch=batch, by=officer)
        found = School.objects.order_by("pk").values_list("level", "short_name")
        assert list(found) == [("primary", ""), ("junior", ""), ("secondary", ""), ("university", "KoU")]
        assert undo_batch(batch=batch, by=officer)["removed"] == 4


class TestCommand:
    def test_it_does_the_same_as_the_pages(self, officer, tmp_path):
        make_counties()
        path = tmp_path / "list.csv"
        path.write_text(HEAD + ROWS)
        out = io.StringIO()
        call_command("import_schools", str(path), "--dry-run", "--json", stdout=out)
        said = json.loads(out.getvalue())
        assert said["outcomes"] == {"new": 5, "rejected": 1}
        assert said["reasons"]["rejected"] == {"no-county": 1}
        assert said["mended"]["knec-zero"] == 1
        assert not School.objects.exists()
        call_command("import_schools", str(path), "--commit", stdout=out)
        assert School.objects.count() == 5
        path.write_text("name,county\nLost,Atlantis\n")
        out = io.StringIO()
        call_command("import_schools", str(path), "--commit", "--json", "--level", "junior", stdout=out)
        said = json.loads(out.getvalue())
        assert (said["outcomes"], said["register"]["added"]) == ({"rejected": 1}, 0)
        path.write_text("")
        with pytest.raises(CommandError, match="empty"):
            call_command("import_schools", str(path), "--commit", stdout=out)


def test_forums_hang_on_schools():
    """What an undo must not take away has a relation that it looks at."""
    assert Forum in {relation.related_model for relation in School._meta.related_objects}
