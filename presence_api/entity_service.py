"""Entities on real parts: settings -> adapters -> what is done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metamodel.events.codec import Codec
from metamodel.kernel.clock import Clock, SystemClock
from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.row_holders_locks import LockTableHolders, SurveyedHolders
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.entities.bulk.chunk import BulkParts
from presence_api.entities.bulk.desk import BulkDesk
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.bulk.runner import BulkRunner
from presence_api.entities.bulk.worker import BulkWorker
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.reader import EntityReader
from presence_api.entities.service import EntityService
from presence_api.entities.writing.patching import Patching
from presence_api.live.lock_tokens import LockTokens
from presence_api.live_service import lock_table, redis_connection
from presence_api.settings import Settings

Pool = PostgresEntityStore | PostgresRowWriter | PostgresBulkJobs | PostgresBulkWork


@dataclass
class Entities:
    """Entities as a part of a process: it opens connections when it is started."""

    service: EntityService
    desk: BulkDesk
    worker: BulkWorker
    pools: Sequence[Pool]
    holders: SurveyedHolders
    name: str = "entities"
    fault: str = ""  # each request says for itself what is away

    @property
    def alive(self) -> bool:
        """Does it work on bulk updates? Requests need no thread of ours."""
        return self.worker.alive

    def start(self) -> None:
        """Begin to take connections, none of which is made before it is needed, and jobs."""
        for pool in self.pools:
            pool.open()
        self.holders.start()
        self.worker.start()

    def stop(self) -> None:
        """End what was begun, and give all connections back."""
        self.worker.stop()
        self.holders.stop()
        for pool in self.pools:
            pool.close()


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
    holders = LockTableHolders(lock_table(settings, redis_connection(settings)), _now(clock))
    patching = Patching(writer, holders, codec, clock)
    service = EntityService(models, EntityReader(store, Cursors(key)), patching)
    jobs, work = PostgresBulkJobs(url, timeout_s), PostgresBulkWork(url, timeout_s)
    redis = redis_connection(settings)  # on a loop of its own
    survey = SurveyedHolders(lock_table(settings, redis), _now(clock), redis.close)
    most_open = settings.bulk_jobs_per_tenant
    desk = BulkDesk(models, store, jobs, survey, PlanTokens(key), most_open=most_open)
    parts = BulkParts(work, survey, codec, clock, lease_s=settings.bulk_lease_s)
    worker = BulkWorker(BulkRunner(parts, models))
    return Entities(service, desk, worker, (store, writer, jobs, work), survey)


def _now(clock: Clock) -> Callable[[], float]:
    return lambda: clock.now().timestamp()
