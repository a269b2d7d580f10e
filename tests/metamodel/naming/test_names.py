from metamodel.naming.names import CollectedName, NameKind


def test_a_name_points_at_itself_by_kind_and_text() -> None:
    assert CollectedName(NameKind.RUN_TAG, "rampart/from").pointer == "run_tag:rampart/from"


def test_a_name_at_one_place_is_one_name_with_or_without_facts_in_its_hash() -> None:
    plain = CollectedName(NameKind.TABLE, "outbox", "a.py", 1, 2)
    assert plain == CollectedName(NameKind.TABLE, "outbox", "a.py", 1, 2)
    with_facts = CollectedName(NameKind.TABLE, "outbox", "a.py", 1, 2, {"a": "b"})
    assert plain != with_facts
    assert hash(plain) == hash(with_facts)
