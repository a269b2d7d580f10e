"""Fixtures of the whole suite: the embedded stack, and fresh databases on it."""

import itertools
import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from ops.demo.stage import Stage
    from ops.stack.supervisor import Supervisor

# Machines that run tests are shared: how long a case took says nothing about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_ENDING = (signal.SIGINT, signal.SIGTERM)
_NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def signals_put_back() -> Iterator[None]:
    """Dagster's runs in this process leave SIGTERM ignored, and whatever is started inherits that.

    Found by what took ten seconds to end, and only after certain tests.
    """
    before = [signal.getsignal(number) for number in _ENDING]
    yield
    for number, handler in zip(_ENDING, before, strict=True):
        if signal.getsignal(number) is not handler:
            signal.signal(number, handler)


@pytest.fixture(scope="session")
def postgres_stack() -> Iterator["Supervisor"]:
    """Only Postgres with the platform's tables: for adapters that need nothing else."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    with running_stack(f"test-pg-{os.getpid()}", components=["migrations"]) as stack:
        yield stack


@pytest.fixture
def database_url(postgres_stack: "Supervisor") -> Iterator[str]:
    """A fresh database with the platform's empty tables, dropped afterwards."""
    template = postgres_stack.environment["RAMPART_DATABASE_URL"]
    server = template.rsplit("/", 1)[0]
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE rampart")
        yield f"{server}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def kafka_bootstrap() -> Iterator[str]:
    """A real broker without any topic."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    with running_stack(f"test-kafka-{os.getpid()}", components=["kafka"]) as stack:
        yield stack.environment["RAMPART_KAFKA_BOOTSTRAP"]


@pytest.fixture(scope="session")
def schema_registry_url() -> Iterator[str]:
    """The API of a real schema registry that holds every release."""
    from ops.stack.components.schema_registry import SchemaRegistry  # noqa: PLC0415
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    if not SchemaRegistry.available():
        not_proven("schema registry: Apicurio is not installed")
    name = f"test-reg-{os.getpid()}"
    with running_stack(name, components=["schema_registry"], profile="local") as stack:
        yield stack.environment["RAMPART_SCHEMA_REGISTRY_URL"]


@pytest.fixture(scope="session")
def secured_kafka() -> Iterator["Supervisor"]:
    """A real broker with TLS, passwords and rights, and the platform's topics."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    name = f"test-secured-{os.getpid()}"
    with running_stack(name, components=["kafka"], profile="local") as stack:
        yield stack


@pytest.fixture(scope="session")
def whole_stack(request: pytest.FixtureRequest) -> Iterator["Supervisor"]:
    """The embedded stack, whole, with TPC-H loaded; its logs stay if a test failed."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    with running_stack(f"test-{os.getpid()}") as running:
        yield running
        running.keep = request.session.testsfailed > 0


@pytest.fixture(scope="session")
def stack(whole_stack: "Supervisor") -> "Supervisor":
    """The stack that a test looks at: here the whole one; some modules have another."""
    return whole_stack


@pytest.fixture(scope="session")
def stage(stack: "Supervisor") -> "Stage":
    """The embedded stack as the demo's acts see it; its model serves."""
    from ops.demo.stage import Stage  # noqa: PLC0415 - unit tests start nothing

    made = Stage.on(stack)
    made.publish()
    return made


from tests.groups import (  # noqa: E402
    pytest_collection_modifyitems,  # noqa: F401
    pytest_xdist_make_scheduler,  # noqa: F401
)
from tests.not_proven import (  # noqa: E402
    not_proven,
    pytest_runtest_logreport,  # noqa: F401
    pytest_sessionfinish,  # noqa: F401
)
