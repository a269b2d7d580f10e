"""What loading TPC-H refuses."""

from ops.tpch import errors


def test_each_refusal_has_a_code_of_its_own_and_a_cure() -> None:
    faults = [errors.OtherDataLoaded, errors.GeneratorMissing, errors.NoPublishedAnswers]
    assert len({fault.code for fault in faults}) == 3
    assert all(fault.hint for fault in faults)
