"""`rampart cube load`."""

import json

import pytest

from ops.cli.main import run
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.metamodel.modelgen.shop_model import generated

Output = pytest.CaptureFixture[str]
BY_DAY = '{"measures": ["orders.count"], "dimensions": ["orders.status"]}'


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform()
    monkeypatch.setattr("ops.cli.cube.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.compose", lambda _: made.composed)
    return made


def test_rows_stand_under_their_members_and_say_where_they_came_from(
    platform: FakePlatform, capsys: Output
) -> None:
    model = generated()
    platform.publish(model)
    rows = ({"orders.status": "open", "orders.count": "3"}, {"orders.status": None})
    platform.cube.serve(model.version, model.cube_fps, model.rollups, rows=rows)

    assert run(["cube", "load", "--model", "shop", BY_DAY]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == ["orders.status  orders.count", "open           3", ""]
    assert err.startswith("2 rows from ")
    assert model.version in err


def test_programs_get_rows_rollups_and_version(platform: FakePlatform, capsys: Output) -> None:
    model = generated()
    platform.publish(model)
    assert run(["cube", "load", "--model", "shop", "--tenant", "a", "--json", BY_DAY]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == model.version


def test_a_model_that_was_never_published_is_named(capsys: Output) -> None:
    assert run(["cube", "load", "--model", "shop", BY_DAY]) == 1
    assert "shop" in capsys.readouterr().err


def test_what_is_no_query_is_a_usage_error(capsys: Output) -> None:
    assert run(["cube", "load", "{"]) == 2
    assert "not JSON" in capsys.readouterr().err
