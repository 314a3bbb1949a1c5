"""Tables write their rows themselves, and say nothing that they did not read."""

from types import SimpleNamespace

from core.tables import ChipColumn, Column, DateColumn, NumberColumn, Table


class Things(Table):
    name = Column("Name", link=lambda thing: f"/things/{thing.pk}/?a=1&b=2")
    owner = Column("Owner", "owner.name")
    size = NumberColumn("Size")
    when = DateColumn("When")
    state = ChipColumn("State", lambda thing: thing.state)


def thing(**fields):
    blank = {"pk": 1, "name": "One", "owner": SimpleNamespace(name="Asha"), "size": 8833, "when": None, "state": None}
    return SimpleNamespace(**{**blank, **fields})


def test_a_row_is_escaped():
    body = Things(
        [thing(name="<script>alert(1)</script>", owner=SimpleNamespace(name='"x"'), state=("done", "<b>"))]
    ).body()
    assert "<script>" not in body
    assert "&lt;script&gt;" in body
    assert 'href="/things/1/?a=1&amp;b=2"' in body
    assert '<span class="chip done">&lt;b&gt;</span>' in body


def test_nothing_is_an_empty_cell():
    body = Things([thing(owner=None, size=None)]).body()
    assert body.count("<td></td>") == 4
    assert "None" not in body


def test_headings_go_with_the_cells_for_the_phone():
    body = Things([thing()]).body()
    assert '<td class="n" data-label="Size">8,833</td>' in body


def test_a_file_gets_plain_values():
    lines = list(Things([thing(state=("done", "ready"))]).lines())
    assert lines == [["Name", "Owner", "Size", "When", "State"], ["One", "Asha", 8833, "", "ready"]]
