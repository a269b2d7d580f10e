"""What of a stack can be rotated."""

import pytest

from ops.stack.rotating import NothingToRotate, SecuredStack


def test_a_stack_that_does_not_run_has_nothing_to_rotate() -> None:
    with pytest.raises(NothingToRotate, match="nobody-started-this"):
        SecuredStack("nobody-started-this")
