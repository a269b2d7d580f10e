"""An entity as one caller sees it."""

import pytest

from metamodel.model.load import load
from ops.stack.places import REPOSITORY
from presence_api.caller import Caller
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed, entity_view
from tests.fakes.entity_store import holds
from tests.presence_api.entities.gadgets import MODEL, caller, model, row, view

DOCUMENT = REPOSITORY / "metamodel" / "documents" / "tpch.json"


def test_what_is_masked_is_readable_and_neither_filterable_nor_orderable() -> None:
    mine = view("analyst")
    assert "email" in mine.readable
    assert mine.masked == {"email"}
    assert not {"email", "margin"} & (mine.filterable | mine.orderable | mine.editable)
    assert (mine.mask("email"), mine.mask("name")) == ("***", None)


def test_long_texts_are_filtered_and_nothing_is_ordered_by_them() -> None:
    assert "note" in view("analyst").filterable
    assert "note" not in view("analyst").orderable


def test_what_may_be_edited_is_shown_versioned_and_no_key() -> None:
    assert view("analyst").editable == {"name", "status", "amount", "made"}
    assert view("admin").editable == {"name", "status", "amount", "made", "email"}
    assert entity_view(model(versioning=None), "gadget", caller("admin")).editable == set()
    versioned = model(versioning={"column": "amount"})
    assert "amount" not in entity_view(versioned, "gadget", caller("admin")).editable


def test_two_policies_never_show_together_what_neither_shows() -> None:
    both = view("analyst", "seller", names=["ada"])
    assert {"email", "amount"} <= both.filterable
    assert both.granting({"email", "amount"}, ()) == ()
    assert len(both.granting({"email"}, ())) == 1
    assert len(both.granting((), {"email", "amount"})) == 1


@pytest.mark.parametrize(
    ("deletion", "deleted"),
    [
        (
            {"attribute": "deleted_at", "mode": "timestamp"},
            row(1, deleted_at="2026-01-01T00:00:00Z"),
        ),
        ({"attribute": "sold", "mode": "flag"}, row(1, sold=True)),
    ],
)
def test_deleted_rows_are_nobodys(deletion: object, deleted: dict[str, str]) -> None:
    mine = entity_view(model(softDelete=deletion), "gadget", caller("admin"))
    rows = mine.rows(mine.grants)
    assert not holds(rows, deleted)
    assert holds(rows, row(2))


def test_digests_tell_policies_and_their_claims_apart() -> None:
    views = (
        view("admin"),
        view("analyst"),
        view("analyst", tenant="globex"),
        view("seller", names=["ada"]),
        view("seller", names=["bob"]),
    )
    assert len({one.digest for one in views}) == len(views)
    assert view("analyst").digest == view("analyst", other="claim").digest


def test_what_is_not_there_and_what_is_not_shown_are_two_things() -> None:
    with pytest.raises(EntityNotServed):
        entity_view(MODEL, "unicorn", caller("admin"))
    with pytest.raises(EntityNotServed):
        entity_view(model(public=False), "gadget", caller("admin"))
    with pytest.raises(EntityForbidden):
        entity_view(MODEL, "gadget", caller("stranger"))


def test_every_entity_of_the_demo_is_served_as_the_document_has_it() -> None:
    demo = load(DOCUMENT.read_text(encoding="utf-8")).require()
    anna = Caller("EUROPE", "anna", frozenset({"analyst"}))
    for entity in demo.entities:
        mine = entity_view(demo, entity.name, anna)
        assert mine.readable == {item.name for item in entity.attributes}
        assert mine.masked == set()


def test_an_attribute_that_is_not_there_is_asked_for_in_vain() -> None:
    with pytest.raises(KeyError):
        view("admin").attribute("unicorn")
