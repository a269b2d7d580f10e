"""What the acts work with."""

from dataclasses import dataclass, field

import pytest

from ops.demo.stage import Stage
from ops.demo.telling import LineBroken
from orchestration.settings import Settings
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model


@dataclass
class StackStandIn:
    """Only what a stage reads of a stack."""

    environment: dict[str, str] = field(default_factory=dict)


def made(platform: FakePlatform | None = None) -> Stage:
    stage = Stage(StackStandIn(), Settings(), FakeClock())  # type: ignore[arg-type]
    if platform:
        stage.__dict__["platform"] = platform.composed
    return stage


def test_the_settings_come_from_the_stack_and_not_from_ours() -> None:
    known = {"RAMPART_CUBE_URL": "http://127.0.0.1:1", "DAGSTER_HOME": "/nowhere"}
    stage = Stage.on(StackStandIn(known))  # type: ignore[arg-type]

    assert stage.settings.cube_url == "http://127.0.0.1:1"


def test_waiting_ends_when_it_is_enough() -> None:
    seen = iter(range(10))

    assert made().wait(lambda: next(seen), lambda number: number == 3, "three") == 3


def test_waiting_too_long_says_what_was_seen_last() -> None:
    with pytest.raises(LineBroken, match="four: not within 60 s; last seen: 3"):
        made().wait(lambda: 3, lambda number: number == 4, "four")


def test_tenants_are_analysts_of_the_version_that_serves() -> None:
    platform = FakePlatform()
    platform.publish(model("tpch-1"))
    row = platform.publications.rows[0]
    platform.publications.rows[0] = type(row)(
        **{name: getattr(row, name) for name in row.__slots__} | {"name": "tpch"}
    )
    stage = made(platform)

    assert stage.caller().groups == ("admin",)
    assert (stage.caller("ASIA").groups, stage.caller("ASIA").tenant_id) == (("analyst",), "ASIA")
    assert stage.caller("ASIA").version == "tpch-1"
