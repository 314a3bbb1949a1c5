"""The command line: each command, its JSON and its refusals."""

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.debates.tab import PRESETS, SimulationPlan, simulate_tournament, write_json
from competitions.debates.tab.cli.commands import COMMANDS
from competitions.debates.tab.cli.main import main

ENTRANTS = [{"team": name, "points": int(name in "abcde"), "institution": name} for name in "abcdefgh"]
ROUND = {"format": "bp", "seed": 3, "round": 2, "entrants": ENTRANTS}
PLAYED = simulate_tournament(SimulationPlan(format=PRESETS["two_team"], teams=8, rounds=3, judges=3))
SO_FAR = {
    "format": "two_team",
    "teams": json.loads(write_json(PLAYED.teams)),
    "results": json.loads(write_json([result for one in PLAYED.rounds for result in one.results])),
}
SCORES = {"a": (75, 74), "b": (72, 71), "c": (78, 77), "d": (70, 70)}
SHEETS = [
    {"team": team, "speeches": [{"speaker": f"{team}{place}", "score": score} for place, score in enumerate(scores)]}
    for team, scores in SCORES.items()
]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command on JSON; gives the exit code, what was written, and the error."""

    def run_command(command, data=None, *options):
        monkeypatch.setattr("sys.stdin", io.StringIO(data if isinstance(data, str) else json.dumps(data)))
        code = main([command, *options])
        written = capsys.readouterr()
        return code, json.loads(written.out) if written.out else None, written.err

    return run_command


def test_a_round_is_drawn_and_explained(run):
    code, output, error = run("draw", {"preliminary": ROUND})

    assert (code, error) == (0, "")
    assert sorted(team for room in output["draw"]["rooms"] for team in room["seats"]) == list("abcdefgh")
    assert (
        output["explanation"]["notes"][0]["text"] == "Teams on equal points meet; positions are as even as they can be."
    )
    assert len(output["fingerprint"]) == 64
    assert output["remedies"] == []


def test_a_round_is_drawn_from_the_results_before_it(run):
    code, output, _ = run("draw", {"preliminary": {**SO_FAR, "seed": 1, "round": 4}})

    assert code == 0
    assert len(output["draw"]["rooms"]) == 4
    assert {one["points"] for one in output["draw"]["request"]["entrants"]} <= {0, 1, 2, 3}


def test_a_draw_is_made_again_from_its_request(run):
    _, first, _ = run("draw", {"preliminary": {**ROUND, "changes": [{"kind": "leave", "teams": ["a"]}]}})
    _, again, _ = run("draw", {"request": first["draw"]["request"], "changes": first["draw"]["changes"]})

    assert again["draw"] == first["draw"]
    assert again["fingerprint"] == first["fingerprint"]


def test_changes_are_made_and_prices_are_named(run):
    edits = {
        "changes": [{"kind": "leave", "teams": ["a"]}],
        "prices": [{"kind": "exchange", "first": "b", "second": "h"}],
    }
    _, output, _ = run("draw", {"preliminary": {**ROUND, **edits}})

    assert sum(len([team for team in room["seats"] if team]) for room in output["draw"]["rooms"]) == 7
    assert {term["code"] for term in output["prices"][0]["difference"]} == {"gap", "position", "institution", "rematch"}


def test_an_uneven_field_is_offered_its_ways(run):
    _, output, _ = run("draw", {"preliminary": {**ROUND, "entrants": ENTRANTS[:7]}})

    assert [way["kind"] for way in output["remedies"]] == ["swing", "short_rooms", "bye"]


def test_knock_outs_are_drawn_one_after_the_other(run):
    _, first, _ = run("draw", {"knockout": {"format": "bp", "breaking": list("abcdefgh"), "seed": 2}})
    winners = {str(room["number"]): room["seats"][:2] for room in first["rooms"]}
    _, final, _ = run("draw", {"knockout": {"previous": first, "winners": winners}})

    assert (len(first["rooms"]), len(final["rooms"])) == (2, 1)


@pytest.mark.parametrize("rule", ["random", "seeded", "matching", "classic", "round_robin"])
def test_any_rule_may_be_asked_for(run, rule):
    code, output, _ = run("draw", {"preliminary": {**ROUND, "format": "two_team", "rule": {"kind": rule}}})

    assert (code, output["explanation"]["rule"]) == (0, rule)


def test_panels_and_rooms(run):
    request = {
        "debates": [{"room": 1, "teams": {"a": "A", "b": "B"}}],
        "adjudicators": [{"id": "x", "institutions": ["A"], "strength": 9}, {"id": "y", "strength": "4.5"}],
        "conflicts": [],
    }
    code, output, _ = run(
        "panels", {"panels": request, "venue_needs": [{"room": 1, "people": 9}], "venues": [{"id": "hall"}]}
    )

    assert code == 0
    assert output["plan"]["panels"][0]["chair"] == "y"
    assert output["venues"] == [{"room": 1, "venue": "hall", "notes": []}]


def test_a_ballot_is_decided(run):
    debate = {"format": "bp", "round": 1, "room": 1, "teams": list("abcd"), "ballots": [{"sheets": SHEETS}]}
    _, output, _ = run("ballot", {"debate": debate})

    assert [(line["team"], line["points"], line["score"]) for line in output["teams"]] == [
        ("a", 2, "149"), ("b", 1, "143"), ("c", 3, "155"), ("d", 0, "140")
    ]  # fmt: skip


def test_an_audience_decides(run):
    vote = {"before": [30, 40], "after": [50, 45]}
    _, output, _ = run("ballot", {"audience": {"format": "show", "teams": ["a", "b"], "vote": vote}})

    assert output["winner"] == 0


def test_a_knock_out_room_is_decided(run):
    room = {"teams": list("abcd"), "places": 2, "ballots": [{"advancing": ["b", "d"]}]}
    _, output, _ = run("ballot", {"knockout": room})

    assert output["advancing"] == ["b", "d"]


def test_standings_speakers_replies_and_motions(run):
    code, output, _ = run("standings", SO_FAR)

    assert code == 0
    assert [line["rank"] for line in output["teams"]] == sorted(line["rank"] for line in output["teams"])
    assert (len(output["teams"]), len(output["speakers"]), len(output["replies"])) == (8, 24, 8)
    assert [motion["motion"] for motion in output["motions"]] == ["motion 1", "motion 2", "motion 3"]


def test_breaks_and_needs(run):
    categories = [{"code": "open", "size": 2, "is_general": True}]
    _, output, _ = run("break", {**SO_FAR, "categories": categories, "rounds_left": 1})

    assert len(output["breaks"][0]["lines"]) >= 2
    assert len(output["needs"][0]["needs"]) == 8
    assert {need["model"] for need in output["needs"][0]["needs"]} == {"free"}
    assert run("break", {**SO_FAR, "categories": categories})[1]["needs"] == []


def test_a_draw_is_checked(run):
    _, drawn, _ = run("draw", {"preliminary": {**ROUND, "format": "two_team"}})
    code, report, _ = run("check", drawn, "--prove")

    assert (code, report["errors"], report["is_least"]) == (0, [], True)
    assert run("check", drawn["draw"])[1]["is_least"] is None


def test_a_draw_made_elsewhere_is_found_wrong_with_exit_code_1(run):
    elsewhere = {
        "request": {"format": "bp", "seed": 0, "round": 2, "entrants": ENTRANTS},
        "rooms": [{"number": 1, "seats": list("abfg")}, {"number": 2, "seats": list("cdeh")}],
    }
    code, report, error = run("check", elsewhere)

    assert (code, error) == (0, "")
    elsewhere["rooms"] = [{"number": 1, "seats": list("abcd")}, {"number": 2, "seats": list("efgg")}]
    code, report, error = run("check", elsewhere)
    assert (code, error) == (1, "")
    assert [one["text"] for one in report["errors"]] == ["h is in no room and has no bye.", "g is placed 2 times."]


def test_a_tournament_is_played(run):
    _, output, _ = run("simulate", {"format": "bp", "teams": 8, "rounds": 2, "breaking": 4})

    assert output["winner"] in [team["id"] for team in output["teams"]]


def test_the_formats_are_listed(run):
    assert [one["code"] for one in run("formats")[1]] == list(PRESETS)


REFUSED = [
    ("draw", "{", "The input is not JSON: line 1, column 2."),
    ("draw", {}, "The input asks for none of preliminary, knockout, request."),
    ("draw", {"preliminary": ROUND, "knockout": {}}, "The input asks for several things at once."),
    ("draw", {"knockout": {}}, "input.knockout lacks format."),
    ("draw", {"knockout": {"format": "bp", "breaking": ["a"]}}, "No knock-out of bp begins with 1 teams."),
    ("draw", {"preliminary": {**ROUND, "entrants": ENTRANTS[:2]}}, "2 teams do not fill a room of 4."),
    ("draw", {"preliminary": {**ROUND, "rule": {"kind": "matching"}}}, "The draw matching pairs two teams; rooms of bp hold more."),
    ("draw", {"preliminary": {**ROUND, "format": {"preset": "bp", "speakers": 0}}}, "The format bp needs at least one speaker a team."),
    ("draw", {"preliminary": {**ROUND, "entrants": [{"team": "a", "points": "x"}]}}, "input.preliminary.entrants[0].points should be a whole number, not text."),
    ("panels", {"panels": {"debates": [{"room": 1, "teams": {}}], "adjudicators": []}}, "0 judges do not make panels for 1 rooms: 1 are needed."),
    ("panels", {"venue_needs": [{"room": 1}]}, "The rooms 1 can be held in - only, which is too few."),
    ("ballot", {}, "The input asks for none of debate, audience, knockout."),
    ("ballot", {"debate": {"format": "bp", "round": 1, "room": 1, "teams": list("abcd")}}, "0 ballots do not make a result by consensus."),
    ("standings", {"format": "bp", "teams": []}, "input lacks results."),
    ("break", {**SO_FAR, "categories": [{"code": "open", "size": 0}]}, "The category open has 0 places."),
    ("check", [], "input should be an object, not a list."),
    ("simulate", {"format": "bp", "teams": 3, "rounds": 1}, "3 teams do not fill a room of 4."),
]  # fmt: skip


@pytest.mark.parametrize(("command", "data", "sentence"), REFUSED, ids=[f"{row[0]}-{row[2][:30]}" for row in REFUSED])
def test_a_refusal_is_one_sentence_and_exit_code_2(run, command, data, sentence):
    assert run(command, data) == (2, None, f"{sentence}\n")


def test_a_file_is_read_and_one_that_cannot_be_is_told(run, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text('{"format": "show", "teams": 4, "rounds": 1}')

    assert run("simulate", None, str(file))[0] == 0
    code, _, error = run("simulate", None, str(tmp_path / "none.json"))
    assert (code, error.endswith("cannot be read: No such file or directory.\n")) == (2, True)
    file.write_bytes(b"\xff\xfe\x00")
    assert run("simulate", None, str(file))[2].endswith("it is not text.\n")


@pytest.mark.parametrize("arguments", [[], ["chess"], ["draw", "--colour"]])
def test_wrong_arguments_are_one_sentence_and_exit_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_output_may_be_indented(monkeypatch, capsys):
    main(["formats", "--indent", "2"])

    assert capsys.readouterr().out.startswith("[\n  {")


def test_it_is_a_command_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "competitions.debates.tab", "simulate"],
        input='{"format": "two_team", "teams": 1, "rounds": 1}',
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "A practice tournament has 2 to 1000 teams, not 1.\n"


SCRAPS = st.sampled_from([None, "", "bp", 0, -1, 10**9, [], {}, ["a"], {"kind": "leave"}, {"a": 1}, "1e9", True])


@pytest.mark.parametrize("command", COMMANDS)
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_spoilt_input_is_refused_and_never_a_crash(command, data):
    whole = {
        "draw": {"preliminary": ROUND},
        "panels": {"panels": {"debates": [{"room": 1, "teams": {"a": "A"}}], "adjudicators": [{"id": "x"}]}},
        "ballot": {"debate": {"format": "bp", "round": 1, "room": 1, "teams": list("abcd"), "ballots": [{"sheets": SHEETS}]}},
        "standings": SO_FAR,
        "break": {**SO_FAR, "categories": [{"code": "open", "size": 2}]},
        "check": {"request": {**ROUND}, "rooms": [{"number": 1, "seats": list("abcd")}]},
        "simulate": {"format": "two_team", "teams": 4, "rounds": 1},
    }[command]  # fmt: skip
    spoilt = json.loads(json.dumps(whole))
    place, parent = spoilt, None
    for _ in range(data.draw(st.integers(1, 5))):
        keys = list(place) if isinstance(place, dict) else range(len(place)) if isinstance(place, list) else []
        if not keys:
            break
        key = data.draw(st.sampled_from(list(keys)))
        parent, place = (place, key), place[key]
    parent[0][parent[1]] = data.draw(SCRAPS)
    stdin, stdout, stderr = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(json.dumps(spoilt)), io.StringIO(), io.StringIO()
    try:
        code, error = main([command]), sys.stderr.getvalue()
    finally:
        sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr

    assert code in (0, 1, 2)
    assert error.count("\n") == int(code == 2)
