"""Values of this package as JSON and back, by their types: what a class declares is what its JSON holds.

Decimals are written as text and read from text or numbers, never through floats; sets are lists in order; classes of
a union carry their `kind`. A format is a whole object, the code of a preset, or {"preset": code} with what differs.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from competitions.debates.tab.errors import InputError
from competitions.debates.tab.formats.format import Format
from competitions.debates.tab.formats.presets import preset
from competitions.debates.tab.notes import Note

Json = Any
"""What the standard library's JSON reader gives."""

T = TypeVar("T")

MOST_DIGITS = 12
LARGEST_WHOLE = 2**63 - 1


def read_json(text: str) -> Json:
    """Text as JSON, its numbers with a point as decimals. Raises InputError where it is not JSON."""
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError("not_json", line=error.lineno, column=error.colno) from error


def write_json(value: object, indent: int | None = None) -> str:
    """A value of this package as JSON text."""
    return json.dumps(encode(value), indent=indent, ensure_ascii=False)


def fingerprint(value: object) -> str:
    """The SHA-256 of a value's JSON with sorted keys: equal values have equal fingerprints."""
    text = json.dumps(encode(value), sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def encode(value: object) -> Json:
    """A value as what JSON can hold."""
    if isinstance(value, Note):
        return {"code": value.code, "values": encode(value.values), "text": str(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return {**_tag(type(value)), **{one.name: encode(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): encode(inner) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(encode(inner) for inner in value)
    return [encode(inner) for inner in value] if isinstance(value, tuple | list) else value


def decode(kind: type[T], data: Json, where: str = "input") -> T:
    """A value of a class from JSON. Raises InputError that says where the JSON is not of that class."""
    value: T = _decode(kind, data, where)
    return value


def _decode(kind: Any, data: Json, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _decode_union(get_args(kind), data, where)
    if origin is tuple:
        return _decode_tuple(get_args(kind), data, where)
    if origin is frozenset:
        return frozenset(_decode_tuple((*get_args(kind), ...), data, where))
    if origin is not None and issubclass(origin, Mapping):
        return _decode_mapping(get_args(kind), data, where)
    if kind is Format:
        return _decode_format(data, where)
    if kind is Note:
        return _decode_note(data, where)
    if is_dataclass(kind):
        return _decode_dataclass(kind, data, where)
    return _decode_plain(kind, data, where)


def _decode_plain(kind: Any, data: Json, where: str) -> Any:
    if kind is Decimal:
        return _decode_decimal(data, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        if data not in [member.value for member in kind]:
            raise InputError("choice_unknown", where=where, found=str(data), known=tuple(one.value for one in kind))
        return kind(data)
    if kind is float and isinstance(data, int | Decimal) and not isinstance(data, bool):
        return float(data)
    is_whole = isinstance(data, int) and not isinstance(data, bool)
    if is_whole and abs(data) > LARGEST_WHOLE:
        raise InputError("wrong_type", where=where, expected="a number of ordinary size", found="a larger one")
    if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
        raise InputError("wrong_type", where=where, expected=_name(kind), found=_name(type(data)))
    return data


def _decode_decimal(data: Json, where: str) -> Decimal:
    try:
        number = Decimal(data) if isinstance(data, int | str | Decimal) and not isinstance(data, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise InputError("wrong_type", where=where, expected="a number", found=str(data))
    return number


def _decode_tuple(kinds: tuple[Any, ...], data: Json, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise InputError("wrong_type", where=where, expected="a list", found=_name(type(data)))
    if len(kinds) == 2 and kinds[1] is ...:
        kinds = (kinds[0],) * len(data)
    if len(kinds) != len(data):
        raise InputError("wrong_length", where=where, expected=len(kinds), found=len(data))
    return tuple(
        _decode(kind, inner, f"{where}[{place}]") for place, (kind, inner) in enumerate(zip(kinds, data, strict=True))
    )


def _decode_mapping(kinds: tuple[Any, ...], data: Json, where: str) -> dict[Any, Any]:
    key_kind, value_kind = kinds
    return {
        _decode_key(key_kind, key, where): _decode(value_kind, inner, f"{where}.{key}")
        for key, inner in _object(data, where).items()
    }


def _decode_key(kind: Any, key: str, where: str) -> Any:
    if kind is not int:
        return _decode(kind, key, where)
    if not key.lstrip("-").isdigit():
        raise InputError("wrong_type", where=where, expected="a whole number", found=key)
    return int(key)


def _decode_union(kinds: tuple[Any, ...], data: Json, where: str) -> Any:
    """None, one of several tagged classes, or the one kind that is left."""
    if data is None and NoneType in kinds:
        return None
    left = [kind for kind in kinds if kind is not NoneType]
    if len(left) == 1:
        return _decode(left[0], data, where)
    by_tag = {kind.kind: kind for kind in left}
    tag = _object(data, where).get("kind")
    if not isinstance(tag, str) or tag not in by_tag:
        raise InputError("choice_unknown", where=f"{where}.kind", found=str(tag), known=tuple(by_tag))
    return _decode(by_tag[tag], data, where)


def _decode_dataclass(kind: Any, data: Json, where: str) -> Any:
    declared = _declared(kind)
    given = {key: inner for key, inner in _object(data, where).items() if not (key == "kind" and _is_tagged(kind))}
    for key in given:
        if key not in declared:
            raise InputError("field_unknown", where=where, field=key, known=tuple(declared))
    for key, (one, _) in declared.items():
        if key not in given and one.default is MISSING and one.default_factory is MISSING:
            raise InputError("field_missing", where=where, field=key)
    return kind(**{key: _decode(declared[key][1], inner, f"{where}.{key}") for key, inner in given.items()})


def _decode_format(data: Json, where: str) -> Format:
    if isinstance(data, str):
        return preset(data)
    if "preset" not in _object(data, where):
        found: Format = _decode_dataclass(Format, data, where)
        return found
    declared = _declared(Format)
    changes = {key: inner for key, inner in data.items() if key != "preset"}
    for key in changes:
        if key not in declared:
            raise InputError("field_unknown", where=where, field=key, known=tuple(declared))
    decoded = {key: _decode(declared[key][1], inner, f"{where}.{key}") for key, inner in changes.items()}
    return replace(preset(_decode_plain(str, data["preset"], f"{where}.preset")), **decoded)


def _decode_note(data: Json, where: str) -> Note:
    given = _object(data, where)
    values = {
        key: tuple(inner) if isinstance(inner, list) else inner
        for key, inner in _object(given.get("values", {}), where).items()
    }
    return Note(_decode_plain(str, given.get("code"), f"{where}.code"), values)


def _object(data: Json, where: str) -> dict[str, Json]:
    if not isinstance(data, dict):
        raise InputError("wrong_type", where=where, expected="an object", found=_name(type(data)))
    return data


@cache
def _declared(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    """The fields of a class with their types."""
    hints = get_type_hints(kind)
    return {one.name: (one, hints[one.name]) for one in fields(kind)}


@cache
def _is_tagged(kind: Any) -> bool:
    """Whether a class is one of a union: it has a kind that is not a field."""
    return hasattr(kind, "kind") and "kind" not in _declared(kind)


def _tag(kind: Any) -> dict[str, str]:
    return {"kind": kind.kind} if _is_tagged(kind) else {}


_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    NoneType: "nothing",
    float: "a number",
    Decimal: "a number",
}


def _name(kind: Any) -> str:
    return _NAMES.get(kind, getattr(kind, "__name__", str(kind)))
