from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_an_object_is_a_dns_label() -> None:
    assert told("NMO005", "kafka-0") == ""
    assert told("NMO005", "a" * 63) == ""
    assert told("NMO005", "a" * 64)
    assert better("NMO005", "Presence_API") == "presence-api"


def test_a_label_has_a_known_prefix() -> None:
    assert told("NMO005", "app.kubernetes.io/name", NameKind.KUBERNETES_LABEL) == ""
    assert told("NMO005", "team", NameKind.KUBERNETES_LABEL)
