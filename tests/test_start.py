"""The first start, the second, and what they say when they cannot."""

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import User
from config.management.commands import demo, prepare
from config.prepared import STAMP, fingerprint, still_holds
from tests.factories.accounts import UserFactory
from tests.factories.schools import SchoolFactory

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def serve():
    spec = importlib.util.spec_from_file_location("serve", ROOT / "bin" / "serve.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestInterrupted:
    @pytest.mark.django_db
    def test_the_demonstration_is_whole_or_not_there(self, settings, monkeypatch):
        def interrupted(people):
            raise KeyboardInterrupt

        settings.DEMO = True
        monkeypatch.setattr(demo, "invite_people", lambda: UserFactory.create_batch(3))
        monkeypatch.setattr(demo, "open_the_door", interrupted)
        with pytest.raises(KeyboardInterrupt):
            call_command("demo")
        assert not User.objects.exists()

    @pytest.mark.django_db
    def test_preparing_that_breaks_off_leaves_no_stamp(self, settings, monkeypatch, tmp_path):
        def interrupted(name, *args, **options):
            if name == "collectstatic":
                raise KeyboardInterrupt

        settings.DEMO, settings.VAR_DIR = True, tmp_path
        (tmp_path / STAMP).write_text("of last time")
        monkeypatch.setattr(prepare, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            call_command("prepare")
        assert not (tmp_path / STAMP).exists()


class TestSecondStart:
    @pytest.fixture
    def house(self, tmp_path):
        (tmp_path / "accounts" / "migrations").mkdir(parents=True)
        (tmp_path / "accounts" / "migrations" / "0001_initial.py").write_text("one")
        (tmp_path / "static").mkdir()
        (tmp_path / "static" / "site.css").write_text("a{}")
        return tmp_path

    @pytest.fixture
    def var(self, house):
        var = house / "kept"
        (var / "static").mkdir(parents=True)
        (var / "haki.sqlite3").write_text("rows")
        (var / "sign-ins.txt").write_text("who")
        (var / STAMP).write_text(fingerprint(var, house))
        return var

    def test_it_holds_while_nothing_changes(self, house, var):
        (var / "haki.sqlite3").write_text("more rows")
        assert still_holds(var, house)

    @pytest.mark.parametrize("changed", ["static/site.css", "accounts/migrations/0002_more.py", "requirements.txt"])
    def test_it_ends_with_a_change(self, house, var, changed):
        (house / changed).write_text("something new")
        assert not still_holds(var, house)

    @pytest.mark.parametrize("lost", ["haki.sqlite3", "sign-ins.txt", STAMP])
    def test_it_ends_with_a_loss(self, house, var, lost):
        (var / lost).unlink()
        assert not still_holds(var, house)

    @pytest.mark.django_db
    def test_preparing_once_is_enough(self, serve, settings, monkeypatch, tmp_path):
        settings.DEMO, settings.VAR_DIR = True, tmp_path
        SchoolFactory()
        real = prepare.call_command
        monkeypatch.setattr(prepare, "call_command", lambda *a, **k: real(*a, **k) if k.get("sign_ins") else None)
        call_command("prepare")
        assert "officer@demo.example" in (tmp_path / "sign-ins.txt").read_text()
        (tmp_path / "haki.sqlite3").write_text("rows")
        (tmp_path / "static").mkdir()
        steps = []
        monkeypatch.setattr(serve, "VAR", tmp_path)
        monkeypatch.setattr(serve, "step", lambda *words: steps.append(words[-1]))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        serve.prepare()
        assert steps == []
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/haki")
        serve.prepare()
        assert steps == ["prepare"]


class TestPort:
    @pytest.mark.parametrize("port", ["abc", "99999", "0", "-1", "80.5", "²"])
    def test_a_number_is_asked_for_in_one_sentence(self, port, tmp_path):
        env = {**os.environ, "PORT": port, "VAR_DIR": str(tmp_path)}
        done = subprocess.run([sys.executable, "bin/serve.py"], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith("PORT must be a number from 1 to 65535, not ")
        assert done.stderr.count("\n") == 1

    @pytest.mark.parametrize(
        ("number", "says"),
        [
            (errno.EADDRINUSE, "Port 8000 is taken."),
            (errno.EACCES, "Port 8000 is open to the administrator only."),
            (errno.EADDRNOTAVAIL, "Port 8000 cannot be used:"),
        ],
    )
    def test_the_reason_is_the_true_one(self, serve, monkeypatch, number, says):
        class Probe(serve.socket.socket):
            def bind(self, address):
                raise OSError(number, os.strerror(number))

        monkeypatch.setattr(serve, "PORT", 8000)
        monkeypatch.setattr(serve.socket, "socket", Probe)
        assert serve.complaint().startswith(says)


FAKE_PYTHON = """#!/bin/sh
# Says yes to everything; makes an environment whose interpreter is itself.
if [ "$1 $2" = "-m venv" ]; then
    mkdir -p "$3/bin"; cp "$0" "$3/bin/python"
    printf '#!%s/bin/python\\n' "$PWD/$3" > "$3/bin/pip"
    printf '# activate\\nVIRTUAL_ENV="%s"\\nPS1="(.venv-new) "\\n' "$PWD/$3" > "$3/bin/activate"
fi
"""


class TestSetup:
    @pytest.fixture
    def setup(self, tmp_path):
        (tmp_path / "bin").mkdir()
        shutil.copy(ROOT / "bin" / "setup", tmp_path / "bin" / "setup")
        (tmp_path / "requirements.txt").write_text("")
        (tmp_path / "requirements-dev.txt").write_text("")
        (tmp_path / "python").write_text(FAKE_PYTHON)
        (tmp_path / "python").chmod(0o755)
        env = {**os.environ, "PYTHON": str(tmp_path / "python")}

        def run():
            return subprocess.run(["sh", "bin/setup"], cwd=tmp_path, env=env, capture_output=True, text=True)

        return run

    def test_no_line_keeps_the_name_it_was_made_under(self, setup, tmp_path):
        assert setup().returncode == 0
        made = {name: (tmp_path / ".venv" / "bin" / name).read_text() for name in ("activate", "pip")}
        assert ".venv-new" not in "".join(made.values())
        assert f'VIRTUAL_ENV="{tmp_path}/.venv"' in made["activate"]

    def test_a_stamp_beside_a_dead_interpreter_is_not_believed(self, setup, tmp_path):
        setup()
        assert setup().stdout == ""  # the second time there is nothing to do
        (tmp_path / ".venv" / "bin" / "python").unlink()
        (tmp_path / ".venv" / "bin" / "python").symlink_to("/no/longer/here")
        assert "Making a virtual environment" in setup().stdout
        assert (tmp_path / ".venv" / "bin" / "python").is_file()
