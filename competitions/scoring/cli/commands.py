"""The commands: what each takes, and how its answer is made."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from ..adjustment import Adjustment, adjust
from ..assignment import assign_judges
from ..certainty import DRAWS, plan_marks, simulate_shortlist, tied_bands
from ..comparative import choose_pairs, fit_bradley_terry
from ..connectivity import find_components, measure_strength, suggest_bridges
from ..errors import InvalidRequestError, ScoringError
from ..fairness import MINIMUM_CELL, group_means, judge_group_effects
from ..marks import Marks
from ..rasch import calibrate
from ..simulate import DESIGNS, Recipe, simulate_marks, to_rubric
from . import answers
from .request_file import read_request
from .sheets import Sheet, parse_scale, parse_weights, read_comparisons, read_groups, read_marks

_MARKS = ("entry", "judge", "mark")
Options = argparse.Namespace


class _Parser(argparse.ArgumentParser):
    """Refuses in one sentence, like everything else here."""

    def error(self, message: str) -> NoReturn:
        raise InvalidRequestError(f"{message[:1].upper()}{message[1:]}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0, or 2 with one sentence on standard error."""
    try:
        options = build_parser().parse_args(arguments)
        sys.stdout.write(options.run(options))
    except ScoringError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(prog="python -m competitions.scoring", description="Who marks what, how severe, how sure.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for add in (
        _add_adjust,
        _add_agree,
        _add_fit,
        _add_connect,
        _add_certainty,
        _add_fairness,
        _add_assign,
        _add_compare,
        _add_simulate,
    ):
        add(commands.add_parser)
    return parser


AddParser = Callable[..., argparse.ArgumentParser]


def _add_adjust(add: AddParser) -> None:
    command = add("adjust", help="scores corrected for the severity of judges")
    _add_marks(command)
    command.add_argument("--model", choices=("hybrid", "additive", "crossed", "mfrm"), default="hybrid")
    _add_method(command)
    command.set_defaults(run=_run_adjust)


def _run_adjust(options: Options) -> str:
    marks, _ = _marks(options)
    if options.model == "mfrm":
        return answers.to_text(answers.calibration_answer(calibrate(marks, options.method)))
    return answers.to_text(answers.adjustment_answer(_adjusted(marks, options)))


def _add_agree(add: AddParser) -> None:
    command = add("agree", help="every coefficient of agreement")
    _add_marks(command)
    command.set_defaults(run=_run_agree)


def _run_agree(options: Options) -> str:
    marks, _ = _marks(options)
    return answers.to_text(answers.agreement_answer(marks, parse_weights(options.weight)))


def _add_fit(add: AddParser) -> None:
    command = add("fit", help="do judges behave as the many-facet Rasch model expects")
    _add_marks(command)
    _add_method(command)
    command.set_defaults(run=_run_fit)


def _run_fit(options: Options) -> str:
    marks, _ = _marks(options)
    return answers.to_text(answers.fit_answer(calibrate(marks, options.method)))


def _add_connect(add: AddParser) -> None:
    command = add("connect", help="can these judges be compared at all, and how well")
    _add_marks(command)
    command.set_defaults(run=_run_connect)


def _run_connect(options: Options) -> str:
    marks, _ = _marks(options)
    components = find_components(marks)
    strength = measure_strength(marks) if len(components) == 1 else None
    return answers.to_text(answers.connectivity_answer(components, suggest_bridges(marks), strength))


def _add_certainty(add: AddParser) -> None:
    command = add("certainty", help="chances for the shortlist, ties, and where further marks buy most")
    _add_marks(command)
    _add_model(command)
    command.add_argument("--places", type=int, required=True, help="length of the shortlist")
    command.add_argument("--budget", type=int, help="plan so many further marks")
    command.add_argument("--draws", type=int, default=DRAWS)
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=_run_certainty)


def _run_certainty(options: Options) -> str:
    marks, _ = _marks(options)
    adjusted = _adjusted(marks, options)
    run = {"draws": options.draws, "seed": options.seed}
    shortlist = simulate_shortlist(adjusted, options.places, **run)
    plan = None
    if options.budget is not None:
        by_criterion = marks if len(marks.criteria) > 1 else None
        plan = plan_marks(adjusted, options.places, options.budget, marks=by_criterion, **run)
    return answers.to_text(answers.certainty_answer(adjusted, shortlist, tied_bands(adjusted), plan))


def _add_fairness(add: AddParser) -> None:
    command = add("fairness", help="groups compared, and judges who mark one group differently")
    _add_marks(command)
    command.add_argument("--group", required=True, help="the column that names the group of each entry")
    command.add_argument("--places", type=int, help="length of the shortlist, for shares selected")
    command.add_argument("--minimum", type=int, default=MINIMUM_CELL, help="smallest cell that is described")
    command.add_argument("--correction", choices=("holm", "benjamini-hochberg"), default="holm")
    command.set_defaults(run=_run_fairness, model="hybrid")


def _run_fairness(options: Options) -> str:
    marks, sheet = _marks(options)
    adjusted = _adjusted(marks, options)
    groups = read_groups(sheet, options.group)
    selected = [marks.entries[n] for n in adjusted.order[: options.places or 0]]
    means = group_means(adjusted, groups, selected=selected, minimum=options.minimum)
    bias = judge_group_effects(adjusted, groups, minimum=options.minimum, correction=options.correction)
    return answers.to_text(answers.fairness_answer(means, bias))


def _add_assign(add: AddParser) -> None:
    command = add("assign", help="who marks what")
    command.add_argument("file", help="a request in JSON, - for standard input")
    command.add_argument("--seed", type=int, help="instead of the seed in the request")
    command.set_defaults(run=_run_assign)


def _run_assign(options: Options) -> str:
    request, seed = read_request(options.file)
    seed = seed if options.seed is None else options.seed
    return answers.to_text(answers.assignment_answer(assign_judges(request, seed)))


def _add_compare(add: AddParser) -> None:
    command = add("compare", help="a scale from judgements which of two is better")
    command.add_argument("file", help="CSV with the columns winner, loser and perhaps tie, count")
    command.add_argument("--prior", type=float, help="SD of a normal prior on strengths, for scarce comparisons")
    command.add_argument("--reference", help="give strengths as differences from this item")
    command.add_argument("--next", type=int, default=0, help="choose so many pairs to show next")
    command.add_argument("--seed", type=int, default=0)
    command.set_defaults(run=_run_compare)


def _run_compare(options: Options) -> str:
    comparisons = read_comparisons(options.file)
    strengths = fit_bradley_terry(comparisons, options.prior)
    pairs = choose_pairs(comparisons, options.next, seed=options.seed) if options.next else ()
    return answers.to_text(answers.strengths_answer(strengths, options.reference, pairs))


def _add_simulate(add: AddParser) -> None:
    command = add("simulate", help="marks with a known truth")
    default = Recipe()
    command.add_argument("--design", choices=DESIGNS, default=default.design)
    command.add_argument("--entries", type=int, default=default.entries)
    command.add_argument("--judges", type=int, default=default.judges)
    command.add_argument("--marks", type=int, default=default.marks_each, help="marks for each entry")
    command.add_argument("--leniency-sd", type=float, default=default.leniency_sd)
    command.add_argument("--error-sd", type=float, default=default.error_sd)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--scale", help="round the marks to a rubric's scale, LOW:HIGH:STEP")
    command.add_argument("--csv", action="store_true", help="write the marks as CSV instead")
    command.set_defaults(run=_run_simulate)


def _run_simulate(options: Options) -> str:
    recipe = Recipe(
        options.design,
        options.entries,
        options.judges,
        options.marks,
        options.leniency_sd,
        options.error_sd,
    )
    simulation = simulate_marks(recipe, options.seed)
    if options.scale is not None:
        scale = parse_scale(options.scale)
        middle, unit = (scale.low + scale.high) / 2, (scale.high - scale.low) / 6
        simulation = to_rubric(simulation, scale, middle=middle, unit=unit)
    if options.csv:
        return answers.simulation_sheet(simulation)
    return answers.to_text(answers.simulation_answer(simulation))


def _add_marks(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", help="CSV with the columns entry, judge, mark and perhaps criterion; - for standard input"
    )
    command.add_argument("--scale", help="the rubric's scale, LOW:HIGH or LOW:HIGH:STEP")
    command.add_argument("--weight", action="append", default=[], help="CRITERION=NUMBER, once for each criterion")


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", choices=("hybrid", "additive", "crossed"), default="hybrid")


def _add_method(command: argparse.ArgumentParser) -> None:
    command.add_argument("--method", choices=("mml", "jmle"), default="mml", help="estimation of the Rasch model")


def _marks(options: Options) -> tuple[Marks, Sheet]:
    sheet = Sheet.read(options.file, _MARKS)
    scale = None if options.scale is None else parse_scale(options.scale)
    return read_marks(sheet, scale), sheet


def _adjusted(marks: Marks, options: Options) -> Adjustment:
    return adjust(marks, options.model, parse_weights(options.weight))
