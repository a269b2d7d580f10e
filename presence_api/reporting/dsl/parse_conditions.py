"""Conditions of a request: a tree of `and`, `or` and `not` over comparisons."""

from typing import Any

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.fields import Fields
from presence_api.reporting.dsl.request import (
    MOST_DEPTH,
    MOST_LEAVES,
    WITHOUT_VALUE,
    Condition,
    Group,
    Joint,
    Leaf,
    Named,
    Operator,
)


def parse_condition(value: Any, at: str, faults: Faults) -> Condition | None:
    """The tree under a pointer; None if nothing of it can be used."""
    reading = _Reading(faults)
    found = reading.condition(value, at, 1)
    if reading.leaves > MOST_LEAVES:
        message = f"has {reading.leaves} comparisons; {MOST_LEAVES} are allowed"
        faults.add(at, FaultCode.OUT_OF_RANGE, message)
    return found


class _Reading:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.leaves = 0

    def condition(self, value: Any, at: str, depth: int) -> Condition | None:
        if depth > MOST_DEPTH:
            message = f"lies deeper than {MOST_DEPTH} levels"
            self._faults.add(at, FaultCode.OUT_OF_RANGE, message)
            return None
        fields = Fields(value, at, self._faults)
        joints = [joint for joint in Joint if joint in fields]
        if not isinstance(value, dict):
            return None
        found = self._group(fields, joints[0], depth) if joints else self._leaf(fields)
        fields.close()
        return found

    def _group(self, fields: Fields, joint: Joint, depth: int) -> Condition | None:
        if joint is Joint.NOT:
            inner = self.condition(fields.take(joint), fields.place(joint), depth + 1)
            return Group(joint, (inner,)) if inner else None
        read = [
            self.condition(item, at, depth + 1) for at, item in fields.items(joint, MOST_LEAVES)
        ]
        if not read:
            self._faults.add(fields.place(joint), FaultCode.MISSING, "wants at least one condition")
        kept = tuple(item for item in read if item)
        return Group(joint, kept) if kept else None

    def _leaf(self, fields: Fields) -> Leaf | None:
        self.leaves += 1
        field = fields.text("field", required=True)
        word = fields.text("op", required=True)
        if word is not None and word not in {*Operator}:
            self._faults.unknown(fields.place("op"), FaultCode.UNKNOWN_NAME, word, {*Operator})
            word = None
        if word is None or field is None:
            fields.take("value")
            return None
        operator = Operator(word)
        if operator not in WITHOUT_VALUE and "value" not in fields:
            self._faults.add(fields.at, FaultCode.MISSING, "wants `value`")
            return None
        value = fields.take("value") if operator not in WITHOUT_VALUE else None
        return Leaf(fields.at, Named(field, fields.place("field")), operator, value)
