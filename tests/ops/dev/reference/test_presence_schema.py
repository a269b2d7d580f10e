"""The messages of the presence protocol as JSON Schema."""

from ops.dev.reference._presence_schema import MESSAGES, components, words_of


def test_each_message_is_referred_to_as_the_template_says_and_described() -> None:
    references, found = components("to/{name}")
    assert [one["$ref"] for one in references] == [f"to/{kind.__name__}" for kind in MESSAGES]
    assert all("description" in found[kind.__name__] for kind in MESSAGES)


def test_a_field_is_described_by_itself_or_by_the_one_thing_it_may_be() -> None:
    assert (
        words_of({"description": "Its own.", "anyOf": [{"description": "Another."}]}) == "Its own."
    )
    assert words_of({"anyOf": [{"type": "null"}, {"description": "Of what it may be."}]}) == (
        "Of what it may be."
    )
    assert words_of({"type": "string"}) == ""
