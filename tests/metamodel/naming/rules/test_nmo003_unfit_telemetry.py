from tests.metamodel.naming.given import better, told


def test_semantic_conventions_come_first() -> None:
    assert told("NMO003", "http.request.method") == ""
    assert told("NMO003", "rampart.rollup") == ""


def test_what_is_ours_gets_our_namespace() -> None:
    assert better("NMO003", "userId") == "rampart.user_id"
    assert better("NMO003", "Rampart.tenantId") == "rampart.tenant_id"
    assert better("NMO003", "7") is None
