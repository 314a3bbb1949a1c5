"""Starts the accounts: after every migrate the guards are in the database and the roles exist as groups."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from accounts.choices import Role
from core.guards import install_guards


def create_roles(sender: Any = None, **kwargs: Any) -> None:
    """One group a role; the groups' names are the roles' codes."""
    group = apps.get_model("auth", "Group")
    for role in Role:
        group.objects.get_or_create(name=role.value)


class AccountsConfig(AppConfig):
    """People."""

    name = "accounts"

    def ready(self) -> None:
        """Keep the guards and the roles."""
        post_migrate.connect(install_guards, sender=self, dispatch_uid="accounts.install_guards")
        post_migrate.connect(create_roles, sender=self, dispatch_uid="accounts.create_roles")
