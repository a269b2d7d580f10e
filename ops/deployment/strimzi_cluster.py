"""The brokers on Kubernetes: three controllers and three brokers, which Strimzi makes and keeps.

Topics and users are beside this, from the declaration: `metamodel/streaming/exports/strimzi.py`.
"""

from typing import Final

from metamodel.streaming.declaration import Declaration
from metamodel.streaming.exports.strimzi import API
from ops.deployment.documents import Document
from ops.deployment.images import KAFKA_VERSION
from ops.deployment.pods import KAFKA_CLIENT, PART_OF, RESTRICTED, limits
from ops.deployment.workloads import CLUSTER
from ops.stack.places import KAFKA
from ops.stack.principals import ADMIN

LISTENER_PORT: Final = 9093
METRICS: Final = "kafka-metrics"
COPIES: Final = 3
IN_SYNC: Final = 2
_RULES: Final = "rules.yml"
_ZONE: Final = "topology.kubernetes.io/zone"
_POD_SAFETY: Final[Document] = {
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}
_CONTAINER_SAFETY: Final[Document] = {
    # Strimzi writes the brokers' configuration inside the container.
    **{key: value for key, value in RESTRICTED.items() if key != "readOnlyRootFilesystem"},
}


def kafka_resources(declaration: Declaration) -> list[Document]:
    """Metrics' rules, the cluster, its two pools, and the superuser who can log in."""
    people = tuple(name for name in declaration.superusers if name == ADMIN)
    return [
        _rules(),
        _kafka(people),
        _pool("controller", memory_mib=1024, heap_mib=512, disk="10Gi", milli_cpu=1000),
        _pool("broker", memory_mib=4096, heap_mib=2048, disk="100Gi", milli_cpu=2000),
        *map(_superuser, people),
    ]


def _rules() -> Document:
    text = (KAFKA / "jmx-rules.yml").read_text(encoding="utf-8")
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": METRICS, "labels": {PART_OF: CLUSTER}},
        "data": {_RULES: text},
    }


def _kafka(superusers: tuple[str, ...]) -> Document:
    listener = {
        "name": "tls",
        "port": LISTENER_PORT,
        "type": "internal",
        "tls": True,
        "authentication": {"type": "scram-sha-512"},
        "networkPolicyPeers": [{"podSelector": {"matchLabels": {KAFKA_CLIENT: "true"}}}],
    }
    kafka = {
        "version": KAFKA_VERSION,
        "listeners": [listener],
        "authorization": {"type": "simple", "superUsers": list(superusers)},
        "config": _settings(),
        "rack": {"topologyKey": _ZONE},
        "metricsConfig": {
            "type": "jmxPrometheusExporter",
            "valueFrom": {"configMapKeyRef": {"name": METRICS, "key": _RULES}},
        },
        "template": {"podDisruptionBudget": {"maxUnavailable": 1}},
    }
    operator = {"resources": limits(512, 500)}
    entity = {
        "topicOperator": operator,
        "userOperator": operator,
        "template": {
            "pod": {"securityContext": _POD_SAFETY},
            "topicOperatorContainer": {"securityContext": _CONTAINER_SAFETY},
            "userOperatorContainer": {"securityContext": _CONTAINER_SAFETY},
        },
    }
    return _resource("Kafka", CLUSTER, {"kafka": kafka, "entityOperator": entity}, member=False)


def _settings() -> Document:
    """As in the local profile where it is about safety, not about one person's machine."""
    return {
        "auto.create.topics.enable": False,
        "default.replication.factor": COPIES,
        "min.insync.replicas": IN_SYNC,
        "offsets.topic.replication.factor": COPIES,
        "transaction.state.log.replication.factor": COPIES,
        "transaction.state.log.min.isr": IN_SYNC,
        "share.coordinator.state.topic.replication.factor": COPIES,
        "share.coordinator.state.topic.min.isr": IN_SYNC,
        "unclean.leader.election.enable": False,
        "connections.max.reauth.ms": 3_600_000,
    }


def _pool(role: str, *, memory_mib: int, heap_mib: int, disk: str, milli_cpu: int) -> Document:
    volume = {
        "id": 0,
        "type": "persistent-claim",
        "size": disk,
        "deleteClaim": False,
        "kraftMetadata": "shared",
    }
    spread = {
        "maxSkew": 1,
        "topologyKey": _ZONE,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {
            "matchLabels": {"strimzi.io/cluster": CLUSTER, "strimzi.io/pool-name": role}
        },
    }
    safe = {"securityContext": _CONTAINER_SAFETY}
    spec = {
        "replicas": COPIES,
        "roles": [role],
        "storage": {"type": "jbod", "volumes": [volume]},
        "resources": limits(memory_mib, milli_cpu),
        "jvmOptions": {"-Xms": f"{heap_mib}m", "-Xmx": f"{heap_mib}m"},
        "template": {
            "pod": {
                "securityContext": _POD_SAFETY,
                "terminationGracePeriodSeconds": 120,
                "topologySpreadConstraints": [spread],
            },
            "kafkaContainer": safe,
            "initContainer": safe,
        },
    }
    return _resource("KafkaNodePool", role, spec)


def _superuser(name: str) -> Document:
    """Who may do everything, so that no right is written here."""
    return _resource("KafkaUser", name, {"authentication": {"type": "scram-sha-512"}})


def _resource(kind: str, name: str, spec: Document, *, member: bool = True) -> Document:
    told = {**({"strimzi.io/cluster": CLUSTER} if member else {}), PART_OF: CLUSTER}
    return {
        "apiVersion": API,
        "kind": kind,
        "metadata": {"name": name, "labels": told},
        "spec": spec,
    }
