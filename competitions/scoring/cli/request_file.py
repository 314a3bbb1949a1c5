"""A request for an assignment, as JSON. Every refusal names the field."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from ..assignment import AssignmentRequest, EntryNeed, JudgeOffer, Pair
from ..errors import InvalidRequestError, Label, list_some
from .sheets import read_text

_T = TypeVar("_T")
_FIELDS = ("entries", "judges", "judges_per_entry", "conflicts", "forced", "kept", "costs", "seed")
_ENTRY = ("entry", "judges", "language")
_JUDGE = ("judge", "least", "most", "languages", "group")


def read_request(path: str) -> tuple[AssignmentRequest, int]:
    """The request and its seed (0 if it names none). Raises InvalidRequestError."""
    try:
        asked = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        where = f"{error.msg} in line {error.lineno}"
        raise InvalidRequestError(f"The file {path} is not JSON: {where}.") from error
    _check_object(asked, _FIELDS, "request")
    each = _whole(asked.get("judges_per_entry", 3), "judges_per_entry")
    request = AssignmentRequest(
        [_entry(item, each) for item in _list(asked, "entries")],
        [_judge(item) for item in _list(asked, "judges")],
        conflicts=[_pair(item, "conflicts") for item in _list(asked, "conflicts")],
        forced=[_pair(item, "forced") for item in _list(asked, "forced")],
        kept=[_pair(item, "kept") for item in _list(asked, "kept")],
        costs=dict(_cost(item) for item in _list(asked, "costs")),
    )
    return request, _whole(asked.get("seed", 0), "seed")


def _check_object(value: Any, fields: tuple[str, ...], name: str) -> None:
    if not isinstance(value, dict):
        raise InvalidRequestError(f"The {name} is not a JSON object.")
    unknown = sorted(set(value) - set(fields))
    if unknown:
        raise InvalidRequestError(f"The {name} has the unknown field {unknown[0]}: fields are {list_some(fields, 9)}.")


def _list(asked: dict[str, Any], field: str) -> list[Any]:
    value = asked.get(field, [])
    if not isinstance(value, list):
        raise InvalidRequestError(f"The field {field} is not a list.")
    return value


def _entry(item: Any, each: int) -> EntryNeed:
    """An entry: a label alone, or an object."""
    if not isinstance(item, dict):
        return EntryNeed(_label(item, "entries"), each)
    _check_object(item, _ENTRY, "entry")
    language = _optional(item, "language", _text)
    return EntryNeed(_label(item.get("entry"), "entries"), _whole(item.get("judges", each), "judges"), language)


def _judge(item: Any) -> JudgeOffer:
    """A judge: a label alone, or an object."""
    if not isinstance(item, dict):
        return JudgeOffer(_label(item, "judges"))
    _check_object(item, _JUDGE, "judge")
    languages = [_text(name, "languages") for name in _list(item, "languages")] if "languages" in item else None
    return JudgeOffer(
        _label(item.get("judge"), "judges"),
        _whole(item.get("least", 0), "least"),
        _optional(item, "most", _whole),
        languages,
        _optional(item, "group", _text),
    )


def _optional(item: dict[str, Any], field: str, read: Callable[[Any, str], _T]) -> _T | None:
    return None if item.get(field) is None else read(item[field], field)


def _pair(item: Any, field: str) -> Pair:
    if not (isinstance(item, list) and len(item) == 2):
        raise InvalidRequestError(f"The field {field} holds something that is not a pair [entry, judge].")
    return _label(item[0], field), _label(item[1], field)


def _cost(item: Any) -> tuple[Pair, int]:
    if not (isinstance(item, list) and len(item) == 3):
        raise InvalidRequestError("The field costs holds something that is not [entry, judge, cost].")
    return _pair(item[:2], "costs"), _whole(item[2], "costs")


def _label(value: Any, field: str) -> Label:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise InvalidRequestError(f"The field {field} holds a label that is neither text nor a whole number.")


def _whole(value: Any, field: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise InvalidRequestError(f"The field {field} holds something that is not a whole number.")


def _text(value: Any, field: str) -> str:
    if isinstance(value, str):
        return value
    raise InvalidRequestError(f"The field {field} holds something that is not text.")
