"""Starts the essays."""

from django.apps import AppConfig


class EssaysConfig(AppConfig):
    """Essay competitions."""

    name = "competitions.essays"
    label = "essays"
