from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from metamodel.naming.dictionary import Fixed
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.repair import repair_of, repairs
from metamodel.naming.rule import Fix
from metamodel.naming.runner import judge_names
from tests.metamodel.naming.given import RULES, changed, given

EVERYTHING = {Fix.SAFE, Fix.UNSAFE, Fix.NONE}
TEXT = st.one_of(
    st.from_regex(r"[a-zA-Z]{1,6}([_./-]?[a-zA-Z0-9]{1,6}){0,4}", fullmatch=True),
    st.text(max_size=20),
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["counter", "gauge", "sum", "count", "date", "boolean"]),
        "table": st.sampled_from(["outbox", "refresh_intake"]),
        "unique": st.just("yes"),
        "secret": st.just("yes"),
        "cube": st.just("orders"),
        "granularity": st.sampled_from(["day", "month"]),
    },
)


@settings(max_examples=400)
@for_all(st.sampled_from(NameKind), TEXT, FACTS)
def test_a_repaired_name_needs_no_repair(kind: NameKind, text: str, facts: dict[str, str]) -> None:
    name, survey = CollectedName(kind, text, facts=facts), given()
    for allowed in (EVERYTHING, {Fix.SAFE, Fix.UNSAFE}, {Fix.SAFE}):
        found = repair_of(name, survey, allowed)
        if found is not None:
            again = CollectedName(kind, found.better, facts=facts)
            assert found.better != text
            assert repair_of(again, survey, allowed) is None


@settings(max_examples=400)
@for_all(st.sampled_from(sorted(RULES)), TEXT, FACTS, st.data())
def test_what_a_rule_proposes_it_does_not_find_fault_with(
    code: str, text: str, facts: dict[str, str], data: st.DataObject
) -> None:
    rule = RULES[code]()
    name = CollectedName(data.draw(st.sampled_from(rule.kinds)), text, facts=facts)
    for fault in rule.judge(name, given()):
        if fault.better and fault.fix is not Fix.NONE:
            proposed = CollectedName(name.kind, fault.better, facts=facts)
            assert not [
                one.better for one in rule.judge(proposed, given()) if one.message == fault.message
            ]


def test_only_what_is_allowed_is_repaired() -> None:
    names = (
        CollectedName(NameKind.RUN_TAG, "rampart/run_id"),
        CollectedName(NameKind.ENV_VAR, "CUBE_URL"),
        CollectedName(NameKind.ENTITY, "Order"),
    )
    faults = judge_names(survey := given(*names))
    safe = repairs(faults, survey, {Fix.SAFE})
    assert [(item.better, item.fix) for item in safe] == [("rampart/run-id", Fix.SAFE)]
    both = repairs(faults, survey, {Fix.SAFE, Fix.UNSAFE})
    assert {(item.better, item.fix) for item in both} == {
        ("rampart/run-id", Fix.SAFE),
        ("RAMPART_CUBE_URL", Fix.UNSAFE),
    }


def test_several_rules_make_one_repair() -> None:
    name = CollectedName(NameKind.METRIC, "cubeLatencyMs", facts={"type": "gauge"})
    found = repair_of(name, given(), EVERYTHING)
    assert found is not None
    assert found.better == "rampart_cube_latency_seconds"
    assert found.codes == ("NMO002", "NMO002", "NMO002")


def test_a_fixed_name_is_not_repaired() -> None:
    fixed = Fixed(names=("tag",), kinds=(NameKind.RUN_TAG,), reason="So.", decision="0001-so")
    known = changed(fixed=(fixed,))
    name = CollectedName(NameKind.RUN_TAG, "tag")
    assert repair_of(name, given(dictionary=known), EVERYTHING) is None
    assert repair_of(name, given(), EVERYTHING) is not None


def test_words_that_lead_in_a_circle_are_left_to_people() -> None:
    known = changed(synonyms={"alpha": "beta", "beta": "alpha"})
    name = CollectedName(NameKind.SEGMENT, "alpha")
    assert repair_of(name, given(dictionary=known), EVERYTHING) is None
