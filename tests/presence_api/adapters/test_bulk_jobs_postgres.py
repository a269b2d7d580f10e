"""Jobs in Postgres: what the contract does not say."""

import pytest

from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.ports.entity_store import EntityStoreUnavailable

NOWHERE = "postgresql://rampart@127.0.0.1:1/none"


def test_without_a_database_it_says_so() -> None:
    jobs = PostgresBulkJobs(NOWHERE, 1)
    jobs.open()
    try:
        with pytest.raises(EntityStoreUnavailable):
            jobs.changing("gadget")
    finally:
        jobs.close()
