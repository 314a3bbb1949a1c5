"""Taking a checked list into the register, and taking it out again: each in one transaction."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from core.bulk import update_rows
from core.text import fold
from schools.choices import (
    AliasKind,
    Decision,
    ImportState,
    Outcome,
    Placing,
    Position,
    Reason,
    SubCountyKind,
)
from schools.models import (
    Contact,
    County,
    ImportBatch,
    ImportRow,
    School,
    SchoolAlias,
    SchoolVersion,
    SubCounty,
)
from schools.models.history import other_names
from schools.models.school import TRACKED
from schools.rules import can_edit_register

_PLAIN = (
    "name", "short_name", "level", "uic", "knec_code", "ward", "gender",
    "boarding", "category", "old_category", "ownership", "provision",
    "disabilities",
)  # fmt: skip
_CHUNK = 500
_FIELDS = {name.removesuffix("_id") for name in TRACKED}


@transaction.atomic
def commit_batch(*, batch: ImportBatch, by: User) -> dict[str, int]:
    """Take all clear and decided rows into the register. Questions stay open, and can be taken in later.

    Returns how many schools were added and changed.

    Raises:
        ValidationError: there is nothing to take, the register has changed since the check, two rows were said to be
            one school, or `by` may not.
    """
    demand(can_edit_register(by))
    ready = (ImportState.CHECKED, ImportState.COMMITTED)
    now = timezone.now()
    taken = ImportBatch.objects.filter(pk=batch.pk, state__in=ready)
    if not taken.update(state=ImportState.COMMITTED, committed_at=now):
        raise ValidationError(_("This list is not checked yet, or was undone."))
    rows = batch.rows.to_take()
    if not rows.exists():
        raise ValidationError(_("There is nothing to take into the register."))
    try:
        with transaction.atomic():
            done = _Taking(batch, by).take(rows)
    except IntegrityError as error:
        raise ValidationError(_STALE(), code="stale") from error
    rows.update(taken_at=now)
    batch.refresh_from_db()
    record(by, N_("took into the register the list"), batch, **done)
    return done


def _STALE() -> str:  # noqa: N802 (a sentence, in the language of the moment)
    return _("The register has changed since this list was checked. Check it again; nothing was written.")


class _Taking:
    """One run of `commit_batch`: what it has read, and what it is about to write."""

    def __init__(self, batch: ImportBatch, by: User) -> None:
        self.batch, self.by = batch, by
        self.counties = County.objects.in_bulk()
        self.places = {(place.county_id, place.kind, fold(place.name)): place.pk for place in SubCounty.objects.all()}
        self.made: list[int] = []
        self.other_names = other_names()
        self.done = {"added": 0, "changed": 0, "rows": 0}
        codes = School.objects.exclude(uic=None, knec_code=None).values_list("pk", "uic", "knec_code")
        self.uics = {uic: pk for pk, uic, _knec in codes if uic}
        self.knecs = {knec: pk for pk, _uic, knec in codes if knec}

    def take(self, rows: QuerySet) -> dict[str, int]:
        """Write all of it, some rows at a time, so that a long list needs no more memory than a short one."""
        self._refuse_doubles(rows)
        self._make_places(rows)
        keys = list(rows.order_by("number").values_list("pk", flat=True))
        for place in range(0, len(keys), _CHUNK):
            part = ImportRow.objects.filter(pk__in=keys[place : place + _CHUNK])
            self._take_part(list(part.order_by("number").defer("cells")))
        ImportBatch.objects.filter(pk=self.batch.pk).update(made_places=[*self.batch.made_places, *self.made])
        return self.done

    def _take_part(self, rows: list[ImportRow]) -> None:
        self.added: list[School] = []
        self.changed: list[tuple[School, dict[str, Any]]] = []
        self.aliases: list[SchoolAlias] = []
        keys = {row.school_id for row in rows if row.school_id and row.outcome != Outcome.UNCHANGED}
        self.schools: dict[int, School] = School.objects.in_bulk(keys)
        new: list[ImportRow] = []
        for row in rows:
            is_new = row.decision == Decision.NEW or (row.outcome == Outcome.NEW and not row.decision)
            if is_new:
                self._add(row)
                new.append(row)
            elif row.outcome != Outcome.UNCHANGED:
                self._change(row)
        self._write(new, rows)
        found = {"added": len(self.added), "changed": len(self.changed), "rows": len(rows)}
        self.done = {name: count + found[name] for name, count in self.done.items()}

    @staticmethod
    def _refuse_doubles(rows: QuerySet) -> None:
        said = Q(decision=Decision.SAME) | Q(decision="", school__isnull=False)
        same = list(rows.filter(said).order_by("number").values_list("number", "school_id", "reason"))
        counts = Counter(school for _number, school, reason in same if reason != Reason.TWICE)
        doubles = [number for number, school, _reason in same if counts[school] > 1]
        if doubles:
            words = _("Rows %(rows)s were said to be one and the same school. Decide which one is.")
            numbers = ", ".join(map(str, doubles[:6]))
            raise ValidationError(words, params={"rows": numbers}, code="doubles")

    def _add(self, row: ImportRow) -> None:
        values = dict(row.values)
        for name, owners in (("uic", self.uics), ("knec_code", self.knecs)):
            if values.get(name) in owners:
                if not row.decision:
                    raise ValidationError(_STALE(), code="stale")
                del values[name]  # an officer said it is another school: the code stays with the first
        school = School(source=self.batch.source.name)
        self._fill(school, values)
        for name, owners in (("uic", self.uics), ("knec_code", self.knecs)):
            if values.get(name):
                owners[values[name]] = -1
        school.searchable = school.make_searchable()
        self.added.append(school)

    def _change(self, row: ImportRow) -> None:
        school = self.schools.get(row.school_id or 0)
        if school is None:
            raise ValidationError(_STALE(), code="stale")
        before, values = school.state(), {name: row.values[name] for name in row.changes or row.values}
        self._check_unchanged(row, school, before)
        for name, owners in (("uic", self.uics), ("knec_code", self.knecs)):
            if values.get(name) and owners.setdefault(values[name], school.pk) != school.pk:
                del values[name]  # decided against the code: it stays where it is
        self._fill(school, values)
        if row.decision and school.placing == Placing.EXACT and row.reason in {Reason.SAME_NAME, Reason.LIKE_NAME}:
            # Its coordinates came from an older list, and only a name says that it is this school.
            school.placing = Placing.MATCHED if row.score == 100 else Placing.LIKELY
            school.placing_score, school.placed_by = row.score, before["name"]
        names = self.other_names.get(school.pk, [])
        if school.name != before["name"] and before["name"] not in names:
            alias = SchoolAlias(school=school, name=before["name"], kind=AliasKind.RENAMED, batch=self.batch)
            self.aliases.append(alias)
            names = [*names, before["name"]]
        if school.state() != before:
            school.searchable = school.make_searchable(names)
            school.version += 1
            self.changed.append((school, before))

    @staticmethod
    def _check_unchanged(row: ImportRow, school: School, before: dict[str, Any]) -> None:
        """What the officer saw beside the row must still stand."""
        for name in set(row.changes) & set(_PLAIN):
            if (before[name] or "") != row.changes[name][0]:
                raise ValidationError(_STALE(), code="stale")

    def _fill(self, school: School, values: dict[str, str]) -> None:
        for name in _PLAIN:
            if name in values:
                setattr(school, name, values[name])
        if "county" in values:
            school.county = self.counties[values["county"]]
        else:
            school.county = self.counties[school.county_id]
        if "education_sub_county" in values:
            school.education_sub_county_id = self._place(school.county_id, values["education_sub_county"])
        if "constituency" in values:
            key = (school.county_id, SubCountyKind.CONSTITUENCY.value, fold(values["constituency"]))
            school.sub_county_id = self.places.get(key, school.sub_county_id)
        if "latitude" in values and "longitude" in values:
            school.latitude, school.longitude = Decimal(values["latitude"]), Decimal(values["longitude"])
            school.placing, school.placing_score, school.placed_by = Placing.EXACT, None, ""

    def _make_places(self, rows: QuerySet) -> None:
        """Education sub-counties that are new, the longest names first: one that a list cut off is no other place."""
        found = rows.exclude(outcome=Outcome.UNCHANGED).filter(values__has_key="education_sub_county")
        said = set(found.order_by().values_list("values__county", "values__education_sub_county").distinct())
        for county, name in sorted(said, key=lambda pair: (-len(pair[1]), pair)):
            self._place(county, name)

    def _place(self, county: str, name: str) -> int:
        """The education sub-county of a name, of which lists know only the beginning; made where there is none."""
        kind, key = SubCountyKind.EDUCATION.value, fold(name)
        if (county, kind, key) in self.places:
            return self.places[county, kind, key]
        longer = [pk for (c, k, n), pk in self.places.items() if (c, k) == (county, kind) and n.startswith(key)]
        if len(name) >= 13 and len(longer) == 1:
            return longer[0]
        made = SubCounty.objects.create(county_id=county, name=name, kind=kind)
        self.places[county, kind, key] = made.pk
        self.made.append(made.pk)
        return made.pk

    def _write(self, new: list[ImportRow], rows: list[ImportRow]) -> None:
        School.objects.bulk_create(self.added, batch_size=_CHUNK)
        versions = [SchoolVersion.of(school, {}, "import", self.by, self.batch) for school in self.added]
        versions += [SchoolVersion.of(school, before, "import", self.by, self.batch) for school, before in self.changed]
        SchoolVersion.objects.bulk_create(versions, batch_size=_CHUNK)
        fields = sorted({name.removesuffix("_id") for version in versions[len(self.added) :] for name in version.after})
        update_rows([school for school, _before in self.changed], [*fields, "searchable", "name_key", "version"])
        SchoolAlias.objects.bulk_create(self.aliases, batch_size=_CHUNK, ignore_conflicts=True)
        for row, school in zip(new, self.added, strict=True):
            row.school = school
        update_rows(new, ["school"])
        self._write_contacts(rows)

    def _write_contacts(self, rows: list[ImportRow]) -> None:
        """Phones and principals that a list brings along; somebody known already is not added again."""
        said = [row for row in rows if {"phone", "email"} & row.values.keys() and row.school_id]
        there = Contact.objects.current().filter(school__in={row.school_id for row in said})
        known = set(there.values_list("school_id", "phone", "email")) if said else set()
        known_phones = {(school, str(phone)) for school, phone, _email in known if phone}
        known_mails = {(school, email) for school, _phone, email in known if email}
        fresh = []
        for row in said:
            phones = [*row.values.get("phone", "").split(), "", ""]
            email = row.values.get("email", "")
            if (row.school_id, phones[0]) in known_phones or (row.school_id, email) in known_mails:
                continue
            person = {"name": row.values.get("principal", ""), "position": Position.PRINCIPAL, "batch": self.batch}
            fresh.append(
                Contact(school_id=int(row.school_id or 0), phone=phones[0], phone2=phones[1], email=email, **person)
            )
        Contact.objects.bulk_create(fresh, batch_size=_CHUNK)


@transaction.atomic
def undo_batch(*, batch: ImportBatch, by: User) -> dict[str, int]:
    """Take a whole list out of the register again: added schools go, changed ones are as they were.

    A school on which something hangs by now (a visit, a teacher) is closed instead of removed; a field that somebody
    has changed since keeps its newer value. Returns how many of each.

    Raises:
        ValidationError: it is not in the register, or `by` may not.
    """
    demand(can_edit_register(by))
    taken = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.COMMITTED)
    if not taken.update(state=ImportState.UNDONE, undone_at=timezone.now()):
        raise ValidationError(_("This list is not in the register."))
    versions = batch.versions.filter(cause="import").order_by("-pk")
    Contact.objects.filter(batch=batch).delete()
    SchoolAlias.objects.filter(batch=batch).delete()
    added = list(versions.filter(before={}).values_list("school_id", flat=True))
    restored, newer = _restore(list(versions.exclude(before={}).values_list("pk", flat=True)), batch, by)
    removed, closed = _remove(added, batch, by)
    batch.rows.update(taken_at=None)
    batch.refresh_from_db()
    SubCounty.objects.filter(pk__in=batch.made_places, education_schools=None).delete()
    done = {"removed": removed, "closed": closed, "restored": restored, "newer": newer}
    record(by, N_("took out of the register the list"), batch, **done)
    return done


def _restore(versions: list[int], batch: ImportBatch, by: User) -> tuple[int, int]:
    """Put changed records back, given the keys of their versions, newest first.

    Returns how many, and at how many a newer value was left.
    """
    newer = 0
    restored: set[int] = set()
    counties, names = County.objects.in_bulk(), other_names()
    for place in range(0, len(versions), _CHUNK):
        part = list(SchoolVersion.objects.filter(pk__in=versions[place : place + _CHUNK]).order_by("-pk"))
        back = School.objects.in_bulk({version.school_id for version in part})
        newer += _restore_part(part, back, batch, by, counties, names)
        restored |= back.keys()
    return len(restored), newer


def _restore_part(
    versions: list[SchoolVersion],
    back: dict[int, School],
    batch: ImportBatch,
    by: User,
    counties: dict[str, County],
    names: dict[int, list[str]],
) -> int:
    newer, new_versions = 0, []
    for version in versions:
        school = back.get(version.school_id)
        if school is None:
            continue
        now = school.state()
        old = {name: value for name, value in version.before.items() if now[name] == version.after[name]}
        newer += len(old) < len(version.before)
        school.put(old)
        school.county = counties[school.county_id]
        school.searchable = school.make_searchable(names.get(school.pk, []))
        school.version += 1
        new_versions.append(SchoolVersion.of(school, now, "undo", by, batch))
    fields = sorted({name.removesuffix("_id") for version in versions for name in version.after} & _FIELDS)
    update_rows(list(back.values()), [*fields, "searchable", "name_key", "version"])
    SchoolVersion.objects.bulk_create(new_versions, batch_size=_CHUNK)
    return newer


def _remove(added: list[int], batch: ImportBatch, by: User) -> tuple[int, int]:
    """Take away schools that the list added; those on which something hangs are closed."""
    own = {"importrow", "schoolalias"}
    held: set[int] = set()
    for place in range(0, len(added), 5000):
        keys = added[place : place + 5000]
        for relation in School.get_hanging():
            if relation.related_model._meta.model_name not in own:
                name = relation.field.name
                found = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
                held |= set(found.values_list(f"{name}_id", flat=True))
    loose = [pk for pk in added if pk not in held]
    for place in range(0, len(loose), _CHUNK):
        part = loose[place : place + _CHUNK]
        ImportRow.objects.filter(school__in=part).update(school=None)
        gone = School.objects.filter(pk__in=part)
        gone._raw_delete(gone.db)  # nothing else hangs on them: that was looked at above
    for school in School.objects.filter(pk__in=held):
        before = school.state()
        school.is_open, school.version = False, school.version + 1
        school.save(update_fields=["is_open", "version"])
        SchoolVersion.of(school, before, "undo", by, batch).save()
    return len(loose), len(held)
