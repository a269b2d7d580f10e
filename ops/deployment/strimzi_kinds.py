"""Strimzi's resources as far as we use them: every field is known, and nothing else passes.

Written from its documentation. The definitions of these kinds come from no package registry, so
that an operator takes them is not proven.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Scalar = str | int | float | bool
_API: Final = "kafka.strimzi.io/v1"
_NAME: Final = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
_SIZE: Final = r"^[1-9]\d*(Mi|Gi|Ti)$"


class Part(BaseModel):
    """A part of a resource; a key that is not here is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Metadata(Part):
    """What it is called."""

    name: str = Field(pattern=_NAME, max_length=253)
    labels: Mapping[str, str]


class Authentication(Part):
    """How one logs in."""

    type: Literal["scram-sha-512"]


class Amounts(Part):
    """Of processors and memory."""

    cpu: str = Field(pattern=r"^\d+m$")
    memory: str = Field(pattern=_SIZE)


class Resources(Part):
    """What is promised, and what is the most."""

    requests: Amounts
    limits: Amounts


class Safety(Part):
    """What a container can't do."""

    allowPrivilegeEscalation: Literal[False]  # noqa: N815 - as Kubernetes calls it
    runAsNonRoot: Literal[True]  # noqa: N815
    capabilities: Mapping[Literal["drop"], list[Literal["ALL"]]]
    seccompProfile: Mapping[Literal["type"], Literal["RuntimeDefault"]]  # noqa: N815


class ContainerTemplate(Part):
    """Of a container that Strimzi makes."""

    securityContext: Safety  # noqa: N815


class PodSafety(Part):
    """What a pod can't do."""

    runAsNonRoot: Literal[True]  # noqa: N815
    seccompProfile: Mapping[Literal["type"], Literal["RuntimeDefault"]]  # noqa: N815


class PodTemplate(Part):
    """Of a pod that Strimzi makes."""

    securityContext: PodSafety  # noqa: N815
    terminationGracePeriodSeconds: int | None = Field(default=None, ge=30)  # noqa: N815
    topologySpreadConstraints: list[Mapping[str, Any]] | None = None  # noqa: N815


class PoolTemplate(Part):
    """Of the pods of a pool."""

    pod: PodTemplate
    kafkaContainer: ContainerTemplate  # noqa: N815
    initContainer: ContainerTemplate  # noqa: N815


class Volume(Part):
    """A disk of a node, which outlives it."""

    id: int = Field(ge=0)
    type: Literal["persistent-claim"]
    size: str = Field(pattern=_SIZE)
    deleteClaim: Literal[False]  # noqa: N815
    kraftMetadata: Literal["shared"]  # noqa: N815


class Storage(Part):
    """Its disks."""

    type: Literal["jbod"]
    volumes: list[Volume] = Field(min_length=1)


class PoolSpec(Part):
    """Nodes of one kind."""

    replicas: int = Field(ge=3)
    roles: list[Literal["controller", "broker"]] = Field(min_length=1)
    storage: Storage
    resources: Resources
    jvmOptions: Mapping[Literal["-Xms", "-Xmx"], str]  # noqa: N815
    template: PoolTemplate

    @model_validator(mode="after")
    def _odd(self) -> "PoolSpec":
        if "controller" in self.roles and self.replicas % 2 == 0:
            raise ValueError("an even number of controllers survives no more than one less")
        return self


class Listener(Part):
    """A way in: by TLS and a password only."""

    name: str = Field(pattern=r"^[a-z0-9]{1,11}$")
    port: int = Field(ge=9092, lt=65536)
    type: Literal["internal"]
    tls: Literal[True]
    authentication: Authentication
    networkPolicyPeers: list[Mapping[str, Any]] = Field(min_length=1)  # noqa: N815


class Authorization(Part):
    """Kafka's own rights, and who is above them."""

    type: Literal["simple"]
    superUsers: list[str]  # noqa: N815


class KeyReference(Part):
    """A key of a ConfigMap."""

    name: str
    key: str


class MetricsSource(Part):
    """Where the rules of the figures are."""

    configMapKeyRef: KeyReference  # noqa: N815


class Metrics(Part):
    """How figures are shown."""

    type: Literal["jmxPrometheusExporter"]
    valueFrom: MetricsSource  # noqa: N815


class Budget(Part):
    """How many may be away at once."""

    maxUnavailable: Literal[1]  # noqa: N815


class ClusterTemplate(Part):
    """Of what belongs to the whole cluster."""

    podDisruptionBudget: Budget  # noqa: N815


class BrokersSpec(Part):
    """All brokers."""

    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    listeners: list[Listener] = Field(min_length=1)
    authorization: Authorization
    config: Mapping[str, Scalar]
    rack: Mapping[Literal["topologyKey"], str]
    metricsConfig: Metrics  # noqa: N815
    template: ClusterTemplate


class OperatorSpec(Part):
    """One operator of the cluster's topics or users."""

    resources: Resources


class EntityTemplate(Part):
    """Of the operators' pod."""

    pod: PodTemplate
    topicOperatorContainer: ContainerTemplate  # noqa: N815
    userOperatorContainer: ContainerTemplate  # noqa: N815


class EntitySpec(Part):
    """The operators that make topics and users true."""

    topicOperator: OperatorSpec  # noqa: N815
    userOperator: OperatorSpec  # noqa: N815
    template: EntityTemplate


class ClusterSpec(Part):
    """A cluster."""

    kafka: BrokersSpec
    entityOperator: EntitySpec  # noqa: N815


class TopicSpec(Part):
    """A topic."""

    topicName: str = Field(pattern=r"^[a-zA-Z0-9._-]{1,249}$")  # noqa: N815
    partitions: int = Field(ge=1)
    replicas: int = Field(ge=1, le=32767)
    config: Mapping[str, Scalar]


class AclResource(Part):
    """What a right is about."""

    type: Literal["topic", "group", "cluster", "transactionalId"]
    name: str | None = None
    patternType: Literal["literal", "prefix"] | None = None  # noqa: N815

    @model_validator(mode="after")
    def _named(self) -> "AclResource":
        if (self.type == "cluster") == (self.name is not None):
            raise ValueError("all but the cluster have a name")
        return self


class Acl(Part):
    """A right."""

    type: Literal["allow", "deny"]
    resource: AclResource
    operations: list[
        Literal["Read", "Write", "Describe", "DescribeConfigs", "Alter", "AlterConfigs", "Create"]
    ] = Field(min_length=1)
    host: str


class Rights(Part):
    """What a user may do."""

    type: Literal["simple"]
    acls: list[Acl]


class Quotas(Part):
    """A user's limits."""

    producerByteRate: int | None = Field(default=None, ge=0)  # noqa: N815
    consumerByteRate: int | None = Field(default=None, ge=0)  # noqa: N815
    requestPercentage: int | None = Field(default=None, ge=0)  # noqa: N815


class UserSpec(Part):
    """A user."""

    authentication: Authentication
    authorization: Rights | None = None
    quotas: Quotas | None = None


_KINDS: Final[Mapping[str, type[Part]]] = {
    "Kafka": ClusterSpec,
    "KafkaNodePool": PoolSpec,
    "KafkaTopic": TopicSpec,
    "KafkaUser": UserSpec,
}


def strimzi_faults(document: Mapping[str, Any]) -> list[str]:
    """Of one resource: an unknown kind, version or field, and a value that can't be."""
    kind = str(document.get("kind"))
    place = f"{kind} {document.get('metadata', {}).get('name')}"
    if document.get("apiVersion") != _API or kind not in _KINDS:
        return [f"{place}: is none of {_API}"]
    found = [*_of(Metadata, document["metadata"]), *_of(_KINDS[kind], document.get("spec", {}))]
    if kind != "Kafka" and not document["metadata"].get("labels", {}).get("strimzi.io/cluster"):
        found.append("names no cluster that it belongs to")
    return [f"{place}: {why}" for why in found]


def _of(part: type[Part], value: Any) -> list[str]:
    try:
        part.model_validate(value)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return []
