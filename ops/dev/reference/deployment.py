"""What containers are run from: compose's file and its servers' settings, Kubernetes' resources."""

from ops.deployment.compose import compose_files
from ops.deployment.configurations import files as configurations
from ops.deployment.kubernetes import kubernetes_files
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

COMPOSE, KUBERNETES = "ops/compose", "ops/k8s"


def files() -> dict[str, str]:
    """Each by its path in the repository."""
    compose = {**compose_files(), **configurations()}
    kubernetes = kubernetes_files(read_declaration(STREAMING))
    return {
        **{f"{COMPOSE}/{name}": text for name, text in compose.items()},
        **{f"{KUBERNETES}/{name}": text for name, text in kubernetes.items()},
    }
