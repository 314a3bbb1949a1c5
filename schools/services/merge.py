"""Two records that are one school become one, with all their history; and can become two again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from accounts.models import User
from accounts.services.log import record
from core.access import demand
from schools.choices import AliasKind
from schools.models import School, SchoolAlias, SchoolMerge, SchoolVersion
from schools.rules import can_edit_register

# What tells how a record came to be stays with that record.
_OWN = {"ImportRow", "SchoolMerge", "School", "SchoolAlias"}


@transaction.atomic
def merge_schools(*, keep: School, gone: School, by: User) -> SchoolMerge:
    """Let `gone` go into `keep`: its visits, people and names move, it is closed, its codes still lead to the other.

    Rows that cannot stand beside those of the other school (the same teacher at both) stay where they are.

    Raises:
        ValidationError: it is one and the same, one of them is merged already, or `by` may not.
    """
    demand(can_edit_register(by))
    if keep.pk == gone.pk:
        raise ValidationError(_("A school cannot be merged with itself."))
    if keep.level != gone.level:
        raise ValidationError(_("Schools of two levels cannot be one."))
    pair = School.objects.filter(pk__in=(keep.pk, gone.pk), merged_into=None)
    if len(pair.select_for_update()) != 2:
        raise ValidationError(_("One of the two is merged already."))
    merge = SchoolMerge(kept=keep, gone=gone, by=by)
    merge.full_clean(exclude=["moved"])
    merge.moved, merge.stayed = _move(gone, keep)
    merge.save()
    for name in {gone.name, *gone.aliases.values_list("name", flat=True)} - {keep.name}:
        SchoolAlias.objects.get_or_create(school=keep, name=name, defaults={"kind": AliasKind.MERGED})
    _write(gone, by, "merge", is_open=False, merged_into=keep)
    _write(keep, by, "merge")
    record(by, N_("merged another record into"), keep, gone=gone.pk, stayed=merge.stayed)
    return merge


@transaction.atomic
def unmerge_schools(*, merge: SchoolMerge, by: User) -> SchoolMerge:
    """Make two records again: what moved goes back; what came since stays with the one that was kept.

    Raises:
        ValidationError: it was taken back already, or `by` may not.
    """
    demand(can_edit_register(by))
    if not SchoolMerge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=timezone.now()):
        raise ValidationError(_("This merger was taken back already."))
    keep, gone = merge.kept, merge.gone
    for relation in School.get_hanging():
        label = f"{relation.related_model._meta.label}.{relation.field.name}"
        keys = merge.moved.get(label, [])
        rows = relation.related_model._base_manager.filter(pk__in=keys, **{relation.field.name: keep})
        _give(rows, relation.field.name, gone)
    names = {gone.name, *gone.aliases.values_list("name", flat=True)}
    SchoolAlias.objects.filter(school=keep, name__in=names, kind=AliasKind.MERGED).delete()
    _write(gone, by, "unmerge", is_open=True, merged_into=None)
    _write(keep, by, "unmerge")
    merge.refresh_from_db()
    record(by, N_("took back a merger of"), keep, gone=gone.pk)
    return merge


def _move(gone: School, keep: School) -> tuple[dict[str, list[Any]], int]:
    """Give everything that hangs on one school to the other. Returns what moved, and how much could not."""
    moved: dict[str, list[Any]] = {}
    stayed = 0
    for relation in School.get_hanging():
        model, name = relation.related_model, relation.field.name
        if model.__name__ in _OWN:
            continue
        rows = model._base_manager.filter(**{name: gone})
        keys = list(rows.values_list("pk", flat=True))
        done = _give(rows, name, keep) if keys else []
        stayed += len(keys) - len(done)
        if done:
            moved[f"{model._meta.label}.{name}"] = done
    return moved, stayed


def _give(rows: Any, name: str, school: Model) -> list[Any]:
    """Change the hands of rows: all at once, or where the database refuses, each on its own. Returns those it took."""
    keys = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{name: school})
        return keys
    except IntegrityError:
        pass
    done = []
    for key in keys:
        try:
            with transaction.atomic():
                rows.model._base_manager.filter(pk=key).update(**{name: school})
            done.append(key)
        except IntegrityError:
            continue
    return done


def _write(school: School, by: User, cause: str, **values: Any) -> None:
    before = school.state()
    for name, value in values.items():
        setattr(school, name, value)
    school.version += 1
    school.searchable = school.make_searchable(school.aliases.values_list("name", flat=True))
    school.save()
    SchoolVersion.of(school, before, cause, by).save()
