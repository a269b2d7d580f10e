"""`rampart streaming plan`, `apply` and `drift`."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metamodel.streaming.load import LoadedDeclaration
from ops.cli.main import run
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.flows.apply_streaming_plan import StreamingTools
from orchestration.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import TEXT, desired, loaded

Output = pytest.CaptureFixture[str]
ORDER = "shop.order.v1"
SECRET = "open sesame"


@pytest.fixture(autouse=True)
def admin(monkeypatch: pytest.MonkeyPatch) -> FakeStreamingAdmin:
    """The shop's cluster, empty."""
    made = FakeStreamingAdmin()

    def tools(
        _: Settings, passwords: Callable[[str], str] = str, access: KafkaAccess | None = None
    ) -> StreamingTools:
        del access
        return StreamingTools(made, FakeClock(), passwords)

    monkeypatch.setattr("ops.cli._streaming_plan.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.streaming_tools", tools)
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: FakeEventSink())
    monkeypatch.setattr(
        "orchestration.composition.desired_streaming",
        lambda _, environment=None: desired(environment or "town"),
    )
    declare(monkeypatch, loaded())
    return made


def declare(monkeypatch: pytest.MonkeyPatch, found: LoadedDeclaration) -> None:
    monkeypatch.setattr("orchestration.composition.declared_streaming", lambda _: found)


@pytest.fixture
def passwords(tmp_path: Path) -> str:
    for user in ("front", "back", "watcher", "repairs"):
        (tmp_path / user).write_text(SECRET)
        (tmp_path / user).chmod(0o400)
    return str(tmp_path)


def planned(capsys: Output) -> str:
    assert run(["streaming", "plan", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["hash"])


@pytest.mark.parametrize("verb", ["plan", "apply", "drift"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["streaming", verb, "--help"]) == 0
    assert f"\n  rampart streaming {verb}" in capsys.readouterr().out


def test_a_plan_is_applied_by_its_hash_and_then_nothing_differs(
    admin: FakeStreamingAdmin, capsys: Output, passwords: str
) -> None:
    plan_hash = planned(capsys)
    assert admin.asked == []

    assert run(["streaming", "apply", "--plan", plan_hash, "--passwords", passwords]) == 0
    told = capsys.readouterr()
    assert "  + topic shop.order.v1: 12 partitions" in told.out
    assert "0 refused, 0 kept" in told.out
    assert admin.passwords["front"] == SECRET
    assert SECRET not in told.out + told.err

    assert run(["streaming", "drift"]) == 0
    assert capsys.readouterr().out == "0 differences in `town`\n"


def test_a_plan_of_another_state_is_refused(
    admin: FakeStreamingAdmin, capsys: Output, passwords: str
) -> None:
    plan_hash = planned(capsys)
    admin.limits["front"] = {"producer_byte_rate": 1.0}

    assert run(["streaming", "apply", "--plan", plan_hash, "--passwords", passwords]) == 1
    assert "STRM-005" in capsys.readouterr().err
    assert admin.asked == []


def test_apply_wants_a_plan() -> None:
    assert run(["streaming", "apply"]) == 2


def test_a_user_without_a_password_stops_everything(
    admin: FakeStreamingAdmin, capsys: Output
) -> None:
    assert run(["streaming", "apply", "--plan", planned(capsys)]) == 1
    assert "STRM-007 back: front: repairs: watcher" in capsys.readouterr().err
    assert admin.asked == []


def break_partitions(admin: FakeStreamingAdmin) -> None:
    state = desired().state
    admin.own.update(state.topics)
    admin.own[ORDER] = replace(state.topics[ORDER], partitions=5)
    admin.acls.update(state.grants)
    admin.logins.update({(item.user, item.mechanism): item for item in state.credentials})


def test_what_nobody_allowed_is_refused_with_the_flag_that_would(
    admin: FakeStreamingAdmin, capsys: Output
) -> None:
    break_partitions(admin)

    assert run(["streaming", "plan"]) == 1
    told = capsys.readouterr().out
    plan_hash = told.split()[1]
    assert "[--allow-partitions]" in told

    assert run(["streaming", "apply", "--plan", plan_hash]) == 1
    assert "--allow-partitions" in capsys.readouterr().err
    assert admin.asked == []

    assert run(["streaming", "apply", "--plan", plan_hash, "--apply-rest", "--json"]) == 1
    told_rest = json.loads(capsys.readouterr().out)
    assert [item["part"] for item in told_rest["refused"]] == ["partitions"]
    assert admin.limits["front"]

    assert run(["streaming", "plan", "--allow-partitions"]) == 0
    plan_hash = capsys.readouterr().out.split()[1]
    assert run(["streaming", "apply", "--plan", plan_hash, "--allow-partitions"]) == 0
    assert admin.own[ORDER].partitions == 12


def test_drift_is_told_and_makes_the_exit_code_1(admin: FakeStreamingAdmin, capsys: Output) -> None:
    break_partitions(admin)

    assert run(["streaming", "drift", "--json"]) == 1

    rows = json.loads(capsys.readouterr().out)
    assert {(row["subject"], row["verdict"]) for row in rows} == {
        ("topic", "UNSAFE"),
        ("quota", "SAFE"),
    }


@pytest.mark.parametrize("verb", [["plan"], ["drift"], ["apply", "--plan", "x"]])
def test_who_could_not_look_says_so_and_ends_with_3(
    admin: FakeStreamingAdmin, capsys: Output, verb: list[str]
) -> None:
    admin.blind = True

    assert run(["streaming", *verb]) == 3

    told = capsys.readouterr()
    assert told.out == ""
    assert "STRM-002" in told.err


def test_a_warning_of_the_declaration_is_told_beside(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    declare(monkeypatch, loaded(TEXT.replace("roles: [till]", "roles: [till, waiter]")))

    assert run(["streaming", "plan", "--json"]) == 0

    told = capsys.readouterr()
    assert "DCL004" in told.err
    json.loads(told.out)


def test_another_environment_is_named(capsys: Output) -> None:
    assert run(["streaming", "drift", "--environment", "bench", "--json"]) == 1

    assert {row["subject"] for row in json.loads(capsys.readouterr().out)} == {"topic"}


def test_somebody_else_may_apply_it(
    admin: FakeStreamingAdmin, monkeypatch: pytest.MonkeyPatch, passwords: str, tmp_path: Path
) -> None:
    asked: list[str] = []

    def tools(_: Settings, known: Any, access: KafkaAccess | None = None) -> StreamingTools:
        asked.append(access.user if access else "")
        return StreamingTools(admin, FakeClock(), known)

    secured = Settings(
        kafka_security_protocol="SASL_SSL", kafka_user="operator", kafka_passwords_dir=tmp_path
    )
    monkeypatch.setattr("ops.cli._streaming_plan.settings_for", lambda _: secured)
    monkeypatch.setattr("orchestration.composition.streaming_tools", tools)
    for words in ([], ["--as", "admin"]):
        run(["streaming", "apply", "--plan", "0" * 16, "--passwords", passwords, *words])
    assert asked == ["", "admin"]
