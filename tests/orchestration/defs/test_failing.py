"""Errors as the run's page shows them."""

import dagster as dg
import pytest

from orchestration.defs.failing import explained
from orchestration.ports.compiler import CompilerUnavailable


def test_a_platform_error_fails_the_step_with_code_words_and_cure() -> None:
    with pytest.raises(dg.Failure) as caught, explained():
        raise CompilerUnavailable("exit code 9")

    assert caught.value.description == CompilerUnavailable("exit code 9").explain()
    shown = {name: item.value for name, item in caught.value.metadata.items()}
    assert shown == {"code": "CMP-001", "retryable": False}


def test_any_other_error_keeps_its_own_trace() -> None:
    with pytest.raises(ZeroDivisionError), explained():
        raise ZeroDivisionError
