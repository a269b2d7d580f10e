import pytest

from metamodel.kernel.errors import RampartError
from metamodel.naming import errors

OURS = [item for item in vars(errors).values() if isinstance(item, type)]


@pytest.mark.parametrize("error", [item for item in OURS if item is not RampartError])
def test_each_refusal_has_its_code_and_a_cure_and_trying_again_does_not_help(
    error: type[RampartError],
) -> None:
    assert error.code.startswith("NMG-")
    assert error.hint
    assert not error.retryable
