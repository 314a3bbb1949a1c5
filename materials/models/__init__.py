"""Booklets: a title, its editions, what they are made of, what is printed of them, and how often that was taken."""

from materials.models.download import Download
from materials.models.edition import Edition, Title
from materials.models.history import SectionVersion, Writer
from materials.models.opinion import Opinion
from materials.models.part import Picture, PrintedForm, Section

__all__ = [
    "Download",
    "Edition",
    "Opinion",
    "Picture",
    "PrintedForm",
    "Section",
    "SectionVersion",
    "Title",
    "Writer",
]
