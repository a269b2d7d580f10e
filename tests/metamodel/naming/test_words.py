import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.naming import words

IRREGULAR = {"person": "people", "cache": "caches"}
WORD = st.from_regex(r"[a-z]{2,6}[0-9]{0,2}", fullmatch=True)
NAMES = st.lists(WORD, min_size=1, max_size=4).map(tuple)


@given(NAMES)
def test_words_come_back_from_every_form(parts: words.Words) -> None:
    for form in (words.snake, words.kebab, words.pascal, words.upper):
        assert words.split(form(parts)) == parts


@given(NAMES)
def test_each_form_is_told_from_the_others(parts: words.Words) -> None:
    assert words.is_snake(words.snake(parts))
    assert words.is_kebab(words.kebab(parts))
    assert words.is_pascal(words.pascal(parts))
    assert words.is_upper(words.upper(parts))
    assert not words.is_pascal(words.snake(parts))
    assert words.is_snake(words.kebab(parts)) == (len(parts) == 1)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("HTTPServer", ("http", "server")),
        ("totalPrice", ("total", "price")),
        ("X-Request-ID", ("x", "request", "id")),
        ("core.reporting.v1", ("core", "reporting", "v1")),
        ("sha256Of", ("sha256", "of")),
        ("", ()),
    ],
)
def test_names_of_others_are_taken_apart_too(name: str, parts: words.Words) -> None:
    assert words.split(name) == parts


@pytest.mark.parametrize("name", ["", "_a", "a__b", "a_", "1a", "a-b", "A"])
def test_what_is_not_snake_case(name: str) -> None:
    assert not words.is_snake(name)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("order", "orders"),
        ("country", "countries"),
        ("day", "days"),
        ("box", "boxes"),
        ("batch", "batches"),
        ("address", "addresses"),
        ("cache", "caches"),
        ("person", "people"),
    ],
)
def test_plurals_and_the_way_back(one: str, many: str) -> None:
    assert words.plural(one, IRREGULAR) == many
    assert words.singular(many, IRREGULAR) == one


def test_a_name_is_rewritten_word_by_word_and_keeps_what_is_between() -> None:
    assert words.rewrite("a_b.CdEf", str.upper) == "A_B.CDEF"
