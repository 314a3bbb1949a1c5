"""Text as it enters and leaves the house."""

import re
import unicodedata

_SPACE = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_APOSTROPHE = re.compile(r"['’‘`ʼ]")
_OTHER = re.compile(r"[^a-z0-9 ]+")


def tidy(text: str) -> str:
    """One line of text as it is kept: NFC (the tilde sits on its letter), no control marks, single spaces."""
    return _SPACE.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text)).replace("\n", " ")).strip()


def tidy_lines(text: str) -> str:
    """Longer text: the same, but its line breaks stay."""
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return "\n".join(_SPACE.sub(" ", line).rstrip() for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """Text as it is compared: lower case, without accents, apostrophes or punctuation ("Mũrang’a" -> "muranga")."""
    bare = text.lower()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(_OTHER.sub(" ", _APOSTROPHE.sub("", bare)).split())


def initials(name: str) -> str:
    """ "Achieng Odhiambo" -> "Achieng O.": how a colleague is named where space is short."""
    first, *rest = name.split()
    return " ".join([first, *(f"{part[0]}." for part in rest[-1:])])
