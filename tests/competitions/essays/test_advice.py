"""Feedback slips: what they say, who may read them and when, all of them by the print room."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.choices import PrintState
from accounts.models import Action, PrintItem, PrintJob
from accounts.services.press import print_file, print_folder, run_print_job
from competitions.essays import pdf
from competitions.essays.choices import TaskState
from competitions.essays.models import Assignment, MarkSheet
from competitions.essays.reports.advice import LONGEST, Looked, advice_from, advice_of, bands_of, in_our_words
from competitions.essays.services.results import publish_competition
from core.pdf.specimens import LONG_NAME, RIGHT_TO_LEFT
from tests.factories.essays import (
    CompetitionFactory,
    make_teacher,
)
from tests.factories.papers import held, order_slips, text_of, withdraw

BANDS = {3: "reasons in order", 5: "the reader thinks again"}


def argument(*given, **more):
    return Looked("Argument", given, **{"bands": BANDS, **more})


def voice(*given, **more):
    return Looked("Voice", given, **{"bands": {3: "clear", 4: "vivid"}, **more})


def order(*given, **more):
    return Looked("Order", given, **more)


SHARE = "Share it: read your work to others, and listen to what they answer."
CASES = {
    "the strongest, and the weakest with its next band": (
        [argument(5, 5), voice(4, 4), order(4, 4), Looked("Care", (2, 3), bands={3: "few slips", 4: "none"})],
        ("Argument: the reader thinks again.",),
        "Care. Aim for: few slips.",
    ),
    "a second strength that is nearly as good": (
        [argument(5, 5), voice(4, 5), order(2, 2)],
        ("Argument: the reader thinks again.", "Voice: vivid."),
        "Order: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "of two criteria one is strong and the other the next step": (
        [argument(4, 4), voice(4, 4)],
        ("Argument: reasons in order.",),
        "Voice: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "a tie: the heavier criterion is named first, and is what to work on first": (
        [argument(3), voice(3, weight=3), order(3, weight=2)],
        ("Voice: clear.", "Order: here your work is at its best."),
        "Argument. Aim for: the reader thinks again.",
    ),
    "all of everything": ([argument(5, 5), voice(5, 5), order(5, 5)], ("Argument: the reader thinks again.", "Voice: vivid."), SHARE),
    "one judge of two gave all: there is a next step": (
        [argument(5, 5), voice(3, 4)], ("Argument: the reader thinks again.",), "Voice. Aim for: vivid.",
    ),
    "a mean between two bands has reached the lower one": (
        [voice(3, 4)], ("Voice: clear.",), "Voice. Aim for: vivid.",
    ),
    "below the first band": (
        [argument(1, 2), order(1, 1)], ("Argument: here your work is at its best.",),
        "Order: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "scales of different length are compared by their share": (
        [Looked("Long", (6,), most=10), argument(4)], ("Argument: reasons in order.",),
        "Long: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "a band beyond the scale is none": (
        [Looked("Short", (3,), most=4, bands={3: "good", 7: "never"})], ("Short: good.",),
        "Short: here there is most to gain. Read your work once more with somebody you trust.",
    ),
    "no marks at all": ([argument()], (), ""),
}  # fmt: skip


class TestAdvice:
    @pytest.mark.parametrize("case", CASES)
    def test_a_slip_says_what_is_strong_and_what_comes_next(self, case):
        looked, strengths, step = CASES[case]
        advice = advice_from(looked)
        assert (advice.strengths, advice.next_step) == (strengths, step)

    def test_judges_words_are_tidied_told_once_and_trimmed(self):
        words = advice_from(
            [], ["  Calm \n and  strong. ", "Calm and strong.", "", "Place 3, 87 points!", "x" * 900]
        ).words
        assert words[:2] == ("Calm and strong.", "Place 3, 87 points!")
        assert len(words[2]) == LONGEST
        assert words[2].endswith("…")

    @pytest.mark.parametrize(
        ("text", "bands"),
        [
            ("3: clear\r\n5: vivid.\n", {3: "clear", 5: "vivid"}),
            ("Apart from slips of spelling", {}),
            ("well: done\n4:\n : x", {}),
            ("", {}),
        ],
    )
    def test_bands_are_lines_with_points(self, text, bands):
        assert bands_of(text) == bands

    def test_the_usual_rubric_speaks_the_language_of_the_slip(self):
        with translation.override("sw"):
            assert in_our_words("3: clear\r\n4: vivid\r\n5: could not be anyone else’s") != in_our_words(
                "3: clear\n4: vivid"
            )
            assert in_our_words("3: clear\n4: vivid") == "3: clear\n4: vivid"
            assert in_our_words("") == ""


@pytest.mark.django_db
class TestSlip:
    def test_the_school_reads_it_once_the_winners_are_published_the_office_before(self, officer, sign_in):
        competition, (entry, _other), teacher = held(officer, state="decided", title="The fence")
        url = reverse("essays:advice", args=[entry.pk])
        assert sign_in(officer).get(url).status_code == 200
        browser = sign_in(teacher)
        assert browser.get(url).status_code == 404
        assert url not in browser.get(entry.get_absolute_url()).content.decode()
        publish_competition(competition=competition, by=officer)
        assert url in browser.get(entry.get_absolute_url()).content.decode()
        answer = browser.get(url)
        (page,) = text_of(answer.content)
        for words in ("Wanjikũ wa Mũgĩthi", "The fence", f"Entry {entry.number}"):
            assert words in page
        assert "Achieng" not in page
        assert "Wanjik" not in answer.headers["Content-Disposition"]
        assert sign_in(make_teacher()).get(url).status_code == 404

    def test_it_names_no_judge_no_rank_no_points(self, officer):
        competition, (entry, _other), _teacher = held(officer)
        printed = text_of(pdf.advice_slip(entry).pdf())[0]
        for person in competition.places.values_list("judge__name", flat=True):
            assert person not in printed
        plain = printed.replace(f"Entry {entry.number}", "").replace(entry.entrant.school.full_name, "")
        plain = plain.replace(competition.name, "")
        assert not any(letter.isdigit() for letter in plain), plain

    def test_only_finished_sheets_of_judges_who_keep_the_work_speak(self, officer):
        competition, (entry, other), _teacher = held(officer)
        first, second = Assignment.objects.filter(entry=entry).order_by("pk")
        sheet = {"assignment": first, "version": 9, "newest": True, "finished": True}
        MarkSheet.objects.filter(assignment=first).update(newest=False)
        MarkSheet.objects.create(**sheet, key="11111111-1111-4111-8111-111111111111", words="Mine alone")
        assert "Mine alone" in advice_of([entry])[entry.pk].words
        assert "Mine alone" not in advice_of([other])[other.pk].words
        Assignment.objects.filter(pk=first.pk).update(state=TaskState.RECUSED)
        assert "Mine alone" not in advice_of([entry])[entry.pk].words

    def test_it_is_in_the_language_of_the_work(self, officer):
        _competition, entries, _teacher = held(officer, names=("Zainabu Juma",), languages=("en", "sw"))
        english, kiswahili = (text_of(pdf.advice_slip(entry).pdf())[0] for entry in entries)
        assert "What is strong" in english
        assert "What is strong" not in kiswahili

    def test_a_withdrawn_entry_has_none(self, officer, sign_in):
        _competition, (entry, _other), teacher = held(officer)
        withdraw(entry, teacher)
        assert sign_in(officer).get(reverse("essays:advice", args=[entry.pk])).status_code == 404

    def test_many_slips_cost_as_many_questions_as_one(self, officer, django_assert_max_num_queries):
        _competition, entries, _teacher = held(officer, names=[f"Learner {n}" for n in range(8)])
        with django_assert_max_num_queries(3):
            assert len(advice_of(entries)) == 8


@pytest.mark.django_db
class TestAllSlips:
    def test_an_order_a_language_without_names_on_the_list(self, officer, sign_in, django_capture_on_commit_callbacks):
        competition, _entries, _teacher = held(officer, languages=("en", "sw"))
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(reverse("essays:advice-print", args=[competition.pk]))
        assert answer.url == reverse("accounts:print-list")
        jobs = list(PrintJob.objects.order_by("language"))
        assert [(job.language, job.total, job.state) for job in jobs] == [
            ("en", 2, PrintState.DONE),
            ("sw", 2, PrintState.DONE),
        ]
        (sheet,) = text_of(print_file(jobs[0]).read_bytes())  # two A5 pages on a sheet
        assert "Wanjikũ wa Mũgĩthi" in sheet
        assert "Achieng’ Odhiambo" in sheet
        assert "Wanjikũ" not in str(
            [*PrintItem.objects.values_list("label"), *Action.objects.values_list("about_text", "facts")]
        )

    @pytest.mark.parametrize("name", [LONG_NAME * 2, RIGHT_TO_LEFT, "<b>B</b> & <pdf:nextpage>"])
    def test_no_name_and_no_word_of_a_judge_breaks_a_slip(self, officer, name):
        competition, (entry, *_rest), _teacher = held(officer, names=(name[:120], "Achieng’"), title=name[:120])
        for sheet in MarkSheet.objects.filter(assignment__entry=entry):
            Assignment.objects.filter(pk=sheet.assignment_id).update(version=7)
            MarkSheet.objects.filter(pk=sheet.pk).update(newest=False)
            MarkSheet.objects.create(
                assignment=sheet.assignment, version=8, finished=True, words=f"{name} " * 9, key=sheet.key.hex[::-1]
            )
        advice = pdf.advice_orders(competition)
        assert len(text_of(pdf.advice_slip(entry).pdf())) == 1
        assert advice[0].batch.across == 2

    def test_the_wrong_person_and_an_early_day_are_refused(self, officer, sign_in):
        competition = CompetitionFactory()
        url = reverse("essays:advice-print", args=[competition.pk])
        assert sign_in(make_teacher()).post(url).status_code == 403
        assert "Decide the competition first." in sign_in(officer).post(url, follow=True).content.decode()
        assert not PrintJob.objects.exists()

    def test_what_is_withdrawn_leaves_the_print_room_with_its_file(self, officer, django_capture_on_commit_callbacks):
        competition, (entry, other), teacher = held(officer)
        (job,) = order_slips(competition, officer)
        run_print_job.call(job.pk)
        (waiting,) = order_slips(competition, officer)
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(entry, teacher)
        job.refresh_from_db()
        waiting.refresh_from_db()
        assert not job.is_ready
        assert not print_folder(job).exists()
        assert waiting.state == PrintState.CANCELLED
        assert "Wanjikũ" not in str(list(PrintItem.objects.values_list("fields", "label")))
        (again,) = order_slips(competition, officer)
        assert list(again.items.values_list("about_id", flat=True)) == [str(other.pk)]
