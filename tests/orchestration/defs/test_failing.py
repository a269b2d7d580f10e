"""Errors as the run's page shows them."""

from typing import Any

import dagster as dg
import pytest

from metamodel.model.finding import Finding, Severity
from metamodel.model.load import DocumentRefused
from orchestration.defs.failing import explained, failure
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


def test_what_was_found_in_a_document_is_a_table() -> None:
    finding = Finding("TIM001", Severity.ERROR, "/a", "no time", "Add one.", 3, 5, "shop.json")

    table: Any = failure(DocumentRefused((finding,))).metadata["findings_table"]

    (row,) = (dict(record.data) for record in table.records)
    assert (row["file"], row["line"], row["cure"]) == ("shop.json", 3, "Add one.")
