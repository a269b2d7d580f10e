"""The servers of others."""

from ops.deployment.compose_servers import SERVERS, Server
from ops.stack.places import REPOSITORY

COMPOSE = REPOSITORY / "ops" / "compose"


def test_each_has_a_name_of_its_own_and_needs_only_those_there_are() -> None:
    names = [one.name for one in SERVERS]

    assert len(set(names)) == len(names)
    assert {need for one in SERVERS for need in one.needs} <= set(names)


def test_every_file_that_is_mounted_is_there() -> None:
    for one in SERVERS:
        for source, _ in one.files:
            assert (COMPOSE / source).resolve().exists(), (one.name, source)


def test_whoever_has_a_folder_of_data_has_no_file_of_ours_in_it() -> None:
    for one in SERVERS:
        for _, place in one.volumes:
            assert not any(target.startswith(f"{place}/") for _, target in one.files), one.name


def test_a_server_needs_no_more_than_an_image_and_a_probe() -> None:
    least = Server("name", "image:1.0", ("true",), 64)

    assert least.environment == {}
    assert least.shown == ""
