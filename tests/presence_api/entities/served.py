"""Entities as they are served, over gadgets in memory."""

from metamodel.events.codec import Codec
from presence_api.entities.catalogue.caller import Caller
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.reader import EntityReader
from presence_api.entities.service import EntityService
from presence_api.entities.writing.patching import Editor, HeldBy, Patching
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL, TABLE, caller


class Served:
    """A service; `held` and `locks_away` say what is known of locks."""

    def __init__(self, *rows: dict[str, JsonScalar]) -> None:
        self.store = FakeEntityStore({TABLE: list(rows)})
        self.writer = FakeRowWriter(self.store, TOKENS)
        self.models = FakeServedModels(MODEL)
        self.held: HeldBy | None = None
        self.locks_away = False
        reader = EntityReader(self.store, Cursors(b"k" * 32))
        patching = Patching(self.writer, self, Codec.committed(), FakeClock())
        self.service = EntityService(self.models, reader, patching)

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        if self.locks_away:
            raise LocksUnavailable("away")
        return self.held


def editor(*groups: str, user: str = "anna", tenant: str = "acme") -> Editor:
    """Somebody of these groups."""
    who = caller(*groups, tenant=tenant)
    return Editor(Caller(who.tenant, user, who.groups, who.claims), user.title())
