"""May a changed document go out under the version it declares? Findings where not."""

from collections.abc import Iterator

from metamodel.compat.change import (
    Bump,
    Change,
    ChangeClass,
    Kind,
    declared_bump,
    required_bump,
)
from metamodel.model.finding import Finding, Severity
from metamodel.model.metamodel import Metamodel

TOO_SMALL, BACKWARDS, NOT_RESERVED, NOT_ACCEPTED = "VER001", "VER002", "VER003", "VER004"
MEMBERS = frozenset({"attributes", "computed", "measures", "segments"})


def gate(
    before: Metamodel, after: Metamodel, changes: tuple[Change, ...], *, accept_security: bool
) -> tuple[Finding, ...]:
    """What forbids the step from one document to the other; nothing if it may be taken."""
    found = [*_version(before, after, changes), *_reserved(after, changes)]
    if not accept_security:
        found += _security(changes)
    return tuple(found)


def _version(before: Metamodel, after: Metamodel, changes: tuple[Change, ...]) -> Iterator[Finding]:
    declared = declared_bump(before.spec_version, after.spec_version)
    required = required_bump(changes)
    if declared is None:
        yield _finding(
            BACKWARDS,
            "/specVersion",
            f"version {after.spec_version} is earlier than {before.spec_version}",
            f"Raise it above {before.spec_version}.",
        )
    elif declared < required:
        heaviest = changes[0]
        yield _finding(
            TOO_SMALL,
            "/specVersion",
            f"{before.spec_version} -> {after.spec_version} is too small a step for"
            f" {heaviest.path} ({heaviest.verdict.change_class})",
            f"Declare {_next(before.spec_version, required)}.",
        )


def _reserved(after: Metamodel, changes: tuple[Change, ...]) -> Iterator[Finding]:
    for change in changes:
        gone = change.kind is Kind.REMOVED
        steps = change.path.split("/")
        if not gone or not _kept_back(steps):
            continue
        if not _is_reserved(after, steps):
            yield _finding(
                NOT_RESERVED,
                "/reserved",
                f"{change.path} is gone, and its name may come back with another meaning",
                f"Add `{steps[-1]}` to {_list_for(steps)}.",
            )


def _kept_back(steps: list[str]) -> bool:
    lengths = {"entities": 2, "views": 2}
    if len(steps) == lengths.get(steps[0]):
        return True
    inner = steps[0] == "entities" and len(steps) > lengths["entities"] and steps[2] in MEMBERS
    return inner and (len(steps) == _MEMBER or steps[_MEMBER : _MEMBER + 1] == ["enum"])


_MEMBER = 4  # entities / name / kind / name


def _is_reserved(after: Metamodel, steps: list[str]) -> bool:
    kept, name = after.reserved, steps[-1]
    if len(steps) < _MEMBER:
        return name in (kept.entities if steps[0] == "entities" else kept.views)
    entity = steps[1]
    if len(steps) == _MEMBER:
        return name in kept.members.get(entity, ())
    return name in kept.enum_values.get(f"{entity}.{steps[3]}", ())


def _list_for(steps: list[str]) -> str:
    if len(steps) < _MEMBER:
        return f"`reserved.{steps[0]}`"
    if len(steps) == _MEMBER:
        return f"`reserved.members` of `{steps[1]}`"
    return f"`reserved.enumValues` of `{steps[1]}.{steps[3]}`"


def _security(changes: tuple[Change, ...]) -> Iterator[Finding]:
    for change in changes:
        if change.verdict.change_class is ChangeClass.SECURITY:
            yield _finding(
                NOT_ACCEPTED,
                "",
                f"{change.path}: {change.verdict.why}",
                "Have it reviewed, then accept it with `--accept-security`.",
            )


def _next(version: str, bump: Bump) -> str:
    major, minor, patch = (int(part) for part in version.split("."))
    raised = {Bump.MAJOR: (major + 1, 0, 0), Bump.MINOR: (major, minor + 1, 0)}
    return ".".join(str(part) for part in raised.get(bump, (major, minor, patch + 1)))


def _finding(code: str, pointer: str, message: str, cure: str) -> Finding:
    return Finding(code, Severity.ERROR, pointer, message, cure)
