from pathlib import Path

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collectors.dictionary_names import DictionaryNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected

ALIAS = {
    "kind": "job",
    "old": "old_job",
    "new": "new_job",
    "since": "2026-01-01",
    "remove_after": "2026-02-01",
}
FIXED = {"names": ["SUB", "LOCK"], "kinds": ["frame"], "reason": "So.", "decision": "0001-so"}


def found(root: Path, files: dict[str, str]) -> dict[str, CollectedName]:
    names = collected(DictionaryNames, root, files, aliases=[ALIAS], fixed=[FIXED])
    return {name.text: name for name in names}


def test_an_alias_knows_its_end_and_whether_the_changelog_tells_it(tmp_path: Path) -> None:
    name = found(tmp_path, {})["old_job"]
    assert name.kind is NameKind.ALIAS
    assert name.facts == {"new": "new_job", "remove_after": "2026-02-01", "changelog": "no"}
    told = found(tmp_path, {"CHANGELOG.md": "- `old_job` is `new_job` now.\n"})["old_job"]
    assert told.facts["changelog"] == "yes"


def test_a_fixed_name_knows_whether_its_record_names_it(tmp_path: Path) -> None:
    names = found(tmp_path, {"docs/decisions/0001-so.md": "`SUB` stays.\n"})
    assert names["SUB"].facts == {"decision": "0001-so", "recorded": "yes"}
    assert names["LOCK"].facts["recorded"] == "no"
    assert names["SUB"].line > 0


def test_a_repository_without_a_dictionary_has_none(tmp_path: Path) -> None:
    assert list(DictionaryNames().collect(Tree(tmp_path))) == []
