"""Asks an API whatever its document allows, and some of what it does not (schemathesis).

Each answer is compared with the document: status, media type, fields, body. What differs is
collected, and the next request follows.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import load_all_checks, negative_data_rejection, positive_data_acceptance
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err
from schemathesis.python import asgi

from presence_api.ports.lock_table import LockAddress
from tests.contract.write_guard_contract import token
from tests.presence_api.entities.served import JOB

EXAMPLES: Final = 30
SAID: Final[Mapping[str, Mapping[str, Any]]] = {
    "entity": {"enum": ["gadget", "order"]},
    "id": {"enum": ["1", "5"]},
    "code": {"enum": ["ent-004", "WEB-001", "none"]},
    "job": {"enum": [JOB, "none"]},
    "If-Match": {"enum": ['"v1"', '"v2"']},
    "Idempotency-Key": {"enum": ["k-1", "k-2", "k-3", "k-4"]},
    "If-None-Match": {"enum": ['"v1"', '"v2"']},
    "Lock-Token": {"enum": [token(LockAddress("acme", "gadget", "1"), 3), "forged"]},
}
"""Parameters mean something only with values that there are."""
ATTRIBUTES: Final = {"enum": ["name", "status", "amount", "size", "margin", "nmae"]}
PATCHED: Final = {
    "type": "object",
    "properties": {"name": {"enum": ["ada", "eve", None]}, "status": {"enum": ["open", "done"]}},
    "additionalProperties": False,
}


class Conformance:
    """What was asked, what came back (`statuses`), and what was not as described (`failures`)."""

    def __init__(self, app: Litestar, fields: Mapping[str, str]) -> None:
        self.statuses: set[tuple[str, int]] = set()
        self.failures: dict[str, str] = {}
        self._app: Any = app
        self._fields = dict(fields)
        load_all_checks()

    def ask(self, document: Mapping[str, Any], examples: int = EXAMPLES) -> None:
        """Ask every operation, in both ways."""
        with asgi.get_client(self._app) as client:
            client.headers.update(self._fields)
            for mode, said in (
                (GenerationMode.POSITIVE, realistic(document)),
                (GenerationMode.NEGATIVE, deepcopy(dict(document))),
            ):
                _without_tuples(said)
                schema = schemathesis.openapi.from_dict(said)
                schema.app = self._app
                for found in schema.get_all_operations():
                    if isinstance(found, Err):
                        raise found.err()
                    self._ask(found.ok(), mode, client, examples)

    def _ask(
        self,
        operation: APIOperation[Any, Any, Any, Any],
        mode: GenerationMode,
        client: Any,
        examples: int,
    ) -> None:
        @settings(
            max_examples=examples * (2 if operation.body else 1),
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def each(case: Case[Any]) -> None:
            answer = case.call(session=client)
            self.statuses.add((operation.label, answer.status_code))
            # What a search or a change may say depends on the model, not on the document alone; and
            # whatever else is in an address is ignored.
            without = [positive_data_acceptance]
            without += [] if operation.body else [negative_data_rejection]
            try:
                case.validate_response(answer, headers=self._fields, excluded_checks=without)
            except FailureGroup as group:
                for failure in group.exceptions:
                    place = f"{operation.label} {answer.status_code} {type(failure).__name__}"
                    self.failures.setdefault(place, f"{failure}\n{case.as_curl_command()}")

        try:
            each()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "there is nothing that it allows"


def realistic(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same API, with names and values of gadgets where any text could stand."""
    found = deepcopy(dict(document))
    for operation in (one for methods in found["paths"].values() for one in methods.values()):
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = SAID.get(parameter["name"], parameter["schema"])
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if content["schema"] == {"type": "object"}:
                content["schema"] = PATCHED
    schemas = found["components"]["schemas"]
    for name, member in (("Condition", "field"), ("OrderStep", "by")):
        if name in schemas:
            schemas[name]["properties"][member] = ATTRIBUTES
    if "SearchWanted" in schemas:
        schemas["SearchWanted"]["properties"]["fields"]["items"] = ATTRIBUTES
    return found


def _without_tuples(value: Any) -> None:
    """Schemathesis rewrites `prefixItems` to what OpenAPI 3.1 does not know."""
    if isinstance(value, dict):
        if "prefixItems" in value:
            value["items"] = value.pop("prefixItems")[0]
        for one in value.values():
            _without_tuples(one)
    elif isinstance(value, list):
        for one in value:
            _without_tuples(one)
