"""The manual: every example runs, every format and rule is told."""

import re
from pathlib import Path

import pytest

import competitions.debates.tab as tab
from competitions.debates.tab import PRESETS, BreakRule, SpeakerMetric, TeamMetric
from competitions.debates.tab.cli.commands import COMMANDS
from competitions.debates.tab.cli.main import main

MANUAL = Path(tab.__file__).parents[3] / "docs" / "tab.md"
TEXT = MANUAL.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json (\w+)\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.mark.parametrize(("command", "example"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_every_example_runs(command, example, tmp_path, capsys):
    file = tmp_path / "example.json"
    file.write_text(example, encoding="utf-8")

    assert main([command, str(file)]) == 0
    assert capsys.readouterr().err == ""


def test_every_command_has_an_example():
    assert {command for command, _ in EXAMPLES} == set(COMMANDS)


@pytest.mark.parametrize("word", [*PRESETS, *BreakRule, *SpeakerMetric, *TeamMetric])
def test_every_code_is_told(word):
    stem = word.removesuffix("_trimmed_twice").removesuffix("_trimmed") if word.startswith("speaker_ranks") else word

    assert f"`{stem}`" in TEXT
