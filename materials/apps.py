"""Starts the booklets."""

from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    """Booklets."""

    name = "materials"
