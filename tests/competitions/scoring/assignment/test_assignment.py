import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from competitions.scoring import (
    AssignmentRequest,
    DesignTooLargeError,
    EntryNeed,
    InfeasibleAssignmentError,
    InvalidRequestError,
    JudgeOffer,
    Marks,
    assign_judges,
)
from competitions.scoring import assignment as assignment_package
from tests.competitions.scoring.designs import is_connected, steady


def request_of(entries=12, judges=6, each=3, **more):
    return AssignmentRequest(
        [EntryNeed(f"e{n:03}", each) for n in range(entries)],
        [JudgeOffer(f"j{j:02}") for j in range(judges)],
        **more,
    )


def panels(assignment):
    found = {}
    for entry, judge in assignment.pairs:
        found.setdefault(entry, set()).add(judge)
    return found


def spread(assignment):
    return max(assignment.loads.values()) - min(assignment.loads.values())


class TestEveryEntryGetsItsJudges:
    def test_with_even_loads_and_a_connected_graph(self):
        answer = assign_judges(request_of(50, 7))

        assert {len(panel) for panel in panels(answer).values()} == {3}
        assert sum(answer.loads.values()) == 150
        assert spread(answer) <= 1
        assert answer.is_connected
        assert answer.bridges == ()

    def test_each_as_many_as_it_wants(self):
        wants = {"a": 1, "b": 4, "c": 2, "d": 0}
        answer = assign_judges(
            AssignmentRequest([EntryNeed(e, k) for e, k in wants.items()], [JudgeOffer(j) for j in "wxyz"])
        )

        assert {entry: len(panels(answer).get(entry, ())) for entry in wants} == wants

    def test_within_the_bounds_of_each_judge(self):
        judges = [JudgeOffer("busy", most=2), JudgeOffer("keen", least=9)] + [JudgeOffer(f"j{n}") for n in range(4)]
        answer = assign_judges(AssignmentRequest([EntryNeed(n, 2) for n in range(12)], judges_by_number(judges)))

        loads = sorted(answer.loads.values())
        assert loads == [2, 3, 3, 3, 4, 9]


def judges_by_number(judges):
    return [JudgeOffer(str(judge.label), judge.least, judge.most) for judge in judges]


class TestTies:
    def test_conflicts_are_never_assigned(self):
        conflicts = [(f"e{n:03}", f"j{(n + k) % 6:02}") for n in range(12) for k in range(3)]
        answer = assign_judges(request_of(conflicts=conflicts))

        assert not set(answer.pairs) & set(conflicts)

    def test_entries_go_to_judges_who_read_them(self):
        answer = assign_judges(
            AssignmentRequest(
                [EntryNeed(f"e{n}", 2, "sw" if n % 3 == 0 else "en") for n in range(30)],
                [JudgeOffer("s", languages={"sw"}), JudgeOffer("e", languages={"en"})]
                + [JudgeOffer(f"b{n}", languages=["sw", "en"]) for n in range(3)]
                + [JudgeOffer("any")],
            )
        )
        reads = {"s": {"sw"}, "e": {"en"}}

        for entry, judge in answer.pairs:
            language = "sw" if int(entry[1:]) % 3 == 0 else "en"
            assert language in reads.get(judge, {"sw", "en"})
        assert spread(answer) <= 1

    def test_no_two_judges_of_a_group_share_an_entry(self):
        judges = [JudgeOffer(f"j{n:02}", group=f"county {n % 4}") for n in range(12)]
        answer = assign_judges(AssignmentRequest([EntryNeed(f"e{n}", 3) for n in range(40)], judges))
        group = {judge.label: judge.group for judge in judges}

        for panel in panels(answer).values():
            assert len({group[judge] for judge in panel}) == 3
        assert spread(answer) <= 1

    def test_forced_pairs_are_part_of_the_answer_and_count(self):
        forced = [("e000", "j00"), ("e000", "j01"), ("e001", "j00")]
        answer = assign_judges(request_of(forced=forced))

        assert set(forced) <= set(answer.pairs)
        assert {len(panel) for panel in panels(answer).values()} == {3}
        assert spread(answer) <= 1

    def test_a_request_that_is_all_forced_is_answered_with_it(self):
        forced = [("a", "x"), ("b", "x"), ("a", "y"), ("b", "y")]
        answer = assign_judges(
            AssignmentRequest([EntryNeed("a", 2), EntryNeed("b", 2)], [JudgeOffer("x"), JudgeOffer("y")], forced=forced)
        )

        assert answer.pairs == tuple(sorted(forced))

    def test_cheap_pairs_are_preferred_and_the_cost_is_the_least_possible(self):
        costs = {(f"e{n:03}", f"j{j:02}"): (n + j) % 6 for n in range(12) for j in range(6)}
        answer = assign_judges(request_of(costs=costs))

        assert answer.cost == sum(costs[pair] for pair in answer.pairs)
        assert answer.cost == 12 * (0 + 1 + 2)


class TestEvenness:
    def test_loads_are_as_even_as_languages_allow(self):
        """Ten entries in a language of two judges: they share its twenty marks, the others share the rest."""
        entries = [EntryNeed(f"e{n:02}", 2, "so" if n < 10 else "en") for n in range(50)]
        judges = [JudgeOffer("s1", languages=["so"]), JudgeOffer("s2", languages=["so"])]
        judges += [JudgeOffer(f"j{n}", languages=["en"]) for n in range(3)]
        answer = assign_judges(AssignmentRequest(entries, judges))

        assert answer.loads["s1"] == answer.loads["s2"] == 10
        assert sorted(answer.loads.values()) == [10, 10, 26, 27, 27]

    def test_two_languages_without_a_common_judge_stay_two_components_with_no_bridge(self):
        entries = [EntryNeed(f"e{n}", 2, "so" if n < 4 else "en") for n in range(8)]
        judges = [JudgeOffer(f"{language}{n}", languages=[language]) for language in ("so", "en") for n in range(2)]
        answer = assign_judges(AssignmentRequest(entries, judges))

        assert not answer.is_connected
        assert len(answer.components) == 2
        assert answer.bridges == ()
        assert not answer.bridges_suffice


class TestConnectivity:
    def test_single_marks_come_with_the_bridges_that_would_link_them(self):
        answer = assign_judges(request_of(12, 4, each=1))
        rows = [(entry, judge, 1.0) for entry, judge in answer.pairs]
        bridges = [(bridge.entry, bridge.judge, 1.0) for bridge in answer.bridges]

        assert len(answer.components) == 4
        assert len(bridges) == 3
        assert answer.bridges_suffice
        assert is_connected(Marks.from_rows(rows + bridges))

    def test_swaps_link_what_the_costs_would_keep_apart(self):
        costs = {(f"e{n:03}", f"j{j:02}"): int((n < 6) != (j < 3)) for n in range(12) for j in range(6)}
        answer = assign_judges(request_of(12, 6, each=2, costs=costs))

        assert answer.is_connected
        assert spread(answer) == 0
        assert answer.cost == 2  # one swap, the cheapest that links the halves

    def test_kept_pairs_are_not_swapped(self):
        kept = [(f"e{n:03}", f"j{(n % 2) + 2 * (n >= 6):02}") for n in range(12)]
        kept += [(entry, f"j{int(judge[1:]) ^ 1:02}") for entry, judge in kept]
        answer = assign_judges(request_of(12, 4, each=2, kept=kept))

        assert set(answer.pairs) == set(kept)
        assert len(answer.components) == 2
        assert len(answer.bridges) == 1


class TestLeastChange:
    def test_only_the_entries_of_a_judge_who_left_are_dealt_anew(self):
        before = assign_judges(request_of(60, 10))
        after = assign_judges(request_of(60, 9, kept=before.pairs), seed=2)  # j09 is gone

        gone = {pair for pair in before.pairs if pair[1] == "j09"}
        assert set(after.dropped) == gone
        assert len(after.added) == len(gone) == 18
        assert spread(after) <= 1

    def test_kept_pairs_of_those_who_are_gone_are_dropped(self):
        kept = [("e000", "j00"), ("e000", "gone"), ("gone", "j00"), (7, "j00")]
        answer = assign_judges(request_of(kept=kept))

        assert set(answer.dropped) == set(kept[1:])
        assert kept[0] in answer.pairs

    def test_late_entries_move_nothing(self):
        before = assign_judges(request_of(60, 10))
        after = assign_judges(request_of(65, 10, kept=before.pairs), seed=2)

        assert after.dropped == ()
        assert {entry for entry, _ in after.added} == {f"e{n:03}" for n in range(60, 65)}

    def test_a_new_judge_takes_nothing_that_was_dealt(self):
        before = assign_judges(request_of(60, 9))
        after = assign_judges(request_of(63, 10, kept=before.pairs), seed=2)

        assert after.dropped == ()
        assert after.loads["j09"] == 3  # every late entry, and no more

    def test_a_kept_pair_that_became_a_conflict_is_the_only_one_to_move(self):
        before = assign_judges(request_of(60, 10))
        after = assign_judges(request_of(60, 10, kept=before.pairs, conflicts=[before.pairs[0]]), seed=2)

        assert after.dropped == (before.pairs[0],)

    def test_a_judge_whose_limit_fell_gives_up_what_is_too_much(self):
        before = assign_judges(request_of(60, 10))
        judges = [JudgeOffer(f"j{j:02}", most=5 if j == 0 else None) for j in range(10)]
        after = assign_judges(AssignmentRequest(request_of(60, 10).entries, judges, kept=before.pairs), seed=2)

        assert after.loads["j00"] == 5
        assert {judge for _, judge in after.dropped} == {"j00"}
        assert len(after.dropped) == 13


class TestChance:
    def test_the_same_seed_deals_the_same_and_another_deals_differently(self):
        assert assign_judges(request_of(), 1) == assign_judges(request_of(), 1)
        assert assign_judges(request_of(), 1).pairs != assign_judges(request_of(), 2).pairs

    def test_the_order_of_the_request_does_not_matter(self):
        request = request_of(20, 8, conflicts=[("e000", "j00"), ("e001", "j01")])
        turned = AssignmentRequest(
            list(reversed(list(request.entries))),
            list(reversed(list(request.judges))),
            conflicts=list(reversed(list(request.conflicts))),
        )

        assert assign_judges(request, 3) == assign_judges(turned, 3)

    def test_every_pair_is_about_equally_likely(self):
        counts = np.zeros((6, 4))
        for seed in range(200):
            for entry, judge in assign_judges(request_of(6, 4, each=2), seed).pairs:
                counts[int(entry[1:]), int(judge[1:])] += 1

        assert np.all(np.abs(counts / 200 - 0.5) < 0.15)


class TestRefusals:
    def test_an_entry_whose_judges_all_conflict_is_named_with_the_reason(self):
        conflicts = [("e000", f"j{j:02}") for j in range(4)]
        with pytest.raises(InfeasibleAssignmentError, match="e000 lacks 1 .*4 in conflict, 2 left") as refusal:
            assign_judges(request_of(conflicts=conflicts))

        (gap,) = refusal.value.shortages
        assert (gap.entry, gap.lacking) == ("e000", 1)

    def test_a_language_that_too_few_read(self):
        entries = [EntryNeed("a", 2, "so"), EntryNeed("b", 2, "en")]
        judges = [JudgeOffer("x", languages=["en"]), JudgeOffer("y", languages=["en", "so"])]
        with pytest.raises(InfeasibleAssignmentError, match="1 cannot read its language, 1 left"):
            assign_judges(AssignmentRequest(entries, judges))

    def test_judges_of_too_few_groups(self):
        judges = [JudgeOffer(n, group="north" if n < 3 else "south") for n in range(6)]
        with pytest.raises(InfeasibleAssignmentError, match="6 left, of 2 groups"):
            assign_judges(AssignmentRequest([EntryNeed("a", 3)], judges))

    def test_judges_who_are_full(self):
        judges = [JudgeOffer(n, most=2) for n in range(3)]
        with pytest.raises(InfeasibleAssignmentError, match="every judge who may mark it is full") as refusal:
            assign_judges(AssignmentRequest([EntryNeed(n, 2) for n in range(4)], judges))

        assert sum(gap.lacking for gap in refusal.value.shortages) == 2

    def test_full_judges_of_one_language_while_others_are_idle(self):
        entries = [EntryNeed(f"s{n}", 1, "so") for n in range(3)] + [EntryNeed("e", 1, "en")]
        judges = [JudgeOffer("x", most=2, languages=["so"]), JudgeOffer("y", languages=["en"])]
        with pytest.raises(InfeasibleAssignmentError) as refusal:
            assign_judges(AssignmentRequest(entries, judges))

        (gap,) = refusal.value.shortages
        assert gap.lacking == 1
        assert gap.entry in {"s0", "s1", "s2"}

    def test_least_loads_that_nothing_can_fill(self):
        judges = [JudgeOffer("x", least=3), JudgeOffer("y", least=2)]
        with pytest.raises(InfeasibleAssignmentError, match="least loads of"):
            assign_judges(AssignmentRequest([EntryNeed("a", 1), EntryNeed("b", 1)], judges))

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"forced": [("e000", "nobody")]}, "not there"),
            ({"forced": [("e000", "j00")], "conflicts": [("e000", "j00")]}, "forced judge with a conflict"),
            ({"forced": [("e000", f"j{j:02}") for j in range(4)]}, "more forced judges than they want"),
            ({"costs": {("e000", "j00"): 0.5}}, "not a whole number"),
        ],
    )
    def test_requests_that_contradict_themselves(self, change, words):
        with pytest.raises(InvalidRequestError, match=words):
            assign_judges(request_of(**change))

    @pytest.mark.parametrize(
        ("entries", "judges", "words"),
        [
            ([], [JudgeOffer("x")], "at least one entry"),
            ([EntryNeed("a")], [], "at least one entry and one judge"),
            ([EntryNeed("a", 1), EntryNeed("a", 1)], [JudgeOffer("x")], "entry a is listed twice"),
            ([EntryNeed("a", 1)], [JudgeOffer("x"), JudgeOffer("x")], "judge x is listed twice"),
            ([EntryNeed("a", 1), EntryNeed(2, 1)], [JudgeOffer("x")], "all text or all whole numbers"),
            ([EntryNeed("a", -1)], [JudgeOffer("x")], "negative number of judges"),
            ([EntryNeed("a", 1)], [JudgeOffer("x", least=-1)], "negative number of entries"),
            ([EntryNeed("a", 1)], [JudgeOffer("x", least=2, most=1)], "fewer entries than must"),
        ],
    )
    def test_requests_that_make_no_sense(self, entries, judges, words):
        with pytest.raises(InvalidRequestError, match=words):
            assign_judges(AssignmentRequest(entries, judges))

    def test_a_forced_judge_beyond_the_limit_or_the_language(self):
        with pytest.raises(InvalidRequestError, match="forced on more entries"):
            assign_judges(
                AssignmentRequest(
                    [EntryNeed("a", 1), EntryNeed("b", 1)],
                    [JudgeOffer("x", most=1)],
                    forced=[("a", "x"), ("b", "x")],
                )
            )
        with pytest.raises(InvalidRequestError, match="cannot read"):
            assign_judges(
                AssignmentRequest([EntryNeed("a", 1, "so")], [JudgeOffer("x", languages=["en"])], forced=[("a", "x")])
            )

    def test_a_least_load_that_forced_pairs_leave_unfilled(self):
        with pytest.raises(InfeasibleAssignmentError, match="least loads of y"):
            assign_judges(
                AssignmentRequest([EntryNeed("a", 1)], [JudgeOffer("x"), JudgeOffer("y", least=1)], forced=[("a", "x")])
            )

    def test_a_negative_seed(self):
        with pytest.raises(InvalidRequestError, match="seed"):
            assign_judges(request_of(), -1)

    def test_more_cells_than_fit(self, monkeypatch):
        monkeypatch.setattr("competitions.scoring.assignment.request.MOST_CELLS", 10)
        with pytest.raises(DesignTooLargeError, match="12 entries by 6 judges"):
            assign_judges(request_of())


class TestPruning:
    """The same answers when the programme starts from few cells of each entry."""

    @pytest.fixture(autouse=True)
    def pruned(self, monkeypatch):
        monkeypatch.setattr(assignment_package, "SMALL", 0)

    def test_the_optimum_over_few_cells_is_the_optimum_over_all(self, monkeypatch):
        request = request_of(
            60, 30, costs={(f"e{n:03}", f"j{j:02}"): (n * j) % 5 for n in range(60) for j in range(30)}
        )
        pruned = assign_judges(request, 4)
        monkeypatch.setattr(assignment_package, "SMALL", 2_000)

        assert pruned == assign_judges(request, 4)

    def test_it_is_widened_when_few_cells_leave_no_solution(self):
        """All entries find the same dozen judges cheapest; even loads need everybody."""
        costs = {(f"e{n:03}", f"j{j:02}"): 5 * (j >= 12) for n in range(80) for j in range(40)}
        answer = assign_judges(request_of(80, 40, costs=costs))

        assert spread(answer) == 0
        assert answer.cost == 5 * 28 * 6

    def test_infeasible_is_still_explained(self):
        judges = [JudgeOffer(f"j{j:02}", most=5) for j in range(40)]
        with pytest.raises(InfeasibleAssignmentError) as refusal:
            assign_judges(AssignmentRequest([EntryNeed(n, 3) for n in range(80)], judges))

        assert sum(gap.lacking for gap in refusal.value.shortages) == 240 - 200


@st.composite
def requests(draw):
    n, m = draw(st.integers(1, 10)), draw(st.integers(1, 6))
    entries = [
        EntryNeed(e, draw(st.integers(0, min(3, m))), draw(st.sampled_from([None, "en", "sw"]))) for e in range(n)
    ]
    judges = [
        JudgeOffer(
            j,
            least=draw(st.integers(0, 1)),
            most=draw(st.one_of(st.none(), st.integers(1, 12))),
            languages=draw(st.sampled_from([None, ("en",), ("sw",), ("en", "sw")])),
            group=draw(st.sampled_from([None, "a", "b"])),
        )
        for j in range(m)
    ]
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, m - 1))
    return AssignmentRequest(
        entries,
        judges,
        conflicts=draw(st.lists(pairs, max_size=6)),
        kept=draw(st.lists(pairs, max_size=12)),
        costs=draw(st.dictionaries(pairs, st.integers(0, 3), max_size=20)),
    )


def allowed(request, entry, judge):
    reads = entry.language is None or judge.languages is None or entry.language in judge.languages
    return reads and (entry.label, judge.label) not in set(request.conflicts)


def is_feasible(request):
    """Whether any assignment exists, by maximum flow with lower bounds, from scratch."""
    entries, judges = list(request.entries), list(request.judges)
    graph = Flow()
    for judge in judges:
        most = len(entries) if judge.most is None else judge.most
        graph.add("source", ("judge", judge.label), judge.least, most)
        for entry in entries:
            if allowed(request, entry, judge):
                seat = ("seat", entry.label, judge.group or ("alone", judge.label))
                graph.add(("judge", judge.label), seat, 0, 1)
                graph.add_once(seat, ("entry", entry.label), 1)
    for entry in entries:
        graph.add(("entry", entry.label), "sink", entry.judges, entry.judges)
    return graph.is_feasible()


class Flow:
    """Feasibility of a flow with lower bounds, the textbook way (Ahuja, Magnanti and Orlin 1993, ch. 6)."""

    def __init__(self):
        self.capacity, self.excess = {}, {}

    def add(self, tail, head, low, high):
        self.add_once(tail, head, high - low)
        self.excess[head] = self.excess.get(head, 0) + low
        self.excess[tail] = self.excess.get(tail, 0) - low
        self.valid = getattr(self, "valid", True) and high >= low

    def add_once(self, tail, head, capacity):
        self.capacity.setdefault(tail, {})[head] = capacity
        self.capacity.setdefault(head, {}).setdefault(tail, 0)

    def is_feasible(self):
        self.add_once("sink", "source", 10_000)
        wanted = 0
        for node, excess in self.excess.items():
            if excess > 0:
                self.add_once("start", node, excess)
                wanted += excess
            elif excess < 0:
                self.add_once(node, "end", -excess)
        return self.valid and sum(iter(self.augment, 0)) == wanted

    def augment(self):
        parent, queue = {"start": None}, ["start"]
        for node in queue:
            for head, room in self.capacity.get(node, {}).items():
                if room > 0 and head not in parent:
                    parent[head] = node
                    queue.append(head)
        if "end" not in parent:
            return 0
        node = "end"
        while parent[node] is not None:
            self.capacity[parent[node]][node] -= 1
            self.capacity[node][parent[node]] += 1
            node = parent[node]
        return 1


@steady
@given(requests(), st.integers(0, 3))
def test_a_request_is_answered_if_and_only_if_it_can_be(request, seed):
    assume(all(judge.most is None or judge.least <= judge.most for judge in request.judges))
    try:
        answer = assign_judges(request, seed)
    except InfeasibleAssignmentError:
        assert not is_feasible(request)
        return

    entry, judge = ({thing.label: thing for thing in things} for things in (request.entries, request.judges))
    assert is_feasible(request)
    assert len(set(answer.pairs)) == len(answer.pairs)
    for label, need in entry.items():
        panel = [judge[name] for name in panels(answer).get(label, ())]
        assert len(panel) == need.judges
        assert all(allowed(request, need, offer) for offer in panel)
        groups = [offer.group for offer in panel if offer.group is not None]
        assert len(groups) == len(set(groups))
    for label, offer in judge.items():
        assert offer.least <= answer.loads[label]
        assert offer.most is None or answer.loads[label] <= offer.most
