"""Judge what containers are run from: `python -m ops.dev.deployments`; part of `make check`.

The compose file by the schema of its specification, Kubernetes' own kinds by its schemas, Strimzi's
by our models of the fields we use, and all of it by our policy. Exit code 1 with every fault.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import jsonschema
import kubernetes_validate
import yaml

from ops.deployment.policy import (
    browser_faults,
    compose_faults,
    kubernetes_faults,
    literal_secrets,
)
from ops.deployment.strimzi_kinds import strimzi_faults
from ops.stack.places import REPOSITORY

KUBERNETES: Final = "1.34"
"""The release whose schemas are asked; probes by gRPC and the rest are in every one since 1.27."""
_SCHEMA: Final = "builtin_schemas/vendor/compose-spec.json"
_STRIMZI: Final = "kafka.strimzi.io/"
_KUSTOMIZE: Final = "kustomize.config.k8s.io/"
_LOOKED_AT: Final = ("*.yaml", "*.yml", "*.properties", "*.sh", "*.sql", "*Dockerfile")


def compose_schema() -> Mapping[str, Any]:
    """Of the compose specification, as the package `check-jsonschema` carries it."""
    found: Mapping[str, Any] = json.loads((files("check_jsonschema") / _SCHEMA).read_text())
    return found


def compose_shape(document: Mapping[str, Any]) -> list[str]:
    """Where a compose file is none; what has no shape is not judged any further."""
    checker = jsonschema.validators.validator_for(compose_schema())(compose_schema())
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(document)]


def kubernetes_shape(document: dict[str, Any]) -> list[str]:
    """Where a resource of Kubernetes is none; a key it does not know is a fault, too."""
    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except kubernetes_validate.ValidationError as error:
        place = ".".join(map(str, error.path))
        return [f"{document.get('kind')} {document['metadata']['name']}: {place}: {error.message}"]
    except kubernetes_validate.SchemaNotFoundError as error:
        return [f"{document.get('kind')}: {error.message}"]
    return []


def compose_folder(folder: Path) -> Iterator[str]:
    """Every fault of `ops/compose`."""
    document = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))
    misshapen = compose_shape(document)
    yield from misshapen or compose_faults(document)
    browser = yaml.safe_load((folder / "kafka-ui.yml").read_text(encoding="utf-8"))
    yield from (f"kafka-ui: {why}" for why in browser_faults(browser))
    for file in sorted({one for pattern in _LOOKED_AT for one in folder.rglob(pattern)}):
        if "secrets" not in file.relative_to(folder).parts:
            for line in literal_secrets(file.read_text(encoding="utf-8")):
                yield f"{file.name} gives away: {line}"


def kubernetes_folder(folder: Path) -> Iterator[str]:
    """Every fault of `ops/k8s`."""
    known = []
    for file in sorted(folder.rglob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            kind = str(document.get("apiVersion", ""))
            if kind.startswith(_STRIMZI):
                yield from strimzi_faults(document)
            elif not kind.startswith(_KUSTOMIZE):
                known.append(document)
    misshapen = [why for document in known for why in kubernetes_shape(document)]
    yield from misshapen or kubernetes_faults(known)
    maps = {one["metadata"]["name"]: one["data"] for one in known if one["kind"] == "ConfigMap"}
    browser = yaml.safe_load(maps["kafka-ui"]["kafka-ui.yml"])
    yield from (f"kafka-ui: {why}" for why in browser_faults(browser))


def faults(root: Path = REPOSITORY) -> list[str]:
    """Every fault of both, each with the folder it is in."""
    judged = {"ops/compose": compose_folder, "ops/k8s": kubernetes_folder}
    return [f"{name}: {why}" for name, judge in judged.items() for why in judge(root / name)]


def main(root: Path = REPOSITORY) -> int:
    """Print every fault; the exit code."""
    found = faults(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
