"""One suite a port: what every implementation of it promises, fake or real."""

import pytest

pytest.register_assert_rewrite(
    "tests.contract.cube_contract",
    "tests.contract.entity_store_contract",
    "tests.contract.event_sink_contract",
    "tests.contract.event_source_contract",
    "tests.contract.ledger_contract",
)
