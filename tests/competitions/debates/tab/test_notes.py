import ast
from decimal import Decimal
from pathlib import Path

import pytest

import competitions.debates.tab as tab
from competitions.debates.tab.formats.draw_rules import (
    ClassicDraw,
    MatchingDraw,
    OddBracket,
    PositionDraw,
    RandomDraw,
    RoundRobin,
    SeededDraw,
)
from competitions.debates.tab.formats.format import REFUSALS
from competitions.debates.tab.notes import note
from competitions.debates.tab.panels.model import With
from competitions.debates.tab.sentences import SENTENCES, TERMS

PACKAGE = Path(tab.__file__).parent
RULES = (RandomDraw, SeededDraw, PositionDraw, MatchingDraw, ClassicDraw, RoundRobin)
COMPOSED = (
    {f"drawn_{rule.kind}" for rule in RULES}
    | {f"conflict_with_{kind.value}" for kind in With if kind is not With.ADJUDICATOR}
    | {odd.value for odd in OddBracket if odd.value.startswith("pull_up")}
    | {"pulled_up_by_lot", "pulled_up_by_cost", "pulled_up_between", "pulled_up_by_matching"}
    | {"bye_of_lowest", "bye_by_lot", "venue_kept", "venue_changed"}
)


def written_codes():
    """The codes that the package writes down where it makes notes and errors."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", "")
                if name == "note" or (name.endswith("Error") and isinstance(node.args[0].value, str)):
                    yield node.args[0].value


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    codes = set(written_codes()) | {code for code, _ in REFUSALS} | COMPOSED

    assert codes - set(SENTENCES) == set()
    assert set(SENTENCES) - codes == set()


def test_a_note_is_its_sentence_filled():
    remark = note("swing_needs_speakers", teams=2, speakers=4)

    assert str(remark) == "2 swing teams need 4 speakers."


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a", "a"), (3, "3"), (Decimal("74.5"), "74.5"), (("a", "b"), "a, b"), ((1, 2), "1, 2"), ((), "-")],
)
def test_values_are_shown(value, shown):
    assert note("edited", first=value, second="x").shown()["first"] == shown


def test_every_term_has_a_name():
    assert set(TERMS) == {"rematch", "institution", "gap", "side", "order", "position"}
