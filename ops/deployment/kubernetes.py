"""The files of `ops/k8s`: one a workload, and what they share."""

from collections.abc import Mapping
from typing import Final

from metamodel.streaming.declaration import Declaration
from ops.deployment.documents import Document, yaml_file
from ops.deployment.network import policies
from ops.deployment.pods import PUBLISHED_CLAIM, labels, metadata, preparation, resources_of
from ops.deployment.strimzi_cluster import kafka_resources
from ops.deployment.workloads import CLUSTER, WORKLOADS, configurations

INDEX: Final = "kustomization.yaml"
STREAMING: Final = ("streaming/topics.yaml", "streaming/users.yaml")
"""Files beside these, which the declaration of Kafka makes."""
_PROFILE: Final = "pod-security.kubernetes.io"


def kubernetes_files(declaration: Declaration) -> Mapping[str, str]:
    """By path below `ops/k8s`."""
    found = {
        name: yaml_file(*documents) for name, documents in kubernetes_documents(declaration).items()
    }
    return {**found, INDEX: yaml_file(_index(tuple(found)))}


def kubernetes_documents(declaration: Declaration) -> Mapping[str, list[Document]]:
    """The resources of each file, without the index."""
    return {
        "namespace.yaml": [_namespace()],
        "kafka.yaml": kafka_resources(declaration),
        "configuration.yaml": [
            _config_map(name, texts) for name, texts in configurations().items()
        ],
        "storage.yaml": [_published()],
        "network.yaml": policies(),
        "prepare.yaml": preparation(),
        **{f"{one.name}.yaml": resources_of(one) for one in WORKLOADS},
    }


def _index(files: tuple[str, ...]) -> Document:
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": CLUSTER,
        "resources": [*files, *STREAMING],
    }


def _namespace() -> Document:
    """Only pods of the restricted profile may be here."""
    modes = {f"{_PROFILE}/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    told = {"name": CLUSTER, "labels": {**labels(CLUSTER), **modes}}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": told}


def _config_map(name: str, texts: Mapping[str, str]) -> Document:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(name),
        "data": dict(texts),
    }


def _published() -> Document:
    """Model versions: Dagster writes them, Cube reads them, perhaps on another node."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata(PUBLISHED_CLAIM),
        "spec": {
            "accessModes": ["ReadWriteMany"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }
