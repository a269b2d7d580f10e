"""A metamodel that serves, for those who ask the database alone: nothing is built."""

import psycopg
from psycopg.types.json import Jsonb

from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from ops.stack.places import REPOSITORY

DOCUMENT = REPOSITORY / "metamodel" / "documents" / "tpch.json"
_SERVE = """
INSERT INTO rampart.metamodel_publication (name, version, spec_version, document, hashes, state)
VALUES (%s, %s, %s, %s, '{}', 'CURRENT')
"""


def serve_tpch(database_url: str) -> None:
    """Write TPC-H down as published; a database in which it is already refuses."""
    serve(database_url, load(DOCUMENT.read_text(encoding="utf-8")).require())


def serve(database_url: str, model: Metamodel) -> None:
    """Write a metamodel down as published; a database in which it is already refuses."""
    document = Jsonb(model.model_dump(mode="json", by_alias=True))
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        connection.execute(_SERVE, (model.name, f"{model.name}-1", model.spec_version, document))
