import numpy as np
import pytest

from competitions.scoring import demo
from competitions.scoring.baselines import median, raw_mean, z_score
from competitions.scoring.marks import Marks
from competitions.scoring.simulate import Recipe

MARKS = Marks.from_rows(
    [("a", "x", 1.0), ("a", "y", 2.0), ("a", "z", 6.0), ("b", "x", 3.0), ("b", "y", 4.0)], entries=["c"]
)


@pytest.fixture(scope="module")
def clustered():
    return demo.average_recovery(Recipe("clustered", 2_000, 80), range(4))


def test_severity_is_recovered_and_the_ranking_holds_where_judges_are_tied_to_regions(clustered):
    assert clustered["hybrid"].leniency_error < 0.13
    assert clustered["hybrid"].spearman > 0.905


def test_the_hybrid_model_beats_what_is_in_common_use(clustered):
    for method in ("raw mean", "median", "z-score", "crossed"):
        assert clustered["hybrid"].spearman > clustered[method].spearman + 0.015
    assert clustered["hybrid"].leniency_error < clustered["additive"].leniency_error
    assert clustered["z-score"].spearman < 0.75


def test_baselines_by_hand():
    assert raw_mean(MARKS)[:2].tolist() == [3.0, 3.5]
    assert median(MARKS)[:2].tolist() == [2.0, 3.5]
    assert np.isnan([raw_mean(MARKS)[2], median(MARKS)[2], z_score(MARKS)[2]]).all()
    half = 1 / np.sqrt(2)
    assert z_score(MARKS)[:2] == pytest.approx([-2 * half / 3, half])  # judge z has one mark: no spread, no weight


def test_the_demonstration_prints_a_table_for_each_design(monkeypatch, capsys):
    monkeypatch.setattr(
        demo, "DESIGNS", (("a small one", Recipe("random", 60, 6)), ("another", Recipe("uneven", 60, 6)))
    )

    demo.main(runs=2)

    text = capsys.readouterr().out
    assert text.startswith("a small one: 60 entries, 6 judges, 3 marks each, 2 runs")
    assert text.count("hybrid") == text.count("z-score") == 2
    assert "-" in text.splitlines()[2]  # the raw mean estimates no leniency
