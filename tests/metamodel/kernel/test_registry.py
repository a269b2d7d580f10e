"""Finding catalogue items by walking their folder."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from metamodel.kernel.errors import RegistryFault
from metamodel.kernel.registry import discover


class Rule:
    """What the catalogue of these tests holds."""

    code: str


HEADER = "from tests.metamodel.kernel.test_registry import Rule\n"
GOOD = HEADER + 'class {name}(Rule):\n    """A rule."""\n    code = "{code}"\n'


class Folder:
    """A package on disk that a test fills."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path / name, name
        self._path.mkdir()
        self.write("__init__", "")

    def write(self, module: str, text: str) -> None:
        (self._path / f"{module}.py").write_text(text, encoding="utf-8")

    def package(self) -> ModuleType:
        importlib.invalidate_caches()
        return importlib.import_module(self._name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"catalogue_{tmp_path.name}"
    yield Folder(tmp_path, name)
    for module in [item for item in sys.modules if item.partition(".")[0] == name]:
        del sys.modules[module]


def test_items_come_in_the_order_of_their_codes(folder: Folder) -> None:
    folder.write("a_first", GOOD.format(name="A", code="R-2"))
    folder.write("b_second", GOOD.format(name="B", code="R-1"))

    found = discover(folder.package(), Rule)

    assert [(code, item.__name__) for code, item in found.items()] == [("R-1", "B"), ("R-2", "A")]


def test_an_empty_folder_is_an_empty_catalogue(folder: Folder) -> None:
    assert discover(folder.package(), Rule) == {}


def test_files_that_begin_with_an_underscore_are_not_items(folder: Folder) -> None:
    folder.write("_shared", "broken = 1 / 0\n")

    assert discover(folder.package(), Rule) == {}


def test_imported_items_do_not_count(folder: Folder) -> None:
    folder.write("one", GOOD.format(name="A", code="R-1"))
    neighbour = f"from {folder.package().__name__}.one import A\n"
    folder.write("two", neighbour + GOOD.format(name="B", code="R-2"))

    assert list(discover(folder.package(), Rule)) == ["R-1", "R-2"]


def test_another_attribute_can_be_the_key(folder: Folder) -> None:
    folder.write("one", GOOD.format(name="A", code="R-1") + '    name = "spout"\n')

    assert list(discover(folder.package(), Rule, key="name")) == ["spout"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        GOOD.format(name="A", code="R-1") + GOOD.format(name="B", code="R-2"),
        HEADER + 'class A(Rule):\n    code = "R-1"\n',
        HEADER + 'class A(Rule):\n    """ """\n    code = "R-1"\n',
        HEADER + 'class A(Rule):\n    """A rule."""\n',
        GOOD.format(name="A", code=""),
        HEADER + 'class A(Rule):\n    """A rule."""\n    code = 7\n',
    ],
    ids=[
        "nothing",
        "no item",
        "two items",
        "no docstring",
        "blank docstring",
        "no code",
        "empty code",
        "a code that is no text",
    ],
)
def test_a_file_that_breaks_the_rules_is_named(folder: Folder, text: str) -> None:
    folder.write("faulty", text)

    with pytest.raises(RegistryFault, match="faulty"):
        discover(folder.package(), Rule)


def test_a_code_that_is_used_twice_names_both_files(folder: Folder) -> None:
    folder.write("one", GOOD.format(name="A", code="R-1"))
    folder.write("two", GOOD.format(name="B", code="R-1"))

    with pytest.raises(RegistryFault, match=r"two: `R-1` is already used by .*one"):
        discover(folder.package(), Rule)
