from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_an_index_leads_to_its_table() -> None:
    assert told("NMS002", "ix_outbox_shard", table="outbox") == ""
    assert better("NMS002", "outbox_by_shard", table="outbox") == "ix_outbox_shard"
    assert better("NMS002", "ix_shard", table="outbox") == "ix_outbox_shard"


def test_a_unique_one_says_so() -> None:
    assert better("NMS002", "ix_outbox_id", table="outbox", unique="yes") == "uq_outbox_id"


def test_what_would_be_cut_off_has_no_better_name() -> None:
    assert better("NMS002", f"by_{'a' * 60}", table="outbox") is None


def test_a_constraint_is_renamed_by_people_who_know_its_kind() -> None:
    assert told("NMS002", "ck_outbox_shard", NameKind.CONSTRAINT, table="outbox") == ""
    assert better("NMS002", "positive", NameKind.CONSTRAINT, table="outbox") is None
