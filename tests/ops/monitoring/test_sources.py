"""Where the parts look, made of settings."""

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.streaming.derive import UnknownEnvironment
from ops.monitoring.sources import declared_of, sources_of
from orchestration.settings import Settings


def test_nothing_is_opened_and_what_is_not_there_is_not_looked_at() -> None:
    made = sources_of(Settings(kafka_bootstrap="127.0.0.1:1"))

    assert made.certificates is None
    assert made.registry is None


def test_an_encrypted_broker_has_certificates_and_a_named_registry_is_asked() -> None:
    made = sources_of(
        Settings(
            kafka_bootstrap="127.0.0.1:1",
            kafka_security_protocol="SASL_SSL",
            kafka_user="exporter",
            schema_registry_url="http://127.0.0.1:1",
        )
    )

    assert made.certificates is not None
    assert made.registry is not None


def test_what_is_made_once_is_made_again_only_after_an_error() -> None:
    made = sources_of(Settings(kafka_bootstrap="127.0.0.1:1", streaming_environment="moon"))
    for _ in range(2):
        with pytest.raises(UnknownEnvironment):
            made.declared()

    good = sources_of(Settings(kafka_bootstrap="127.0.0.1:1"))
    assert good.declared() is good.declared()


def test_the_groups_of_every_service_and_all_declared_topics_are_watched() -> None:
    found = declared_of(Settings(streaming_environment="local"))

    assert {"rampart.", "presence."} <= set(found.group_prefixes)
    assert PreaggRefresh.name in found.topics
    assert found.compacted == {"core.reporting.preagg.status.v1"}
    assert found.waits_s["platform.audit.event.v1.retry.2"] == 300
    assert found.dead_letters[PreaggRefresh.name] == PreaggRefresh.dead_letter_topic()
