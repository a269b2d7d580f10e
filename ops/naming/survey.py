"""All names of a repository, what the rules say of them, and what is done about it."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypedDict

from metamodel.kernel.registry import discover
from metamodel.naming.dictionary import Dictionary, parse_dictionary
from metamodel.naming.names import CollectedName
from metamodel.naming.repair import repairs
from metamodel.naming.rule import Fault, Fix, Survey
from metamodel.naming.runner import judge_names
from ops.naming import collectors
from ops.naming.collector import Collector
from ops.naming.edits import Edits
from ops.naming.fixing import Outcome, apply
from ops.naming.tree import Tree

DICTIONARY = "metamodel/naming/dictionary.json"


class AliasUse(TypedDict):
    """One alias and how far its end is."""

    kind: str
    old: str
    new: str
    since: str
    remove_after: str
    days_left: int  # below 0: past its day
    files: int  # that still hold the old name


@dataclass(frozen=True, slots=True)
class FixReport:
    """What was renamed, what could not be, and how many findings no program can put right."""

    outcome: Outcome
    findings_left: int


def collect_names(tree: Tree) -> list[CollectedName]:
    """Every name of every collector."""
    found = discover(collectors, Collector, key="name")
    return [name for collector in found.values() for name in collector().collect(tree)]


def dictionary_of(tree: Tree) -> Dictionary:
    """The repository's own dictionary. Raises DictionaryRefused."""
    return parse_dictionary(tree.text(DICTIONARY))


def survey_of(root: Path, today: date) -> tuple[Tree, Survey]:
    """Every name below a root, with its dictionary."""
    tree = Tree(root)
    return tree, Survey(tuple(dict.fromkeys(collect_names(tree))), dictionary_of(tree), today)


def lint_names(root: Path, today: date) -> list[Fault]:
    """Every fault of every name below a root."""
    _, survey = survey_of(root, today)
    return judge_names(survey)


def fix_names(root: Path, today: date, *, unsafe: bool, dry_run: bool) -> FixReport:
    """Rename what can be renamed; without `unsafe` only what nobody else knows."""
    tree, survey = survey_of(root, today)
    faults, edits = judge_names(survey), Edits(tree)
    allowed = {Fix.SAFE, Fix.UNSAFE} if unsafe else {Fix.SAFE}
    outcome = apply(repairs(faults, survey, allowed), edits)
    if dry_run:
        return FixReport(outcome, len(judge_names(_renamed(survey, outcome))))
    edits.write()
    return FixReport(outcome, len(lint_names(root, today)))


def _renamed(survey: Survey, outcome: Outcome) -> Survey:
    better = {repair.name: repair.better for repair in outcome.done}
    names = (replace(name, text=better.get(name, name.text)) for name in survey.names)
    return replace(survey, names=tuple(names))


def alias_uses(root: Path, today: date) -> list[AliasUse]:
    """Every alias of the dictionary, the first to end first."""
    tree = Tree(root)
    edits, found = Edits(tree), dictionary_of(tree).aliases
    return [
        AliasUse(
            kind=item.kind.value,
            old=item.old,
            new=item.new,
            since=item.since.isoformat(),
            remove_after=item.remove_after.isoformat(),
            days_left=(item.remove_after - today).days,
            files=sum(path != DICTIONARY for path in edits.mentions(item.old)),
        )
        for item in sorted(found, key=lambda item: item.remove_after)
    ]
