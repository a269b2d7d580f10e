"""Words that only some modules may use: the environment, the machine's clock, empty names."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.architecture.tree import PACKAGES, parsed, python_files

ENVIRONMENT = frozenset({"os.environ", "os.environb", "os.getenv", "os.putenv"})
MAY_READ_ENVIRONMENT = {
    "orchestration/settings.py": "the settings of the code location",
    "presence_api/settings.py": "the settings of the browsers' service",
    "ops/stack/environment.py": "children inherit PATH, HOME and locale",
}
CLOCK = frozenset(
    {
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "date.today",
        "datetime.date.today",
        "time.time",
        "time.sleep",
    }
)
MAY_READ_CLOCK = {
    "metamodel/kernel/clock.py": "this is the machine's clock",
    "orchestration/adapters/": "foreign clients wait on real time",
    "presence_api/adapters/": "foreign clients wait on real time",
    "ops/stack/processes.py": "waits for processes of the operating system to end",
    "ops/bench/": "measures real time",
}
SLEEP = frozenset({"time.sleep"})
MAY_SLEEP_IN_TESTS = {"tests/eventually.py": "waits for real servers"}
SKIPS = frozenset(
    {
        "pytest.skip",
        "pytest.xfail",
        "pytest.importorskip",
        "pytest.mark.skip",
        "pytest.mark.skipif",
        "pytest.mark.xfail",
    }
)
MAY_SKIP = {
    "tests/not_proven.py": "writes down what was skipped and why",
    "tests/ops/dev/test_not_proven.py": "looks at what that raises",
}
EMPTY_WORDS = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "base"})


def environment_readers(root: Path) -> list[str]:
    """Modules that read the environment themselves."""
    return _uses(root, PACKAGES, ENVIRONMENT, MAY_READ_ENVIRONMENT)


def clock_readers(root: Path) -> list[str]:
    """Modules that take the time, or let it pass, without a Clock."""
    return _uses(root, PACKAGES, CLOCK, MAY_READ_CLOCK)


def sleeping_tests(root: Path) -> list[str]:
    """Tests that wait for time to pass."""
    return _uses(root, ("tests",), SLEEP, MAY_SLEEP_IN_TESTS)


def silent_skips(root: Path) -> list[str]:
    """Tests that are skipped, or may fail, without a line in the list of what is not proven."""
    return _uses(root, ("tests",), SKIPS, MAY_SKIP)


def empty_names(root: Path) -> list[str]:
    """Modules and packages whose name says nothing about what is in them."""
    return [
        f"{file.as_posix()}: `{part}` says nothing"
        for file in python_files(root, (*PACKAGES, "tests"))
        for part in (*file.parts[:-1], file.stem)
        if part.rpartition("_")[2] in EMPTY_WORDS
    ]


def _uses(
    root: Path, folders: tuple[str, ...], banned: frozenset[str], allowed: Mapping[str, str]
) -> list[str]:
    return [
        f"{file.as_posix()}:{line} uses {name}"
        for file in python_files(root, folders)
        if not file.as_posix().startswith(tuple(allowed))
        for line, name in _names(parsed(root, file))
        if name in banned
    ]


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every dotted name that is read, and every `from x import y` as `x.y`, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            for item in node.names:
                yield node.lineno, f"{node.module}.{item.name}"
