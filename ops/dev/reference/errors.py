"""docs/reference/errors.md: every error, by its code."""

import importlib
import pkgutil
from types import ModuleType

import metamodel
import ops
import orchestration
import presence_api
from metamodel.kernel.errors import RampartError
from ops.dev.reference._markdown import described, page

PACKAGES = (metamodel, orchestration, presence_api, ops)
NOT_IMPORTED = ("ops.migrations.env", "ops.migrations.versions")  # only Alembic can
INTRO = """\
Whatever Rampart refuses or fails at has a code that never changes its meaning, and a cure. *May
succeed later* says that the same call, unchanged, can work another time. The exit code is what
`rampart` ends with."""


def pages() -> dict[str, str]:
    """The page of all errors."""
    blocks = [_block(item) for item in error_classes()]
    return {"errors.md": page("Errors", INTRO, *blocks)}


def error_classes() -> tuple[type[RampartError], ...]:
    """Every class of the error tree in every module, by code."""
    for package in PACKAGES:
        import_below(package)
    return tuple(sorted(_below(RampartError), key=lambda item: (item.code, item.__qualname__)))


def import_below(package: ModuleType) -> None:
    """Import every module of a package, so that its classes are known."""
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if info.name not in NOT_IMPORTED:
            module = importlib.import_module(info.name)
            if info.ispkg:
                import_below(module)


def _below(parent: type[RampartError]) -> set[type[RampartError]]:
    ours = tuple(f"{package.__name__}." for package in PACKAGES)
    children = {item for item in parent.__subclasses__() if item.__module__.startswith(ours)}
    return children.union(*map(_below, children))


def _block(item: type[RampartError]) -> str:
    exit_code = getattr(item, "exit_code", 3 if item.retryable else 1)
    facts = (
        f"- Cure: {item.hint}",
        f"- May succeed later: {'yes' if item.retryable else 'no'}. Exit code: {exit_code}.",
        f"- Raised by: `{item.__module__}`",
    )
    return f"## {item.code} {item.__name__}\n\n{described(item)}\n\n" + "\n".join(facts)
