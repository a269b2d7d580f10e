"""The script of Kafka's own commands, run with programs that only say what they were told."""

import shlex
import subprocess
from pathlib import Path

import pytest

from metamodel.streaming.derive import Desired
from metamodel.streaming.exports.kafka_commands import command_files
from tests.metamodel.streaming.shop import desired
from tests.not_proven import not_proven

TOOL = "#!/bin/sh\nprintf '%s ' \"${0##*/}\" >> told; printf '%s\\t' \"$@\" >> told; echo >> told\n"


def told(folder: Path, wanted: Desired) -> list[list[str]]:
    """What each program was called with, in order."""
    (folder / "bin").mkdir()
    for name in ("kafka-topics.sh", "kafka-acls.sh", "kafka-configs.sh"):
        (folder / "bin" / name).write_text(TOOL)
        (folder / "bin" / name).chmod(0o755)
    environment = {
        "PATH": "/usr/bin:/bin",
        "KAFKA_HOME": str(folder),
        "KAFKA_BOOTSTRAP": "broker one:9092",
        "KAFKA_CLIENT": "/etc/client.properties",
    }
    script = command_files(wanted)["streaming.sh"]
    subprocess.run(["sh"], input=script, text=True, check=True, env=environment)
    lines = (folder / "bin" / "told").read_text().splitlines()
    return [line.rstrip("\t").replace(" ", "\t", 1).split("\t") for line in lines]


@pytest.fixture
def calls(tmp_path: Path) -> list[list[str]]:
    return told(tmp_path, desired())


def test_every_topic_grant_and_limit_is_made(calls: list[list[str]]) -> None:
    programs = [call[0] for call in calls]

    assert programs.count("kafka-topics.sh") == len(desired().state.topics)
    assert programs.count("kafka-configs.sh") == len(desired().state.quotas)
    operations = sum(call.count("--operation") for call in calls)
    assert operations == len(desired().state.grants)


def test_a_topic_is_made_only_if_it_is_not_there(calls: list[list[str]]) -> None:
    assert calls[0][5:] == shlex.split(
        "--create --if-not-exists --topic shop.order.v1 --partitions 12 --replication-factor 3"
        " --config cleanup.policy=delete --config min.insync.replicas=2"
        " --config retention.ms=86400000"
    )


def test_names_are_kept_whole_whatever_is_in_them(calls: list[list[str]]) -> None:
    assert {call[2] for call in calls} == {"broker one:9092"}
    assert any(
        call[-4:] == ["--topic", "*", "--resource-pattern-type", "literal"] for call in calls
    )


def test_nothing_is_removed_and_no_password_is_written() -> None:
    script = command_files(desired())["streaming.sh"]

    assert "--delete" not in script
    assert "--remove" not in script
    assert "password=" not in script


def test_kafkas_own_commands_understand_them() -> None:
    not_proven("Kafka commands: Kafka's command line tools are not among the jars")
