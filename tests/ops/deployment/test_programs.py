"""Our own programs, as containers run them."""

import pytest

from ops.cli.main import run
from ops.deployment.programs import PROGRAMS, Addresses, Program, program
from ops.stack.principals import principals
from orchestration.settings import Settings
from presence_api.settings import Settings as PresenceSettings

AT = Addresses("local", "kafka:9092", "http://registry")
NAMES = [one.name for one in PROGRAMS]


@pytest.fixture(params=NAMES)
def one(request: pytest.FixtureRequest) -> Program:
    return program(request.param)


def test_each_comes_to_the_broker_as_somebody_who_is_declared(one: Program) -> None:
    assert {one.principal, *one.passwords} - {""} <= set(principals())
    assert one.settings(AT).get("RAMPART_KAFKA_USER", "") == one.principal


def test_each_setting_is_one_that_a_service_reads(one: Program) -> None:
    known = {*Settings.model_fields, *PresenceSettings.model_fields}
    told = {*one.settings(AT), *one.secret_variables()}

    assert {name for name in told if name.removeprefix("RAMPART_").lower() not in known} <= {
        "DAGSTER_HOME",
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS",
        "DAGSTER_DATABASE_PASSWORD",
    }


def test_no_setting_that_is_secret_is_written_out(one: Program) -> None:
    assert not set(one.secret_variables()) & one.settings(AT).keys()


def test_each_command_of_ours_exists(one: Program) -> None:
    if one.command[0] != "rampart":
        assert one.command[0].startswith("dagster")
        return
    assert run([*one.command[1:], "--help"]) == 0


def test_each_can_be_asked_whether_it_can_work(one: Program) -> None:
    assert one.check()
    if one.ready:
        assert f":{one.port}{one.ready}" in one.check()[-1]


def test_an_unknown_program_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        program("nobody")
