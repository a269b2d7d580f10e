from pathlib import Path

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.errors import RampartError
from metamodel.streaming.derive import UnknownEnvironment
from orchestration.composition import (
    compose,
    declared_streaming,
    desired_streaming,
    model_source,
    streaming_tools,
)
from orchestration.ports.compiler import CompilerUnavailable
from orchestration.ports.schema_registry import RegistryUnavailable
from orchestration.settings import Settings

NOBODY = Settings(
    database_url="postgresql://rampart@127.0.0.1:1/rampart",  # type: ignore[arg-type]
    kafka_bootstrap="127.0.0.1:1",
    cube_url="http://127.0.0.1:1",
    request_timeout_s=0.2,
    lease_s=60,
)


def test_composing_opens_nothing() -> None:
    platform = compose(NOBODY)

    assert platform.topic == PreaggRefresh.name


def test_the_limits_come_from_the_settings() -> None:
    limits = compose(NOBODY).build.limits

    assert (limits.timeout_s, limits.min_rebuild_interval_s) == (900, 10)
    assert limits.renew_every_s == 20  # a lease survives two missed renewals


def test_one_ledger_serves_builds_and_intakes() -> None:
    platform = compose(NOBODY)

    assert platform.build.ledger is platform.intake.ledger
    assert platform.refresh.publications is platform.publish.publications


@pytest.mark.parametrize("part", ["source", "cube"])
def test_what_is_away_is_said_in_our_words_when_it_is_first_used(part: str) -> None:
    platform = compose(NOBODY)

    with pytest.raises(RampartError) as caught:
        platform.source.state() if part == "source" else platform.build.cube.now_s()

    assert caught.value.retryable


def test_the_committed_model_is_read_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "model" / "cubes").mkdir(parents=True)
    committed = compose(NOBODY.model_copy(update={"cube_models": tmp_path})).committed
    (tmp_path / "model" / "cubes" / "a.yml").write_text("a")

    assert committed() == {"cubes/a.yml": "a"}


@pytest.mark.node
def test_the_source_is_the_document_with_what_is_installed() -> None:
    source = model_source(Settings())

    assert source.name == "tpch"
    assert source.path.endswith("tpch.json")
    assert "cube.yml.j2" in source.templates
    assert source.engine.startswith("1.7.")


def test_without_the_servers_packages_no_fingerprint_can_be_made(tmp_path: Path) -> None:
    with pytest.raises(CompilerUnavailable):
        model_source(Settings(cube_server=tmp_path))


def test_a_schema_registry_that_is_named_is_asked_before_anything_starts() -> None:
    with pytest.raises(RegistryUnavailable):
        compose(NOBODY.model_copy(update={"schema_registry_url": "http://127.0.0.1:1"}))


def test_kafka_shall_look_as_declared_for_the_configured_environment() -> None:
    settings = Settings(streaming_environment="production")

    assert desired_streaming(settings).environment == "production"
    assert desired_streaming(settings, "local").environment == "local"
    assert declared_streaming(settings).findings == ()
    with pytest.raises(UnknownEnvironment):
        desired_streaming(settings, "moon")


def test_a_cluster_that_is_not_there_is_unavailable() -> None:
    tools = streaming_tools(NOBODY)

    with pytest.raises(RampartError):
        tools.admin.topics(["a.b.v1"])
