"""Faults that only show beside the events: each has a canary here."""

import pytest

from tests.metamodel.streaming.shop import TEXT, loaded

CASES = {
    "a topic nobody describes": ("shop.price.v1: {", "shop.prices.v1: {", "DCL002"),
    "such a topic in an environment": (
        "      shop.order.v1: {partitions: 12}",
        "      shop.other.v1: {partitions: 12}",
        "DCL002",
    ),
    "a role that nobody plays": ("roles: [kitchen]", "roles: []", "DCL003"),
    "a name that is none on Kubernetes": ("  back:", "  back_office:", "DCL005"),
    "a name that cannot begin a group": ("service: stove", "service: The Stove", "DCL005"),
    "two users of one service": ("service: stove", "service: front", "DCL006"),
    "more copies in sync than copies": ("replicas: 2", "replicas: 4", "DCL008"),
    "no number of partitions": ("{partitions: 3, retention: 7d", "{retention: 7d", "DCL008"),
    "a retention that means nothing": (
        "{cleanup: compact}",
        "{cleanup: compact, retention: 1d}",
        "DCL008",
    ),
    "a user that the broker lets do everything": ("[root]", "[root, front]", "DCL009"),
}


@pytest.mark.parametrize("case", CASES)
def test_canary(case: str) -> None:
    right, wrong, code = CASES[case]
    assert right in TEXT

    found = loaded(TEXT.replace(right, wrong)).findings

    assert {item.code for item in found} == {code}
    assert all(item.cure and item.line for item in found)


def test_canary_of_letters_that_nobody_may_read() -> None:
    text = TEXT.replace("[describe, dead_letters]", "[describe]").replace("[replay]", "[]")

    (fault,) = loaded(text).findings

    assert (fault.code, fault.message) == (
        "DCL007",
        "nobody may read the dead letters of `shop.order.v1`",
    )


def test_a_misspelt_topic_is_answered_with_the_likeliest() -> None:
    (fault,) = loaded(TEXT.replace("shop.price.v1: {", "shop.prices.v1: {")).findings

    assert fault.cure == "Did you mean `shop.price.v1`?"
