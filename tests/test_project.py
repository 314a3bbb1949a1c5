"""The project as a whole: it deploys cleanly, needs a secret to start, and each dependency earns its place."""

import os
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from core.guards import AppendOnly, Frozen, guarded_models

ROOT = Path(__file__).resolve().parent.parent
# Imported by nobody, needed all the same.
NOT_IMPORTED = {
    "gunicorn": "the server",
    "psycopg": "Django loads it",
    "argon2-cffi": "Django loads it",
    "crispy-bootstrap5": "an app",
    "django-tasks-db": "an app",
    "whitenoise": "middleware",
    "django-csp": "middleware",
}


def manage(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {
        k: v
        for k, v in os.environ.items()
        if k not in {"SECRET_KEY", "ALLOWED_HOSTS", "DEMO", "DEBUG", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    }
    clean |= {"DJANGO_SETTINGS_MODULE": "config.settings", **env}
    return subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, env=clean, capture_output=True, text=True)


def test_check_deploy_is_clean(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        SECRET_KEY="k9" * 30 + "XyZ%", ALLOWED_HOSTS="haki.example.org", VAR_DIR=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("env", "says"),
    [({}, "SECRET_KEY is not set"), ({"SECRET_KEY": "k9" * 30}, "ALLOWED_HOSTS is not set")],
)
def test_production_does_not_start_without(env, says, tmp_path):
    done = manage("check", VAR_DIR=str(tmp_path), **env)
    assert done.returncode != 0
    assert says in done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_each_dependency_has_a_reason_and_a_use():
    code = "\n".join(
        path.read_text()
        for path in ROOT.rglob("*.py")
        if not {".venv", "tests", "node_modules"} & set(path.relative_to(ROOT).parts)
    )
    for line in (ROOT / "requirements.in").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement, _sep, reason = line.partition("#")
        name = re.split(r"[\[<>=~ ]", requirement.strip())[0]
        assert len(reason.strip()) > 10, f"{name} does not say why"
        if name in NOT_IMPORTED:
            continue
        modules = {f.parts[0].removesuffix(".py") for f in distribution(name).files or [] if f.suffix == ".py"}
        modules |= {f.parts[0].split(".")[0] for f in distribution(name).files or [] if f.suffix == ".so"}
        used = any(
            re.search(rf"^\s*(from|import) {module}\b|\"{module}[\".]", code, re.M) for module in modules if module
        )
        assert used, f"{name} is used by nobody"


@pytest.mark.django_db
@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_every_guard_is_in_the_database(model):
    """A guard that a migration stripped would be missed by no other test."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                " UNION SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'x'",
                [table, table],
            )
        present = {name for (name,) in cursor.fetchall()}
    for guard in model.guards:
        if isinstance(guard, AppendOnly):
            assert {f"{table}_keep_u", f"{table}_keep_d"} <= present
        elif isinstance(guard, Frozen):
            assert {f"{guard.name}_u", f"{guard.name}_d"} <= present
        else:
            assert {guard.name} <= present or {f"{guard.name}_i", f"{guard.name}_u"} <= present


@pytest.mark.django_db
def test_history_is_never_rewritten(officer):
    action = apps.get_model("accounts", "Action").objects.create(verb="x", about_type="x", about_id="1", about_text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(action).objects.filter(pk=action.pk).update(verb="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(action).objects.filter(pk=action.pk).delete()
    action.refresh_from_db()
    assert action.verb == "x"
