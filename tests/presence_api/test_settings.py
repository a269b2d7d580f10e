"""What the service takes from outside."""

import pytest
from pydantic import ValidationError

import orchestration.settings
from presence_api.settings import Settings


def test_what_both_services_read_has_one_meaning() -> None:
    ours, theirs = Settings.model_fields, orchestration.settings.Settings.model_fields

    shared = ours.keys() & theirs.keys()

    assert "kafka_bootstrap" in shared
    for name in shared:
        mine, other = ours[name], theirs[name]
        assert (mine.annotation, mine.description) == (other.annotation, other.description)
        assert repr(mine.default) == repr(other.default)


def test_the_environment_is_read_with_the_platforms_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAMPART_PRESENCE_PORT", "1234")
    assert Settings().presence_port == 1234


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAMPART_DATABASE_URL", "postgresql://u:hunter2@h/d")
    assert "hunter2" not in repr(Settings())


@pytest.mark.parametrize("said", ["king", "", "live,", "live api", "live,king"])
def test_a_role_that_does_not_exist_is_refused(said: str) -> None:
    with pytest.raises(ValidationError, match="presence_role"):
        Settings(presence_role=said)


@pytest.mark.parametrize(
    ("said", "roles"),
    [("all", "live api worker"), ("api", "api"), ("worker,api", "api worker"), ("live", "live")],
)
def test_roles_may_be_joined(said: str, roles: str) -> None:
    found = {
        role for role in ("live", "api", "worker") if Settings(presence_role=said).has_role(role)
    }
    assert found == set(roles.split())


def test_a_plan_ends_before_the_job_that_keeps_it_from_being_run_again() -> None:
    assert Settings().bulk_kept_s == 7 * 86_400
    for kept_s in (60.0, 59.0):
        with pytest.raises(ValidationError, match="RAMPART_BULK_PLAN_S has to be less than"):
            Settings(bulk_plan_s=60.0, bulk_kept_s=kept_s)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().presence_port = 1
