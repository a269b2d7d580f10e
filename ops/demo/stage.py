"""What every act works with: the stack, the platform composed for it, and its database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

import psycopg

from metamodel.kernel.clock import Clock, SystemClock
from ops.demo.dagster_view import DagsterView
from ops.demo.telling import LineBroken
from ops.stack.supervisor import Supervisor
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.warehouse_postgres import PostgresWarehouse
from orchestration.composition import compose, model_source
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import ModelSource, prepare_model
from orchestration.flows.publish_model import PublishReport, publish_model
from orchestration.ports.cube import Caller
from orchestration.ports.publications import NothingPublished
from orchestration.settings import Settings

T = TypeVar("T")
JOB = "refresh_preagg_job"


@dataclass
class Stage:
    """A running stack, and every handle the story needs on it."""

    stack: Supervisor
    settings: Settings
    clock: Clock

    @classmethod
    def on(cls, stack: Supervisor) -> "Stage":
        """The stage of a stack, found by its own environment."""
        names = {key.removeprefix("RAMPART_").lower(): v for key, v in stack.environment.items()}
        known = {key: value for key, value in names.items() if key in Settings.model_fields}
        return cls(stack, Settings(**known), SystemClock())  # type: ignore[arg-type]

    @cached_property
    def platform(self) -> Platform:
        """The ports on this stack."""
        return compose(self.settings)

    @cached_property
    def dagster(self) -> DagsterView:
        """Dagster's webserver."""
        return DagsterView(self.settings.dagster_url, self.clock)

    @cached_property
    def warehouse(self) -> PostgresWarehouse:
        """Plain SQL, read only."""
        return PostgresWarehouse(Postgres(self.settings.database_url.get_secret_value()))

    @property
    def source(self) -> ModelSource:
        """The texts of the configured metamodel."""
        return model_source(self.settings)

    @property
    def version(self) -> str:
        """The version that serves."""
        current = self.platform.publications.current(self.source.name)
        if current is None:
            raise NothingPublished(self.source.name)
        return current.version

    def caller(self, tenant: str | None = None) -> Caller:
        """An administrator, or an analyst of one tenant."""
        if tenant is None:
            return Caller(self.version)
        return Caller(self.version, groups=("analyst",), tenant_id=tenant)

    def publish(self, source: ModelSource | None = None) -> PublishReport:
        """Publish the configured metamodel, or another source."""
        chosen = source or self.source
        prepare = partial(prepare_model, chosen, self.platform.compiler)
        return publish_model(chosen.name, prepare, self.platform.publish, run_id="demo")

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement on the stack's database; rows if it gives any."""
        url = self.settings.database_url.get_secret_value()
        with psycopg.connect(url, connect_timeout=10) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def wait(
        self, look: Callable[[], T], enough: Callable[[T], bool], words: str, timeout_s: float = 60
    ) -> T:
        """Look until it is enough. Raises LineBroken with `words` after `timeout_s`."""
        deadline = self.clock.monotonic_s() + timeout_s
        while not enough(found := look()):
            if self.clock.monotonic_s() > deadline:
                raise LineBroken(f"{words}: not within {timeout_s:.0f} s; last seen: {found}")
            self.clock.sleep(0.1)
        return found

    def load(self, query: dict[str, Any], tenant: str | None = None) -> Sequence[Any]:
        """Rows of a query, straight from Cube."""
        return self.platform.build.cube.load(query, self.caller(tenant)).rows
