"""Kafka's command lines."""

from pathlib import Path

import pytest

from ops.stack import broker


@pytest.fixture(autouse=True)
def jars(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(broker, "kafka_class_path", lambda: "a.jar:b.jar")
    monkeypatch.setattr(broker, "CACHE", tmp_path)


def test_the_properties_leave_no_blank_and_listen_on_loopback_only(tmp_path: Path) -> None:
    text = broker.write_properties(tmp_path, port=20001, controller_port=20002).read_text()
    assert "$" not in text
    assert f"log.dirs={tmp_path}/logs" in text
    listeners = next(line for line in text.splitlines() if line.startswith("listeners="))
    assert listeners == "listeners=PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002"


def test_a_cluster_id_is_new_each_time_and_never_starts_with_a_dash() -> None:
    ids = {broker.new_cluster_id() for _ in range(500)}
    assert len(ids) == 500
    assert not any(text.startswith("-") for text in ids)


def test_the_start_up_cache_is_used_only_where_there_is_one() -> None:
    assert not any("AOT" in str(part) for part in broker.command("kafka.Kafka"))
    broker.cache_file().touch()
    assert f"-XX:AOTCache={broker.cache_file()}" in broker.command("kafka.Kafka")


def test_flags_of_the_caller_replace_the_cache() -> None:
    broker.cache_file().touch()
    command = broker.command("kafka.Kafka", flags=("-XX:AOTCacheOutput=x",))
    assert [part for part in command if "AOT" in str(part)] == ["-XX:AOTCacheOutput=x"]


def test_other_jars_have_another_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    before = broker.cache_file()
    monkeypatch.setattr(broker, "kafka_class_path", lambda: "a.jar:c.jar")
    assert broker.cache_file() != before


def test_formatting_names_the_properties(tmp_path: Path) -> None:
    command = broker.format_command(tmp_path / "server.properties")
    assert tmp_path / "server.properties" in command
    assert "--ignore-formatted" in command
