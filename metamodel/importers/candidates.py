"""What columns seem to be for, by name and type: suggestions with reasons, never decisions."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from metamodel.importers.catalogue import Column, Table
from metamodel.importers.identifiers import snake_case
from metamodel.importers.report import Suggestion, SuggestionKind
from metamodel.model.attribute import AttributeType, MemberType

_TENANT = re.compile(
    r"(tenant|org|organi[sz]ation|account|workspace|company)(_(id|key|uuid|code))?"
)
_TENANT_FOR_SURE = re.compile(r"tenant(_(id|key|uuid|code))?")
_VERSION = re.compile(r"(row_?|lock_?)?version(_no|_number)?")
_DELETED = re.compile(r"(is_|was_)?(deleted|removed)(_at|_on|_date|_flag)?|(deletion|removal)_date")
_CREATED = re.compile(r".*(creat|insert|added|registered).*")
_UPDATED = re.compile(r".*(updat|modif|chang|edited|last_write).*")
_NO_EVENT = re.compile(r".*(birth|dob|due|expir|until|valid|(^|_)end(_|$)|planned|(^|_)to(_|$)).*")
_NO_AMOUNT = re.compile(
    r".*(^|_)(id|key|sk|no|nr|num|number|code|year|month|day|hour|week|zip|phone|lat|latitude|lon"
    r"|longitude|version|rank|position|sort|order|seq|sequence|level|priority|by)$"
)
_RATE = re.compile(
    r"(?!.*(total|extended|net|gross)).*(rate|ratio|percent|pct|share|discount|score|rating|price|age)"
)
_DELETION_MODES = {MemberType.TIME: "timestamp", MemberType.BOOLEAN: "flag"}
_INTEGRAL = frozenset({AttributeType.INTEGER, AttributeType.BIGINT})


@dataclass(frozen=True, slots=True)
class Drafted:
    """One column in the document."""

    column: Column
    attribute: str
    type: AttributeType
    sql: str

    @property
    def plain(self) -> str:
        """Its name without spelling."""
        return snake_case(self.column.name)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table's columns as candidates; `entity` is its id."""

    table: Table
    entity: str
    drafted: tuple[Drafted, ...]

    def suggestions(self, member_name: Callable[..., str]) -> Iterator[Suggestion]:
        """Everything likely about the table, kind by kind."""
        if not self.table.time:
            yield from self._time()
        yield from self._tenancy()
        yield from self._versioning()
        yield from self._soft_delete()
        yield from self._measures(member_name)

    def _one(
        self, kind: SuggestionKind, item: Drafted, reason: str, key: str, value: Any
    ) -> Suggestion:
        place = f"{self.table.place}.{item.column.name}"
        return Suggestion(kind, place, reason, self.entity, key, value)

    def _time(self) -> Iterator[Suggestion]:
        times = [item for item in self.drafted if item.type.member_type is MemberType.TIME]
        ranked = sorted((item for item in times if not _is_deleted(item)), key=_time_rank)
        if ranked:
            best, *others = ranked
            kept = "it is never NULL" if not best.column.nullable else "it may be NULL"
            rest = ", ".join(item.column.name for item in others)
            reason = f"{_MEANINGS[_time_rank(best)[0]]}; {kept}" + (f"; next: {rest}" * bool(rest))
            value = {"dimension": best.attribute}
            yield self._one(SuggestionKind.TIME, best, reason, "time", value)

    def _tenancy(self) -> Iterator[Suggestion]:
        for item in self.drafted:
            if not _TENANT.fullmatch(item.plain):
                continue
            reason = "its name says that rows belong to tenants; until then everybody sees all rows"
            if not _TENANT_FOR_SURE.fullmatch(item.plain):
                reason = "its name may say that rows belong to tenants"
            value = {"mode": "required", "attribute": item.attribute}
            yield self._one(SuggestionKind.TENANCY, item, reason, "tenancy", value)
            return

    def _versioning(self) -> Iterator[Suggestion]:
        for item in self.drafted:
            if _VERSION.fullmatch(item.plain) and item.type in _INTEGRAL:
                reason = "a number by that name rises with every change of a row"
                value = {"column": item.sql}
                yield self._one(SuggestionKind.VERSIONING, item, reason, "versioning", value)
                return

    def _soft_delete(self) -> Iterator[Suggestion]:
        for item in self.drafted:
            mode = _DELETION_MODES.get(item.type.member_type)
            if _is_deleted(item) and mode:
                reason = "rows with it set look deleted"
                value = {"attribute": item.attribute, "mode": mode}
                yield self._one(SuggestionKind.SOFT_DELETE, item, reason, "softDelete", value)
                return

    def _measures(self, member_name: Callable[..., str]) -> Iterator[Suggestion]:
        keys = {name for key in self.table.foreign_keys for name in key.columns}
        keys |= {name for key in (self.table.primary_key, *self.table.unique) for name in key}
        for item in self.drafted:
            number = item.type.member_type is MemberType.NUMBER
            counted = not item.column.values and item.column.name not in keys
            if number and counted and _is_amount(item.plain):
                kind, word = ("avg", "average") if _RATE.fullmatch(item.plain) else ("sum", "total")
                value: Mapping[str, Any] = {
                    "name": member_name(f"{word}_{item.attribute}"),
                    "type": kind,
                    "expression": f"{{{item.attribute}}}",
                }
                reason = f"a number that is no key; its {kind} may mean something"
                yield self._one(SuggestionKind.MEASURES, item, reason, "measures", value)


_MEANINGS = (
    "its name says when the thing happened",
    "its name says when the row was made",
    "its name says when the row was last written",
    "the only kind of time there is",
)


def _time_rank(item: Drafted) -> tuple[int, bool]:
    """Better is smaller: what it means, then whether it may be NULL."""
    name = item.plain
    meaning = 0
    if _CREATED.fullmatch(name):
        meaning = 1
    elif _UPDATED.fullmatch(name):
        meaning = 2
    elif _NO_EVENT.fullmatch(name):
        meaning = 3
    return meaning, item.column.nullable


def _is_deleted(item: Drafted) -> bool:
    return bool(_DELETED.fullmatch(item.plain))


def _is_amount(name: str) -> bool:
    return not (_NO_AMOUNT.fullmatch(name) or _VERSION.fullmatch(name) or _TENANT.fullmatch(name))
