"""The invented people of the demonstration, one for each role and a few more for company."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import encrypt

from accounts.choices import SECOND_FACTOR_ROLES, Role
from accounts.models import User
from accounts.services.people import accept_invitation, invite_person
from accounts.validators import DEMO_PASSWORD
from config.demo import DEMO_TOTP_SECRET
from schools.choices import Position
from schools.models import School
from schools.services.school import add_member


@dataclass(frozen=True)
class Invented:
    """An invented person: address, name, roles, language, and for a teacher the school's number in the list of 2016."""

    key: str
    name: str
    roles: tuple[Role, ...]
    language: str = "en"
    phone: str = ""
    school: str = ""

    @property
    def email(self) -> str:
        """An address that can never receive anything."""
        return f"{self.key}@demo.example"


PEOPLE = (
    Invented("director", "Wanjikũ Mũgo", (Role.DIRECTOR,), phone="+254700000001"),
    Invented("officer", "Achieng’ Odhiambo", (Role.OFFICER,), phone="+254700000002"),
    Invented("facilitator", "Nekesa Makokha", (Role.FACILITATOR,), phone="+254700000003"),
    Invented("safeguarding", "Halima Noor", (Role.SAFEGUARDING,), phone="+254700000004"),
    Invented("teacher", "Kiprono Cheruiyot", (Role.TEACHER,), phone="+254700000005", school="32744"),
    Invented("judge", "Mwende Kilonzo", (Role.JUDGE,), phone="+254700000006"),
    Invented("adjudicator", "Otieno Ouma", (Role.ADJUDICATOR,), phone="+254700000007"),
    Invented("viewer", "Grace Naliaka", (Role.VIEWER,), phone="+254700000008"),
    Invented("facilitator2", "Barasa Wafula", (Role.FACILITATOR,), language="sw", phone="+254700000009"),
    Invented("facilitator3", "Amina Said", (Role.FACILITATOR, Role.JUDGE), language="sw", phone="+254700000010"),
    Invented("judge2", "Njoroge Kamau", (Role.JUDGE,), phone="+254700000011"),
    Invented("judge3", "Chebet Rono", (Role.JUDGE, Role.ADJUDICATOR), phone="+254700000012"),
    Invented("judge4", "Mutua Musyoka", (Role.JUDGE, Role.ADJUDICATOR), phone="+254700000013"),
    Invented("teacher2", "Zawadi Mwakio", (Role.TEACHER,), language="sw", phone="+254700000014", school="32740"),
)
SIGN_INS = PEOPLE[:8]  # one a role: what `make run` prints


def invite_people() -> dict[str, User]:
    """Invite all of them and let them accept, as they would. The first director is invited by the command line."""
    found: dict[str, User] = {}
    for person in PEOPLE:
        found[person.key] = _bring_in(person, found.get("director"))
    for person in PEOPLE:
        if person.school:
            school = School.objects.get(list_code=person.school)
            add_member(school=school, person=found[person.key], position=Position.PATRON, by=found["director"])
    return found


def _bring_in(person: Invented, inviter: User | None) -> User:
    user = invite_person(
        name=person.name,
        email=person.email,
        phone=person.phone,
        roles=person.roles,
        language=person.language,
        by=inviter,
    )
    accept_invitation(invitation=user.invitations.get(), password=DEMO_PASSWORD)
    User.objects.filter(pk=user.pk).update(is_demo=True)
    if not SECOND_FACTOR_ROLES.isdisjoint(person.roles):
        data = {"secret": encrypt(DEMO_TOTP_SECRET)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
        RecoveryCodes.activate(user)
    return User.objects.get(pk=user.pk)
