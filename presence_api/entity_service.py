"""Entities on real parts: settings -> adapters -> what is done with them."""

from dataclasses import dataclass

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.row_holders_locks import LockTableHolders
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.reader import EntityReader
from presence_api.entities.service import EntityService
from presence_api.entities.writing.patching import Patching
from presence_api.live.lock_tokens import LockTokens
from presence_api.live_service import lock_table, redis_connection
from presence_api.settings import Settings


@dataclass
class Entities:
    """Entities as a part of a process: it opens connections when it is started."""

    service: EntityService
    store: PostgresEntityStore
    writer: PostgresRowWriter
    name: str = "entities"
    fault: str = ""  # each request says for itself what is away
    alive: bool = True

    def start(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        self.store.open()
        self.writer.open()

    def stop(self) -> None:
        """Give all connections back."""
        self.store.close()
        self.writer.close()


def entity_service(
    settings: Settings, models: PublishedEntities, key: bytes, codec: Codec
) -> Entities:
    """Entities of the models that serve; nothing is opened yet.

    `key` is what tokens of locks are signed with, here or by whoever serves presence.
    """
    url, timeout_s = settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    clock = SystemClock()
    store = PostgresEntityStore(url, timeout_s)
    writer = PostgresRowWriter(url, timeout_s, PostgresWriteGuard(LockTokens(key, clock)))
    table = lock_table(settings, redis_connection(settings))
    holders = LockTableHolders(table, lambda: clock.now().timestamp())
    patching = Patching(writer, holders, codec, clock)
    service = EntityService(models, EntityReader(store, Cursors(key)), patching)
    return Entities(service, store, writer)
