"""The files of `ops/k8s`."""

import yaml

from ops.deployment.kubernetes import INDEX, STREAMING, kubernetes_documents, kubernetes_files
from ops.stack.places import REPOSITORY
from ops.stack.places import STREAMING as DECLARED
from orchestration.adapters.streaming_files import read_declaration

DECLARATION = read_declaration(DECLARED)
FILES = kubernetes_files(DECLARATION)


def test_every_file_is_in_the_index_and_is_there() -> None:
    index = yaml.safe_load(FILES[INDEX])
    folder = REPOSITORY / "ops" / "k8s"
    present = {
        file.relative_to(folder).as_posix() for file in folder.rglob("*.yaml") if file.is_file()
    }
    assert set(index["resources"]) == present - {INDEX}
    assert set(STREAMING) <= set(index["resources"])


def test_no_two_resources_of_a_kind_have_one_name() -> None:
    names = [
        (one["kind"], one["metadata"]["name"])
        for documents in kubernetes_documents(DECLARATION).values()
        for one in documents
    ]
    assert len(set(names)) == len(names)


def test_only_pods_of_the_restricted_profile_may_be_there() -> None:
    (namespace,) = yaml.safe_load_all(FILES["namespace.yaml"])

    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_a_file_read_back_is_what_was_meant() -> None:
    for name, documents in kubernetes_documents(DECLARATION).items():
        assert list(yaml.safe_load_all(FILES[name])) == documents, name
