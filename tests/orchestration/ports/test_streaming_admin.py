"""Errors of a cluster, as the command line ends with them."""

import pytest

from orchestration.ports.streaming_admin import CouldNotLook, NoAuthorizer


@pytest.mark.parametrize("error", [CouldNotLook, NoAuthorizer])
def test_not_to_have_looked_is_not_to_have_passed(
    error: type[CouldNotLook] | type[NoAuthorizer],
) -> None:
    assert error.exit_code == 3
