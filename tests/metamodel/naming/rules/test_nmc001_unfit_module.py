from tests.metamodel.naming.given import better, told


def test_thirty_characters_are_enough() -> None:
    assert told("NMC001", "a" * 30) == ""
    assert told("NMC001", f"_{'a' * 30}") == ""
    assert "30 characters" in told("NMC001", "a" * 31)


def test_the_better_name_is_snake_case_and_stays_private() -> None:
    assert better("NMC001", "_buildModel") == "_build_model"
    assert better("NMC001", "a" * 31) is None
