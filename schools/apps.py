"""Starts the register."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """The register of schools."""

    name = "schools"
