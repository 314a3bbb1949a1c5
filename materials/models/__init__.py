"""Booklets: a title, its editions, what they are made of, what is printed of them, and how often that was taken."""

from materials.models.download import Download
from materials.models.edition import Edition, Title
from materials.models.part import Picture, PrintedForm, Section

__all__ = ["Download", "Edition", "Picture", "PrintedForm", "Section", "Title"]
