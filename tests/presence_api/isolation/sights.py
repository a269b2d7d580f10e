"""Who may see what of the gadgets, written down once more: by group, tenant and claim."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from metamodel.model.metamodel import Metamodel
from presence_api.caller import Caller
from presence_api.ports.entity_store import JsonScalar
from tests.presence_api.entities.gadgets import COLUMNS, document, model, varied

MASK: Final = "***"
MEASURES: Final = ("count", "total_size", "most_margin")
ROWS: Final = [varied(number) for number in range(1, 61)]
_DRILL: Final = ["gadget_id", "tenant_id", "name", "email"]
_ALL: Final = frozenset({*COLUMNS, *MEASURES}) - {"pin", "version"}
_SHOWN: Final[Mapping[str, frozenset[str]]] = {
    "admin": _ALL,
    "analyst": _ALL - {"email", "margin", "most_margin"},
    "seller": _ALL - {"amount", "margin", "most_margin"},
}
_MASKED: Final[Mapping[str, frozenset[str]]] = {"analyst": frozenset({"email"})}

Row = Mapping[str, JsonScalar]


@dataclass(frozen=True, slots=True)
class Sight:
    """Ids of rows, and the names that are shown as they are or masked; nothing else is there."""

    ids: frozenset[str]
    shown: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()

    @property
    def readable(self) -> frozenset[str]:
        """In either way."""
        return self.shown | self.masked

    def of(self, row: Row, name: str) -> JsonScalar:
        """A value as it is shown."""
        return row[name] if name in self.shown else MASK

    def sees(self, row: Row) -> bool:
        """Is it one of the rows?"""
        return str(row["gadget_id"]) in self.ids


def sight_of(caller: Caller) -> Sight:
    """By their token."""
    return sight(caller.groups, {**caller.claims, "tenant": caller.tenant})


def sight(groups: Collection[str], claims: Mapping[str, Any]) -> Sight:
    """Of whoever is in at most one of the groups that policies name."""
    (group,) = {*_SHOWN} & {*groups} or {""}
    names = claims.get("names", ())
    ids = frozenset(
        str(row["gadget_id"])
        for row in ROWS
        if row["deleted_at"] is None
        if group == "admin" or row["tenant_id"] == claims.get("tenant")
        if group != "seller" or row["name"] in names
    )
    nothing = frozenset[str]()
    return Sight(ids if group else nothing, _SHOWN.get(group, nothing), _MASKED.get(group, nothing))


def gadgets() -> Metamodel:
    """With measures, one of which most people may not see."""
    access = document()["entities"][0]["access"]
    for policy in access[1:3]:
        policy["excludes"] = [*policy["excludes"], "most_margin"]
    measures = [
        {"name": "count", "type": "count", "title": "Gadgets", "drillMembers": _DRILL},
        {"name": "total_size", "type": "sum", "expression": "{size}", "title": "Size"},
        {"name": "most_margin", "type": "max", "expression": "{margin}", "title": "Margin"},
    ]
    return model(access=access, measures=measures)


def _somebody(user: str, group: str, tenant: str, **claims: Any) -> Caller:
    return Caller(tenant, user, frozenset({group, "guests"}), {"sub": user, **claims})


PEOPLE: Final = tuple(
    _somebody(f"{group}-{number}-{tenant}", group, tenant, **claims)
    for tenant in ("acme", "globex")
    for number, (group, claims) in enumerate(
        [
            *[("analyst", {})] * 2,
            ("seller", {"names": ["ada"]}),
            ("seller", {"names": ["cy", "bob"]}),
            ("seller", {}),
            ("admin", {}),
            ("nobody", {}),
        ]
    )
)
"""Of each tenant two who see the same, and others."""
