"""People and trust, for the access table."""

from accounts.choices import PaperKind, Role
from accounts.models import Invitation, PrintItem, PrintJob
from accounts.models.invitation import digest
from accounts.services.papers import issue_paper
from tests.factories.accounts import ActionFactory, ConcernFactory, MessageFactory, UserFactory
from tests.factories.printing import job_row


def build(world):
    for role in Role:
        setattr(world, role.value, UserFactory(name=f"{role.value.title()} Someone", roles=[role]))
    world.other = UserFactory(name="Other Someone", roles=[Role.TEACHER])
    world.invited = UserFactory(name="Invited Someone", roles=[Role.JUDGE], is_active=False, joined_at=None)
    world.token = "a-token-of-an-invitation"
    Invitation.objects.create(user=world.invited, token_digest=digest(world.token))
    world.closed = UserFactory(name="Closed Someone", is_active=False)
    world.message = MessageFactory()
    world.concern = ConcernFactory(raised_by=world.facilitator)
    world.paper = issue_paper(kind=PaperKind.CERTIFICATE, about=world.other, facts={}, by=world.officer)
    world.job = job_row(world.officer)
    world.waiting_job = job_row(world.officer)
    world.print_item = world.job.items.first()
    world.specimen, world.language = "letter", "sw"
    world.theme = "0123456789"


def more_jobs(n):
    for _n in range(n):
        job_row(UserFactory(roles=[Role.OFFICER]))


def more_papers(n):
    """More copies of every job there is: the list shows one job's."""
    for job in PrintJob.objects.all():
        start = job.items.count()
        PrintItem.objects.bulk_create(PrintItem(job=job, place=start + k, label=f"N{k}") for k in range(n))


def more_numbers(n):
    for person in UserFactory.create_batch(n):
        issue_paper(kind=PaperKind.CERTIFICATE, about=person, facts={}, by=UserFactory(roles=[Role.OFFICER]))


LISTS = {
    "accounts:paper-list": more_numbers,
    "accounts:print-list": more_jobs,
    "accounts:print-papers": more_papers,
    "accounts:person-list": lambda n: UserFactory.create_batch(n, roles=[Role.JUDGE]),
    "accounts:action-list": lambda n: ActionFactory.create_batch(n),
    "accounts:message-list": lambda n: MessageFactory.create_batch(n),
    "accounts:concern-list": lambda n: ConcernFactory.create_batch(n),
}
