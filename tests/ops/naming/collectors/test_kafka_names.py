from pathlib import Path

from ops.naming.collectors.kafka_names import KafkaNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "ops/reader.py": '''"""Reads kafka."""

GROUP = "rampart.lag"

def read(*, group: str = "rampart.reader", other: str = "x"):
    Consumer({"group.id": "rampart.third", "client.id": "reader-1", "acks": "all"})
    admin.group_position(GROUP, "topic")
    read(group="rampart.fourth")
''',
    "ops/people.py": 'GROUP = "people"\nread(group="people")\n',
}


def test_groups_and_client_ids_are_collected_where_kafka_is_spoken_to(tmp_path: Path) -> None:
    found = texts(collected(KafkaNames, tmp_path, FILES))
    assert set(found.pop("consumer_group")) == {
        *("rampart.reader", "rampart.third", "rampart.lag", "rampart.fourth")
    }
    assert found == {"client_id": ["reader-1"]}


def test_each_stands_where_it_is_written(tmp_path: Path) -> None:
    names = list(collected(KafkaNames, tmp_path, FILES))
    assert all(stands_there(Tree(tmp_path), name) for name in names)
