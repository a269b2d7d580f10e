"""The table `metamodel_publication` in Postgres."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg.types.json import Jsonb

from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup
from orchestration.adapters.postgres import Postgres, Row
from orchestration.ports.publications import (
    Publication,
    PublicationState,
    PublishingElsewhere,
)

_COLUMNS = "seq, name, version, spec_version, hashes, state, created_at, announced_at, reason"

_PROPOSE = f"""
INSERT INTO rampart.metamodel_publication (name, version, spec_version, document, hashes, state)
VALUES (%s, %s, %s, %s, %s, 'CANDIDATE') RETURNING {_COLUMNS}
"""  # noqa: S608 - the columns are the constant above

_PROPOSE_AGAIN = f"""
INSERT INTO rampart.metamodel_publication (name, version, spec_version, document, hashes, state)
SELECT name, version, spec_version, document, hashes, 'CANDIDATE'
FROM rampart.metamodel_publication WHERE seq = %s RETURNING {_COLUMNS}
"""  # noqa: S608 - the columns are the constant above


_FLIP = f"""
UPDATE rampart.metamodel_publication SET state = 'CURRENT', current_at = clock_timestamp()
WHERE seq = %s AND state = 'CANDIDATE' RETURNING {_COLUMNS}
"""  # noqa: S608 - the columns are the constant above


class PostgresPublications:
    """Each change is one transaction; the right to publish is a lock of the session."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    @contextmanager
    def publishing(self, name: str) -> Iterator[None]:
        with self._postgres.session() as connection:
            answer = connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 3)) AS held", [name]
            ).fetchone()
            if not (answer and answer["held"]):
                raise PublishingElsewhere(name)
            yield

    def current(self, name: str) -> Publication | None:
        rows = self._all(
            f"SELECT {_COLUMNS} FROM rampart.metamodel_publication"  # noqa: S608 - a constant
            " WHERE name = %s AND state = 'CURRENT'",
            [name],
        )
        return _publication(rows[0]) if rows else None

    def history(self, name: str | None = None) -> Sequence[Publication]:
        rows = self._all(
            f"SELECT {_COLUMNS} FROM rampart.metamodel_publication"  # noqa: S608 - a constant
            " WHERE %s::text IS NULL OR name = %s ORDER BY seq DESC",
            [name, name],
        )
        return tuple(_publication(row) for row in rows)

    def document(self, publication: Publication) -> Mapping[str, Any]:
        rows = self._all(
            "SELECT document FROM rampart.metamodel_publication WHERE seq = %s", [publication.seq]
        )
        document: Mapping[str, Any] = rows[0]["document"]
        return document

    def propose(self, model: GeneratedModel, document: Mapping[str, Any]) -> Publication:
        hashes = {
            "cubes": dict(model.cube_fps),
            "entities": dict(model.entity_fps),
            "rollups": [rollup.to_json() for rollup in model.rollups],
            "engine": model.engine,
        }
        values = [model.name, model.version, model.spec_version, Jsonb(dict(document))]
        return _publication(self._all(_PROPOSE, [*values, Jsonb(hashes)])[0])

    def propose_again(self, earlier: Publication) -> Publication:
        return _publication(self._all(_PROPOSE_AGAIN, [earlier.seq])[0])

    def flip(self, candidate: Publication) -> Publication:
        with self._postgres.connection() as connection:
            connection.execute(
                "UPDATE rampart.metamodel_publication SET state = 'RETIRED'"
                " WHERE name = %s AND state = 'CURRENT'",
                [candidate.name],
            )
            row = connection.execute(
                _FLIP,
                [candidate.seq],
            ).fetchone()
            if row is None:
                # Raising undoes the first statement: what was CURRENT stays so.
                raise PublishingElsewhere(f"candidate {candidate.seq} is no longer one")
            return _publication(row)

    def refuse(self, candidate: Publication, reason: str) -> None:
        self._run(
            "UPDATE rampart.metamodel_publication SET state = 'REFUSED', reason = %s"
            " WHERE seq = %s AND state = 'CANDIDATE'",
            [reason, candidate.seq],
        )

    def remove(self, publication: Publication) -> None:
        self._run(
            "UPDATE rampart.metamodel_publication SET state = 'REMOVED'"
            " WHERE seq = %s AND state = 'RETIRED'",
            [publication.seq],
        )

    def announced(self, publication: Publication) -> None:
        self._run(
            "UPDATE rampart.metamodel_publication SET announced_at = clock_timestamp()"
            " WHERE seq = %s",
            [publication.seq],
        )

    def _all(self, query: str, values: list[Any]) -> list[Row]:
        with self._postgres.connection() as connection:
            return connection.execute(query, values).fetchall()

    def _run(self, query: str, values: list[Any]) -> None:
        with self._postgres.connection() as connection:
            connection.execute(query, values)


def _publication(row: Row) -> Publication:
    hashes = row["hashes"]
    return Publication(
        seq=row["seq"],
        name=row["name"],
        version=row["version"],
        spec_version=row["spec_version"],
        state=PublicationState(row["state"]),
        cube_fps=hashes["cubes"],
        entity_fps=hashes["entities"],
        rollups=tuple(Rollup.from_json(item) for item in hashes["rollups"]),
        created_at=row["created_at"],
        announced=row["announced_at"] is not None,
        reason=row["reason"],
    )
