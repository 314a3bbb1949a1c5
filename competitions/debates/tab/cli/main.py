"""Arguments, files and exit codes."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from competitions.debates.tab.check.report import CheckReport
from competitions.debates.tab.cli.commands import COMMANDS, check, formats
from competitions.debates.tab.errors import InputError, TabError
from competitions.debates.tab.json_form import Json, read_json, write_json

DONE, FOUND_ERRORS, REFUSED = 0, 1, 2
"""Exit codes: `check` found broken rules; the input was refused."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; JSON goes to the standard output, a refusal as one sentence to the standard error."""
    asked = _parser().parse_args(arguments)
    try:
        output = _run(asked)
    except TabError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    sys.stdout.write(write_json(output, indent=asked.indent or None) + "\n")
    return FOUND_ERRORS if isinstance(output, CheckReport) and not output.is_legal else DONE


def _run(asked: Namespace) -> object:
    if asked.command == "formats":
        return formats()
    data = _read(asked.file)
    if asked.command == "check":
        return check(data, prove=asked.prove)
    return COMMANDS[asked.command](data)


def _read(file: str) -> Json:
    if file == "-":
        return read_json(sys.stdin.read())
    try:
        return read_json(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not text"
        raise InputError("file_unreadable", file=file, reason=reason) from error


class _Parser(ArgumentParser):
    """A parser that refuses in one sentence, as the commands do."""

    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"{message[:1].upper()}{message[1:]}.\n")


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="python -m competitions.debates.tab",
        description="Draws, panels, ballots, standings and breaks of debate tournaments; JSON in, JSON out.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        help_text = (command.__doc__ or "").split("\n")[0]
        one = commands.add_parser(name, help=help_text, description=help_text)
        one.add_argument("file", nargs="?", default="-", help="JSON to read; the standard input where left out")
        one.add_argument("--indent", type=int, default=0, help="spaces of indentation; 0 writes one line")
        if name == "check":
            one.add_argument("--prove", action="store_true", help="prove least cost by integer programmes")
    listing = commands.add_parser("formats", help="The formats ready for use, with their rules.")
    listing.add_argument("--indent", type=int, default=0, help="spaces of indentation; 0 writes one line")
    return parser
