"""Starts the debates."""

from django.apps import AppConfig


class DebatesConfig(AppConfig):
    """Debate tournaments."""

    name = "competitions.debates"
    label = "debates"
