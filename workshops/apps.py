"""Starts the visits."""

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Forums and workshops."""

    name = "workshops"
