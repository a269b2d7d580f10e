"""A cluster that is not as declared, passwords and certificates that have to go."""

import pytest
from confluent_kafka.admin import (
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
)

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.streaming.broker_access import CredentialsRefused
from orchestration.adapters.event_source_kafka import KafkaEventSource
from tests.contract.principal_access import access
from tests.eventually import eventually
from tests.faults.runbook.ground import Ground
from tests.faults.runbook.guide import codes

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
TOPIC = PreaggRefresh.name


def test_drift_found(ground: Ground) -> None:
    guide = ground.guide("Drift found")
    entry = ConfigEntry("retention.ms", "1000", incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ConfigResource.Type.TOPIC, TOPIC, incremental_configs=[entry])
    admin = ground.admin()
    for future in admin.incremental_alter_configs([resource]).values():
        future.result(30)
    drift, plan = guide.follow("Look first")
    assert (drift.code, plan.code) == (1, 0)
    assert "retention.ms" in drift.said

    (applied,) = guide.follow("Do")
    assert (applied.code, applied.said.splitlines()[-1][:6]) == (0, "1 done")
    assert codes(guide.follow("Look first")) == [0, 0]


def test_access_denied_after_a_deployment(ground: Ground) -> None:
    guide = ground.guide("Access denied after a deployment")
    lost = AclBindingFilter(
        ResourceType.TOPIC,
        "entity.lifecycle.v1",
        ResourcePatternType.LITERAL,
        "User:presence",
        "*",
        AclOperation.ANY,
        AclPermissionType.ALLOW,
    )
    admin = ground.admin()
    for future in admin.delete_acls([lost]).values():
        assert len(future.result(30)) > 0
    (drift,) = guide.follow("Look first")
    assert drift.code == 1
    assert "presence" in drift.said

    assert [one.code for one in guide.follow("Do")][-1] == 0
    assert codes(guide.follow("Look first")) == [0]


def test_topic_deleted_by_mistake(ground: Ground) -> None:
    guide = ground.guide("Topic deleted by mistake")
    admin = ground.admin()
    for future in admin.delete_topics([TOPIC]).values():
        future.result(30)
    (plan,) = guide.follow("Look first")
    assert plan.code == 0
    assert TOPIC in plan.said

    applied, _ = guide.follow("Do")
    assert applied.code == 0
    query = "SELECT count(*) FROM rampart.preagg_partition WHERE wanted_at > built_from"
    eventually(lambda: ground.sql(query), [(0,)].__eq__, "what the topic could name, built again")


def test_secret_leaked(ground: Ground) -> None:
    guide = ground.guide("Secret leaked")
    file = ground.stack.folder / "kafka" / "passwords" / "presence"
    leaked = file.read_text()
    assert codes(guide.follow("Do")) == [0]

    assert file.read_text() != leaked
    old = ground.stack.folder / "leaked"
    old.write_text(leaked)
    who = access(ground.stack, "presence")
    bootstrap = ground.stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    thief = type(who)(who.security_protocol, "presence", old, who.ca_file)
    with pytest.raises(CredentialsRefused):
        KafkaEventSource(bootstrap, "entity.lifecycle.v1", access=thief, timeout_s=20).state()
    KafkaEventSource(bootstrap, "entity.lifecycle.v1", access=who, timeout_s=20).state()


def test_certificate_expires(ground: Ground) -> None:
    guide = ground.guide("Certificate expires")
    assert codes(guide.follow("Do")) == [0]
    (drill,) = guide.follow("Done when")
    assert drill.code == 0
    assert drill.said.splitlines()[3].split() == ["lost", "0"]
