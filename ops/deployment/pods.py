"""A workload as a Deployment with its Service, ServiceAccount and budget; the restricted profile.

Nothing gets a token of the cluster, runs as root, writes to its root file system or may become
more than it is.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from ops.deployment.documents import Document
from ops.deployment.programs import SECRETS
from ops.deployment.workloads import CLUSTER, Workload, configurations, jobs, published_by

PART_OF: Final = "app.kubernetes.io/part-of"
NAME: Final = "app.kubernetes.io/name"
KAFKA_CLIENT: Final = "rampart/kafka-client"
PUBLISHED_CLAIM: Final = "published"
_TEMPORARY: Final = "/tmp"  # noqa: S108 - inside a container
_STARTUP: Final = {"periodSeconds": 5, "failureThreshold": 60, "timeoutSeconds": 5}
_OFTEN: Final = {"periodSeconds": 10, "failureThreshold": 6, "timeoutSeconds": 10}
RESTRICTED: Final[Document] = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def labels(name: str) -> dict[str, str]:
    """What all that belongs to a workload is found by."""
    return {NAME: name, PART_OF: CLUSTER}


def metadata(name: str, workload: str = "") -> Document:
    """Of a resource; of whose workload, where the names differ."""
    return {"name": name, "labels": labels(workload or name)}


def limits(memory_mib: int, milli_cpu: int) -> Document:
    """Memory is promised whole: what has less than it needs is killed in the middle of work."""
    memory = f"{memory_mib}Mi"
    return {
        "requests": {"cpu": f"{milli_cpu // 4}m", "memory": memory},
        "limits": {"cpu": f"{milli_cpu}m", "memory": memory},
    }


def resources_of(workload: Workload) -> list[Document]:
    """All of it: account, deployment, and where they make sense service and budget."""
    found = [account(workload.name), _deployment(workload)]
    if workload.port:
        found.append(_service(workload))
    if workload.replicas > 1:
        found.append(_budget(workload))
    return found


def account(name: str) -> Document:
    """A name of its own in the cluster, and no token of it."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": metadata(name),
        "automountServiceAccountToken": False,
    }


def preparation() -> list[Document]:
    """A Job that does what is done once, and forgets itself, so that it can be applied again."""
    first, last = jobs()
    pod = _pod(last, init=(first,))
    pod["spec"]["restartPolicy"] = "OnFailure"
    pod["metadata"]["labels"] = labels("prepare")
    pod["spec"]["serviceAccountName"] = "prepare"
    spec = {"backoffLimit": 20, "ttlSecondsAfterFinished": 600, "template": pod}
    job = {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata("prepare"), "spec": spec}
    return [account("prepare"), job]


def _deployment(workload: Workload) -> Document:
    strategy: Document = (
        {"type": "Recreate"}
        if workload.alone
        else {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    )
    spec = {
        "replicas": workload.replicas,
        "revisionHistoryLimit": 3,
        "strategy": strategy,
        "selector": {"matchLabels": {NAME: workload.name}},
        "template": _pod(workload),
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(workload.name),
        "spec": spec,
    }


def _service(workload: Workload) -> Document:
    port = {"name": "grpc" if "grpc" in workload.ready else "http", "port": workload.port}
    spec = {
        "type": "ClusterIP",
        "selector": {NAME: workload.name},
        "ports": [{**port, "targetPort": "main"}],
    }
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(workload.name),
        "spec": spec,
    }


def _budget(workload: Workload) -> Document:
    """One may go while another stays; of what runs once only, a drain would wait for ever."""
    spec = {"minAvailable": 1, "selector": {"matchLabels": {NAME: workload.name}}}
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": metadata(workload.name),
        "spec": spec,
    }


def _pod(workload: Workload, init: tuple[Workload, ...] = ()) -> Document:
    told = labels(workload.name) | ({KAFKA_CLIENT: "true"} if workload.reads_kafka else {})
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {NAME: workload.name}},
    }
    spec: Document = {
        "serviceAccountName": workload.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": workload.patience_s,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": workload.user,
            "runAsGroup": workload.user,
            "fsGroup": workload.user,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        **({"topologySpreadConstraints": [spread]} if workload.replicas > 1 else {}),
        **({"initContainers": [_container(one) for one in init]} if init else {}),
        "containers": [_container(workload)],
        "volumes": list(_volumes(workload)),
    }
    return {"metadata": {"labels": told, **_annotated(workload)}, "spec": spec}


def _annotated(workload: Workload) -> Document:
    """Another configuration is another pod."""
    if not workload.files:
        return {}
    known = configurations()
    texts = [known[source][name] for source, name in sorted(set(workload.files.values()))]
    digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    return {"annotations": {"rampart/configuration": digest[:16]}}


def _container(workload: Workload) -> Document:
    return {
        "name": workload.name,
        "image": workload.image,
        "imagePullPolicy": "IfNotPresent",
        **({"command": list(workload.command)} if workload.command else {}),
        "env": [*_plain(workload), *_secret(workload)],
        **({"ports": [{"name": "main", "containerPort": workload.port}]} if workload.port else {}),
        **_probes(workload),
        "resources": limits(workload.memory_mib, workload.milli_cpu),
        "securityContext": RESTRICTED,
        "volumeMounts": list(_mounts(workload)),
    }


def _plain(workload: Workload) -> list[Document]:
    return [{"name": name, "value": value} for name, value in workload.environment.items()]


def _secret(workload: Workload) -> list[Document]:
    return [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}
        for name, (secret, key) in workload.secrets.items()
    ]


def _probes(workload: Workload) -> Document:
    if workload.probe:
        asked = {"exec": {"command": list(workload.probe)}}
        slow = {"periodSeconds": 30, "failureThreshold": 5, "timeoutSeconds": 30}
        return {
            "startupProbe": {**asked, **slow, "failureThreshold": 20},
            "livenessProbe": {**asked, **slow},
        }
    if not workload.port:
        return {}
    live, ready = _asked(workload, workload.live), _asked(workload, workload.ready)
    return {
        "startupProbe": {**live, **_STARTUP},
        "livenessProbe": {**live, **_OFTEN},
        "readinessProbe": {**ready, **_OFTEN},
    }


def _asked(workload: Workload, how: str) -> Document:
    if how.startswith("/"):
        return {"httpGet": {"path": how, "port": "main"}}
    if how.startswith("grpc:"):
        return {"grpc": {"port": workload.port, "service": how.removeprefix("grpc:")}}
    return {"tcpSocket": {"port": "main"}}


def _mounts(workload: Workload) -> Iterator[Document]:
    yield {"name": "temporary", "mountPath": _TEMPORARY}
    for number, place in enumerate(workload.scratch):
        yield {"name": f"scratch-{number}", "mountPath": place}
    for place, (source, name) in workload.files.items():
        yield {"name": f"files-{source}", "mountPath": place, "subPath": name, "readOnly": True}
    for place, secret in workload.secret_files.items():
        yield {"name": f"keys-{secret}", "mountPath": place, "readOnly": True}
    if workload.passwords:
        yield {"name": "passwords", "mountPath": workload.password_folder, "readOnly": True}
        yield {"name": "kafka-ca", "mountPath": f"{SECRETS}/kafka-ca", "readOnly": True}
    if place := published_by(workload):
        yield {"name": PUBLISHED_CLAIM, "mountPath": place, "readOnly": not workload.publishes}


def _volumes(workload: Workload) -> Iterator[Document]:
    yield {"name": "temporary", "emptyDir": {"sizeLimit": "256Mi"}}
    for number, _ in enumerate(workload.scratch):
        yield {"name": f"scratch-{number}", "emptyDir": {"sizeLimit": "1Gi"}}
    for source in sorted({source for source, _ in workload.files.values()}):
        yield {"name": f"files-{source}", "configMap": {"name": source}}
    for secret in workload.secret_files.values():
        named = {"secretName": secret, "defaultMode": 0o440}
        yield {"name": f"keys-{secret}", "secret": named}
    if workload.passwords:
        yield {"name": "passwords", "projected": {"sources": list(_passwords(workload))}}
        authority = {"secretName": f"{CLUSTER}-cluster-ca-cert"}
        items = [{"key": "ca.crt", "path": "ca.crt"}]
        yield {"name": "kafka-ca", "secret": {**authority, "items": items, "defaultMode": 0o440}}
    if published_by(workload):
        claim: dict[str, Any] = {"claimName": PUBLISHED_CLAIM}
        yield {"name": PUBLISHED_CLAIM, "persistentVolumeClaim": claim}


def _passwords(workload: Workload) -> Iterator[Document]:
    """Strimzi keeps each user's in a secret of the user's name."""
    for user in workload.passwords:
        path = workload.password_file or user
        items = [{"key": "password", "path": path, "mode": 0o440}]
        yield {"secret": {"name": user, "items": items}}
