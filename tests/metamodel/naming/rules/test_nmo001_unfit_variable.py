from tests.metamodel.naming.given import better, told


def test_what_is_secret_says_so() -> None:
    assert told("NMO001", "RAMPART_CUBE_API_SECRET", secret="yes") == ""
    assert told("NMO001", "RAMPART_CUBE_URL") == ""
    assert better("NMO001", "RAMPART_CUBE_KEY", secret="yes") == "RAMPART_CUBE_KEY_SECRET"


def test_the_better_name_has_our_prefix_once() -> None:
    assert better("NMO001", "CUBE_URL") == "RAMPART_CUBE_URL"
    assert better("NMO001", "rampart_cube_url") == "RAMPART_CUBE_URL"
    assert better("NMO001", "RAMPART") is None
