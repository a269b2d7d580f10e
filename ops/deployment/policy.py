"""What no deployment of ours may do, judged on the documents as tools would read them.

Each function names every fault with its place; nothing is opened.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

_SECRET_NAME: Final = re.compile(r"PASS(WORD|WD)?(_|$)|SECRET|TOKEN|PRIVATE_KEY|CREDENTIAL")
_ELSEWHERE: Final = re.compile(r"(_FILE|_DIR|_PATH)$")
_IN_ADDRESS: Final = re.compile(r"://[^/\s:@]+:[^/\s@$]+@")
_ASSIGNED: Final = re.compile(
    r"(?im)^.*(?:password|passwd|secret|token|requirepass)[\w.-]*[\"']?(?:[ \t]*=|:)[ \t]*[\"']?"
    r"(?![-/$]|env\b|null|true|false)([A-Za-z0-9+/_.!-]{8,})[\"']?"
)
_VERSION: Final = re.compile(r":v?\d+(\.\d+)+[\w.-]*$|@sha256:[0-9a-f]{64}$")
_ROOT: Final = frozenset({"0", "root"})
_LOOPBACK: Final = "127.0.0.1:"
_HOST: Final = ("privileged", "network_mode", "pid", "ipc", "userns_mode", "devices", "cap_add")
_POD_HOST: Final = ("hostNetwork", "hostPID", "hostIPC")
_NO_SECRET_HERE: Final = frozenset({"Secret"})


Judge = Callable[[Mapping[str, Any]], bool]
_SERVICE: Final[Mapping[str, Judge]] = {
    "it has no limit of memory or of processors": lambda one: bool(
        one.get("mem_limit") and one.get("cpus")
    ),
    "it runs as root": lambda one: str(one.get("user") or "0").partition(":")[0] not in _ROOT,
    "it may write to its root file system": lambda one: one.get("read_only") is True,
    "it keeps capabilities": lambda one: one.get("cap_drop") == ["ALL"],
    "it may become more than it is": lambda one: (
        "no-new-privileges:true" in one.get("security_opt", ())
    ),
    "it has the engine's socket": lambda one: "docker.sock" not in str(one.get("volumes", ())),
    "nothing says whether it is started again": lambda one: "restart" in one,
    "nothing says whether it works": lambda one: (
        one.get("restart") == "no" or bool(one.get("healthcheck"))
    ),
}
"""What must hold of a service, by what is said where it does not."""
_POD: Final[Mapping[str, Judge]] = {
    "it gets a token of the cluster": lambda one: one.get("automountServiceAccountToken") is False,
    "it has no account of its own": lambda one: (
        one.get("serviceAccountName", "default") != "default"
    ),
    "it may run as root": lambda one: (
        _safety(one).get("runAsNonRoot") is True and _safety(one).get("runAsUser", 0) != 0
    ),
    "it has no profile of system calls": lambda one: (
        _safety(one).get("seccompProfile") == {"type": "RuntimeDefault"}
    ),
    "it has a folder of the machine": lambda one: (
        not any("hostPath" in volume for volume in one.get("volumes", ()))
    ),
}
"""What must hold of a pod."""
_CONTAINER: Final[Mapping[str, Judge]] = {
    "it has no requests of memory or of processors": lambda one: _says(one, "requests"),
    "it has no limits of memory or of processors": lambda one: _says(one, "limits"),
    "it may write to its root file system": lambda one: (
        _safety(one).get("readOnlyRootFilesystem") is True
    ),
    "it may become more than it is": lambda one: (
        _safety(one).get("allowPrivilegeEscalation") is False
    ),
    "it keeps capabilities": lambda one: _safety(one).get("capabilities") == {"drop": ["ALL"]},
}
"""What must hold of a container in a pod."""


def compose_faults(document: Mapping[str, Any]) -> list[str]:
    """Of a compose file."""
    services = document.get("services", {})
    found = [f"{name}: {why}" for name, one in services.items() for why in _service(one)]
    for name, one in document.get("secrets", {}).items():
        if set(one) != {"file"}:
            found.append(f"secret {name}: it is not a file")
    return found


def kubernetes_faults(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of Kubernetes' own kinds; a pod that no policy of the network selects is one."""
    known = list(documents)
    guarded = [
        one["spec"]["podSelector"].get("matchLabels", {})
        for one in known
        if one["kind"] == "NetworkPolicy"
    ]
    return [
        f"{one['kind']} {one['metadata']['name']}: {why}"
        for one in known
        for why in _resource(one, guarded)
    ]


def literal_secrets(text: str) -> list[str]:
    """Lines of any text that give a password, a key or a token away."""
    lines = (match.group(0).strip() for match in _ASSIGNED.finditer(text))
    addresses = (match.group(0) for match in _IN_ADDRESS.finditer(text))
    return [*lines, *addresses]


def browser_faults(document: Mapping[str, Any]) -> list[str]:
    """Of the settings of the browser of topics: it must not be able to write."""
    found = []
    for cluster in document.get("kafka", {}).get("clusters", ()):
        name, properties = cluster.get("name"), cluster.get("properties", {})
        if cluster.get("readOnly") is not True:
            found.append(f"cluster {name}: it is not read-only")
        if properties.get("security.protocol") != "SASL_SSL":
            found.append(f"cluster {name}: it does not log in over TLS")
    if document.get("dynamic", {}).get("config", {}).get("enabled") is not False:
        found.append("its clusters can be changed in the browser")
    return found


def _service(service: Mapping[str, Any]) -> Iterator[str]:
    yield from _image(str(service.get("image", "")))
    yield from _variables(service.get("environment", {}))
    yield from (words for words, holds in _SERVICE.items() if not holds(service))
    yield from (f"`{key}` opens the machine to it" for key in _HOST if service.get(key))
    for port in service.get("ports", ()):
        if not str(port).startswith(_LOOPBACK):
            yield f"port {port} is not on loopback"


def _resource(one: Mapping[str, Any], guarded: list[Mapping[str, str]]) -> Iterator[str]:
    kind, spec = one["kind"], one.get("spec", {})
    if kind in _NO_SECRET_HERE:
        yield "secrets are made where they are used, not written here"
    if kind == "Service" and spec.get("type", "ClusterIP") != "ClusterIP":
        yield f"type {spec['type']} opens it to the outside"
    if kind == "ConfigMap":
        for name, text in one.get("data", {}).items():
            for line in literal_secrets(text):
                yield f"{name} gives away: {line}"
    template = spec.get("template")
    if template and kind in {"Deployment", "StatefulSet", "Job", "DaemonSet"}:
        yield from _pod(template, kind, guarded)


def _pod(template: Mapping[str, Any], kind: str, guarded: list[Mapping[str, str]]) -> Iterator[str]:
    spec, labels = template["spec"], template["metadata"]["labels"]
    if not any(chosen and chosen.items() <= labels.items() for chosen in guarded):
        yield "no policy of the network is about it"
    yield from (words for words, holds in _POD.items() if not holds(spec))
    yield from (f"`{key}` opens the machine to it" for key in _POD_HOST if spec.get(key))
    for container in (*spec.get("initContainers", ()), *spec["containers"]):
        yield from (f"{container['name']}: {why}" for why in _container(container))
    for container in spec["containers"] if kind != "Job" else ():
        if not {"livenessProbe", "startupProbe"} <= container.keys():
            yield f"{container['name']}: nothing says whether it works"


def _container(container: Mapping[str, Any]) -> Iterator[str]:
    yield from _image(container.get("image", ""))
    literal = {one["name"]: one["value"] for one in container.get("env", ()) if "value" in one}
    yield from _variables(literal)
    yield from (words for words, holds in _CONTAINER.items() if not holds(container))


def _safety(one: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = one.get("securityContext", {})
    return found


def _says(container: Mapping[str, Any], word: str) -> bool:
    amounts: Mapping[str, str] = container.get("resources", {}).get(word, {})
    return {"cpu", "memory"} <= amounts.keys()


def _image(image: str) -> Iterator[str]:
    if not _VERSION.search(image):
        yield f"image `{image}` has no version"


def _variables(environment: Mapping[str, Any]) -> Iterator[str]:
    for name, value in environment.items():
        secret = _SECRET_NAME.search(name) and not _ELSEWHERE.search(name)
        if secret or _IN_ADDRESS.search(str(value)):
            yield f"`{name}` is a secret, and is written here"
