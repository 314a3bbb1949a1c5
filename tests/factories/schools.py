"""Places and schools."""

import factory
from factory.django import DjangoModelFactory

from schools.choices import Level, Position
from schools.models import County, Membership, School
from tests.factories.accounts import UserFactory


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ["code"]

    code = "030"
    name = factory.LazyAttribute(lambda o: "Baringo" if o.code == "030" else f"County {o.code}")
    iso = factory.LazyAttribute(lambda o: f"K-{o.code}")
    knec_prefix = factory.LazyAttribute(lambda o: o.code[1:])
    region = "Rift Valley"
    latitude = "0.5000"
    longitude = "35.7000"


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Kabarnet School {n}")
    county = factory.SubFactory(CountyFactory)
    searchable = factory.LazyAttribute(lambda o: f"{o.name} {o.county.name}".lower())


class UniversityFactory(SchoolFactory):
    level = Level.UNIVERSITY
    name = factory.Sequence(lambda n: f"University {n}")
    short_name = factory.Sequence(lambda n: f"U{n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    position = Position.PATRON
