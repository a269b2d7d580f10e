"""What every error brings: a code of its own, a cure, a heading, and a way through pickle."""

import inspect
import pickle
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_type_hints

from metamodel.events.codec import DecodeFault
from metamodel.kernel.errors import RampartError
from metamodel.model.finding import Finding, Severity
from presence_api.entities.faults import Fault, FaultCode
from presence_api.entities.search.reader import Row
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.rate_limits import Charge, Limit, Standing, Verdict
from presence_api.ports.row_writer import Edit
from presence_api.reporting.dsl.faults import Fault as ReportFault
from presence_api.reporting.dsl.faults import FaultCode as ReportFaultCode

_FINDING = Finding("SCH001", Severity.ERROR, "/name", "is wrong", "Correct it.", 3, 7)
_STANDING = Standing(Charge(Limit("user", "acme", "anna", 1, 60)), 0, 1.0, 1.0)
_SAMPLES: tuple[tuple[Any, Any], ...] = (
    (str, "a text"),
    (int, 3),
    (float, 1.5),
    (tuple[str, ...], ("one", "two")),
    (tuple[Finding, ...], (_FINDING,)),
    (tuple[Fault, ...], (Fault("/name", FaultCode.UNFIT_VALUE, "a text is wanted"),)),
    (
        Verdict,
        Verdict(False, (Standing(Charge(Limit("user", "acme", "anna", 1, 60)), 0, 1.0, 1.0),)),
    ),
    (
        tuple[ReportFault, ...],
        (ReportFault("/limit", ReportFaultCode.OUT_OF_RANGE, "is too much"),),
    ),
    (dict[str, str], {"a": "b"}),
    (Row | None, Row("1", 2, None, {"name": "a"})),
    (Edit | None, Edit(2, "anna", "Anna", datetime(2026, 1, 1, tzinfo=UTC), ("name",))),
    (HeldBy, HeldBy("Anna", 1.5)),
    (DecodeFault, DecodeFault.MAGIC),
)
OUTSIDE_THE_TREE = {
    "ops.dev.step.StepFailed": "the set-up runs on the standard library alone",
    "ops.dev.new.Refused": "a developer's tool says no to its one caller",
    "presence_api.entities.values.UnfitValue": "a ValueError that its callers turn into faults",
    "metamodel.modelgen.closure.UnknownMember": "a KeyError that its callers turn into theirs",
}
"""Exceptions that are no RampartError, and why."""


def error_faults(errors: Iterable[type[RampartError]]) -> list[str]:
    """Errors without a code of their own, a meaning or a cure."""
    found: list[str] = []
    owners: dict[str, str] = {RampartError.code: "RampartError"}
    for error in errors:
        name = error.__name__
        if "code" not in vars(error):
            found.append(f"{name} has no code of its own")
        elif owners.setdefault(error.code, name) != name:
            found.append(f"{name} and {owners[error.code]} share the code {error.code}")
        if not (error.__dict__.get("__doc__") or "").strip():
            found.append(f"{name} has no docstring")
        if not error.hint:
            found.append(f"{name} has no hint")
    return found


def heading_faults(errors: Iterable[type[RampartError]], reference: str) -> list[str]:
    """Errors that the reference page has no heading for."""
    lines = set(reference.splitlines())
    headings = {error: f"## {error.code} {error.__name__}" for error in errors}
    return [f"no heading `{text}`" for text in headings.values() if text not in lines]


def pickle_faults(errors: Iterable[type[RampartError]]) -> list[str]:
    """Errors that do not come out of another process as they went in."""
    found: list[str] = []
    for error in errors:
        try:
            before = error(*sample_arguments(error))
            after = pickle.loads(pickle.dumps(before))  # noqa: S301 - our own bytes
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is the finding
            found.append(f"{error.__name__}: {fault!r}")
            continue
        same = (after.args, vars(after), str(after)) == (before.args, vars(before), str(before))
        if type(after) is not error or not same:
            found.append(f"{error.__name__} comes back as {after!r}, not {before!r}")
    return found


def outside_faults(classes: Iterable[type]) -> list[str]:
    """Exceptions that do not belong to the one error tree, and have no reason for it."""
    return [
        f"{name} is no RampartError"
        for item in classes
        if issubclass(item, Exception) and not issubclass(item, RampartError)
        if (name := f"{item.__module__}.{item.__qualname__}") not in OUTSIDE_THE_TREE
    ]


def sample_arguments(error: type[RampartError]) -> list[Any]:
    """Arguments for an error's constructor, from its annotations."""
    hints = get_type_hints(error.__init__)
    named = [
        item
        for item in list(inspect.signature(error.__init__).parameters.values())[1:]
        if item.kind is item.POSITIONAL_OR_KEYWORD
    ]
    if "__init__" not in vars(error):
        return ["a place", "what happened there"]
    return [_sample(hints.get(item.name, str)) for item in named]


def _sample(kind: Any) -> Any:
    for known, value in _SAMPLES:
        if kind == known:
            return value
    raise TypeError(f"no sample of {kind}; add one to {__name__}")
