"""The plan of the house, kept by a machine: imports run one way, between apps and within each."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["core", "accounts", "schools", "materials", "workshops", "competitions", "config"]
LAYERS = "choices rules querysets models sms services reports pdf imports forms filters tables views urls admin".split()
# Files that plug an app into a framework; they may use everything of their own app, and nothing of it uses them,
# except that one hook may stand on another.
HOOKS = {
    "apps",
    "adapter",
    "backends",
    "hashers",
    "middleware",
    "validators",
    "management",
    "migrations",
    "__init__",
}
PURE = {"competitions/scoring", "competitions/debates/tab"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers", "util", "helper"}

FILES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
)


def room(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts


def imports(tree: ast.AST):
    """(line, module, at the top level?, only for type checks?) of every import."""
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    top = {id(node) for node in ast.iter_child_nodes(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, id(node) in top, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom):
            # A pure package may be lifted out of the house whole: inside it, names are relative.
            module = f"{'.' * node.level}{node.module or ''}"
            yield node.lineno, module, id(node) in top, id(node) in typing_only


def app_package(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The Django app (or pure package) a module belongs to: ("schools",), ("competitions", "essays")."""
    return parts[:2] if parts[0] == "competitions" and len(parts) > 1 else parts[:1]


def layer(parts: tuple[str, ...]) -> str:
    """The layer of a module within its app."""
    package = app_package(parts)
    return parts[len(package)] if len(parts) > len(package) else "__init__"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    parts = room(path)
    here, mine = app_package(parts), layer(parts)
    is_pure = any(str(path.relative_to(ROOT)).startswith(f"{pure}/") for pure in PURE)
    for line, module, at_top, typing_only in imports(ast.parse(path.read_text())):
        where = f"{path.relative_to(ROOT)}:{line} imports {module}"
        assert at_top or typing_only, f"{where} inside a function"
        if module.startswith("."):
            assert is_pure, f"{where}: imports name the room they come from"
            continue
        target = tuple(module.split("."))
        if is_pure:
            assert target[0] not in {"django", *APPS} or target[: len(here)] == here[:2], (
                f"{where}: a pure package stands alone"
            )
        if target[0] not in APPS or typing_only:
            continue
        assert APPS.index(target[0]) <= APPS.index(parts[0]), f"{where}: imports run {' <- '.join(APPS)}"
        there, other = app_package(target), layer(target)
        if here != there:
            if here[0] == there[0] == "competitions" and here[-1] in {"essays", "debates"}:
                assert there[-1] not in {"essays", "debates"} or there == here, (
                    f"{where}: essays and debates never meet"
                )
            continue
        if mine in LAYERS and other in LAYERS:
            assert LAYERS.index(other) <= LAYERS.index(mine), f"{where}: {other} comes after {mine}"
        if mine in LAYERS and here[0] not in {"core", "config"}:
            assert other not in HOOKS - {"__init__"} or mine == "services", f"{where}: {other} is a hook"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_have_a_name_and_a_size(path):
    assert path.stem not in FORBIDDEN_NAMES
    parts = room(path)
    lines = len(path.read_text().splitlines())
    assert lines <= 420, f"{lines} lines: make it a package of nouns"
    package = app_package(parts)
    is_app = (ROOT.joinpath(*package) / "apps.py").exists() and package[0] not in {"core", "config"}
    if is_app and len(parts) > len(package):
        name = parts[len(package)]
        allowed = {*LAYERS, *HOOKS, "tab", "data"}
        assert name in allowed, f"{name} is not a layer"


def test_views_are_short():
    """A view says which rows, form, template and rule; at most some twelve lines a method."""
    for path in FILES:
        if "views" in room(path) and room(path)[0] not in {"config"}:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    length = (node.end_lineno or 0) - node.lineno
                    assert length <= 18, f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {length} lines"


def test_core_has_no_models():
    assert not (ROOT / "core" / "models.py").exists()
    assert not (ROOT / "core" / "models").exists()


def test_no_signals_for_our_own_logic():
    for path in FILES:
        if path.name != "apps.py":
            assert not re.search(r"post_save|pre_save|receiver\(|Signal\(", path.read_text()), path
