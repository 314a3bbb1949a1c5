"""Starts the core."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from core.guards import teach_sqlite


class CoreConfig(AppConfig):
    """The core has no models; the guards it offers are written by the first app that has some."""

    name = "core"

    def ready(self) -> None:
        """Teach each SQLite connection the function that the guards ask."""
        connection_created.connect(teach_sqlite, dispatch_uid="core.teach_sqlite")
