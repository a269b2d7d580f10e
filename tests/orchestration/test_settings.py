from pathlib import Path

import pytest
from pydantic import ValidationError

from orchestration.settings import REPOSITORY, Settings


def test_variables_of_the_environment_have_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAMPART_CUBE_URL", "http://cube.example")
    monkeypatch.setenv("CUBE_URL", "http://not-ours.example")

    assert Settings().cube_url == "http://cube.example"


def test_secrets_are_not_shown() -> None:
    settings = Settings(cube_api_secret="very secret")  # type: ignore[arg-type]

    assert "very secret" not in repr(settings)
    assert settings.cube_api_secret.get_secret_value() == "very secret"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().cube_url = "http://other.example"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("RAMPART_SENSOR_BUDGET_S", "20"),  # an evaluation would outlive the daemon's patience
        ("RAMPART_LEASE_S", "0"),
        ("RAMPART_BUILD_TIMEOUT_S", "-1"),
        ("RAMPART_AUTOMATION", "perhaps"),
    ],
)
def test_senseless_values_are_refused(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ValidationError) as caught:
        Settings()
    assert f"input_value={value!r}" not in str(caught.value)  # it may be a secret


def test_every_setting_has_a_meaning() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_defaults_find_what_is_committed() -> None:
    settings = Settings()

    assert settings.metamodel.is_file()
    assert (settings.cube_models / "templates").is_dir()
    assert Path(REPOSITORY, "pyproject.toml").is_file()
