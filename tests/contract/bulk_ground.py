"""Jobs and workers as their contracts meet them."""

from abc import ABC, abstractmethod
from uuid import uuid4

import pytest

from presence_api.ports.bulk_jobs import BulkJobs, Job, JobWanted, ListedRow, RowError
from presence_api.ports.bulk_work import BulkWork
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_writer import Edit
from tests.presence_api.entities.gadgets import row

ERROR = RowError(1, "9", "ENT-007", "it is not there")
MOST, LEASE_S, TTL_S, OVER = 3, 60.0, 60.0, -1.0


def uuid() -> str:
    return str(uuid4())


class BulkGround(ABC):
    """Subclass it, set `jobs` and `work`, write rows, and say what there is afterwards."""

    jobs: BulkJobs
    work: BulkWork

    @abstractmethod
    def write(self, *rows: dict[str, JsonScalar]) -> None:
        """These are there as well."""

    @abstractmethod
    def waiting_events(self) -> list[OutgoingEvent]:
        """What the outbox holds."""

    @abstractmethod
    def edit(self, address: LockAddress) -> Edit | None:
        """The last one of an instance."""

    @pytest.fixture(autouse=True)
    def _rows(self, _bulk: None) -> None:
        self.write(row(1, name="ada", size=3), row(2, name="bob"), row(3, name="cy"))
        self.me = uuid()

    def queued(self, tenant: str = "acme", *rows: ListedRow) -> Job:
        listed = rows or tuple(ListedRow(n, "acme", str(n), 1) for n in (1, 2, 3))
        wanted = JobWanted(uuid(), tenant, "gadget", "anna", "Anna", {"a": [1.5, None]}, listed)
        return self.jobs.queue(wanted, MOST)

    def taken(self) -> str:
        """A queued job that this worker has."""
        job = self.queued()
        found = self.work.take(self.me, LEASE_S)
        assert found is not None
        assert found.id == job.id
        return job.id

    def state(self, job: str) -> Job:
        found = self.jobs.find("acme", job)
        assert found is not None
        return found
