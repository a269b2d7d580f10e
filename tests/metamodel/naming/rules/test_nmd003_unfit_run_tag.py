from tests.metamodel.naming.given import better, told


def test_the_better_tag_has_our_namespace_and_kebab_case() -> None:
    assert told("NMD003", "rampart/rollup-fp") == ""
    assert better("NMD003", "rampart/rollup_fp") == "rampart/rollup-fp"
    assert better("NMD003", "Cursor") == "rampart/cursor"
    assert better("NMD003", "other/RunId") == "rampart/run-id"


def test_a_key_without_letters_has_no_better_one() -> None:
    assert told("NMD003", "rampart/7")
    assert better("NMD003", "rampart/7") is None
