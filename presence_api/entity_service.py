"""Entities on real parts: settings -> adapters -> what is done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from metamodel.events.codec import Codec
from metamodel.kernel.clock import Clock, SystemClock
from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.entity_pool import Pooled
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.row_holders_locks import LockTableHolders, SurveyedHolders
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.entities.bulk.desk import BulkDesk
from presence_api.entities.bulk.job_steps import BulkParts
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


@dataclass
class Entities:
    """Entities as a part of a process: it opens connections when it is started."""

    service: EntityService
    desk: BulkDesk
    pools: Sequence[Pooled]
    name: str = "entities"
    fault: str = ""  # each request says for itself what is away
    alive: bool = True

    def start(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        for pool in self.pools:
            pool.open()

    def stop(self) -> None:
        """Give all connections back."""
        for pool in self.pools:
            pool.close()


@dataclass
class BulkUpdates:
    """The worker of bulk updates as a part of a process, perhaps of another than the API's."""

    worker: BulkWorker
    pool: PostgresBulkWork
    holders: SurveyedHolders
    name: str = BulkWorker.name

    @property
    def alive(self) -> bool:
        """Does it run? If not, only a new process helps."""
        return self.worker.alive

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self.worker.fault

    def start(self) -> None:
        """Begin to look for jobs."""
        self.pool.open()
        self.holders.start()
        self.worker.start()

    def stop(self) -> None:
        """End after the chunk that is under way."""
        self.worker.stop()
        self.holders.stop()
        self.pool.close()


def entity_service(
    settings: Settings, models: PublishedEntities, key: bytes, codec: Codec, counts: BulkCounts
) -> Entities:
    """Entities of the models that serve; nothing is opened yet.

    `key` is what tokens of locks are signed with, here or by whoever serves presence; `counts` is
    what this process has done about bulk updates.
    """
    url, timeout_s = settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    clock = SystemClock()
    store = PostgresEntityStore(url, timeout_s)
    writer = PostgresRowWriter(url, timeout_s, PostgresWriteGuard(LockTokens(key, clock)))
    holders = LockTableHolders(lock_table(settings, redis_connection(settings)), _now(clock))
    patching = Patching(writer, holders, codec, clock)
    service = EntityService(models, EntityReader(store, Cursors(key)), patching)
    tokens = PlanTokens(key, clock, settings.bulk_plan_s)
    jobs, most_open = PostgresBulkJobs(url, timeout_s), settings.bulk_jobs_per_tenant
    desk = BulkDesk(models, store, jobs, holders, tokens, most_open=most_open, counts=counts)
    return Entities(service, desk, (store, writer, jobs))


def bulk_updates(
    settings: Settings, models: PublishedEntities, codec: Codec, counts: BulkCounts
) -> BulkUpdates:
    """The worker of bulk updates; nothing is opened yet."""
    url, timeout_s = settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    clock, work = SystemClock(), PostgresBulkWork(url, timeout_s)
    redis = redis_connection(settings)  # on a loop of its own: the worker's thread has none
    holders = SurveyedHolders(lock_table(settings, redis), _now(clock), redis.close)
    parts = BulkParts(
        work,
        holders,
        codec,
        clock,
        lease_s=settings.bulk_lease_s,
        kept_s=settings.bulk_kept_s,
        counts=counts,
    )
    return BulkUpdates(BulkWorker(BulkRunner(parts, models)), work, holders)


def _now(clock: Clock) -> Callable[[], float]:
    return lambda: clock.now().timestamp()
