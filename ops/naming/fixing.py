"""Names put right in the files: a SAFE repair where the name stands, an UNSAFE one everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from metamodel.naming.errors import FixRefused
from metamodel.naming.names import NameKind
from metamodel.naming.repair import Repair
from metamodel.naming.rule import Fix
from ops.naming.edits import Edits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the repairs; those left come with the reason."""

    done: tuple[Repair, ...]
    left: tuple[tuple[Repair, str], ...]


def apply(repairs: Iterable[Repair], edits: Edits) -> Outcome:
    """Make the changes in memory; the caller writes them.

    From the end of each file to its beginning, so that places stay right.
    """
    done: list[Repair] = []
    left: list[tuple[Repair, str]] = []
    everywhere: set[tuple[NameKind, str]] = set()
    for repair in sorted(repairs, key=_backwards, reverse=True):
        try:
            _apply(repair, edits, everywhere)
        except FixRefused as refused:
            left.append((repair, str(refused)))
        else:
            done.append(repair)
    return Outcome(tuple(reversed(done)), tuple(reversed(left)))


def _backwards(repair: Repair) -> tuple[bool, str, int, int]:
    name = repair.name
    return (repair.fix is Fix.SAFE, name.path, name.line, name.column)


def _apply(repair: Repair, edits: Edits, everywhere: set[tuple[NameKind, str]]) -> None:
    name = repair.name
    if name.kind is NameKind.DOC_FILE:
        _rename_page(repair, edits)
    elif name.kind is NameKind.MODULE:
        _rename_module(repair, edits)
    elif (name.kind, name.text) in everywhere:
        return
    elif not edits.replace_at(name.path, name.line, name.column, name.text, repair.better):
        raise FixRefused(name.text, f"is made of parts at {name.path}:{name.line}")
    elif repair.fix is Fix.UNSAFE:
        edits.replace_everywhere(name.text, repair.better)
        everywhere.add((name.kind, name.text))


def _rename_page(repair: Repair, edits: Edits) -> None:
    """Move a page and rewrite every link to it."""
    old, new = PurePosixPath(repair.name.text), PurePosixPath(repair.better)
    if edits.taken(repair.better):
        raise FixRefused(repair.better, "is there already")
    edits.replace_everywhere(old.name, new.name, part_of_path=True)
    edits.move(repair.name.path, repair.better)


def _rename_module(repair: Repair, edits: Edits) -> None:
    """Move a module and its test; rewrite imports that name it whole."""
    old = PurePosixPath(repair.name.path)
    new = old.with_name(f"{repair.better}.py")
    dotted, test = old.with_suffix("").as_posix().replace("/", "."), _test_of(old)
    if old.name == "__init__.py":
        raise FixRefused(repair.name.text, "is a package")
    if edits.taken(new.as_posix()):
        raise FixRefused(new.as_posix(), "is there already")
    package, _, last = dotted.rpartition(".")
    if found := [
        path for path in edits.mentions(f"from {package} import") if last in edits.text(path)
    ]:
        raise FixRefused(repair.name.text, f"may be imported as a name by {', '.join(found)}")
    edits.replace_everywhere(dotted, f"{package}.{repair.better}")
    edits.replace_everywhere(old.as_posix(), new.as_posix())
    edits.move(old.as_posix(), new.as_posix())
    if edits.taken(test.as_posix()):
        edits.move(test.as_posix(), _test_of(new).as_posix())


def _test_of(module: PurePosixPath) -> PurePosixPath:
    return PurePosixPath("tests") / module.with_name(f"test_{module.name.lstrip('_')}")
