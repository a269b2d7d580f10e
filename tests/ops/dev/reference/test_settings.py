from ops.dev.reference.settings import pages
from orchestration.settings import Settings
from presence_api.settings import Settings as PresenceSettings


def test_every_setting_has_its_variable_type_default_and_meaning() -> None:
    (text,) = pages().values()

    rows = [line for line in text.splitlines() if line.startswith("| `RAMPART_")]
    assert len(rows) == len(Settings.model_fields.keys() | PresenceSettings.model_fields.keys())
    assert (
        "| `RAMPART_SENSOR_BUDGET_S` | float, > 0, < 15 | `12.0` |"
        " Seconds one sensor evaluation waits for an event. | orchestration |"
    ) in rows


def test_secrets_and_the_places_of_this_machine_are_not_shown() -> None:
    (text,) = pages().values()

    assert "| `RAMPART_CUBE_API_SECRET` | secret | (not shown) |" in text
    assert "| `RAMPART_CUBE_SERVER` | path | `cube_models/server` |" in text
    assert "postgresql://" not in text


def test_what_several_services_read_is_said_once() -> None:
    (text,) = pages().values()

    (row,) = [line for line in text.splitlines() if line.startswith("| `RAMPART_KAFKA_BOOTSTRAP`")]
    assert row.endswith("| orchestration, presence |")
