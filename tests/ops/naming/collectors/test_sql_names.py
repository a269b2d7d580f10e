from pathlib import Path

from ops.naming.collectors.sql_names import SqlNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "ops/migrations/versions/0001_a.py": '''"""A."""

OUTBOX = """
CREATE TABLE rampart.outbox (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "shard" integer NOT NULL
            CHECK (shard IN (1, 2)),
    CONSTRAINT ck_outbox_id CHECK (id > 0),
    UNIQUE (id, shard),
    CHECK (shard >= 0)
);
CREATE UNIQUE INDEX uq_outbox_shard
    ON rampart.outbox (shard);
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_by_id ON rampart.outbox (id);
"""
''',
}


def test_tables_columns_indexes_and_constraints_are_collected(tmp_path: Path) -> None:
    assert texts(collected(SqlNames, tmp_path, FILES)) == {
        "table": ["outbox"],
        "column": ["id", "shard"],
        "constraint": ["ck_outbox_id"],
        "index": ["uq_outbox_shard", "outbox_by_id"],
    }


def test_each_stands_where_it_is_written_and_knows_its_table(tmp_path: Path) -> None:
    names = {name.text: name for name in collected(SqlNames, tmp_path, FILES)}
    assert all(stands_there(Tree(tmp_path), name) for name in names.values())
    assert names["uq_outbox_shard"].facts == {"table": "outbox", "unique": "yes"}
    assert names["outbox_by_id"].facts == {"table": "outbox"}
