from pathlib import Path

from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.repair import Repair
from metamodel.naming.rule import Fix
from ops.naming.edits import Edits
from ops.naming.fixing import Outcome, apply
from tests.ops.naming.planted import planted

FILES = {
    "ops/tags.py": 'A, B = "tag_a", "tag_a"\nC = "tag_a"\n',
    "ops/badName.py": "X = 1\n",
    "ops/uses.py": 'from ops.badName import X\nPATH = "ops/badName.py"\n',
    "tests/ops/test_badName.py": "",
    "docs/a_page.md": "[self](a_page.md)\n",
    "README.md": "[page](docs/a_page.md) and not b_a_page.md\n",
}


def repair(kind: NameKind, text: str, better: str, fix: Fix, *place: object) -> Repair:
    return Repair(CollectedName(kind, text, *place), better, fix, ("X",))  # type: ignore[arg-type]


def tag(line: int, column: int, fix: Fix = Fix.SAFE) -> Repair:
    return repair(NameKind.RUN_TAG, "tag_a", "rampart/tag-a", fix, "ops/tags.py", line, column)


def applied(root: Path, *repairs: Repair, **files: str) -> tuple[Edits, Outcome]:
    edits = Edits(planted(root, {**FILES, **files}))
    return edits, apply(repairs, edits)


def test_a_safe_repair_changes_its_place_only(tmp_path: Path) -> None:
    edits, outcome = applied(tmp_path, tag(1, 9))
    assert edits.text("ops/tags.py") == 'A, B = "rampart/tag-a", "tag_a"\nC = "tag_a"\n'
    assert len(outcome.done) == 1


def test_several_on_one_line_stay_at_their_places(tmp_path: Path) -> None:
    edits, outcome = applied(tmp_path, tag(1, 9), tag(1, 18), tag(2, 6))
    assert "tag_a" not in edits.text("ops/tags.py")
    assert [item.name.column for item in outcome.done] == [9, 18, 6]


def test_an_unsafe_repair_changes_the_name_everywhere(tmp_path: Path) -> None:
    edits, outcome = applied(tmp_path, tag(1, 9, Fix.UNSAFE), tag(2, 6, Fix.UNSAFE))
    assert "tag_a" not in edits.text("ops/tags.py")
    assert len(outcome.done) == 2


def test_a_name_that_is_not_written_there_is_left_with_the_reason(tmp_path: Path) -> None:
    edits, outcome = applied(tmp_path, tag(2, 1))
    assert edits.changed == ()
    ((_, reason),) = outcome.left
    assert reason == "tag_a: is made of parts at ops/tags.py:2"


def test_a_page_moves_and_its_links_follow(tmp_path: Path) -> None:
    old, new = "docs/a_page.md", "docs/a-page.md"
    edits, _ = applied(tmp_path, repair(NameKind.DOC_FILE, old, new, Fix.SAFE, old, 1, 1))
    assert edits.text("README.md") == "[page](docs/a-page.md) and not b_a_page.md\n"
    edits.write()
    assert (tmp_path / new).read_text() == "[self](a-page.md)\n"
    assert not (tmp_path / old).exists()


def module(name: str, better: str, path: str) -> Repair:
    return repair(NameKind.MODULE, name, better, Fix.UNSAFE, path, 1, 1)


def test_a_module_moves_with_its_test_and_its_imports(tmp_path: Path) -> None:
    edits, _ = applied(tmp_path, module("badName", "bad_name", "ops/badName.py"))
    assert edits.text("ops/uses.py") == 'from ops.bad_name import X\nPATH = "ops/bad_name.py"\n'
    edits.write()
    assert (tmp_path / "ops/bad_name.py").exists()
    assert (tmp_path / "tests/ops/test_bad_name.py").exists()


def test_what_would_break_is_left(tmp_path: Path) -> None:
    there = {"ops/bad_name.py": "", "ops/Pack/__init__.py": "", "docs/a-page.md": ""}
    _, outcome = applied(
        tmp_path,
        module("badName", "bad_name", "ops/badName.py"),
        module("Pack", "pack", "ops/Pack/__init__.py"),
        repair(NameKind.DOC_FILE, "docs/a_page.md", "docs/a-page.md", Fix.SAFE, "docs/a_page.md"),
        **there,
    )
    reasons = sorted(reason for _, reason in outcome.left)
    assert reasons == [
        "Pack: is a package",
        "docs/a-page.md: is there already",
        "ops/bad_name.py: is there already",
    ]


def test_a_module_that_is_imported_as_a_name_is_left(tmp_path: Path) -> None:
    more = {"ops/imports.py": "from ops import badName\n"}
    _, outcome = applied(tmp_path, module("badName", "bad_name", "ops/badName.py"), **more)
    ((_, reason),) = outcome.left
    assert "ops/imports.py" in reason
