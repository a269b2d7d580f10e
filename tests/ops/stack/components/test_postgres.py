"""The database component."""

from ops.stack.components.postgres import Postgres, owner_url
from tests.ops.stack.components import stack_of


def test_clients_get_a_url_with_the_owners_password() -> None:
    stack = stack_of(Postgres())
    url = owner_url(stack)
    assert (
        url == f"postgresql://rampart:secret-postgres@127.0.0.1:{stack.ports['postgres']}/rampart"
    )
    assert Postgres().environment(stack)["RAMPART_DATABASE_URL"] == url


def test_it_is_not_ready_while_nothing_listens() -> None:
    assert not Postgres().ready(stack_of(Postgres()))


def test_people_are_shown_no_password() -> None:
    stack = stack_of(Postgres())
    assert Postgres().url(stack) == f"127.0.0.1:{stack.ports['postgres']}"
