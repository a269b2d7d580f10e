from pathlib import Path

from metamodel.events._catalogue import topics
from ops.naming.collectors.event_names import EventNames
from ops.naming.tree import Tree
from ops.stack.places import REPOSITORY
from tests.ops.naming.planted import collected, stands_there, texts

STATUS = "core.reporting.preagg.status.v1"


def test_topics_dead_letters_and_everything_in_a_schema_are_collected(tmp_path: Path) -> None:
    found = texts(collected(EventNames, tmp_path, {}))
    assert set(topics()) <= set(found["topic"])
    assert f"{STATUS}.dlq" in found["topic"]
    assert "core.reporting.preagg" in found["avro_namespace"]
    assert {"Refresh", "Status", "Published"} <= set(found["avro_record"])
    assert {"event_id", "rollup_fp"} <= set(found["avro_field"])
    assert "BuildState" in found["avro_enum"]


def test_an_enum_comes_with_its_symbols_and_default(tmp_path: Path) -> None:
    names = collected(EventNames, tmp_path, {})
    (state,) = [name for name in names if name.text == "BuildState"]
    assert state.facts == {"symbols": "UNKNOWN BUILT FAILED", "default": "UNKNOWN"}


def test_a_name_stands_where_it_is_written_first() -> None:
    tree = Tree(REPOSITORY)
    names = [name for name in EventNames().collect(tree) if name.text == STATUS]
    assert names
    assert all(stands_there(tree, name) for name in names)
