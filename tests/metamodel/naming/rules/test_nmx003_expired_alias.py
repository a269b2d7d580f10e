from datetime import timedelta

from tests.metamodel.naming.given import TODAY, told


def test_an_alias_lives_through_its_last_day() -> None:
    today, yesterday = TODAY.isoformat(), (TODAY - timedelta(days=1)).isoformat()
    assert told("NMX003", "old_job", new="new_job", remove_after=today, changelog="yes") == ""
    found = told("NMX003", "old_job", new="new_job", remove_after=yesterday, changelog="yes")
    assert found == f"for `new_job` ended on {yesterday}"


def test_an_alias_is_in_the_changelog() -> None:
    today = TODAY.isoformat()
    found = told("NMX003", "old_job", new="new_job", remove_after=today, changelog="no")
    assert found == "for `new_job` is not listed in CHANGELOG.md"
