from ops.dev.reference.rules import pages


def test_a_rule_shows_why_it_matters_and_an_example() -> None:
    text = pages()["rules.md"]

    block = text[text.index("## PRE007") :].partition("\n## ")[0]
    assert block.startswith("## PRE007 TooManyPartitions\n\nA pre-aggregation has more than 10,000")
    assert "\n\n**Why:** each" in block
    assert "(324,000).  \n**Good:** yearly" in block  # two blanks: a line break
    assert "Severity `error`, on." in block


def test_rules_for_schemas_have_a_page_of_their_own() -> None:
    text = pages()["schema-rules.md"]

    assert "## AVR009 ChangedLogicalType" in text
    assert "**Bad:** `timestamp-millis` where" in text
