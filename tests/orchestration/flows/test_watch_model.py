"""A document while it is being edited."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from orchestration.flows.prepare_model import ModelSource
from orchestration.flows.watch_model import ModelWatch, WatchStep
from orchestration.ports.compiler import CompilerUnavailable, ModelCompiler
from tests.fakes.compiler import FakeCompiler
from tests.fakes.shop_source import shop_model, shop_source
from tests.metamodel.shop import CUSTOMER, ORDER

TITLE = {f"/entities/{ORDER}/title": "All orders"}
BROKEN = {f"/entities/{ORDER}/measures/1/expression": "{nothing}"}


class Folder:
    """What would be on disk, and which paths each write was told of."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.told: list[set[str]] = []

    def write(self, files: Mapping[str, str], paths: Collection[str]) -> tuple[str, ...]:
        self.told.append(set(paths))
        self.files = dict(files)
        return tuple(sorted(paths))


class NoCompiler(FakeCompiler):
    """As where Cube's packages are not installed."""

    def compile(self, *_: object) -> Any:
        raise CompilerUnavailable("no Node")


class Watched:
    """A watch with its folder; `save` looks at an edited shop."""

    def __init__(self, compiler: ModelCompiler | None = None) -> None:
        self.folder, self.compiler = Folder(), compiler
        self.watch = ModelWatch(compiler, self.folder.write, lambda: date(2026, 1, 1))

    def save(self, edits: dict[str, Any] | None = None) -> WatchStep | None:
        return self.look(shop_source(edits))

    def look(self, source: ModelSource) -> WatchStep | None:
        return self.watch.look(source, {})


def step(found: WatchStep | None) -> WatchStep:
    assert found is not None
    return found


def test_the_first_look_writes_what_is_not_there() -> None:
    watched = Watched(compiler := FakeCompiler())
    first = step(watched.save())

    assert first.model == shop_model()
    assert watched.folder.files == shop_model().files == compiler.compiled[0]
    assert first.compiled == set(shop_model().cube_fps)


def test_what_is_committed_already_is_neither_compiled_nor_written() -> None:
    watched = Watched(compiler := FakeCompiler())
    first = step(watched.watch.look(shop_source(), shop_model().files))

    assert (first.written, first.compiled, compiler.compiled) == ((), frozenset(), [])


def test_the_same_texts_are_no_step() -> None:
    watched = Watched(FakeCompiler())
    watched.save()
    assert watched.save() is None


def test_a_change_compiles_its_neighbours_writes_its_file_and_is_described() -> None:
    watched = Watched(compiler := FakeCompiler())
    watched.save()
    found = step(watched.save({f"/entities/{CUSTOMER}/title": "Clients"}))

    assert found.compiled == {"countries", "customers", "orders", "products"}
    assert set(compiler.compiled[-1]) == {f"cubes/{name}.yml" for name in found.compiled}
    assert found.written == ("cubes/customers.yml",)
    assert [change.path for change in found.changes] == ["entities/customer/title"]


def test_a_refused_save_changes_nothing_and_the_next_good_one_goes_on() -> None:
    watched = Watched(FakeCompiler())
    watched.save()
    before = watched.folder.files
    refused = step(watched.save(BROKEN))
    assert refused.model is None
    assert {item.code for item in refused.findings} == {"MEA001"}
    cut = step(watched.look(replace(shop_source(), document="{")))
    assert [item.code for item in cut.findings] == ["SCH001"]
    assert watched.folder.files == before

    assert step(watched.save(TITLE)).written == ("cubes/orders.yml",)


def test_what_cube_refuses_is_not_written_and_compiled_again_with_the_next() -> None:
    watched = Watched(compiler := FakeCompiler())
    watched.save()
    compiler.faults = ("orders: broken",)
    refused = step(watched.save(TITLE))
    assert "orders: broken" in str(refused.refused)
    assert refused.model is None

    compiler.faults = ()
    mended = step(watched.save({**TITLE, f"/entities/{CUSTOMER}/title": "Clients"}))
    assert mended.written == ("cubes/customers.yml", "cubes/orders.yml")
    assert mended.compiled >= {"customers", "orders"}


def test_without_a_compiler_nothing_is_proven_and_nothing_written() -> None:
    watched = Watched(NoCompiler())
    assert isinstance(step(watched.save()).refused, CompilerUnavailable)
    assert watched.folder.told == []


def test_whoever_wants_no_compiler_gets_the_files() -> None:
    watched = Watched(None)
    assert len(step(watched.save()).written) == len(shop_model().files)


def test_a_cube_that_goes_takes_its_file_along() -> None:
    watched = Watched(FakeCompiler())
    watched.save({f"/entities/{ORDER}/cube": "sales"})
    found = step(watched.save())
    assert found.written == ("cubes/orders.yml", "cubes/sales.yml")
    assert "cubes/sales.yml" not in watched.folder.files


def test_views_are_compiled_with_all_under_their_headings() -> None:
    member = [{"name": "name"}]
    views = [
        {"name": "a", "cubes": [{"path": "product", "members": member}]},
        {"name": "b", "cubes": [{"path": "country", "members": member}]},
    ]
    edits = {"/views": views, "/viewGroups": [{"name": "all", "views": ["a"]}]}
    watched = Watched(compiler := FakeCompiler())
    watched.save(edits)
    found = step(watched.save({**edits, "/viewGroups": [{"name": "some", "views": ["a"]}]}))
    assert found.compiled >= {"a", "b"}
    assert "views/view_groups.yml" in compiler.compiled[-1]
