from datetime import date, timedelta

import pytest

from metamodel.naming.aliases import AliasTable
from metamodel.naming.dictionary import Alias
from metamodel.naming.errors import AliasExpired
from metamodel.naming.names import NameKind

LAST = date(2026, 11, 24)
ALIAS = Alias(
    kind=NameKind.JOB, old="old_job", new="new_job", since=date(2026, 1, 1), remove_after=LAST
)


class Uses:
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.seen: list[Alias] = []

    def count(self, alias: Alias) -> None:
        self.seen.append(alias)


def test_an_old_name_works_until_its_day_and_each_use_is_counted() -> None:
    uses = Uses()
    table = AliasTable([ALIAS], uses)
    assert table.resolve(NameKind.JOB, "old_job", LAST) == "new_job"
    assert table.resolve(NameKind.JOB, "old_job", LAST - timedelta(days=9)) == "new_job"
    assert uses.seen == [ALIAS, ALIAS]


def test_the_day_after_it_is_refused_with_the_new_name_and_not_counted() -> None:
    uses = Uses()
    with pytest.raises(AliasExpired) as refused:
        AliasTable([ALIAS], uses).resolve(NameKind.JOB, "old_job", LAST + timedelta(days=1))
    assert "`new_job`" in str(refused.value)
    assert uses.seen == []


def test_other_names_are_as_they_are_and_an_alias_is_of_one_kind() -> None:
    uses = Uses()
    table = AliasTable([ALIAS], uses)
    assert table.resolve(NameKind.JOB, "new_job", LAST) == "new_job"
    assert table.resolve(NameKind.SENSOR, "old_job", LAST) == "old_job"
    assert uses.seen == []
