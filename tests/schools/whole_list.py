"""A whole list as the ministry sends it: its 9,569 rows, its columns, its faults in the shares in which it has them.

The schools are those of the ministry's list of 2016, which comes with the system; the codes are invented. The shares
were counted in a piece of the list of 2025 (so many of 600 rows).
"""

import csv
import io
from collections import Counter
from random import Random

from schools.imports.seed import county_code, read_counties, read_csv

ROWS = 9_569
HEAD = "sno,region,county,sub_county,uic,knec,school_name,cluster,type,regular_sne,disability_type,accomodation_type,gender"
OF = 600
CLUSTERS = {"C4": 461, "C3": 82, "C2": 40, "C1": 17}
MIXED = {"Mixed": 325, "MIXED": 137, "mixed": 3}
NEEDS = {("REGULAR", "NONE"): 584, ("INTERGRATED", "VI"): 7, ("INTERGRATED", "PH"): 3, ("SNE", "HI"): 2}
NEEDS |= {("SNE", "V.I"): 1, ("SNE", "HIPHVI"): 1, ("INTEGRATED", "P.H"): 1, ("SNE", "PH"): 1}
BEDS = {"BOARDING": 135, "HYBRID": 2, "BAORDING": 2}
UIC = {"": 595, "long": 2, "lower": 2, "number": 1}
KNEC = {"": 597, "nine": 2, "six": 1}  # seven digits come by themselves: a third of the counties begin with a zero
NAMES = {"": 596, "backtick": 1, "curly": 1, "lines": 1, "spaces": 1}
LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CUT_COUNTY, CUT_PLACE, CUT_NAME = 13, 14, 50


def whole_list(rows: int = ROWS, seed: int = 2025) -> tuple[bytes, Counter]:
    """The list as CSV, and how often each fault stands in it."""
    chance, faults = Random(seed), Counter()
    prefixes = {str(county["code"]): str(county["knec_prefix"]) for county in read_counties()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD.split(","))
    for number, school in enumerate(_schools(rows), 1):
        name, gender = _name(school["school_name"], faults, chance)
        county = county_code(school["county"]) or "047"
        cluster = _pick(CLUSTERS, chance)
        provision, disability = _pick(NEEDS, chance)
        faults[provision] += provision == "INTERGRATED"
        faults["disability"] += disability in {"P.H", "V.I", "HIPHVI"}
        beds = "DAY" if cluster == "C4" else _pick(BEDS, chance)
        faults[beds] += beds == "BAORDING"
        cells = [number, "REGION", school["county"].upper()[:CUT_COUNTY], school["sub_county"].upper()[:CUT_PLACE]]
        faults["county cut"] += len(school["county"]) > CUT_COUNTY
        faults["sub-county cut"] += len(school["sub_county"]) > CUT_PLACE
        cells += [_uic(number, faults, chance), _knec(prefixes[county], number, faults, chance), name, cluster]
        writer.writerow([*cells, "PUBLIC", provision, disability, beds, gender])
    return out.getvalue().encode(), faults


def _schools(rows: int) -> list[dict[str, str]]:
    """The schools of 2016, and after them day schools beside the first of them: two schools, not one."""
    known = [row for row in read_csv("schools_2016.csv") if row["county"].strip() and row["school_name"].strip()]
    beside = [{**row, "school_name": f"{row['school_name']} MIXED DAY"} for row in known[: max(0, rows - len(known))]]
    return (known + beside)[:rows]


def _pick(shares: dict, chance: Random):
    return chance.choices(list(shares), list(shares.values()))[0]


def _name(name: str, faults: Counter, chance: Random) -> tuple[str, str]:
    name = name.upper()
    name += "" if "SCHOOL" in name else " SCHOOL" if {"SECONDARY", "HIGH"} & set(name.split()) else " SECONDARY SCHOOL"
    gender = "GIRLS" if "GIRLS" in name else "BOYS" if "BOYS" in name else _pick(MIXED, chance)
    fault = _pick(NAMES, chance)
    faults[f"name {fault}"] += bool(fault)
    first, _space, rest = name.partition(" ")
    marks = {"backtick": f"{first}` {rest}", "curly": f"{first}’S {rest}", "lines": f"{first}\n{rest}"}
    name = marks.get(fault, f"{first}   {rest} " if fault else name)
    faults["name cut"] += len(name) > CUT_NAME
    return name[:CUT_NAME], gender


def _uic(number: int, faults: Counter, chance: Random) -> str:
    code = "".join(LETTERS[number // 34**place % 34] for place in (1, 0, 2)) + "QWXYZ"[number % 5]
    fault = _pick(UIC, chance)
    faults[f"uic {fault}"] += bool(fault)
    if fault == "number":
        return f"{number % 9 + 1}E+{11 + number % 88}"
    return {"long": f"{code}N", "lower": code.lower()}.get(fault, code)


def _knec(prefix: str, number: int, faults: Counter, chance: Random) -> str:
    code = f"{prefix}{500_000 + number}"
    fault = _pick(KNEC, chance)
    faults[f"knec {fault}"] += bool(fault)
    faults["knec zero"] += code.startswith("0") and not fault
    return {"nine": f"{code}7", "six": code[:6]}.get(fault, str(int(code)))
