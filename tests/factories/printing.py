"""Print jobs of invented people."""

from accounts.choices import PaperKind
from accounts.models import PrintItem, PrintJob
from accounts.services.printing import Wanted, order_print
from core.pdf.specimens import certificate
from tests.factories.accounts import ActionFactory


def make_job(by, names=("Wanjikũ Kĩmani", "Otieno Ouma"), *, numbered=False, **more):
    """A job of certificates; numbered ones are about something that is there anyway."""
    wanted = [
        Wanted(
            label=name,
            fields={"name": name, "detail": "Mũrang’a Girls’ High School", "number": f"x{n:05d}x"},
            about=ActionFactory(by=by) if numbered else None,
            facts={"Awarded for": "an essay"},
        )
        for n, name in enumerate(names)
    ]
    kind = PaperKind.CERTIFICATE if numbered else None
    return order_print(words="Certificates of May", batch=certificate(), wanted=wanted, by=by, kind=kind, **more)


def job_row(by):
    """A job that nobody prints, with one copy."""
    batch = certificate()
    fields = {"template": batch.template, "shared": batch.context, "name": batch.name, "words": "Certificates of June"}
    job = PrintJob.objects.create(**fields, total=1, ordered_by=by)
    PrintItem.objects.create(job=job, place=0, label="Wanjikũ", fields={"name": "Wanjikũ", "address": "HTTPS://X.ORG"})
    return job
