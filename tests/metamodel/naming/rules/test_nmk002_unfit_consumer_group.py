from tests.metamodel.naming.given import better, told


def test_a_group_has_a_service_a_purpose_and_perhaps_an_instance() -> None:
    assert told("NMK002", "rampart.preagg-refresh") == ""
    assert told("NMK002", "presence.lifecycle.node-1") == ""
    assert told("NMK002", "rampart") == "is not `<service>.<purpose>`"


def test_only_the_form_can_be_bettered() -> None:
    assert better("NMK002", "rampart.preagg_refresh") == "rampart.preagg-refresh"
    assert better("NMK002", "rampart") is None
