"""Numbered papers: issued once, revoked with a reason, redacted when a consent ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from accounts.choices import PaperKind
from accounts.models import IssuedPaper, User
from accounts.rules import can_print
from accounts.services.log import record
from core.access import demand

KEYS = 5000  # that one question to the database may hold
_PREFIX = {PaperKind.CERTIFICATE: "C", PaperKind.DELIVERY: "DN"}


@transaction.atomic
def issue_paper(*, kind: PaperKind, about: Model, facts: dict[str, Any], by: User) -> IssuedPaper:
    """The numbered paper about a thing; asked again it gives the same one."""
    identity = {
        "kind": kind,
        "about_type": about._meta.label_lower,
        "about_id": str(about.pk),
        "revoked_at": None,
    }
    standing = IssuedPaper.objects.filter(**identity).first()
    if standing:
        return standing
    paper = IssuedPaper.objects.create(**identity, number=_next_number(kind), facts=facts, issued_by=by)
    record(by, N_("issued the paper"), paper, kind=kind)
    return paper


def _next_number(kind: PaperKind) -> str:
    """C-2026-00017: the kind, the year, and a count within both. The unique number decides between two at once."""
    stem = f"{_PREFIX[kind]}-{timezone.localdate().year}-"
    last = (
        IssuedPaper.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    )
    return f"{stem}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"


@dataclass(frozen=True)
class Issue:
    """A paper that is wanted: what it is about, and what its public page says."""

    about_type: str
    about_id: str
    facts: Mapping[str, Any]


@transaction.atomic
def issue_papers(*, kind: PaperKind, wanted: Sequence[Issue], by: User) -> dict[tuple[str, str], IssuedPaper]:
    """The numbered papers about many things, by what they are about; asked again it gives the same ones."""
    standing = IssuedPaper.objects.filter(kind=kind, revoked_at=None)
    found: dict[tuple[str, str], IssuedPaper] = {}
    for about_type in {issue.about_type for issue in wanted}:
        keys = [issue.about_id for issue in wanted if issue.about_type == about_type]
        for start in range(0, len(keys), KEYS):
            for paper in standing.filter(about_type=about_type, about_id__in=keys[start : start + KEYS]):
                found[paper.about_type, paper.about_id] = paper
    new = {(issue.about_type, issue.about_id): issue for issue in wanted}
    new = {about: issue for about, issue in new.items() if about not in found}
    if new:
        first = _next_number(kind)
        stem, count = first.rsplit("-", 1)
        papers = [
            IssuedPaper(
                kind=kind,
                number=f"{stem}-{int(count) + n:05d}",
                about_type=issue.about_type,
                about_id=issue.about_id,
                facts=dict(issue.facts),
                issued_by=by,
            )
            for n, issue in enumerate(new.values())
        ]
        for paper in IssuedPaper.objects.bulk_create(papers, batch_size=500):
            found[paper.about_type, paper.about_id] = paper
        record(by, N_("issued papers up to"), papers[-1], kind=kind, papers=len(papers))
    return found


@transaction.atomic
def revoke_paper(*, paper: IssuedPaper, reason: str, by: User) -> IssuedPaper:
    """Declare a paper no longer valid; its public page says so. What it was about may get another number then.

    Raises:
        ValidationError: it is revoked already, or `by` may not.
    """
    demand(can_print(by))
    valid = IssuedPaper.objects.filter(pk=paper.pk, revoked_at=None)
    if not valid.update(revoked_at=timezone.now(), revoked_reason=reason):
        raise ValidationError(_("This paper is revoked already."))
    paper.refresh_from_db()
    record(by, N_("revoked the paper"), paper)
    return paper


@transaction.atomic
def redact_paper(*, paper: IssuedPaper, facts: dict[str, Any], by: User | None) -> IssuedPaper:
    """Say less on the public page, because a consent was withdrawn or the time to keep a name is over."""
    paper.facts = facts
    paper.save(update_fields=["facts"])
    record(by, N_("redacted the paper"), paper)
    return paper
