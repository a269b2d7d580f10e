"""TPC-H as the version that serves, for those who ask the database alone: nothing is built."""

import psycopg
from psycopg.types.json import Jsonb

from metamodel.model.load import load
from ops.stack.places import REPOSITORY

DOCUMENT = REPOSITORY / "metamodel" / "documents" / "tpch.json"
_SERVE = """
INSERT INTO rampart.metamodel_publication (name, version, spec_version, document, hashes, state)
VALUES ('tpch', 'tpch-1', '1.0.0', %s, '{}', 'CURRENT')
"""


def serve_tpch(database_url: str) -> None:
    """Write it down as published; a database in which it is already refuses."""
    model = load(DOCUMENT.read_text(encoding="utf-8")).require()
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        connection.execute(_SERVE, [Jsonb(model.model_dump(mode="json", by_alias=True))])
