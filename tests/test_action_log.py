"""Every service that writes leaves its line in the action log, in its own transaction."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVICES = sorted(p for p in ROOT.rglob("services*") if ".venv" not in p.parts and "tests" not in p.parts)
MODULES = [m for p in SERVICES for m in ([p] if p.suffix == ".py" else sorted(p.glob("*.py")) if p.is_dir() else [])]
# What is written by the machine for itself, or is a line of the log already. Each with its reason.
EXEMPT = {
    "record": "is the log",
    "queue_message": "the outbox is its own record",
    "message_person": "the outbox is its own record",
    "tell_people": "the outbox is its own record",
    "blocks_of": "only reads",
    "clashes_of": "only reads",
    "open_blocks": "only reads",
    "refuse_blocks": "only reads",
    "warnings_of": "only reads",
    "slots_of": "only reads",
    "schools_of": "only reads",
    "merged": "only reads",
    "preview_messages": "takes back what it does",
    "ask_for_feedback": "the outbox is its own record",
    "send_thanks": "the outbox is its own record",
    "point_of": "only reads",
    "speed_in": "only reads",
    "hold_time": "a part of planning, which is logged",
    "free_time": "a part of cancelling, which is logged",
    "deliver_message": "the outbox is its own record",
    "deliver_due_messages": "the outbox is its own record",
    "run_print_job": "the job is its own record, and was logged when it was ordered",
    "resume_print_jobs": "tells the worker, nothing else",
    "expire_print_jobs": "what its date of keeping promised",
    "print_folder": "reads",
    "print_file": "reads",
    "batch_of": "reads",
    "load_places": "reference data, loaded from the command line",
    "count_download": "the row is the record, and names nobody",
    "hold_draft": "each change of a draft writes its own line",
    "keep_version": "each change of a draft writes its own line",
    "schools_to_tell": "only reads",
    "tell_schools": "the outbox is its own record",
    "count_bundle": "the rows are the record, and name nobody",
    "bundle_digest": "only reads",
    "pack_bundle": "only reads",
    "load_schools": "reference data, loaded from the command line",
    "load_calendar_year": "reference data, loaded from the command line",
    "read_page": "looking at a page is the machine's own work; who sent it is written down",
    "read_bundle": "reading a pile is the machine's own work; who sent it is written down",
    "resume_bundles": "tells the worker, nothing else",
    "draw_cover": "drawing is the machine's own work; who covered is written down",
    "resume_waiting_covers": "tells the worker, nothing else",
    "hold_work": "a part of covering, which is logged",
    "slip_text": "reads",
    "read_slip": "reads",
    "resume_waiting_pages": "tells the worker, nothing else",
    "claim_batch": "an import's check is the machine's own work; who began it is written down",
    "keep_rows": "an import's check is the machine's own work; who began it is written down",
    "renew_prints": "looking at a page is the machine's own work",
    "drop_orphans": "deletes files that no row knows, and so are about nothing",
    "end_check": "an import's check is the machine's own work; who began it is written down",
}


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


ALL = {name: node for path in MODULES for name, node in functions(path).items()}


def calls(node: ast.AST) -> set[str]:
    return {
        n.func.id if isinstance(n.func, ast.Name) else getattr(n.func, "attr", "")
        for n in ast.walk(node)
        if isinstance(n, ast.Call)
    }


def logs(name: str, seen: frozenset[str] = frozenset()) -> bool:
    if name == "record":
        return True
    if name not in ALL or name in seen:
        return False
    return any(logs(called, seen | {name}) for called in calls(ALL[name]))


def opens_transaction(name: str) -> bool:
    """By itself, or as the thin face of one function that does."""
    return "transaction.atomic" in ast.unparse(ALL[name]) or any(
        "transaction.atomic" in ast.unparse(ALL[called]) for called in calls(ALL[name]) & ALL.keys()
    )


@pytest.mark.parametrize("name", sorted(n for n in ALL if not n.startswith("_")))
def test_a_service_writes_its_line(name):
    assert name in EXEMPT or logs(name), f"{name} changes something and does not write it down"


@pytest.mark.parametrize("name", sorted(n for n in ALL if not n.startswith("_") and n not in EXEMPT))
def test_a_service_is_one_transaction_and_says_who(name):
    node = ALL[name]
    decorators = " ".join(ast.unparse(d) for d in node.decorator_list)
    assert "atomic" in decorators or opens_transaction(name), f"{name} is not one transaction"
    assert {a.arg for a in node.args.kwonlyargs} >= {"by"} or name == "accept_invitation", f"{name} does not ask who"
    assert not node.args.args, f"{name} takes its arguments by name"
