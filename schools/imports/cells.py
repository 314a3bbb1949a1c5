"""What a cell means: each function takes the text as it was read, and gives a value and what had to be mended.

Nothing here asks a database; the counties come as an argument.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import phonenumbers
from rapidfuzz import fuzz, process

from core.text import fold, tidy
from schools.choices import (
    GENDER_WORDS,
    Boarding,
    Category,
    Gender,
    Level,
    OldCategory,
    Ownership,
    Provision,
    Reason,
)

Mended = tuple[str, tuple[str, ...]]  # the value, and the codes of what was mended

_INITIALISMS = frozenset(
    "ACK AIC PCEA PAG CCM DEB SDA RC AGC RCEA ELCK SA FGCK PEFA GFC EAPC ACEF CDF HGM NYS KAG MCK AIPCA SNE".split()
)
NAME_LIMIT = 50  # where the ministry's list cuts names
SUB_COUNTY_LIMIT = 14  # where it cuts sub-counties


@dataclass(frozen=True)
class CountyWord:
    """A county as cells are compared with it."""

    code: str
    key: str  # the name, folded
    knec_prefix: str


_COUNTY_ALIASES = {
    "nairobi west": "nairobi",
    "nairobi north": "nairobi",
    "nairobi south": "nairobi",
    "nairobi east": "nairobi",
    "nairobi city": "nairobi",
    "homabay": "homa bay",
    "transnzoia": "trans nzoia",
    "tharaka": "tharaka nithi",
}


def read_uic(text: str) -> Mended:
    """An institution code: four letters or digits. 6E45 is one, and a spreadsheet takes it for a number."""
    code = re.sub(r"[\s'’`.-]+$|^[\s'’`]+", "", tidy(text))
    if not code:
        return "", ()
    code = code.removesuffix(".0")
    spoilt = _spoilt_codes(code)
    if spoilt:
        return (spoilt[0], (Reason.UIC_NUMBER,)) if len(spoilt) == 1 else ("", (Reason.UIC_UNCLEAR,))
    if not re.fullmatch(r"[0-9A-Za-z]{4}", code):
        return "", (Reason.UIC_LENGTH,)
    return code.upper(), (Reason.UIC_LOWER,) if code != code.upper() else ()


def _spoilt_codes(code: str) -> list[str]:
    """The codes that a spreadsheet shows as this number: 6E45 becomes 6E+45 or 6000…, and 12E4 becomes 120000.

    Short numbers may be two codes (600000 is 6E05 and 60E4), and nobody can know which one it was.
    """
    power = re.fullmatch(r"(\d)(?:[.,](\d*))?[Ee]\+?(\d{1,3})", code)
    if power and len(code) > 4:
        digits, exponent = (power[1] + (power[2] or "")).rstrip("0") or "0", int(power[3])
    elif zeros := re.fullmatch(r"(\d{1,2}?)(0{3,})", code):
        digits, exponent = zeros[1], len(code) - 1
    else:
        return []
    if len(digits) > 2 or digits == "0" or len(code) <= 4 or exponent > 99:
        return []
    found = [f"{digits}E{exponent:02d}"] if len(digits) == 1 else []
    return found + ([f"{digits:0<2}E{exponent - 1}"] if 1 <= exponent <= 10 else [])


def read_knec(text: str) -> Mended:
    """An examination centre: eight digits, of which a spreadsheet drops a leading zero."""
    code = re.sub(r"[\s'’`-]", "", text).removesuffix(".0")
    if not code:
        return "", ()
    if not re.fullmatch(r"\d{7,8}", code):
        return "", (Reason.KNEC_LENGTH,)
    return code.zfill(8), (Reason.KNEC_ZERO,) if len(code) == 7 else ()


@lru_cache(maxsize=4096)
def read_county(text: str, counties: tuple[CountyWord, ...]) -> Mended:
    """The code of a county: by its name, an older name, a beginning that leaves no doubt, or a near spelling."""
    key = re.sub(r" (county|city county)$", "", fold(tidy(text)))
    key = _COUNTY_ALIASES.get(key, key)
    by_key = {county.key: county.code for county in counties}
    squeezed = {county.key.replace(" ", ""): county.code for county in counties}
    if key in by_key:
        return by_key[key], ()
    if not key:
        return "", ()
    if key.replace(" ", "") in squeezed:
        return squeezed[key.replace(" ", "")], ()
    begins = [code for name, code in by_key.items() if len(key) >= 5 and name.startswith(key)]
    if len(begins) == 1:
        return begins[0], (Reason.COUNTY_SPELLING,)
    near = process.extract(key, by_key.keys(), scorer=fuzz.ratio, score_cutoff=84, limit=2)
    if len(near) == 1 or (len(near) == 2 and near[0][1] > near[1][1] + 5):
        return by_key[near[0][0]], (Reason.COUNTY_SPELLING,)
    return "", ()


def county_of_code(knec: str, counties: tuple[CountyWord, ...]) -> str:
    """The county that an examination centre belongs to, by KNEC's own numbering."""
    return next((county.code for county in counties if knec and knec[:2] == county.knec_prefix), "")


@lru_cache(maxsize=4096)
def read_gender(text: str) -> Mended:
    """Who may learn there, in any of its spellings."""
    key = fold(tidy(text))
    if not key or key in {"none", "na", "n a"}:
        return "", ()
    words = key.split()
    if {"boys", "boy", "b"} & set(words) and {"girls", "girl", "g"} & set(words):
        return Gender.MIXED, ()
    if key.replace(" ", "") in {"coed", "coeducation", "coeducational"} or key.startswith(("mix", "mx")):
        return Gender.MIXED, ()
    if key in {"m", "male", "males", "b"} or key.startswith("boy"):
        return Gender.BOYS, ()
    if key in {"f", "female", "females", "g"} or key.startswith("girl"):
        return Gender.GIRLS, ()
    return _nearest(key, {"mixed": Gender.MIXED, "boys": Gender.BOYS, "girls": Gender.GIRLS})


@lru_cache(maxsize=4096)
def read_boarding(text: str) -> Mended:
    """Whether learners live there."""
    key = fold(tidy(text))
    if not key or key == "none":
        return "", ()
    if "day" in key.split() and any(word.startswith(("board", "baord")) for word in key.split()):
        return Boarding.BOTH, ()
    words = {"day": Boarding.DAY, "boarding": Boarding.BOARDING, "hybrid": Boarding.BOTH, "both": Boarding.BOTH}
    return _nearest(key.removesuffix(" school"), {**words, "full boarding": Boarding.BOARDING})


@lru_cache(maxsize=4096)
def read_ownership(text: str) -> Mended:
    """Who runs it."""
    key = fold(tidy(text))
    words = {"public": Ownership.PUBLIC, "government": Ownership.PUBLIC, "private": Ownership.PRIVATE}
    return _nearest(key, words) if key else ("", ())


@lru_cache(maxsize=4096)
def read_level(text: str) -> Mended:
    """What is taught there; a comprehensive school is a primary school that goes on to Grade 9."""
    key = fold(tidy(text)).removesuffix(" level").removesuffix(" school").removesuffix(" education")
    words = {"primary": Level.PRIMARY, "comprehensive": Level.PRIMARY, "junior": Level.JUNIOR, "jss": Level.JUNIOR}
    words |= {"junior secondary": Level.JUNIOR, "primary and junior": Level.PRIMARY, "high": Level.SECONDARY}
    words |= {"secondary": Level.SECONDARY, "senior": Level.SECONDARY, "senior secondary": Level.SECONDARY}
    words |= {"university": Level.UNIVERSITY, "universities": Level.UNIVERSITY, "university college": Level.UNIVERSITY}
    return _nearest(key, words) if key else ("", ())


@lru_cache(maxsize=4096)
def read_category(text: str) -> Mended:
    """C1 to C4."""
    key = fold(tidy(text)).replace(" ", "").replace("cluster", "").replace("category", "")
    if key and key[-1] in "1234" and key[:-1] in {"", "c"}:
        return Category(f"C{key[-1]}"), ()
    return "", (Reason.WORD_UNKNOWN,) if key and read_old_category(text)[1] else ()


@lru_cache(maxsize=4096)
def read_old_category(text: str) -> Mended:
    """National, extra-county, county, sub-county."""
    key = fold(tidy(text)).removesuffix(" school").replace(" ", "")
    words = {"national": OldCategory.NATIONAL, "extracounty": OldCategory.EXTRA_COUNTY, "county": OldCategory.COUNTY}
    words |= {"subcounty": OldCategory.SUB_COUNTY, "district": OldCategory.SUB_COUNTY}
    return _nearest(key, words) if key and key != "none" else ("", ())


@lru_cache(maxsize=4096)
def read_provision(text: str) -> Mended:
    """Regular, integrated or special."""
    key = fold(tidy(text))
    words = {"regular": Provision.REGULAR, "none": Provision.REGULAR, "integrated": Provision.INTEGRATED}
    words |= {"sne": Provision.SPECIAL, "special": Provision.SPECIAL, "special school": Provision.SPECIAL}
    return _nearest(key, words) if key else ("", ())


@lru_cache(maxsize=4096)
def read_disability(text: str) -> Mended:
    """The needs a school provides for, as codes in one order: "HIPHVI" and "P.H/ H.I, VI" are both "HI PH VI"."""
    letters = re.sub(r"[^A-Z]", "", tidy(text).upper())
    if letters in {"", "NONE", "NA", "NIL"}:
        return "", ()
    pairs = [letters[place : place + 2] for place in range(0, len(letters), 2)]
    if set(pairs) <= {"HI", "PH", "VI", "MH", "ID", "DB"}:
        return " ".join(sorted(set(pairs))), ()
    return "", (Reason.WORD_UNKNOWN,)


def _nearest(key: str, words: Mapping[str, str]) -> Mended:
    found = process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=75)
    return (str(words[found[0]]), ()) if found else ("", (Reason.WORD_UNKNOWN,))


def read_name(text: str) -> Mended:
    """A name as it is shown: one apostrophe for all its kinds, and no shouting."""
    name = re.sub(r"['’‘`´ʼ]+", "’", tidy(text.replace("\r", " ").replace("\n", " "))).strip(' ,;-–’"')
    mended = (Reason.NAME_CUT,) if NAME_LIMIT in {len(text), len(text.strip())} else ()  # a cut may end in a space
    if name.isupper():
        name = " ".join(_calm(word, first=not place) for place, word in enumerate(name.split()))
    return name[:120], mended


def read_short_name(text: str) -> Mended:
    """The name used in a draw, such as UoN: as it is written."""
    return tidy(text)[:30].strip(), ()


def _calm(word: str, *, first: bool) -> str:
    if word.strip(".,()") in _INITIALISMS or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?\.?,?", word):
        return word
    if not first and word in {"OF", "AND", "THE", "FOR", "YA", "WA", "NA"}:
        return word.lower()
    return re.sub(r"[^\W\d_](?:[^\W\d_]|’)*", lambda part: part[0].capitalize(), word)


@lru_cache(maxsize=4096)
def read_sub_county(text: str) -> Mended:
    """The name of a sub-county, as it is shown."""
    name, _cut = read_name(text)
    return name[:60], (Reason.SUB_COUNTY_CUT,) if SUB_COUNTY_LIMIT in {len(text), len(text.strip())} else ()


def gender_in_name(name: str) -> str:
    """What a name itself says: "Kabarnet Boys" is for boys; most names say nothing."""
    said = [GENDER_WORDS[word] for word in fold(name).split() if word in GENDER_WORDS]
    return said[0] if said else ""


def read_phones(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The numbers of one cell in E.164; two in one cell are split."""
    found, mended = [], []
    for part in re.split(r"[/;,&|\n]|\bor\b|\bna\b|(?<=\d)\s+(?=(?:0|\+254)\s?[17])", tidy_keep_lines(text)):
        digits = re.sub(r"[^\d+]", "", part.replace("(0)", ""))
        if not digits:
            continue
        pieces = [digits[:10], digits[10:]] if re.fullmatch(r"0[17]\d{8}0[17]\d{8}", digits) else [digits]
        for piece in pieces:
            number = _e164(piece)
            if number and number not in found:
                found.append(number)
            elif not number:
                mended.append(Reason.PHONE_UNKNOWN)
    return found, tuple(dict.fromkeys(mended))


def tidy_keep_lines(text: str) -> str:
    """One line a number where a cell holds several."""
    return "\n".join(tidy(line) for line in text.splitlines())


def _e164(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "KE")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_degrees(text: str) -> Decimal | None:
    """Degrees of latitude or longitude, with a point or a comma."""
    try:
        return round(Decimal(tidy(text).replace(",", ".")), 5)
    except InvalidOperation:
        return None


READERS: dict[str, Callable[[str], Mended]] = {
    "name": read_name,
    "short_name": read_short_name,
    "level": read_level,
    "uic": read_uic,
    "knec_code": read_knec,
    "gender": read_gender,
    "boarding": read_boarding,
    "ownership": read_ownership,
    "category": read_category,
    "old_category": read_old_category,
    "provision": read_provision,
    "disabilities": read_disability,
    "education_sub_county": read_sub_county,
    "ward": read_sub_county,
}
