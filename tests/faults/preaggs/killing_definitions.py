"""The product's own code location, whose run workers can be killed at named steps of their work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from metamodel.modelgen.rollup import Rollup
from orchestration import definitions as product
from orchestration.adapters.cube_http import CubeHttp
from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.composition import compose
from orchestration.flows.platform import Platform
from orchestration.ports.cube import Caller, Job
from orchestration.ports.ledger import Attempt, Intake
from orchestration.settings import Settings
from tests.faults.preaggs.fuse import Fuse

BEFORE_POST, AFTER_POST = "before-post", "after-post"
WHILE_POLLING, BEFORE_COMMIT = "while-polling", "before-commit"
BEFORE_INTAKE, INTAKE = "before-intake", "intake"


@dataclass
class Worker:
    """What one process builds now: whoever speaks of a build later does not say of which rollup."""

    fuse: Fuse
    rollup: str = ""

    def reach(self, step: str) -> None:
        """Die here if the step is fatal for this rollup."""
        self.fuse.reach(step, self.rollup)


class FatalCube(CubeHttp):
    """Cube, with a fuse before and behind the post of a job, and behind a look at jobs."""

    def __init__(self, settings: Settings, worker: Worker) -> None:
        secret = settings.cube_api_secret.get_secret_value()
        super().__init__(settings.cube_url, secret, timeout_s=settings.request_timeout_s)
        self._worker = worker

    def post_build(
        self, rollup: str, date_range: tuple[str, str] | None, caller: Caller, *, timezone: str
    ) -> Sequence[str]:
        self._worker.reach(BEFORE_POST)
        tokens = super().post_build(rollup, date_range, caller, timezone=timezone)
        self._worker.reach(AFTER_POST)
        return tokens

    def jobs(self, tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        found = super().jobs(tokens, caller)
        self._worker.reach(WHILE_POLLING)
        return found


class FatalLedger(PostgresLedger):
    """The ledger, with a fuse before it takes events in, and before it believes in a build."""

    def __init__(self, settings: Settings, worker: Worker) -> None:
        url = settings.database_url.get_secret_value()
        super().__init__(Postgres(url, settings.request_timeout_s), lease_s=settings.lease_s)
        self._worker = worker

    @contextmanager
    def intake(self, topic: str, epoch: str, run_id: str) -> Iterator[Intake]:
        self._worker.fuse.reach(BEFORE_INTAKE, INTAKE)
        with super().intake(topic, epoch, run_id) as intake:
            yield intake

    def begin(self, rollup: Rollup, partitions: Sequence[str], run_id: str) -> Sequence[Attempt]:
        self._worker.rollup = rollup.path
        return super().begin(rollup, partitions, run_id)

    def succeed(self, attempt: Attempt, table: str, rows: int) -> int:
        self._worker.reach(BEFORE_COMMIT)
        return super().succeed(attempt, table, rows)


def compose_fatal(settings: Settings) -> Platform:
    """The platform as the product composes it, with fuses in what builds."""
    platform, worker = compose(settings), Worker(Fuse.beside(settings))
    cube, ledger = FatalCube(settings, worker), FatalLedger(settings, worker)
    return replace(
        platform,
        build=replace(platform.build, cube=cube, ledger=ledger),
        intake=replace(platform.intake, ledger=ledger),
    )


# Everything but the adapters is the product's own: its assets, sensors, job.
setattr(product, "compose", compose_fatal)  # noqa: B010 - a name of another module
defs = product.defs
