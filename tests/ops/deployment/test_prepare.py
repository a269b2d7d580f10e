"""What is prepared, and in which order; the parts themselves are run by the integration tests."""

from pathlib import Path
from typing import Any

import pytest

from ops.deployment import prepare
from ops.deployment.prepare import Administrator
from orchestration.settings import Settings

SETTINGS = Settings(schema_registry_url="http://registry.test", streaming_environment="local")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []

    class Report:
        done = (1, 2)

        class left:  # noqa: N801 - as the report has it
            drift = (1,)

    def apply(*_: Any, **__: Any) -> type[Report]:
        calls.append("kafka")
        return Report

    monkeypatch.setattr(prepare, "upgrade", lambda _url: calls.append("tables"))
    monkeypatch.setattr(prepare, "apply_streaming_plan", apply)
    monkeypatch.setattr(prepare, "register_schemas", lambda *_: calls.append("schemas"))
    return calls


def test_tables_then_kafka_then_schemas(done: list[str], tmp_path: Path) -> None:
    told: list[str] = []

    prepare.prepare(SETTINGS, Administrator("admin", tmp_path), told.append)

    assert done == ["tables", "kafka", "schemas"]
    assert told[1] == "Kafka: 2 changes, 1 left for a person"


def test_without_an_administrator_kafka_is_left_alone(done: list[str]) -> None:
    prepare.prepare(SETTINGS, None, lambda _: None)

    assert done == ["tables", "schemas"]


def test_without_a_registry_no_schema_is_registered(done: list[str]) -> None:
    prepare.prepare(Settings(), None, lambda _: None)

    assert done == ["tables"]
