"""The engine stands alone: it imports no framework, reads no clock and keeps its own order."""

import ast
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

import competitions.debates.tab as tab

PACKAGE = Path(tab.__file__).parent
NAME = "competitions.debates.tab"
STANDARD = {
    "argparse", "bisect", "collections", "dataclasses", "decimal", "enum", "fractions", "functools",
    "hashlib", "itertools", "json", "math", "pathlib", "sys", "types", "typing",
}  # fmt: skip
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_are_few(file):
    outside = {name.split(".")[0] for name in imported(file) if not name.startswith(NAME)}

    assert outside <= STANDARD | {"numpy", "scipy", "networkx"}


def test_imports_run_one_way():
    graph = nx.DiGraph()
    for file in FILES:
        module = ".".join([NAME, *file.relative_to(PACKAGE).with_suffix("").parts])
        graph.add_edges_from((module, name) for name in imported(file) if name.startswith(NAME))

    assert nx.is_directed_acyclic_graph(graph)


def test_the_engine_is_imported_without_a_framework():
    code = "import sys, competitions.debates.tab; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parents[2]).returncode == 0


def test_the_map_names_all_that_it_exports():
    words = set(tab.__doc__.replace(",", " ").replace("(", " ").replace(")", " ").replace(";", " ").split())
    functions = {name for name in tab.__all__ if name[0].islower()}

    assert functions - {"note", "scale"} <= words
