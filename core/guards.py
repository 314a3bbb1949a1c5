"""Promises that the database itself keeps, on SQLite and PostgreSQL alike.

A model lists them in `guards`; they are installed after every migrate, because SQLite rebuilds (and so strips)
a table whenever a column changes. A service may be wrong, a script may be careless: these still hold.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

_erasing: ContextVar[bool] = ContextVar("erasing", default=False)


@contextmanager
def erasing() -> Iterator[None]:
    """Let the retention job, and nothing else, take rows out of an append-only table."""
    token = _erasing.set(True)
    on_postgres = connection.vendor == "postgresql"
    try:
        if on_postgres:
            with connection.cursor() as cursor:
                cursor.execute("SET haki.erasing = 'on'")
        yield
    finally:
        _erasing.reset(token)
        if on_postgres:
            with connection.cursor() as cursor:
                cursor.execute("SET haki.erasing = 'off'")


@dataclass(frozen=True)
class AppendOnly:
    """Rows are written once: no update of any column but `may_change`, no delete outside `erasing()`."""

    may_change: Sequence[str] = ()

    def sqlite(self, model: type[models.Model]) -> list[str]:
        """Triggers that raise; `haki_erasing()` is a function of our own connection."""
        table = model._meta.db_table
        refuse = f"BEGIN SELECT RAISE(ABORT, 'history is never rewritten: {table}'); END"
        fixed = ", ".join(f'"{column}"' for column in self._fixed(model))
        return [
            f'DROP TRIGGER IF EXISTS "{table}_keep_u"',
            f'DROP TRIGGER IF EXISTS "{table}_keep_d"',
            f'CREATE TRIGGER "{table}_keep_u" BEFORE UPDATE OF {fixed} ON "{table}" WHEN NOT haki_erasing() {refuse}',
            f'CREATE TRIGGER "{table}_keep_d" BEFORE DELETE ON "{table}" WHEN NOT haki_erasing() {refuse}',
        ]

    def postgresql(self, model: type[models.Model]) -> list[str]:
        """One function for the whole database, two triggers a table."""
        table = model._meta.db_table
        fixed = ", ".join(f'"{column}"' for column in self._fixed(model))
        run = "FOR EACH ROW EXECUTE FUNCTION haki_keep()"
        return [
            "CREATE OR REPLACE FUNCTION haki_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF current_setting('haki.erasing', true) IS DISTINCT FROM 'on' THEN"
            " RAISE EXCEPTION 'history is never rewritten: %', TG_TABLE_NAME USING ERRCODE = '23000';"
            " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f'DROP TRIGGER IF EXISTS "{table}_keep_u" ON "{table}"',
            f'DROP TRIGGER IF EXISTS "{table}_keep_d" ON "{table}"',
            f'CREATE TRIGGER "{table}_keep_u" BEFORE UPDATE OF {fixed} ON "{table}" {run}',
            f'CREATE TRIGGER "{table}_keep_d" BEFORE DELETE ON "{table}" {run}',
        ]

    def _fixed(self, model: type[models.Model]) -> list[str]:
        return [str(f.column) for f in model._meta.concrete_fields if f.name not in self.may_change]


@dataclass(frozen=True)
class NoOverlap:
    """No two rows with the same `who` share a moment of [start, end), as far as `flag` is true in both.

    PostgreSQL keeps it as an exclusion constraint, SQLite by triggers; both raise IntegrityError with `name` in it,
    also when two sessions write in the same instant.
    """

    name: str
    who: str
    start: str = "starts_at"
    end: str = "ends_at"
    flag: str = "active"

    def sqlite(self, model: type[models.Model]) -> list[str]:
        """The same test before an insert and before an update."""
        table = model._meta.db_table
        who, start, end, flag = self._columns(model)
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{self.name}') WHERE NEW.{flag} AND EXISTS (SELECT 1 FROM \"{table}\" o"  # noqa: S608
            f" WHERE o.{flag} AND o.{who} = NEW.{who} AND o.id IS NOT NEW.id"
            f" AND o.{start} < NEW.{end} AND o.{end} > NEW.{start}); END"
        )
        return [
            f'DROP TRIGGER IF EXISTS "{self.name}_i"',
            f'DROP TRIGGER IF EXISTS "{self.name}_u"',
            f'CREATE TRIGGER "{self.name}_i" BEFORE INSERT ON "{table}" {body}',
            f'CREATE TRIGGER "{self.name}_u" BEFORE UPDATE ON "{table}" {body}',
        ]

    def postgresql(self, model: type[models.Model]) -> list[str]:
        """An exclusion constraint over a range; btree_gist lets it compare the person too."""
        table = model._meta.db_table
        who, start, end, flag = self._columns(model)
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{self.name}"',
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist'
            f" ({who} WITH =, tstzrange({start}, {end}) WITH &&) WHERE ({flag})",
        ]

    def _columns(self, model: type[models.Model]) -> tuple[str, ...]:
        names = (self.who, self.start, self.end, self.flag)
        columns = {field.name: field.column for field in model._meta.concrete_fields}
        return tuple(f'"{columns[name]}"' for name in names)


@dataclass(frozen=True)
class Frozen:
    """Rows may be written while a state has one value, and stand still from then on.

    `state` is a field of the row itself ("status") or of the row it belongs to ("edition.status"). Of a row's own
    table `may_change` names what still changes; the state itself never goes back to `until`. `erasing()` passes.
    """

    name: str
    state: str
    until: str
    may_change: Sequence[str] = ()

    def sqlite(self, model: type[models.Model]) -> list[str]:
        """Triggers that raise."""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        return [
            statement
            for letter, (event, condition) in self._cases(model).items()
            for statement in (
                f'DROP TRIGGER IF EXISTS "{self.name}_{letter}"',
                f'CREATE TRIGGER "{self.name}_{letter}" BEFORE {event} ON "{model._meta.db_table}"'
                f" WHEN NOT haki_erasing() AND ({condition}) {refuse}",
            )
        ]

    def postgresql(self, model: type[models.Model]) -> list[str]:
        """A function for each case: a trigger's own condition cannot look into another table."""
        table, made = model._meta.db_table, []
        for letter, (event, condition) in self._cases(model).items():
            name = f"{self.name}_{letter}"
            back = "OLD" if letter == "d" else "NEW"
            made += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF current_setting('haki.erasing', true) IS DISTINCT FROM 'on' AND ({condition}) THEN"
                f" RAISE EXCEPTION '{self.name}' USING ERRCODE = '23000'; END IF; RETURN {back}; END $$",
                f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
            ]
        return made

    def _cases(self, model: type[models.Model]) -> dict[str, tuple[str, str]]:
        """By a letter: the event, and the condition under which it is refused."""
        through, _dot, field = self.state.rpartition(".")
        if through:
            key: Any = model._meta.get_field(through)
            parent = key.related_model._meta
            shut = (
                f'EXISTS (SELECT 1 FROM "{parent.db_table}" p WHERE p.{parent.pk.column} = %s.{key.column}'  # noqa: S608
                f" AND p.{parent.get_field(field).column} <> '{self.until}')"
            )
            old, new = shut % "OLD", shut % "NEW"
            return {"i": ("INSERT", new), "u": ("UPDATE", f"{old} OR {new}"), "d": ("DELETE", old)}
        own: Any = model._meta.get_field(field)
        column = own.column
        old = f"OLD.{column} <> '{self.until}'"
        fixed = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.name not in self.may_change)
        return {
            "u": (f"UPDATE OF {fixed}", old),
            "s": (f'UPDATE OF "{column}"', f"{old} AND NEW.{column} = '{self.until}'"),
            "d": ("DELETE", old),
        }


Guard = AppendOnly | NoOverlap | Frozen


def guarded_models() -> list[type[models.Model]]:
    """Every model that asks for a guard, in the order of the apps."""
    return [model for model in apps.get_models() if getattr(model, "guards", ())]


def install_guards(sender: Any = None, **kwargs: Any) -> None:
    """Write all guards into the database; runs after migrate (not after flush, which keeps the tables)."""
    if "plan" not in kwargs:
        return
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in guarded_models():
            if model._meta.db_table in present:
                for guard in model.guards:  # type: ignore[attr-defined]  # models that have guards
                    for statement in getattr(guard, connection.vendor)(model):
                        cursor.execute(statement)


def teach_sqlite(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give each SQLite connection the function that the triggers of `AppendOnly` ask."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("haki_erasing", 0, lambda: int(_erasing.get()))
