"""The publication table on Postgres; what every such table promises is in the contract suite."""

import psycopg
import pytest

from orchestration.adapters.postgres import Postgres
from orchestration.adapters.publications_postgres import PostgresPublications
from orchestration.ports.ledger import LedgerUnavailable
from orchestration.ports.publications import PublicationState, PublishingElsewhere
from tests.fakes.rollups import model

DOCUMENT = {"name": "shop", "title": "Shöp"}


def test_a_database_that_is_away_is_said_in_our_words() -> None:
    away = PostgresPublications(Postgres("postgresql://rampart@127.0.0.1:1/rampart", timeout_s=0.2))

    with pytest.raises(LedgerUnavailable):
        away.current("shop")


@pytest.mark.integration
def test_the_document_is_kept_as_it_was(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    PostgresPublications(postgres).propose(model(), DOCUMENT)

    with postgres.connection() as connection:
        row = connection.execute("SELECT document FROM rampart.metamodel_publication").fetchone()

    assert row == {"document": DOCUMENT}


@pytest.mark.integration
def test_a_flip_that_fails_leaves_what_serves(database_url: str) -> None:
    table = PostgresPublications(Postgres(database_url, timeout_s=20))
    serving = table.flip(table.propose(model(), DOCUMENT))
    candidate = table.propose(model("shop-2"), DOCUMENT)
    table.refuse(candidate, "orphan")

    with pytest.raises(PublishingElsewhere):
        table.flip(candidate)

    current = table.current("shop")
    assert current is not None
    assert (current.seq, current.state) == (serving.seq, PublicationState.CURRENT)


@pytest.mark.integration
def test_the_database_itself_allows_one_current_version_a_name(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    table = PostgresPublications(postgres)
    table.flip(table.propose(model(), DOCUMENT))
    table.propose(model("shop-2"), DOCUMENT)

    with pytest.raises(psycopg.errors.UniqueViolation), postgres.connection() as connection:
        connection.execute("UPDATE rampart.metamodel_publication SET state = 'CURRENT'")
