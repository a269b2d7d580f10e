"""`rampart preagg`."""

import json

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.cli import _refresh
from ops.cli.main import run
from orchestration.ports.ledger import Loss
from orchestration.settings import Settings
from tests.fakes.platform import TOPIC, FakePlatform
from tests.fakes.sensor_control import FakeSensorControl

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform().without_pause()
    made.publish()
    made.cube.posts.clear()
    monkeypatch.setattr("ops.cli.preagg.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.compose", lambda _: made.composed)
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: made.sink)
    monkeypatch.setattr(_refresh, "compose", lambda _: made.composed)
    return made


@pytest.fixture
def sensor(monkeypatch: pytest.MonkeyPatch) -> FakeSensorControl:
    made = FakeSensorControl()
    monkeypatch.setattr(_refresh, "GraphqlSensorControl", lambda *_: made)
    return made


def lose(platform: FakePlatform, count: int) -> None:
    with platform.ledger.intake(TOPIC, "epoch", "run") as intake:
        intake.lose([Loss("epoch", number, 0, 5) for number in range(count)], ())


@pytest.mark.parametrize("verb", ["refresh", "status", "heal", "rewind", "resume"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["preagg", verb, "--help"]) == 0
    assert f"\n  rampart preagg {verb}" in capsys.readouterr().out


def test_refresh_sends_one_event_and_names_it(platform: FakePlatform, capsys: Output) -> None:
    days = ["--from", "2024-03-01", "--to", "2024-04-30"]
    assert run(["preagg", "refresh", "orders.by_day", *days]) == 0

    (event,) = platform.sink.published[PreaggRefresh.name]
    assert str(event["event_id"]) in capsys.readouterr().out
    assert [str(event[key]) for key in ("range_start", "range_end")] == days[1::2]
    assert platform.cube.posts == []


def test_refresh_directly_builds_here_and_sends_no_request(
    platform: FakePlatform, capsys: Output
) -> None:
    assert run(["preagg", "refresh", "orders.by_day", "--direct"]) == 0

    assert "orders.by_day (shop-1): 2 partitions built, 20 rows" in capsys.readouterr().out
    assert len(platform.cube.posts) == 2
    assert PreaggRefresh.name not in platform.sink.published


def test_a_rollup_that_somebody_else_builds_is_not_built_and_not_said_to_be(
    platform: FakePlatform, capsys: Output
) -> None:
    with platform.ledger.try_lock("fp-1", "UTC"):
        assert run(["preagg", "refresh", "orders.by_day", "--direct"]) == 3

    out, err = capsys.readouterr()
    assert "0 partitions built, 0 rows, busy elsewhere" in out
    assert "orders.by_day: somebody else is building it" in err


def test_refreshing_directly_soon_after_a_build_builds_again(
    platform: FakePlatform, capsys: Output
) -> None:
    for _ in range(2):
        assert run(["preagg", "refresh", "orders.by_day", "--direct"]) == 0

        assert "2 partitions built, 20 rows" in capsys.readouterr().out


def test_a_build_that_fails_may_be_tried_again(platform: FakePlatform, capsys: Output) -> None:
    platform.cube.build_errors["2024-01-01"] = ["disk full"] * 9
    assert run(["preagg", "refresh", "orders.by_day", "--direct"]) == 3

    out, err = capsys.readouterr()
    assert "1 partitions built" in out
    assert "BLD-001" in err
    assert "disk full" in err


@pytest.mark.parametrize("how", [[], ["--direct"]])
def test_an_unknown_rollup_is_a_usage_error(
    how: list[str], platform: FakePlatform, capsys: Output
) -> None:
    assert run(["preagg", "refresh", "orders.by_year", *how]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert "orders.by_year" in err
    assert "preagg status" in err
    assert PreaggRefresh.name not in platform.sink.published


@pytest.mark.parametrize(
    "wrong", [["--from", "1998-13-01"], ["--to", "yesterday"], ["--whatever"], ["a", "b"]]
)
def test_wrong_words_are_a_usage_error_and_send_nothing(
    wrong: list[str], platform: FakePlatform
) -> None:
    assert run(["preagg", "refresh", "orders.by_day", *wrong]) == 2
    assert PreaggRefresh.name not in platform.sink.published


def test_a_broker_that_is_away_may_be_asked_again(platform: FakePlatform, capsys: Output) -> None:
    platform.sink.down = True
    assert run(["preagg", "refresh", "orders.by_day"]) == 3

    out, err = capsys.readouterr()
    assert out == ""
    assert "KAFKA-004" in err


def test_status_is_clean_while_every_rollup_is_ready(capsys: Output) -> None:
    assert run(["preagg", "status"]) == 0

    line = capsys.readouterr().out
    assert line.split()[:2] == ["READY", "orders.by_day"]
    assert "2/2 servable, 0 dirty, 0 building, 20 rows" in line
    assert "shop-1" in line


def test_status_for_programs_parses_and_is_all_that_is_printed(capsys: Output) -> None:
    assert run(["preagg", "status", "--json"]) == 0

    (row,) = json.loads(capsys.readouterr().out)
    assert (row["rollup"], row["freshness"], row["servable"]) == ("orders.by_day", "READY", 2)


def test_status_is_a_finding_while_a_rollup_is_not_ready(
    platform: FakePlatform, capsys: Output
) -> None:
    platform.ledger.forget_tables([*platform.cube.tables.values()])
    assert run(["preagg", "status", "--json"]) == 1

    (row,) = json.loads(capsys.readouterr().out)
    assert row["freshness"] != "READY"
    assert (row["servable"], row["dirty"]) == (0, 2)


def test_status_before_the_first_publish_is_a_finding(
    platform: FakePlatform, capsys: Output
) -> None:
    platform.publications.rows.clear()
    assert run(["preagg", "status", "--json"]) == 1

    assert json.loads(capsys.readouterr().out) == []


def test_heal_is_clean_while_every_table_is_there(capsys: Output) -> None:
    assert run(["preagg", "heal"]) == 0
    assert capsys.readouterr().out == "2 tables looked at, 0 gone\n"


def test_heal_names_each_table_that_is_gone_and_has_it_built_again(
    platform: FakePlatform, capsys: Output
) -> None:
    table = platform.cube.tables["fp-1", "2024-01-01"]
    platform.tables.hidden.add(table)
    assert run(["preagg", "heal"]) == 1

    out = capsys.readouterr().out
    assert f"gone: {table} (2024-01-01)" in out
    assert "2 tables looked at, 1 gone" in out
    assert [state.dirty for state in platform.ledger.states(["fp-1"])] == [True, False]


def test_heal_for_programs_names_the_same(platform: FakePlatform, capsys: Output) -> None:
    table = platform.cube.tables["fp-1", "2024-01-01"]
    platform.tables.hidden.add(table)
    assert run(["preagg", "heal", "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said == {"looked_at": 2, "gone": [{"table": table, "partition": "2024-01-01"}]}


def test_rewind_says_where_the_new_epoch_begins(
    platform: FakePlatform, sensor: FakeSensorControl, capsys: Output
) -> None:
    platform.send()
    platform.send()
    assert run(["preagg", "rewind", "--to", "0:1"]) == 0

    assert "{0: 1, 1: 0, 2: 0}" in capsys.readouterr().out
    assert sensor.journal == ["stop", "set", "start"]


def test_a_position_that_the_topic_does_not_have_moves_nothing(
    sensor: FakeSensorControl, capsys: Output
) -> None:
    assert run(["preagg", "rewind", "--to", "0:77"]) == 2

    assert "SNS-003" in capsys.readouterr().err
    assert sensor.journal == []


def test_a_dagster_that_is_away_may_be_asked_again(
    sensor: FakeSensorControl, capsys: Output
) -> None:
    sensor.down = True
    assert run(["preagg", "rewind", "--to", "earliest"]) == 3

    assert capsys.readouterr().out == ""


def test_rewind_without_a_position_is_a_usage_error(sensor: FakeSensorControl) -> None:
    assert run(["preagg", "rewind"]) == 2
    assert sensor.journal == []


def test_resume_accepts_every_open_loss_once(platform: FakePlatform, capsys: Output) -> None:
    lose(platform, 2)
    assert run(["preagg", "resume", "--accept-loss"]) == 0
    assert capsys.readouterr().out == "2 losses accepted\n"
    assert platform.ledger.losses(TOPIC) == ()

    assert run(["preagg", "resume", "--accept-loss"]) == 0
    assert capsys.readouterr().out == "there was no open loss\n"


def test_resume_without_the_operators_word_accepts_nothing(platform: FakePlatform) -> None:
    lose(platform, 1)

    assert run(["preagg", "resume"]) == 2
    assert len(platform.ledger.losses(TOPIC)) == 1
