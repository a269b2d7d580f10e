from datetime import date
from pathlib import Path

import pytest

from metamodel.naming.errors import DictionaryRefused
from metamodel.naming.rule import Fix
from ops.naming.survey import (
    alias_uses,
    collect_names,
    dictionary_of,
    fix_names,
    lint_names,
)
from ops.naming.tree import Tree
from ops.stack.places import REPOSITORY
from tests.ops.naming.planted import DICTIONARY, planted

TODAY = date(2026, 11, 24)
FILES = {
    "orchestration/defs/a.py": 'JOB = "preagg_refresh"\ndg.define_asset_job(JOB)\n',
    "orchestration/defs/b.py": 'TAGS = "rampart/run_id", "rampart/run_id"\n',
    "ops/finds.py": 'RUNS = runs_of("preagg_refresh")\n',
    "ops/migrations/versions/0001_a.py": '"""\nCREATE INDEX by_id ON outbox (id)\n"""\n',
    "docs/a_page.md": "# A\n",
    "README.md": "[a](docs/a_page.md)\n",
}
ALIAS = {
    "kind": "job",
    "old": "preagg_refresh",
    "new": "refresh_preagg_job",
    "since": "2026-11-01",
    "remove_after": "2026-12-01",
}


def codes(root: Path) -> list[str]:
    return sorted({fault.code for fault in lint_names(root, TODAY)})


def snapshot(root: Path) -> dict[str, str]:
    tree = Tree(root)
    return {path: tree.text(path) for path in tree.paths}


def test_this_repository_is_clean() -> None:
    assert [fault.finding.text for fault in lint_names(REPOSITORY, TODAY)] == []


def test_every_kind_of_source_gives_names_here() -> None:
    kinds = {name.kind.value for name in collect_names(Tree(REPOSITORY))}
    assert kinds >= {
        *("module", "class", "exception", "asset_key", "asset_check", "job", "sensor", "run_tag"),
        *("topic", "consumer_group", "avro_record", "avro_field", "avro_enum", "entity"),
        *("attribute", "relation", "role", "cube", "measure", "pre_aggregation", "table"),
        *("column", "index", "env_var", "metric", "metric_label", "doc_file", "rule_id"),
        *("error_code", "fixed"),
    }


def test_wrong_names_are_found_wherever_they_are(tmp_path: Path) -> None:
    planted(tmp_path, FILES)
    assert codes(tmp_path) == ["NMD002", "NMD003", "NMS002", "NMT001"]


def test_safe_fixes_leave_what_others_may_know(tmp_path: Path) -> None:
    planted(tmp_path, FILES)
    report = fix_names(tmp_path, TODAY, unsafe=False, dry_run=False)
    assert {repair.fix for repair in report.outcome.done} == {Fix.SAFE}
    assert codes(tmp_path) == ["NMD002", "NMS002"]
    assert report.findings_left == 2
    tags = (tmp_path / "orchestration/defs/b.py").read_text()
    assert tags == 'TAGS = "rampart/run-id", "rampart/run-id"\n'


def test_unsafe_fixes_follow_the_name_everywhere_and_leave_nothing(tmp_path: Path) -> None:
    planted(tmp_path, FILES)
    report = fix_names(tmp_path, TODAY, unsafe=True, dry_run=False)
    assert report.findings_left == 0
    assert (tmp_path / "ops/finds.py").read_text() == 'RUNS = runs_of("refresh_preagg_job")\n'
    assert "ix_outbox_id" in (tmp_path / "ops/migrations/versions/0001_a.py").read_text()


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(tmp_path: Path, *, unsafe: bool) -> None:
    planted(tmp_path, FILES)
    fix_names(tmp_path, TODAY, unsafe=unsafe, dry_run=False)
    once = snapshot(tmp_path)
    again = fix_names(tmp_path, TODAY, unsafe=unsafe, dry_run=False)
    assert again.outcome.done == ()
    assert snapshot(tmp_path) == once


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    planted(tmp_path, FILES)
    before = snapshot(tmp_path)
    dry = fix_names(tmp_path, TODAY, unsafe=True, dry_run=True)
    assert snapshot(tmp_path) == before
    wet = fix_names(tmp_path, TODAY, unsafe=True, dry_run=False)
    assert dry.outcome == wet.outcome
    assert dry.findings_left == wet.findings_left


def test_an_alias_lets_an_old_name_stand_until_its_day(tmp_path: Path) -> None:
    files = FILES | {"CHANGELOG.md": "- `preagg_refresh` is `refresh_preagg_job` now.\n"}
    planted(tmp_path, files, aliases=[ALIAS])
    assert "NMD002" not in codes(tmp_path)
    late = {fault.code for fault in lint_names(tmp_path, date(2026, 12, 2))}
    assert {"NMD002", "NMX003"} <= late


def test_an_alias_that_the_changelog_does_not_tell_is_found(tmp_path: Path) -> None:
    planted(tmp_path, {}, aliases=[ALIAS])
    assert codes(tmp_path) == ["NMX003"]


def test_aliases_are_told_with_days_and_files(tmp_path: Path) -> None:
    planted(tmp_path, FILES, aliases=[ALIAS])
    (use,) = alias_uses(tmp_path, TODAY)
    assert (use["days_left"], use["files"]) == (7, 2)
    assert use["new"] == "refresh_preagg_job"


def test_a_dictionary_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    tree = planted(tmp_path, {DICTIONARY: '{"words": {}, "synonyms": {"a": "b"}}'})
    with pytest.raises(DictionaryRefused):
        dictionary_of(tree)
