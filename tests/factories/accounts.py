"""People and trust."""

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Action, Concern, Message, User


class UserFactory(DjangoModelFactory):
    """Somebody with a login; `roles=[Role.OFFICER]` gives roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {chr(65 + n % 26)} Number{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    joined_at = factory.LazyFunction(timezone.now)
    is_active = True

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        if extracted:
            self.groups.set([Group.objects.get_or_create(name=role)[0] for role in extracted])
            self.__dict__.pop("roles", None)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    by = factory.SubFactory(UserFactory)
    verb = "changed"
    about_type = "schools.school"
    about_id = factory.Sequence(str)
    about_text = factory.Sequence(lambda n: f"School {n}")


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"key-{n}")
    channel = "email"
    to = factory.Sequence(lambda n: f"person{n}@example.org")
    subject = "News"
    body = "Text"


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = Concern

    raised_by = factory.SubFactory(UserFactory)
    about_text = "A forum"
    text = "What was heard"
