"""What Kubernetes runs."""

from ops.deployment.programs import PROGRAMS
from ops.deployment.workloads import (
    IDENTITY,
    KAFKA,
    POSTGRES,
    SECRETS_BY_HAND,
    WORKLOADS,
    configurations,
    jobs,
    published_by,
)
from ops.stack.principals import principals

EVERYBODY = (*WORKLOADS, *jobs())
BY_NAME = {one.name: one for one in WORKLOADS}


def test_every_program_of_ours_is_run() -> None:
    assert {one.name for one in PROGRAMS} <= BY_NAME.keys()


def test_each_speaks_to_somebody_there_is() -> None:
    for one in EVERYBODY:
        assert set(one.speaks_to) <= {IDENTITY, KAFKA, POSTGRES, *BY_NAME}, one.name


def test_who_logs_in_to_kafka_may_speak_to_it_and_nobody_else() -> None:
    for one in EVERYBODY:
        assert bool(one.passwords) == one.reads_kafka, one.name
        assert set(one.passwords) <= set(principals())
        assert "admin" not in one.passwords


def test_every_secret_that_is_made_by_hand_is_used_and_no_other() -> None:
    used = {pair for one in EVERYBODY for pair in one.secrets.values()}
    whole = {name for one in EVERYBODY for name in one.secret_files.values()}
    used |= {(name, key) for name in whole for key in SECRETS_BY_HAND[name]}

    assert used == {(name, key) for name, keys in SECRETS_BY_HAND.items() for key in keys}


def test_every_file_that_is_mounted_is_in_a_config_map() -> None:
    known = configurations()

    for one in EVERYBODY:
        for source, name in one.files.values():
            assert known[source][name], (one.name, source)


def test_one_writes_model_versions_and_the_others_read_them() -> None:
    found = {one.name: one.publishes for one in WORKLOADS if published_by(one)}

    assert found == {"dagster-code": True, "cube": False}


def test_what_may_be_there_once_is_gone_before_another_comes() -> None:
    assert {one.name for one in WORKLOADS if one.alone} == {
        "cube",
        "dagster-code",
        "dagster-daemon",
        "dagster-web",
        "valkey",
    }
    assert all(one.replicas == 1 for one in WORKLOADS if one.alone)
