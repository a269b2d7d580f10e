"""Who may speak to whom in the cluster: nobody, but for what a workload says that it speaks to."""

from collections.abc import Iterable
from typing import Final

from ops.deployment.documents import Document
from ops.deployment.pods import NAME, metadata
from ops.deployment.workloads import (
    CLUSTER,
    IDENTITY,
    KAFKA,
    POSTGRES,
    WORKLOADS,
    Workload,
    jobs,
)

MONITORING: Final = "monitoring"
"""The namespace that Prometheus scrapes from."""
INGRESS: Final = "ingress"
"""The namespace that browsers' requests come through."""
_STRIMZI: Final = "strimzi.io/cluster"
_DNS: Final[Document] = {
    "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}],
    "ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")],
}


def policies() -> list[Document]:
    """Everything shut, then a policy a workload. Kafka's own pods are Strimzi's to guard."""
    first, last = jobs()
    speaks_to = tuple(sorted({*first.speaks_to, *last.speaks_to}))
    preparing = Workload("prepare", first.image, first.memory_mib, speaks_to=speaks_to)
    everybody = (*WORKLOADS, preparing)
    return [_shut(), *(_policy(one, everybody) for one in everybody)]


def _shut() -> Document:
    ours = {"matchExpressions": [{"key": _STRIMZI, "operator": "DoesNotExist"}]}
    return _network("everything-shut", {"podSelector": ours})


def _policy(workload: Workload, everybody: Iterable[Workload]) -> Document:
    callers = [one.name for one in everybody if workload.name in one.speaks_to]
    peers = [{"podSelector": {"matchLabels": {NAME: name}}} for name in callers]
    for namespace, comes in (
        (MONITORING, workload.watched),
        (INGRESS, workload.for_browsers),
    ):
        if comes:
            named = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
            peers.append({"namespaceSelector": named})
    ports = [{"protocol": "TCP", "port": workload.port}]
    return _network(
        workload.name,
        {
            "podSelector": {"matchLabels": {NAME: workload.name}},
            "ingress": [{"from": peers, "ports": ports}] if peers else [],
            "egress": [_DNS, *(_way(name) for name in workload.speaks_to)],
        },
    )


def _way(name: str) -> Document:
    if name == POSTGRES:  # wherever it is: in this cluster, or outside
        return {"ports": [{"protocol": "TCP", "port": 5432}]}
    if name == IDENTITY:
        return {"ports": [{"protocol": "TCP", "port": 443}]}
    if name == KAFKA:
        to = {"podSelector": {"matchLabels": {_STRIMZI: CLUSTER}}}
        return {"to": [to], "ports": [{"protocol": "TCP", "port": 9093}]}
    port = next(one.port for one in WORKLOADS if one.name == name)
    to = {"podSelector": {"matchLabels": {NAME: name}}}
    return {"to": [to], "ports": [{"protocol": "TCP", "port": port}]}


def _network(name: str, spec: Document) -> Document:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata(name),
        "spec": {**spec, "policyTypes": ["Ingress", "Egress"]},
    }
