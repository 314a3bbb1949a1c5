import io
import json
import subprocess
import sys

import numpy as np
import pytest

from competitions.scoring import Marks, adjust, calibrate, fair_entry_averages
from competitions.scoring.cli.commands import main
from competitions.scoring.marks import Scale
from competitions.scoring.simulate import Recipe, simulate_marks, to_rubric

WORLD = to_rubric(simulate_marks(Recipe("random", 60, 6, 3), seed=4), Scale(0, 10, 1), middle=5, unit=2)
ROWS = [(entry, judge, mark) for entry, judge, _, mark in WORLD.marks.rows()]
RUBRIC = [(entry, judge, criterion, mark) for entry, judge, mark in ROWS[:60] for criterion in ("facts", "style")]


def as_csv(rows, header="entry,judge,mark", separator=","):
    lines = [header] + [separator.join(str(cell) for cell in row) for row in rows]
    return "\n".join(line.replace(",", separator) for line in lines) + "\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Run a command on a file with the given text; its JSON answer."""

    def run(command, text, *options):
        path = tmp_path / "input.txt"
        path.write_text(text, encoding="utf-8")
        code = main([command, str(path), *options])
        captured = capsys.readouterr()
        assert (code, captured.err) == (0, "")
        return json.loads(captured.out)

    return run


@pytest.fixture
def refuse(tmp_path, capsys):
    """Run a command that must fail; its one sentence."""

    def refuse(command, text, *options):
        path = tmp_path / "input.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main([command, str(path), *options])
        captured = capsys.readouterr()
        assert (code, captured.out) == (2, "")
        assert captured.err.endswith(".\n")
        assert captured.err.count("\n") == 1
        return captured.err.strip()

    return refuse


class TestAdjust:
    @pytest.mark.parametrize("model", ["hybrid", "additive", "crossed"])
    def test_linear_models_answer_in_marks(self, run, model):
        answer, expected = run("adjust", as_csv(ROWS), "--model", model), adjust(WORLD.marks, model)

        assert answer["model"] == model
        assert answer["marks"] == 180
        assert answer["variance_components"]["judge"] == pytest.approx(expected.variances.judge, abs=1e-6)
        judge, entry = answer["judges"][2], answer["entries"][7]
        assert judge == {
            "judge": "J3",
            "marks": int(WORLD.marks.marks_per_judge[2]),
            "leniency": round(expected.leniency[2], 6),
            "standard_error": round(expected.leniency_error[2], 6),
        }
        assert entry == {
            "entry": "E08",
            "marks": 3,
            "raw_mean": round(WORLD.marks.raw_mean[7], 6),
            "adjusted": round(expected.adjusted[7], 6),
            "standard_error": round(expected.standard_error[7], 6),
            "rank": int(expected.rank[7]),
        }

    @pytest.mark.parametrize("method", ["mml", "jmle"])
    def test_mfrm_answers_with_fair_averages_and_severities_in_logits(self, run, method):
        answer = run("adjust", as_csv(ROWS), "--model", "mfrm", "--method", method)
        expected = calibrate(WORLD.marks, method)

        assert answer["method"] == method
        assert answer["judges"][1]["severity"] == pytest.approx(expected.judge.measure[1], abs=1e-6)
        assert answer["entries"][3]["adjusted"] == pytest.approx(fair_entry_averages(expected).value[3], abs=1e-6)
        assert len(answer["thresholds"]) == len(np.unique(WORLD.marks.value)) - 1
        assert (answer["population"] is None) == (method == "jmle")
        assert answer["variance_components"]["entry"] > answer["variance_components"]["judge"]

    def test_hybrid_is_the_default(self, run):
        assert run("adjust", as_csv(ROWS))["model"] == "hybrid"

    def test_criteria_are_weighted(self, run):
        rows = [(entry, judge, part, mark + (part == "style")) for entry, judge, part, mark in RUBRIC]
        text = as_csv(rows, "entry,judge,criterion,mark")
        plain = run("adjust", text)["entries"]
        weighted = run("adjust", text, "--weight", "facts=1", "--weight", "style=3")["entries"]

        assert weighted[0]["raw_mean"] == pytest.approx(plain[0]["raw_mean"] + 0.25)

    def test_empty_marks_name_who_takes_part(self, run):
        answer = run("adjust", as_csv([*ROWS, ("late", "idle", "")]))

        assert answer["entries"][-1]["entry"] == "late"
        assert answer["entries"][-1]["adjusted"] is None
        assert answer["judges"][-1] == {"judge": "idle", "marks": 0} | {
            key: answer["judges"][-1][key] for key in ("leniency", "standard_error")
        }

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_sheets_of_every_country_are_read(self, run, separator):
        text = "\ufeff" + as_csv(ROWS, " Entry ,JUDGE,Mark", separator).replace("\n", "\r\n")

        assert run("adjust", text) == run("adjust", as_csv(ROWS))

    def test_quoted_cells_and_blank_lines_are_read(self, run):
        text = 'entry,judge,mark\n"Essay, long",x,1\n\n"Essay, long",y,2\nshort,x,3\nshort,y,3\n,,\n'

        assert run("adjust", text)["entries"][0]["entry"] == "Essay, long"


class TestTheSameBytes:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("adjust",),
            ("adjust", "--model", "crossed"),
            ("adjust", "--model", "mfrm"),
            ("agree",),
            ("fit",),
            ("connect",),
            ("certainty", "--places", "6", "--budget", "4"),
        ],
    )
    def test_whatever_the_order_of_rows_and_columns(self, tmp_path, capsys, arguments):
        answers = []
        for rows in (ROWS, ROWS[::-1]):
            path = tmp_path / "marks.csv"
            turned = [(mark, judge, entry) for entry, judge, mark in rows]
            path.write_text(as_csv(turned, "mark,judge,entry") if rows is ROWS else as_csv(rows))
            assert main([arguments[0], str(path), *arguments[1:]]) == 0
            answers.append(capsys.readouterr().out)

        assert answers[0] == answers[1]

    def test_numbers_carry_six_decimals_and_no_minus_zero(self, tmp_path, capsys):
        path = tmp_path / "marks.csv"
        path.write_text(as_csv([(entry, judge, 3) for entry in "abc" for judge in "xy"]))
        main(["adjust", str(path)])
        text = capsys.readouterr().out

        assert "-0.0" not in text
        assert "NaN" not in text

    def test_in_a_process_of_its_own(self, tmp_path):
        path = tmp_path / "marks.csv"
        path.write_text(as_csv(ROWS))
        runs = [
            subprocess.run(
                [sys.executable, "-m", "competitions.scoring", "adjust", str(path)],
                capture_output=True,
                check=True,
                env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": "."},
            )
            for seed in ("1", "2")
        ]

        assert runs[0].stdout == runs[1].stdout
        assert json.loads(runs[0].stdout)["model"] == "hybrid"
        assert runs[0].stderr == b""

    def test_on_processors_of_different_kinds(self, tmp_path):
        """OpenBLAS is told to compute as older and newer processors do; rounding to six decimals hides it."""
        path = tmp_path / "marks.csv"
        path.write_text(as_csv(ROWS))
        code = (
            "from competitions.scoring.cli.commands import main\n"
            f"for model in ('hybrid', 'crossed', 'mfrm'): main(['adjust', {str(path)!r}, '--model', model])"
        )
        answers = [
            subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                env={"OPENBLAS_CORETYPE": kind, "PATH": "", "PYTHONPATH": "."},
            ).stdout
            for kind in ("Nehalem", "Haswell")
        ]

        assert answers[0] == answers[1]
        assert answers[0].count(b'"model"') == 3


class TestOtherCommands:
    def test_agree_tells_every_coefficient_or_why_not(self, run):
        answer = run("agree", as_csv(ROWS), "--scale", "0:10:1")["total"]

        assert set(answer["alpha"]) == {"nominal", "ordinal", "interval", "ratio"}
        assert answer["icc"]["value"] is None
        assert "every entry marked by every judge" in answer["icc"]["reason"]
        assert 0 < answer["kappa"]["weighted_quadratic"]["value"] < 1
        assert answer["generalisability"]["absolute"]["3"] > answer["generalisability"]["absolute"]["1"]
        assert answer["gwet"]["ac2_quadratic"]["standard_error"] > 0

    def test_agree_gives_the_six_intraclass_correlations_of_a_complete_table(self, run):
        rows = [(n, j, (n * (j + 2)) % 7) for n in range(6) for j in range(3)]
        assert len(run("agree", as_csv(rows))["total"]["icc"]) == 6

    def test_agree_takes_criteria_together_and_apart(self, run):
        answer = run("agree", as_csv(RUBRIC, "entry,judge,criterion,mark"))

        assert set(answer["criteria"]) == {"facts", "style"}
        assert answer["criteria"]["facts"]["alpha"] == answer["total"]["alpha"]

    def test_agree_takes_criteria_apart_even_if_there_is_no_total(self, run):
        answer = run("agree", as_csv(RUBRIC[1:], "entry,judge,criterion,mark"))

        assert "lack a criterion" in answer["total"]["reason"]
        assert answer["criteria"]["style"]["marks"] == 60

    def test_fit_tells_how_judges_behave(self, run):
        answer = run("fit", as_csv(ROWS))

        assert set(answer["judges"][0]) >= {
            "infit",
            "infit_z",
            "outfit",
            "outfit_z",
            "measure",
            "standard_error",
        }
        assert 0 < answer["separation"]["entries"]["reliability"] < 1

    def test_connect_tells_the_parts_and_what_would_join_them(self, run):
        answer = run("connect", as_csv([("a", "x", 1), ("b", "y", 2)]))

        assert not answer["connected"]
        assert answer["components"] == [
            {"entries": ["a"], "judges": ["x"]},
            {"entries": ["b"], "judges": ["y"]},
        ]
        assert len(answer["bridges"]) == 1
        assert run("connect", as_csv(ROWS))["strength"]["worst_error"] > 0

    def test_certainty_tells_chances_bands_and_a_plan(self, run):
        answer = run("certainty", as_csv(ROWS), "--places", "6", "--budget", "4", "--draws", "200")

        assert sum(entry["probability"] for entry in answer["entries"]) == pytest.approx(6, abs=1e-4)
        assert sum(entry["selected"] for entry in answer["entries"]) == 6
        assert sum(len(band) for band in answer["bands"]) == 60
        assert len(answer["plan"]["marks"]) == 4
        assert run("certainty", as_csv(ROWS), "--places", "6")["plan"] is None

    def test_fairness_compares_the_groups_of_a_column(self, run):
        rows = [(entry, judge, mark, int(entry[1:]) % 2) for entry, judge, mark in ROWS]
        text = as_csv(rows, "entry,judge,mark,county")
        answer = run("fairness", text, "--group", "County", "--places", "6", "--minimum", "5")

        assert [group["count"] for group in answer["groups"]] == [30, 30]
        assert answer["judge_group"]["correction"] == "holm"
        assert answer["judge_group"]["tests"] == len(answer["judge_group"]["effects"]) == 12

    def test_compare_fits_pairs_with_ties_and_counts(self, run):
        text = "winner,loser,tie,count\na,b,,3\nb,a,no,1\nb,c,yes,2\nc,a,,1\na,c,,2\n"
        answer = run("compare", text, "--reference", "a", "--next", "2")

        assert [item["item"] for item in answer["items"]] == ["a", "b", "c"]
        assert answer["items"][0]["strength"] == 0
        assert answer["comparisons"] == 9
        assert answer["tie"]["value"] > 0
        assert len(answer["next_pairs"]) == 2

    def test_simulated_marks_can_be_put_on_a_rubric(self, run, capsys):
        assert main(["simulate", "--seed", "3", "--scale", "0:20:1", "--csv"]) == 0
        sheet = capsys.readouterr().out

        assert run("adjust", sheet, "--model", "mfrm", "--scale", "0:20:1")["marks"] == 1500
        assert main(["simulate", "--scale", "0:20"]) == 2

    def test_simulated_sheets_go_straight_into_adjust(self, run, capsys):
        assert main(["simulate", "--entries", "30", "--judges", "5", "--seed", "3", "--csv"]) == 0
        sheet = capsys.readouterr().out

        assert run("adjust", sheet)["marks"] == 90
        assert main(["simulate", "--entries", "30", "--judges", "5", "--seed", "3"]) == 0
        truth = json.loads(capsys.readouterr().out)
        assert len(truth["marks"]) == 90
        assert f"{truth['marks'][0]['mark']:.6f}" in sheet


class TestAssign:
    REQUEST = {
        "entries": ["a", "b", {"entry": "c", "judges": 3}, {"entry": "d", "language": "sw"}],
        "judges": [
            "x",
            {"judge": "y", "most": 4},
            {"judge": "z", "languages": ["en"]},
            {"judge": "w", "group": "north"},
        ],
        "judges_per_entry": 2,
        "conflicts": [["a", "x"]],
        "forced": [["b", "x"]],
        "kept": [["b", "y"]],
        "costs": [["d", "x", 5]],
        "seed": 7,
    }

    def test_a_request_is_answered(self, run):
        answer = run("assign", json.dumps(self.REQUEST))
        panel = {row["entry"]: row["judges"] for row in answer["entries"]}

        assert panel["b"] == ["x", "y"]
        assert len(panel["c"]) == 3
        assert "x" not in panel["a"]
        assert panel["d"] == ["w", "y"]  # z does not read it, x costs five
        assert answer["seed"] == 7
        assert sum(row["load"] for row in answer["judges"]) == 9
        assert answer["connected"]

    def test_the_order_of_the_request_leaves_no_trace(self, tmp_path, capsys):
        answers = []
        turned = {
            key: value[::-1] if isinstance(value, list) else value for key, value in reversed(self.REQUEST.items())
        }
        for request in (self.REQUEST, turned):
            path = tmp_path / "request.json"
            path.write_text(json.dumps(request))
            assert main(["assign", str(path)]) == 0
            answers.append(capsys.readouterr().out)

        assert answers[0] == answers[1]

    def test_the_seed_of_the_command_line_wins(self, run):
        assert run("assign", json.dumps(self.REQUEST), "--seed", "9")["seed"] == 9

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"entries": 5}, "The field entries is not a list."),
            ({"entries": [{"entry": "a", "wants": 2}]}, "unknown field wants"),
            ({"entries": [{"judges": 2}]}, "neither text nor a whole number"),
            (
                {"entries": [{"entry": "a", "judges": "two"}]},
                "The field judges holds something that is not a whole number.",
            ),
            ({"judges": [{"judge": "x", "languages": "sw"}]}, "The field languages is not a list."),
            ({"judges": [{"judge": "x", "group": 3}]}, "The field group holds something that is not text."),
            ({"conflicts": [["a"]]}, "not a pair [entry, judge]"),
            ({"costs": [["a", "x"]]}, "not [entry, judge, cost]"),
            ({"speed": 1}, "unknown field speed"),
            ({"seed": -1}, "seed"),
            ({"judges_per_entry": True}, "judges_per_entry"),
            ({"judges_per_entry": 9}, "No assignment meets the request: "),
        ],
    )
    def test_requests_that_cannot_be_read_are_refused_in_a_sentence(self, refuse, change, words):
        assert words in refuse("assign", json.dumps({**self.REQUEST, **change}))

    def test_what_is_not_a_json_object(self, refuse):
        assert "is not JSON" in refuse("assign", "{")
        assert refuse("assign", "[]") == "The request is not a JSON object."


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "is empty"),
            ("entry,judge\na,x\n", "lacks the column mark: its columns are entry, judge."),
            ("entry,judge,mark,mark\na,x,1,2\n", "same name"),
            ("entry,judge,mark\na,x,1\nb,x\n", "Row 3 has 2 cells instead of 3."),
            ("entry,judge,mark\na,x,1\nb,x,good\n", "Row 3: the mark 'good' is not a number."),
            ('entry;judge;mark\na;x;"3,5"\n', "Row 2: the mark '3,5' is not a number."),
            ("entry,judge,mark\n,x,1\n", "Row 2 names no entry."),
            ("entry,judge,mark\na,,1\n", "Row 2 names no judge."),
            ("entry,judge,mark\na,x,nan\n", "is not a finite number"),
            ("entry,judge,mark\na,x,1\na,x,1\n", "was given twice"),
            ("entry,judge,mark\na,x,\n", "There is no mark at all."),
            ("entry,judge,mark\na,x,1\nb,y,2\n", "2 parts that no judge links"),
            ('entry,judge,mark\n"a,x,1\n', "not a proper CSV file"),
            (b"entry,judge,mark\n\xff\xfe,x,1\n", "not UTF-8"),
        ],
    )
    def test_sheets_that_cannot_be_read_are_refused_in_a_sentence(self, refuse, text, words):
        assert words in refuse("adjust", text)

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--scale", "0:5:1"], "off the scale"),
            (["--scale", "five"], "LOW:HIGH"),
            (["--scale", "5:0"], "from a low to a higher mark"),
            (["--weight", "style"], "CRITERION=NUMBER"),
            (["--model", "median"], "invalid choice: 'median'"),
            (["--speed"], "Unrecognized arguments: --speed."),
        ],
    )
    def test_options_that_do_not_fit(self, refuse, options, words):
        rows = [(entry, judge, criterion, mark) for entry, judge, criterion, mark in RUBRIC]
        assert words in refuse("adjust", as_csv(rows, "entry,judge,criterion,mark"), *options)

    def test_a_missing_file_and_a_missing_command(self, capsys):
        assert main(["adjust", "nowhere.csv"]) == 2
        assert capsys.readouterr().err == "The file nowhere.csv cannot be read: No such file or directory.\n"
        assert main([]) == 2
        assert capsys.readouterr().err.count("\n") == 1

    def test_ties_and_groups_that_make_no_sense(self, refuse):
        assert "neither yes nor no" in refuse("compare", "winner,loser,tie\na,b,perhaps\n")
        assert "No chain of wins" in refuse("compare", "winner,loser\na,b\n")
        text = as_csv([("a", "x", 1, "north"), ("a", "y", 2, "south")], "entry,judge,mark,county")
        assert "two different values of county" in refuse("fairness", text, "--group", "county")
        assert "no column town" in refuse("fairness", text, "--group", "town")

    def test_simulations_that_make_no_sense(self, capsys):
        assert main(["simulate", "--marks", "30"]) == 2
        assert capsys.readouterr().err.endswith(".\n")


def test_standard_input_is_read(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(as_csv(ROWS).encode())))

    assert main(["adjust", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["marks"] == 180


def test_marks_of_the_answer_are_the_marks_of_the_sheet(run):
    answer = run("adjust", as_csv(ROWS), "--model", "additive")
    adjusted = {row["entry"]: row["adjusted"] for row in answer["entries"]}

    assert adjusted == pytest.approx(
        dict(zip(WORLD.marks.entries, adjust(Marks.from_rows(ROWS), "additive").adjusted)), abs=1e-6
    )
