"""The compose file."""

import yaml

from ops.deployment.compose import FILE, compose_document, compose_files, secret_name
from ops.deployment.programs import PROGRAMS
from ops.deployment.secret_store import names
from ops.stack.places import REPOSITORY
from ops.stack.principals import KAFKA_UI

FOUND = yaml.safe_load(compose_files()[FILE])
SERVICES = FOUND["services"]


def test_all_of_our_programs_and_what_they_need_are_there() -> None:
    assert {one.name for one in PROGRAMS} <= SERVICES.keys()
    assert {"kafka", "postgres", "valkey", "cube", "schema-registry", "kafka-ui"} <= SERVICES.keys()


def test_every_secret_is_a_file_that_the_command_makes() -> None:
    made = {f"./secrets/{name}" for name in names()}
    known = {name: part["file"] for name, part in FOUND["secrets"].items()}
    variables = {
        part["path"] for service in SERVICES.values() for part in service.get("env_file", ())
    }
    used = {part["source"] for service in SERVICES.values() for part in service.get("secrets", ())}

    assert {*known.values(), *variables} == made
    assert used == known.keys()
    assert secret_name("passwords/replay") in used


def test_every_volume_is_used_and_every_used_one_is_named() -> None:
    used = {
        part["source"]
        for service in SERVICES.values()
        for part in service.get("volumes", ())
        if part["type"] == "volume"
    }
    assert used == FOUND["volumes"].keys()


def test_programs_start_when_everything_is_prepared() -> None:
    for one in PROGRAMS:
        after = SERVICES[one.name]["depends_on"]
        assert after["prepare"] == {"condition": "service_completed_successfully"}, one.name


def test_nobody_waits_for_itself() -> None:
    waits = {name: set(part.get("depends_on", ())) for name, part in SERVICES.items()}
    done: set[str] = set()
    while ready := {name for name, needs in waits.items() if needs <= done} - done:
        done |= ready
    assert done == SERVICES.keys()


def test_who_is_waited_for_can_be_asked() -> None:
    for name, service in SERVICES.items():
        for need, how in service.get("depends_on", {}).items():
            healthy = how["condition"] == "service_healthy"
            assert ("healthcheck" in SERVICES[need]) == healthy, (name, need)


def test_the_browser_of_topics_has_one_password_its_own() -> None:
    mounted = {part["source"] for part in SERVICES[KAFKA_UI]["secrets"]}

    assert mounted == {f"passwords_{KAFKA_UI}", "certificates_client-authority.pem"}


def test_only_who_prepares_knows_the_administrator() -> None:
    knows = {
        name
        for name, service in SERVICES.items()
        if "passwords_admin" in {part["source"] for part in service.get("secrets", ())}
    }
    assert knows == {"prepare"}


def test_the_database_is_told_once_to_whom_it_belongs() -> None:
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == "rampart"
    script = (REPOSITORY / "ops" / "compose" / "postgres" / "roles.sql").read_text()
    for name in ("cube", "registry", "dagster"):
        assert f"CREATE ROLE {name} LOGIN" in script
        assert f"/run/secrets/database/{name}`" in script


def test_secrets_never_go_to_whoever_builds_an_image() -> None:
    for name in ("Dockerfile.dockerignore", "kafka.Dockerfile.dockerignore"):
        lines = (REPOSITORY / "ops" / "compose" / name).read_text().splitlines()
        assert "*" in lines
    assert "/ops/compose/secrets/" in (REPOSITORY / ".gitignore").read_text()


def test_the_document_is_made_anew_each_time() -> None:
    first, second = compose_document(), compose_document()

    assert first == second
    first["services"].clear()
    assert second["services"]
