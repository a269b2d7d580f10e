from tests.metamodel.shop import ORDER, places

SQL = "SELECT * FROM orders WHERE {SECURITY_CONTEXT.tenant.filter('tenant_id')}"


def test_a_table_is_right() -> None:
    assert places("SQL002") == []


def test_the_callers_token_does_not_belong_into_sql() -> None:
    source = f"/entities/{ORDER}/source"
    assert places("SQL002", {source: {"sql": SQL}}) == [f"{source}/sql"]
    segment = f"/entities/{ORDER}/segments/0/expression"
    assert places("SQL002", {segment: "{SECURITY_CONTEXT.x} = 1"}) == [segment]
