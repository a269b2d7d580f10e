"""How the service reaches the broker."""

from pathlib import Path

import pytest

from metamodel.events._catalogue import topics
from metamodel.events.codec import Codec
from presence_api.adapters.schema_ids_http import SchemaIdsUnavailable
from presence_api.settings import Settings
from presence_api.streaming import event_codec, event_log, kafka_access


def test_it_comes_as_the_user_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "password"
    settings = Settings(
        kafka_security_protocol="SASL_SSL", kafka_user="presence", kafka_password_file=file
    )
    found = kafka_access(settings)
    assert (found.user, found.password_file) == ("presence", file)
    assert found.security.asks_for_password


def test_without_a_registry_the_committed_ids_count_and_with_one_its_own() -> None:
    assert event_codec(Settings()).contracts.keys() == topics().keys()
    with pytest.raises(SchemaIdsUnavailable):
        event_codec(Settings(schema_registry_url="http://127.0.0.1:1"))


def test_the_log_opens_nothing_before_it_is_read() -> None:
    assert event_log(Settings(kafka_bootstrap="127.0.0.1:1"), Codec.committed())
