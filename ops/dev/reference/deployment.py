"""What containers are run from: the compose file and what its servers read."""

from ops.deployment.compose import compose_files
from ops.deployment.configurations import files as configurations

COMPOSE = "ops/compose"


def files() -> dict[str, str]:
    """Each by its path in the repository."""
    found = {**compose_files(), **configurations()}
    return {f"{COMPOSE}/{name}": text for name, text in found.items()}
