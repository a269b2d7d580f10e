from datetime import timedelta

from tests.metamodel.naming.given import TODAY, told


def test_an_alias_lives_through_its_last_day() -> None:
    facts = {"new": "new_job", "changelog": "yes"}
    assert told("NMX003", "old_job", remove_after=TODAY.isoformat(), **facts) == ""
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    found = told("NMX003", "old_job", remove_after=yesterday, **facts)
    assert found == f"for `new_job` ended on {yesterday}"


def test_an_alias_is_in_the_changelog() -> None:
    facts = {"new": "new_job", "remove_after": TODAY.isoformat(), "changelog": "no"}
    assert told("NMX003", "old_job", **facts) == "for `new_job` is not listed in CHANGELOG.md"
