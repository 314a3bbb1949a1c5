"""Pages about essays: they work, refuse the wrong person, refuse bad input, and hostile files."""

import io
import re
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.choices import Purpose, Role
from accounts.models import Concern, Consent
from competitions.essays.choices import CompetitionState, EntryState, TaskState
from competitions.essays.models import Assignment, Competition, Entry, MarkSheet, Page
from competitions.essays.services.competition import close_entries
from tests.factories.accounts import UserFactory
from tests.factories.essays import (
    CompetitionFactory,
    begin_entry,
    decide,
    give,
    make_entry,
    make_teacher,
    mark_all,
    start_judging,
    works_of,
)
from tests.factories.schools import SchoolFactory
from tests.factories.workshops import make_levels

pytestmark = pytest.mark.django_db


def picture(size=(60, 80), kind="JPEG", name="page.jpg"):
    out = io.BytesIO()
    Image.new("L", size, "white").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def pdf_with_script():
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.save(out)
    return SimpleUploadedFile("scan.pdf", out.getvalue())


@pytest.fixture
def competition():
    make_levels()
    return CompetitionFactory()


@pytest.fixture
def teacher():
    return make_teacher(SchoolFactory(name="Kabarnet Boys"))


def typed(teacher, **changed):
    fields = {
        "key": str(uuid4()),
        "base": 1,
        "school": teacher.memberships.first().school_id,
        "name": "Akinyi Otieno",
        "class_level": "F3",
        "sex": "girl",
        "language": "en",
        "title": "The fence",
        "text": "A law is like the fence around our shamba.",
        "take_part": "on",
        "own_work": "on",
        "hand_in": "1",
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


class TestEnter:
    def test_a_teacher_hands_in_a_typed_work(self, competition, teacher, sign_in):
        client = sign_in(teacher)
        url = reverse("essays:entry-add", args=[competition.pk])
        assert "Kept apart from the work" in client.get(url).content.decode()
        response = client.post(url, typed(teacher))
        entry = Entry.objects.get()
        assert response.headers["Location"] == entry.get_absolute_url()
        assert entry.state == EntryState.SUBMITTED
        page = client.get(entry.get_absolute_url()).content.decode()
        assert "Akinyi Otieno" in page
        assert "Akinyi Otieno" in client.get(reverse("essays:entry-list")).content.decode()

    def test_pages_are_kept_clean_and_in_order_and_the_form_is_evidence(
        self, competition, teacher, sign_in, django_capture_on_commit_callbacks
    ):
        files = [picture(), pdf_with_script(), picture(kind="PNG", name="c.png")]
        url = reverse("essays:entry-add", args=[competition.pk])
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(teacher).post(url, typed(teacher, text="", pages=files, evidence=picture(name="signed.jpg")))
        assert [(p.order, str(p.file)[-4:]) for p in Page.objects.all()] == [(1, ".jpg"), (2, ".jpg"), (3, ".jpg")]
        with Page.objects.get(order=2).file.open("rb") as kept:
            assert Image.open(kept).format == "JPEG"
        assert Consent.objects.filter(purpose=Purpose.TAKE_PART).get().channel == "paper"
        assert "signed" not in Consent.objects.first().evidence.name

    def test_it_may_be_kept_and_finished_later(self, competition, teacher, sign_in):
        client = sign_in(teacher)
        kept = typed(teacher, hand_in=None, keep="1", take_part=None, own_work=None, text="Begun")
        client.post(reverse("essays:entry-add", args=[competition.pk]), kept)
        entry = Entry.objects.get()
        assert entry.state == EntryState.DRAFT
        url = reverse("essays:entry-change", args=[entry.pk])
        assert "Begun" in client.get(url).content.decode()
        client.post(url, typed(teacher, text="Finished", base=entry.version))
        entry.refresh_from_db()
        assert (entry.state, entry.text) == (EntryState.SUBMITTED, "Finished")

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"name": ""}, "This field is required"),
            ({"text": ""}, "Type the work, or add pictures"),
            ({"text": "word " * 1001}, "1001 words; at most 1000"),
            ({"text": "x" * 40_001}, "at most 40000 characters"),
            ({"take_part": None}, "guardian’s consent to take part"),
            ({"own_work": None}, "learner’s own work"),
            ({"language": "fr"}, "not one of the available choices"),
            ({"key": "nonsense"}, "valid UUID"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_loses_nothing(self, competition, teacher, sign_in, changed, says):
        url = reverse("essays:entry-add", args=[competition.pk])
        response = sign_in(teacher).post(url, typed(teacher, **{"title": "Kept title", **changed}))
        assert response.status_code == 422
        assert says in response.content.decode()
        assert "Kept title" in response.content.decode()
        assert not Entry.objects.exists()

    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (lambda: SimpleUploadedFile("page.jpg", b"MZ not a picture"), "not a picture we can use"),
            (lambda: SimpleUploadedFile("page.jpg", b"<svg onload=alert(1)>"), "not a picture we can use"),
            (lambda: SimpleUploadedFile("page.jpg", picture().read()[:100]), "damaged"),
            (lambda: picture((12_000, 9_000)), "too many pixels"),
            (lambda: SimpleUploadedFile("page.pdf", b"%PDF-1.7 nothing"), "damaged"),
            (lambda: SimpleUploadedFile("page.jpg", b""), "empty"),
        ],
    )
    def test_hostile_files_are_refused_with_a_sentence(self, competition, teacher, sign_in, file, says):
        url = reverse("essays:entry-add", args=[competition.pk])
        response = sign_in(teacher).post(url, typed(teacher, text="", pages=file()))
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Page.objects.exists()

    def test_another_schools_entry_is_not_there(self, competition, teacher, sign_in):
        foreign = make_entry(competition, make_teacher(), name="Foreign Child")
        client = sign_in(teacher)
        for name in ("entry-detail", "entry-change", "entry-consent", "certificate"):
            assert client.get(reverse(f"essays:{name}", args=[foreign.pk])).status_code == 404
        assert client.post(reverse("essays:entry-submit", args=[foreign.pk])).status_code == 404
        assert "Foreign Child" not in client.get(reverse("essays:entry-list")).content.decode()
        other = typed(teacher, school=foreign.entrant.school_id)
        assert client.post(reverse("essays:entry-add", args=[competition.pk]), other).status_code == 422

    def test_consent_is_taken_back_on_the_page(self, competition, teacher, sign_in):
        entry = make_entry(competition, teacher, allow=[Purpose.PUBLISH_NAME])
        client = sign_in(teacher)
        url = reverse("essays:entry-consent", args=[entry.pk])
        assert "withdrawn for good" in client.get(url).content.decode()
        response = client.post(url, {})
        assert response.headers["Location"] == reverse("essays:entry-list")
        assert client.get(entry.get_absolute_url()).status_code == 404
        assert "Akinyi" not in client.get(reverse("essays:entry-list")).content.decode()


class TestOffice:
    def form(self, **changed):
        day = timezone.localdate()
        fields = {
            "name": "National essay competition",
            "question": "Is torture ever justified?",
            "in_english": "on",
            "kind": "essay",
            "opens": day.isoformat(),
            "closes": (day + timezone.timedelta(days=20)).isoformat(),
            "judged": (day + timezone.timedelta(days=40)).isoformat(),
            "word_limit": 1000,
            "marks_per_entry": 2,
            "prize_places": 3,
            "merit_places": 5,
            "tie_break": "Equal scores share the place.",
            "keep_until": (day + timezone.timedelta(days=700)).isoformat(),
        }
        for n in range(6):
            fields |= {f"name_{n}": "", f"weight_{n}": 1, f"most_{n}": 5, f"bands_{n}": ""}
        return {**fields, "name_0": "Argument", "bands_0": "3: reasons\n5: more", **changed}

    def test_an_officer_prepares_and_opens_a_competition(self, as_role):
        client = as_role(Role.OFFICER)
        assert "Understanding of the right" in client.get(reverse("essays:competition-add")).content.decode()
        response = client.post(reverse("essays:competition-add"), self.form())
        competition = Competition.objects.get()
        assert response.headers["Location"] == competition.get_absolute_url()
        assert [c.band_words for c in competition.criteria.all()] == ["3: reasons · 5: more"]
        assert timezone.localtime(competition.closes_at).strftime("%H:%M") == "23:59"
        client.post(reverse("essays:competition-change", args=[competition.pk]), self.form(name="Better name"))
        client.post(reverse("essays:competition-open", args=[competition.pk]))
        competition.refresh_from_db()
        assert (competition.finalists, competition.final_marks) == (None, 2)
        assert (competition.state, competition.name) == (CompetitionState.OPEN, "Better name")

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"name": ""}, "This field is required"),
            ({"name_0": ""}, "at least one criterion"),
            ({"closes": "2020-01-01"}, "must close after it opens"),
            ({"judged": "2020-01-01"}, "Judging must end after"),
            ({"in_english": ""}, "at least one language"),
            ({"most_0": 99}, "less than or equal to 10"),
            ({"finalists": 2}, "as many go on to the final as there are prize places"),
        ],
    )
    def test_bad_terms_get_a_sentence(self, as_role, changed, says):
        response = as_role(Role.OFFICER).post(reverse("essays:competition-add"), self.form(**changed))
        assert response.status_code == 422
        assert says in response.content.decode()
        assert not Competition.objects.exists()

    def test_the_list_and_its_export_have_no_names(self, competition, teacher, as_role):
        make_entry(competition, teacher, name="Akinyi Secret", title="=cmd()")
        client = as_role(Role.OFFICER)
        page = client.get(reverse("essays:entry-list")).content.decode()
        assert "Kabarnet Boys" in page
        assert "Akinyi" not in page
        lines = b"".join(client.get(reverse("essays:entry-list") + "?export=csv").streaming_content).decode()
        assert "Entry 1" in lines
        assert "Akinyi" not in lines
        mine = as_role(Role.OFFICER)
        assert "Entry 1" in mine.get(reverse("essays:entry-list") + "?q=kabarnet").content.decode()

    def test_a_teachers_export_has_no_names_either(self, competition, teacher, sign_in):
        make_entry(competition, teacher, name="Akinyi Secret")
        response = sign_in(teacher).get(reverse("essays:entry-list") + "?export=csv")
        assert "Akinyi" not in b"".join(response.streaming_content).decode()

    def test_judges_are_named_and_works_dealt_as_shown(self, competition, teacher, officer, sign_in):
        make_entry(competition, teacher)
        make_entry(competition, make_teacher())
        judges = [UserFactory(roles=[Role.JUDGE]) for _n in range(2)]
        close_entries(competition=competition, by=officer)
        client = sign_in(officer)
        deal = reverse("essays:deal", args=[competition.pk])
        assert "Name the judges first" in client.get(deal).content.decode()
        fields = {f"{part}_{judge.pk}": "on" for judge in judges for part in ("takes", "en", "sw")}
        assert client.post(reverse("essays:judges", args=[competition.pk]), fields).headers["Location"] == deal
        page = client.get(deal).content.decode()
        assert "All judges can be compared" in page
        hidden = dict(re.findall(r'name="(seed|inputs_hash)" value="([^"]+)"', page))
        stale = client.post(deal, {**hidden, "inputs_hash": "0" * 64})
        assert stale.status_code == 422
        assert "have changed since this preview" in stale.content.decode()
        client.post(deal, hidden)
        assert Assignment.objects.count() == 4
        assert str(competition.deals.get().seed) == hidden["seed"]

    def test_results_are_shown_decided_and_published(self, competition, teacher, officer, sign_in):
        for school_teacher in (teacher, make_teacher(), make_teacher()):
            make_entry(competition, school_teacher)
        start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
        client, url = sign_in(officer), reverse("essays:results", args=[competition.pk])
        assert "The marks say nothing yet" in client.get(url).content.decode()
        mark_all(competition)
        page = client.get(url).content.decode()
        assert "Raw mean" in page
        assert "marks like the colleagues" in page or "points" in page
        digest = re.search(r'name="inputs_hash" value="([^"]+)"', page)[1]
        assert client.post(url, {"inputs_hash": "0" * 64}).status_code == 422
        client.post(url, {"inputs_hash": digest})
        assert "Frozen." in client.get(url).content.decode()
        assert client.get(reverse("essays:winners", args=[competition.pk])).status_code == 404
        client.post(reverse("essays:publish", args=[competition.pk]))
        assert client.get(reverse("essays:winners", args=[competition.pk])).status_code == 200

    def test_the_schools_page_shows_counts(self, competition, teacher, officer, sign_in):
        make_entry(competition, teacher, name="Akinyi Secret")
        page = sign_in(officer).get(teacher.memberships.first().school.get_absolute_url()).content.decode()
        assert competition.name in page
        assert "1 entry" in page
        assert "Akinyi" not in page


class TestJudge:
    @pytest.fixture
    def work(self, competition, teacher, officer):
        for school_teacher in (teacher, make_teacher()):
            make_entry(competition, school_teacher)
        start_judging(competition, [UserFactory(roles=[Role.JUDGE]) for _n in range(2)], officer)
        return Assignment.objects.select_related("place__judge", "place__competition", "entry").get(
            place__judge=works_of(competition)[0].place.judge, alias=1
        )

    def sheet(self, work, **changed):
        fields = {"key": str(uuid4()), "base": work.version, "words": "Strong."}
        fields |= {"points_1": 4, "points_2": 5, "reason_1": "clear", "reason_2": ""}
        return {**fields, **changed}

    def test_the_example_of_a_criterion_is_at_hand(self, work, sign_in):
        work.place.competition.criteria.filter(order=1).update(anchor="“Fear keeps silent.”\n4 points")
        page = sign_in(work.place.judge).get(work.mark_url).content.decode()
        assert page.count("<details") == 1
        assert "“Fear keeps silent.”<br>4 points" in page

    def test_marks_are_saved_and_the_next_work_comes(self, work, sign_in):
        client = sign_in(work.place.judge)
        assert "Go on with" in client.get(reverse("essays:desk")).content.decode()
        response = client.post(work.mark_url, self.sheet(work, finish="1"))
        assert response.headers["Location"] == reverse("essays:mark", args=[work.place_id, 2])
        work.refresh_from_db()
        assert work.state == TaskState.DONE
        page = client.get(work.mark_url).content.decode()
        assert re.search(r'name="points_2" value="5"[^>]*checked', page)

    def test_how_well_a_hand_can_be_read_is_said_apart_and_counts_for_nothing(self, work, officer, sign_in):
        client = sign_in(work.place.judge)
        assert "Can it be read?" not in client.get(work.mark_url).content.decode()  # typed
        Page.objects.create(entry=work.entry, order=1)
        assert client.post(work.mark_url, self.sheet(work, legibility="awful")).status_code == 422
        client.post(work.mark_url, self.sheet(work, legibility="parts", finish="1"))
        page = client.get(work.mark_url).content.decode()
        assert re.search(r'name="legibility" value="parts"[^>]*checked', page)
        compare = reverse("essays:compare", args=[work.place.competition_id])
        said = sign_in(officer).get(compare, {"entry": work.entry.number}).content.decode()
        assert "Can it be read? Not everywhere." in said
        assert all(mark.criterion.name != "Can it be read?" for mark in work.sheets.get(newest=True).marks.all())

    def test_finishing_needs_every_criterion_and_keeps_what_was_typed(self, work, sign_in):
        response = sign_in(work.place.judge).post(work.mark_url, self.sheet(work, points_2="", finish="1"))
        assert response.status_code == 422
        assert "Give points for every criterion" in response.content.decode()
        assert "Strong." in response.content.decode()
        assert not MarkSheet.objects.exists()

    @pytest.mark.parametrize("changed", [{"points_1": 9}, {"base": "x"}, {"key": "1"}, {"words": "x" * 2001}])
    def test_bad_input_is_refused(self, work, sign_in, changed):
        client = sign_in(work.place.judge)
        assert client.post(work.mark_url, self.sheet(work, **changed)).status_code == 422
        autosave = client.post(work.mark_url, self.sheet(work, **changed), headers={"X-Autosave": "1"})
        assert autosave.status_code == 422
        assert autosave.json()["said"]
        assert not MarkSheet.objects.exists()

    def test_the_device_saves_by_itself_once_and_is_told_when_it_is_late(self, work, sign_in):
        client = sign_in(work.place.judge)
        first = self.sheet(work, points_2="")
        for _n in range(2):
            answer = client.post(work.mark_url, first, headers={"X-Autosave": "1"})
            assert (answer.status_code, answer.json()["version"]) == (200, 1)
        assert MarkSheet.objects.count() == 1
        late = client.post(work.mark_url, self.sheet(work, base=0), headers={"X-Autosave": "1"})
        assert (late.status_code, late.json()["version"]) == (409, 1)
        assert MarkSheet.objects.count() == 1

    def test_without_javascript_a_late_sheet_is_shown_and_may_be_kept(self, work, sign_in):
        client = sign_in(work.place.judge)
        give(work, 2)
        page = client.post(work.mark_url, self.sheet(work, base=0, words="My words", finish="1"))
        text = page.content.decode()
        assert page.status_code == 422
        assert "another device" in text
        assert "My words" in text
        hidden = dict(re.findall(r'name="(key|base)" value="([^"]+)"', text))
        assert client.post(work.mark_url, self.sheet(work, **hidden, finish="1")).status_code == 302
        assert MarkSheet.objects.get(newest=True).marks.first().points == 4

    def test_handing_back_and_a_concern_are_one_tap_away(self, work, sign_in, person):
        lead = person(Role.SAFEGUARDING)
        client = sign_in(work.place.judge)
        page = client.get(work.mark_url).content.decode()
        assert f"{work.mark_url}hand-back/?reason=known" in page
        client.post(f"{work.mark_url}concern/", {"text": "He writes that he is beaten."})
        concern = Concern.objects.get()
        assert sign_in(lead).get(concern.about_url).status_code == 200
        assert client.post(f"{work.mark_url}concern/", {"text": ""}).status_code == 422
        assert client.post(f"{work.mark_url}hand-back/", {"reason": "bored"}).status_code == 422
        client.post(f"{work.mark_url}hand-back/", {"reason": "known"})
        assert client.get(work.mark_url).status_code == 404

    def test_ties_are_named_and_taken_back(self, work, sign_in):
        client, school = sign_in(work.place.judge), SchoolFactory(name="Kapsabet")
        found = client.get(reverse("essays:tie-school"), {"q": "kapsabet"}).content.decode()
        url = reverse("essays:tie-add", args=[school.pk])
        assert url in found
        client.post(url)
        page = client.get(reverse("essays:tie-list")).content.decode()
        assert "Kapsabet" in page
        client.post(re.search(r'action="(/judging/ties/\d+/end/)"', page)[1])
        assert "Kapsabet" not in client.get(reverse("essays:tie-list")).content.decode()

    def test_the_county_of_work_is_named_and_taken_back(self, work, sign_in):
        client, county = sign_in(work.place.judge), work.entry.entrant.school.county
        url = reverse("essays:tie-county")
        assert client.post(url, {"county": "999"}).status_code == 422
        for _twice in range(2):
            assert client.post(url, {"county": county.pk}).status_code == 302
        page = client.get(reverse("essays:tie-list")).content.decode()
        assert page.count(f"{county}, the whole county") == 1
        client.post(re.search(r'action="(/judging/ties/\d+/end/)"', page)[1])
        assert "the whole county" not in client.get(reverse("essays:tie-list")).content.decode()

    def test_after_judging_the_work_is_gone(self, work, competition, officer, sign_in):
        mark_all(competition)
        decide(competition, officer)
        assert sign_in(work.place.judge).get(work.mark_url).status_code == 404


def test_a_draft_is_finished_by_an_officer_for_the_school(competition, teacher, officer, sign_in):
    entry = begin_entry(competition, teacher)
    response = sign_in(officer).post(
        reverse("essays:entry-change", args=[entry.pk]), typed(teacher, base=entry.version, name="Akinyi O.")
    )
    entry.refresh_from_db()
    assert response.status_code == 302
    assert (entry.state, entry.entrant.name) == (EntryState.SUBMITTED, "Akinyi O.")
