"""What is printed for a gathering."""

from workshops.pdf.pack import pack
from workshops.pdf.papers import days_of, programme, register, thanks
from workshops.pdf.specimens import specimens

__all__ = ["days_of", "pack", "programme", "register", "specimens", "thanks"]
