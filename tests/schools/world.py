"""The register, for the access table."""

from tests.factories.schools import MembershipFactory, SchoolFactory, UniversityFactory


def build(world):
    world.school = SchoolFactory(name="Kabarnet Boys")
    world.foreign_school = SchoolFactory(name="Kapkelelwa")
    world.closed_school = SchoolFactory(name="Closed School", is_open=False)
    world.university = UniversityFactory()
    world.membership = MembershipFactory(school=world.school, user=world.teacher)


LISTS = {
    "schools:school-list": lambda n: SchoolFactory.create_batch(n),
    "schools:university-list": lambda n: UniversityFactory.create_batch(n),
    "workshops:forum-school": lambda n: SchoolFactory.create_batch(n),
}
