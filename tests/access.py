"""The access table: one row an address, one column a role, the status each role gets.

Rows stand in `tests/<app>/access.csv`: name, args (paths into the world, `;` between), method, anonymous, and the
eight roles. A world is a set of objects that the rows can name; each app adds its own in `tests/<app>/world.py`.
"""

import csv
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import ModuleType, SimpleNamespace

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.choices import Role

TESTS = Path(__file__).resolve().parent
WHO = ["anonymous", *Role.values]
WORLDS = ["accounts", "schools", "materials", "workshops", "competitions.essays", "competitions.debates"]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    args: tuple[str, ...]
    method: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {';'.join(self.args)}".strip()

    def url(self, world: SimpleNamespace) -> str:
        """The address, with the world's objects filled in."""
        return reverse(self.name, args=[attrgetter(arg)(world) for arg in self.args])


def rows() -> list[Row]:
    """Every row of every app."""
    found = []
    for path in sorted(TESTS.rglob("access.csv")):
        with path.open(newline="") as file:
            for line in csv.DictReader(file):
                args = tuple(filter(None, line["args"].split(";")))
                expected = {who: int(line[who]) for who in WHO}
                found.append(Row(line["name"], args, line["method"], expected))
    return found


def named_urls(resolver: URLResolver | None = None, namespace: str = "") -> set[str]:
    """The names of all addresses of the house."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= named_urls(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return found


def lists() -> dict[str, Callable[[int], object]]:
    """Every list page by its name, with what makes n more of its rows."""
    found = {}
    for module in _worlds():
        found |= getattr(module, "LISTS", {})
    return found


def _worlds() -> Iterator[ModuleType]:
    for app in WORLDS:
        try:
            yield importlib.import_module(f"tests.{app}.world")
        except ModuleNotFoundError:
            continue


def build_world() -> SimpleNamespace:
    """One person of each role under the role's name, and the objects of every app."""
    world = SimpleNamespace()
    for module in _worlds():
        module.build(world)
    return world
