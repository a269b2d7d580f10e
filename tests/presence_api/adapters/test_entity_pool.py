"""Connections for entities' rows: errors in our words, and a limit on every wait."""

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from metamodel.kernel.errors import RampartError
from presence_api.adapters.entity_pool import entity_pool, translated
from presence_api.ports.entity_store import EntityMisfit, EntityStoreUnavailable, SearchTooSlow


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (psycopg.errors.QueryCanceled("statement timeout"), SearchTooSlow),
        (psycopg.OperationalError("server closed"), EntityStoreUnavailable),
        (psycopg.InterfaceError("closed"), EntityStoreUnavailable),
        (PoolTimeout("none free"), EntityStoreUnavailable),
        (psycopg.errors.UndefinedColumn("no such column"), EntityMisfit),
        (ValueError("no number"), EntityMisfit),
    ],
)
def test_errors_of_the_database_are_told_in_our_words(
    error: Exception, ours: type[RampartError]
) -> None:
    with pytest.raises(ours), translated():
        raise error


def test_our_own_errors_stay_what_they_are() -> None:
    with pytest.raises(SearchTooSlow, match="ours"), translated():
        raise SearchTooSlow("ours")


@pytest.mark.integration
def test_sessions_are_in_utc_and_have_a_limit(database_url: str) -> None:
    pool = entity_pool(database_url, 3, 1, {"default_transaction_read_only": "on"})
    pool.open()
    try:
        with pool.connection() as connection:
            shown = {
                name: connection.execute(f"SHOW {name}".encode()).fetchone()
                for name in ("timezone", "statement_timeout", "transaction_read_only")
            }
    finally:
        pool.close()
    assert shown == {
        "timezone": ("UTC",),
        "statement_timeout": ("3s",),
        "transaction_read_only": ("on",),
    }
