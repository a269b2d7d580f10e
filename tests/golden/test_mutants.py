"""One wrong edit in a right document: lint names it before Cube sees it."""

from typing import Any

import pytest

from metamodel.lint.runner import lint, rules
from tests.golden.real_models import real_model
from tests.metamodel.shop import GONE

RENTAL, FILM, INVOICE = "/entities/rental", "/entities/film", "/entities/invoice"
CUSTOMER, LINE = "/entities/customer", "/entities/invoice_line"
BY_DAY = "/preAggregations/by_day"
OWN = {"member": "store_id", "operator": "equals", "claim": "store"}
NEVER = {"rule": "TIM001", "path": "", "reason": "Later.", "expires": "2099-01-01"}
BACK = {
    "id": "rel_back",
    "from": "inventory",
    "to": "rental",
    "cardinality": "one_to_many",
    "on": [{"from": "inventory_id", "to": "inventory_id"}],
}
SECOND = {
    "id": "rel_second",
    "from": "payment",
    "to": "customer",
    "cardinality": "many_to_one",
    "on": [{"from": "customer_id", "to": "customer_id"}],
}
LATE = {"name": "late_today", "type": "count", "title": "L", "filters": ["{return_date} < NOW()"]}
RATIO = {"name": "r", "type": "number", "title": "R", "expression": "{late} / NULLIF({count}, 0)"}
AGAIN = {"name": "again", "type": "count", "title": "Again", "filters": ["{is_late}"]}
CHAIN = {"name": "chain", "type": "rollup_lambda", "rollups": ["by_year"]}
JOIN = {"name": "both", "type": "rollup_join", "rollups": ["by_day", "inventory.all"]}
COARSE = {
    "name": "by_year",
    "measures": ["count"],
    "dimensions": ["billing_country"],
    "time": {"dimension": "invoice_date", "granularity": "year"},
}
MONEY = {"name": "fee", "column": "fee", "type": "float", "title": "Fee", "currency": "USD"}
SUMMED = {"name": "s", "type": "number", "title": "S", "expression": "{inventory.count} + 1"}
SHIFTED = {
    "name": "local_day",
    "type": "time",
    "title": "Local day",
    "expression": "{rental_date} AT TIME ZONE 'America/Denver'",
}
SUB_QUERY = {
    "name": "copies",
    "type": "number",
    "title": "Copies",
    "expression": "{inventory.count}",
    "subQuery": True,
}
STAGE = {
    "name": "stage",
    "type": "number",
    "title": "Stage",
    "multiStage": True,
    "expression": "{count}",
    "timeShifts": [{"name": "same_day_last_year"}],
}
DAY = {"member": "invoice_date", "operator": "afterDate", "values": ["2024-12-31"]}
LINK = {"name": "a", "label": "A", "dashboard": "d"}

MUTANTS: list[tuple[str, str, dict[str, Any]]] = [
    ("CON001", "sakila", {f"{FILM}/attributes/release_year/constraints/minimum": 3000}),
    ("DOC001", "chinook", {f"{INVOICE}/description": GONE}),
    ("DOC002", "chinook", {f"{INVOICE}/attributes/total/format": GONE}),
    ("DOC003", "sakila", {f"{CUSTOMER}/attributes/deleted_at/public": True}),
    (
        "DOC004",
        "chinook",
        {f"{INVOICE}/measures/count/deprecated": {"since": "1", "replacement": "n"}},
    ),
    ("ENU001", "sakila", {f"{FILM}/attributes/rating/default": "X"}),
    ("EVT001", "sakila", {f"{RENTAL}/lifecycle/topic": "Rentals"}),
    ("EXM002", "chinook", {"/exemptions": [NEVER | {"rule": "PRE003"}]}),
    ("EXM003", "sakila", {"/exemptions": [NEVER]}),
    ("FMT001", "chinook", {f"{INVOICE}/measures/turnover/format": "two digits"}),
    ("FMT002", "chinook", {f"{INVOICE}/measures/turnover/currency": "DOLLAR"}),
    (
        "GRA001",
        "sakila",
        {f"{RENTAL}/attributes/rental_date/granularities/half_year/interval": "5 months"},
    ),
    ("GRA002", "chinook", {f"{INVOICE}{BY_DAY}/time/granularity": "fortnight"}),
    ("KEY001", "chinook", {f"{INVOICE}/keys/primary": ["invoice_no"]}),
    ("KEY001", "chinook", {f"{INVOICE}/attributes/invoice_id/nullable": True}),
    ("KEY002", "sakila", {f"{FILM}/versioning": GONE}),
    ("KEY003", "sakila", {f"{CUSTOMER}/measures/count/filters": GONE}),
    ("KEY004", "sakila", {f"{CUSTOMER}/softDelete/mode": "flag"}),
    ("LNK001", "chinook", {f"{INVOICE}/attributes/total/links": [LINK, LINK]}),
    ("MEA001", "chinook", {f"{INVOICE}/measures/turnover/expression": "{totl}"}),
    ("MEA001", "chinook", {f"{INVOICE}/measures/turnover/expression": "{average_invoice}"}),
    ("MEA002", "sakila", {f"{RENTAL}/measures/-": SUMMED}),
    (
        "MEA003",
        "chinook",
        {f"{INVOICE}/measures/average_invoice/expression": "{turnover} / {count}"},
    ),
    ("MEA004", "sakila", {f"{RENTAL}/measures/-": RATIO}),
    ("MEA005", "chinook", {f"{INVOICE}/measures/turnover/expression": "{billing_country}"}),
    ("MEA006", "sakila", {f"{RENTAL}/measures/-": AGAIN}),
    ("MEM001", "chinook", {f"{INVOICE}/measures/count/drillMembers": ["customer.surname"]}),
    ("MEM001", "sakila", {f"{FILM}/hierarchies/by_language/levels": ["language.count"]}),
    ("MEM002", "sakila", {f"{RENTAL}/measures/-": STAGE}),
    ("MEM002", "kitchen_sink", {"/entities/order/computed/price/switch/when/0/value": "GBP"}),
    ("MSK001", "sakila", {f"{FILM}/attributes/rental_rate/mask": {"value": 0}}),
    ("MSK002", "sakila", {f"{CUSTOMER}/access/0/masking/includes": ["last_name"]}),
    ("NAM001", "chinook", {f"{INVOICE}/measures/turnover/name": "class"}),
    ("NAM001", "chinook", {"/views/sales/name": "invoices"}),
    ("NAM001", "sakila", {"/entities/category/cube": "order"}),
    ("NAM002", "sakila", {"/entities/staff/attributes/active/type": "string"}),
    ("NAM003", "chinook", {f"{INVOICE}/measures/turnover/name": "amount"}),
    ("NAM003", "sakila", {"/views/takings/name": "renting"}),
    ("NAM004", "chinook", {f"{INVOICE}/measures/turnover/aliases": ["count"]}),
    ("NAM005", "chinook", {f"{INVOICE}/measures/buyers/name": "customers"}),
    ("PRE001", "sakila", {f"{RENTAL}/preAggregations/-": COARSE | {"dimensions": ["store_id"]}}),
    ("PRE002", "chinook", {f"{INVOICE}{BY_DAY}/dimensions": ["invoice_id"]}),
    ("PRE003", "sakila", {f"{RENTAL}{BY_DAY}/dimensions": ["state"]}),
    ("PRE004", "chinook", {f"{INVOICE}{BY_DAY}/measures": ["buyers"]}),
    ("PRE005", "chinook", {f"{INVOICE}{BY_DAY}/dimensions": ["turnover"]}),
    ("PRE006", "chinook", {f"{INVOICE}{BY_DAY}/partition": "hour"}),
    (
        "PRE007",
        "chinook",
        {"/defaults/extent/start": "1900-01-01", f"{INVOICE}{BY_DAY}/partition": "day"},
    ),
    ("PRE008", "sakila", {f"{RENTAL}{BY_DAY}/refresh/updateWindow": GONE}),
    ("PRE009", "chinook", {f"{INVOICE}/preAggregations/-": CHAIN}),
    ("PRE010", "chinook", {f"{INVOICE}/preAggregations/-": COARSE}),
    ("PRE011", "chinook", {f"{INVOICE}{BY_DAY}/scheduledRefresh": True}),
    (
        "PRE012",
        "chinook",
        {f"{INVOICE}{BY_DAY}/outputColumnTypes": [{"member": "count", "type": "int"}]},
    ),
    ("PRE014", "sakila", {"/entities/payment/preAggregations/-": JOIN}),
    ("REL001", "sakila", {"/relations/rel_film_language/to": "tongue"}),
    (
        "REL001",
        "sakila",
        {"/relations/rel_film_language/on": [{"from": "title", "to": "language_id"}]},
    ),
    ("REL002", "chinook", {"/relations/rel_track_genre/on": [{"from": "name", "to": "name"}]}),
    (
        "REL003",
        "sakila",
        {
            "/relations/rel_film_original_language/role": GONE,
            "/views/lending/cubes": [{"path": "film"}],
            "/views/lending/folders": GONE,
        },
    ),
    ("REL003", "sakila", {"/relations/-": SECOND}),
    ("REL005", "sakila", {"/relations/-": BACK}),
    ("RLS001", "sakila", {f"{CUSTOMER}/access": []}),
    (
        "RLS002",
        "sakila",
        {f"{CUSTOMER}/access/0/filters": GONE, f"{CUSTOMER}/access/0/allRows": True},
    ),
    ("RLS003", "sakila", {f"{RENTAL}/attributes/customer_id/nullable": True}),
    ("RLS004", "sakila", {"/views/takings/access": []}),
    ("RLS005", "sakila", {f"{CUSTOMER}/access/1/excludes": GONE}),
    ("RLS005", "chinook", {f"{CUSTOMER}/attributes/email/public": True}),
    ("RLS006", "sakila", {f"{CUSTOMER}/keys/primary": ["store_id", "customer_id"]}),
    ("RLS007", "sakila", {f"{FILM}/computed/-": SUB_QUERY}),
    (
        "RLS008",
        "sakila",
        {"/relations/-": BACK | {"from": "film", "on": [{"from": "film_id", "to": "rental_id"}]}},
    ),
    ("RLS009", "sakila", {f"{CUSTOMER}/access/1/excludes": ["emial"]}),
    ("RLS010", "sakila", {"/views/lending/access": [{"groups": ["shop"], "allRows": True}]}),
    ("RLS011", "sakila", {f"{CUSTOMER}/access/0/conditions": ["{ securityContext.ok }"]}),
    ("SEA001", "sakila", {f"{FILM}/attributes/length/searchable": "fulltext"}),
    ("SQL001", "chinook", {f"{INVOICE}/segments/abroad/expression": "({billing_country} <> 'USA'"}),
    ("SQL001", "chinook", {f"{LINE}/source/sql": "SELECT 1 -- all"}),
    ("SQL002", "chinook", {f"{LINE}/source/sql": "SELECT * FROM t WHERE {SECURITY_CONTEXT.a}"}),
    ("TIM001", "chinook", {f"{INVOICE}/time": GONE}),
    ("TIM001", "chinook", {f"{INVOICE}/time/dimension": "billing_country"}),
    ("TIM003", "sakila", {f"{RENTAL}{BY_DAY}/refresh/timezone": "Europe/Bonn"}),
    ("TIM004", "sakila", {f"{RENTAL}/computed/-": SHIFTED}),
    ("TIM005", "chinook", {"/views/sales/defaultFilters/0/filter": DAY}),
    ("TIM006", "sakila", {f"{RENTAL}/measures/late": LATE | {"name": "late"}}),
    ("TXT001", "chinook", {f"{INVOICE}/title": "F"}),
    ("TXT002", "chinook", {f"{INVOICE}/meta": {"sql": "SELECT 1"}}),
    ("TYP002", "chinook", {f"{INVOICE}/attributes/-": MONEY}),
    (
        "TYP003",
        "sakila",
        {f"{RENTAL}/computed/-": SHIFTED, f"{RENTAL}/time/dimension": "local_day"},
    ),
    ("VIE001", "chinook", {"/views/sales/cubes/0/path": "invoice_lines"}),
    (
        "VIE002",
        "chinook",
        {"/views/sales/cubes/1/prefix": False, "/views/sales/cubes/1/members/0/alias": "pieces"},
    ),
    ("VIE003", "chinook", {"/views/sales/folders/Music/members": ["kind"]}),
    ("VIE004", "chinook", {"/views/sales/defaultFilters/0/filter": {"or": [DAY]}}),
]
"""The rule that has to speak, the document, and the edit."""


@pytest.mark.parametrize(("code", "name", "edits"), MUTANTS)
def test_a_wrong_edit_is_named(code: str, name: str, edits: dict[str, Any]) -> None:
    assert code not in {item.code for item in lint(real_model(name))}
    found = [item for item in lint(real_model(name, edits)) if item.code == code]
    assert found
    assert all(item.line > 0 and item.cure for item in found)


def test_nearly_every_rule_has_its_mutant() -> None:
    beyond = {"EXM001", "REL004"}  # a day has to pass; two relations have to be wrong first
    assert {rule.code for rule in rules()} - {code for code, _, _ in MUTANTS} == beyond
