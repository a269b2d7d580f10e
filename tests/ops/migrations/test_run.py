"""Migrations, up and down, on a real database."""

import psycopg
import pytest

from ops.migrations.run import downgrade, upgrade

TABLES = {
    "metamodel_publication",
    "preagg_partition",
    "preagg_attempt",
    "refresh_intake",
    "preagg_outside",
}
_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'rampart' AND tablename <> 'alembic_version'
"""
_COMMENTS = """
SELECT relname, obj_description(oid) FROM pg_class
WHERE relnamespace = 'rampart'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
"""


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, connect_timeout=20) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.mark.integration
def test_the_newest_revision_has_every_table(database_url: str) -> None:
    assert {name for (name,) in rows(database_url, _TABLES)} >= TABLES


@pytest.mark.integration
def test_every_table_names_its_one_writer(database_url: str) -> None:
    for name, comment in rows(database_url, _COMMENTS):
        assert str(comment).startswith("Written by "), name


@pytest.mark.integration
def test_upgrading_an_up_to_date_database_changes_nothing(database_url: str) -> None:
    before = rows(database_url, _TABLES)

    upgrade(database_url)

    assert rows(database_url, _TABLES) == before


@pytest.mark.integration
def test_every_revision_can_be_undone_and_done_again(database_url: str) -> None:
    downgrade(database_url)
    assert rows(database_url, _TABLES) == []

    upgrade(database_url)
    assert {name for (name,) in rows(database_url, _TABLES)} >= TABLES
