"""The folder that compose mounts from."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from ops.deployment import secret_store
from ops.deployment.secret_store import fill, names, variable_file
from ops.stack.principals import principals

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert set(fill(tmp_path / "secrets", NOW)) == set(names())
    return tmp_path / "secrets"


def test_every_file_is_its_owners_alone(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in names():
        if name.endswith("authority.pem"):
            continue  # what everybody may see
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o400, name


def test_everybody_who_logs_in_has_a_password_of_their_own(folder: Path) -> None:
    found = {(folder / "passwords" / name).read_text() for name in principals()}

    assert len(found) == len(principals())
    assert all(len(one) >= 40 for one in found)
    arguments = (folder / "format.arguments").read_text()
    assert arguments.count("--add-scram") == len(principals())
    assert not any(one in arguments for one in found)


def test_once_made_passwords_stay_and_certificates_are_renewed(folder: Path) -> None:
    renewed = "certificates/node-1.client.pem"
    before = {name: (folder / name).read_bytes() for name in names()}

    assert fill(folder, NOW + timedelta(days=30)) == ()

    changed = {name for name in names() if (folder / name).read_bytes() != before[name]}
    assert changed == {renewed, "certificates/node-1.cluster.pem"}


def test_a_user_who_is_new_gets_a_password_later(folder: Path) -> None:
    (folder / "passwords" / "replay").unlink()

    assert fill(folder, NOW) == ("passwords/replay",)


def test_the_brokers_certificate_names_the_service_and_lasts_half_a_year(folder: Path) -> None:
    text = (folder / "certificates" / "node-1.client.pem").read_bytes()
    found = x509.load_pem_x509_certificates(text)[0]
    named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert named.get_values_for_type(x509.DNSName) == ["kafka"]
    assert found.not_valid_after_utc == NOW + secret_store.CERTIFICATES_LIVE


def test_cube_and_we_know_the_same_key_and_nobody_else(folder: Path) -> None:
    ours = (folder / variable_file("RAMPART_CUBE_API_SECRET")).read_text().split("=", 1)[1]
    cubes = dict(line.split("=", 1) for line in (folder / "cube.env").read_text().splitlines())

    assert cubes["CUBEJS_API_SECRET"] == ours.strip()
    assert cubes["CUBEJS_DB_PASS"] == (folder / "database" / "cube").read_text()


def test_presence_logs_in_to_valkey_and_its_keys_are_long_enough(folder: Path) -> None:
    (line,) = (folder / variable_file("RAMPART_REDIS_URL")).read_text().splitlines()
    password = line.partition("redis://:")[2].removesuffix("@valkey:6379/0")

    assert f"requirepass {password}\n" in (folder / "valkey.conf").read_text()
    keys = {(folder / "presence" / name).read_text() for name in ("key", "admin", "tokens")}
    assert len(keys) == 3
    assert all(len(key) >= 32 for key in keys)


def test_files_that_containers_could_not_read_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = (folder / "cluster-id").stat().st_uid
    monkeypatch.setattr(secret_store, "USER_ID", owner)
    assert secret_store.others(folder) == ()
    monkeypatch.setattr(secret_store, "USER_ID", owner + 1)
    assert set(secret_store.others(folder)) == set(names())
