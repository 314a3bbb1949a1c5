"""What a start page shows of many needs."""

from datetime import date

from core.needs import Bundle, Need, by_urgency, folded


def needs(kind: str, days: list[int]) -> list[Need]:
    return [Need(f"{kind} {day}", "/", "Open", due=date(2026, 1, day), kind=kind) for day in days]


def test_few_of_a_kind_stand_as_they_are():
    few = by_urgency([*needs("report", [3, 1, 2]), *needs("request", [4])])
    assert folded(few) == few
    assert [need.due.day for need in few] == [1, 2, 3, 4]


def test_many_of_a_kind_become_one_line_in_the_place_of_the_most_urgent():
    shown = folded(by_urgency([*needs("report", [5, 2, 8, 9]), *needs("request", [1, 6])]))
    assert [str(one.words) for one in shown] == ["request 1", "report", "request 6"]
    bundle = shown[1]
    assert isinstance(bundle, Bundle)
    assert bundle.due == date(2026, 1, 2)
    assert [need.due.day for need in bundle.needs] == [2, 5, 8, 9]


def test_what_has_no_kind_is_never_folded():
    alone = [Need(f"thing {n}", "/", "Open") for n in range(9)]
    assert folded(alone) == alone
