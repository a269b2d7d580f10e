"""Every error has a code, a cure, a place in the reference, and survives pickling."""

import ast
import sys
from typing import Any

import pytest

from metamodel.kernel.errors import RampartError
from ops.dev.reference.errors import error_classes
from tests.architecture import gates_errors as gates
from tests.architecture.gates_imports import importable_modules
from tests.architecture.tree import REPOSITORY, parsed, python_files

ERRORS = error_classes()
REFERENCE = (REPOSITORY / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")


def test_every_error_has_a_code_a_meaning_and_a_cure() -> None:
    assert gates.error_faults(ERRORS) == []


def test_every_error_has_a_heading_in_the_reference() -> None:
    assert gates.heading_faults(ERRORS, REFERENCE) == []


def test_every_error_survives_pickling() -> None:
    assert gates.pickle_faults(ERRORS) == []


def test_no_class_of_the_source_is_missed() -> None:
    named = {
        item.name
        for file in python_files(REPOSITORY)
        for item in parsed(REPOSITORY, file).body
        if isinstance(item, ast.ClassDef) and "RampartError" in map(ast.unparse, item.bases)
    }

    assert named == {item.__name__ for item in ERRORS if item.__base__ is RampartError}


def test_there_is_one_error_tree() -> None:
    assert importable_modules(REPOSITORY)  # all imported by `error_classes`
    ours = {item for item in _below(Exception) if _is_ours(item)}

    assert gates.outside_faults(ours) == []


class NoCode(RampartError):
    """Nothing."""

    hint = "Do this."


class FirstOwner(RampartError):
    """Something."""

    code = "BAD-001"
    hint = "Do this."


class SecondOwner(RampartError):
    """Something else."""

    code = "BAD-001"
    hint = "Do that."


class Mute(RampartError):
    code = "BAD-002"


class Unpicklable(RampartError):
    """Its arguments are not the constructor's."""

    code = "BAD-003"
    hint = "Hand them on unchanged."

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class Forgetful(RampartError):
    """It comes back with other data."""

    code = "BAD-004"
    hint = "Hand all of them on."

    def __init__(self, place: str, reason: str = "") -> None:
        super().__init__(place)
        self.reason = reason

    def __setstate__(self, state: dict[str, Any] | None) -> None:
        del state


@pytest.mark.parametrize(
    ("errors", "faults"),
    [
        ([NoCode], ["NoCode has no code of its own"]),
        ([FirstOwner, SecondOwner], ["SecondOwner and FirstOwner share the code BAD-001"]),
        ([Mute], ["Mute has no docstring", "Mute has no hint"]),
    ],
)
def test_canary(errors: list[type[RampartError]], faults: list[str]) -> None:
    assert gates.error_faults(errors) == faults


def test_canary_heading() -> None:
    assert gates.heading_faults([FirstOwner], "## BAD-002 Mute\n") == [
        "no heading `## BAD-001 FirstOwner`"
    ]


@pytest.mark.parametrize("error", [Unpicklable, Forgetful])
def test_canary_pickle(error: type[RampartError]) -> None:
    assert len(gates.pickle_faults([error])) == 1


def test_canary_tree() -> None:
    assert gates.outside_faults([type("Lonely", (ValueError,), {"__module__": "ops.x"})]) == [
        "ops.x.Lonely is no RampartError"
    ]


_OURS = ("metamodel.", "orchestration.", "presence_api.", "ops.")


def _is_ours(item: type[BaseException]) -> bool:
    """Does a module of ours define it? Classes that tests make up under such names do not count."""
    module = sys.modules.get(item.__module__)
    return item.__module__.startswith(_OURS) and getattr(module, item.__name__, None) is item


def _below(parent: type[BaseException]) -> set[type[BaseException]]:
    children = set(type.__subclasses__(parent))
    return children.union(*map(_below, children))
