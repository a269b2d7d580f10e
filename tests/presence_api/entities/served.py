"""Entities as they are served, over gadgets in memory."""

from collections.abc import Mapping, Sequence

from metamodel.events.codec import Codec
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkDesk
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.reader import EntityReader
from presence_api.entities.service import EntityService
from presence_api.entities.writing.patching import Editor, HeldBy, Patching
from presence_api.ports.bulk_jobs import JobWanted, RowError
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.bulk import FakeBulk
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL, TABLE, caller

JOB = "01a22bbe-b200-7000-8000-000000000001"
"""A job of Anna's that is over."""
ERROR = RowError(1, "9", "ENT-007", "it is not there")


class Served:
    """A service; `held` and `locks_away` say what is known of locks."""

    def __init__(self, *rows: dict[str, JsonScalar]) -> None:
        self.store = FakeEntityStore({TABLE: list(rows)})
        self.writer = FakeRowWriter(self.store, TOKENS)
        self.models = FakeServedModels(MODEL)
        self.held: HeldBy | None = None
        self.locks_away = False
        reader = EntityReader(self.store, Cursors(b"k" * 32))
        self.clock = FakeClock()
        self.bulk = FakeBulk(self.writer, self.clock)
        tokens = PlanTokens(b"k" * 32, self.clock)
        self.desk = BulkDesk(self.models, self.store, self.bulk, self, tokens, most_open=1)
        wanted = JobWanted(JOB, "acme", "gadget", "anna", "Anna", {}, (), (ERROR,))
        self.bulk.queue(wanted, 1)
        self.bulk.cancel("acme", JOB)
        patching = Patching(self.writer, self, Codec.committed(), self.clock)
        self.service = EntityService(self.models, reader, patching)

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        if self.locks_away:
            raise LocksUnavailable("away")
        return self.held

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        found = {one: self.other_than(caller, one) for one in addresses}
        return {one: held for one, held in found.items() if held is not None}


def editor(*groups: str, user: str = "anna", tenant: str = "acme") -> Editor:
    """Somebody of these groups."""
    who = caller(*groups, tenant=tenant)
    return Editor(Caller(who.tenant, user, who.groups, who.claims), user.title())
