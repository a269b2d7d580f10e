"""Names as words: taken apart however they are written, put together in the form a layer wants."""

import re
from collections.abc import Callable, Iterable, Mapping

Words = tuple[str, ...]

_PIECE = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_UPPER = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_LENGTHENED = ("sses", "xes", "ches", "shes")
_VOWELS = "aeiou"


def split(name: str) -> Words:
    """The words of a name in lower case: camelCase, snake_case, kebab-case, dots, all the same.

    Digits stay with the letters before them; a run of capitals is one word but for its last, which
    begins the next (`HTTPServer` is http, server).
    """
    return tuple(piece.lower() for piece in _PIECE.findall(name))


def rewrite(name: str, change: Callable[[str], str]) -> str:
    """The name with each of its words as `change` returns it, and all between them as it was."""
    return _PIECE.sub(lambda match: change(match[0]), name)


def snake(words: Iterable[str]) -> str:
    """`total_price`."""
    return "_".join(words)


def kebab(words: Iterable[str]) -> str:
    """`total-price`."""
    return "-".join(words)


def pascal(words: Iterable[str]) -> str:
    """`TotalPrice`."""
    return "".join(word[:1].upper() + word[1:] for word in words)


def upper(words: Iterable[str]) -> str:
    """`TOTAL_PRICE`."""
    return "_".join(words).upper()


def is_snake(name: str) -> bool:
    """Is it lower-case words joined by single underscores, a letter first?"""
    return _SNAKE.fullmatch(name) is not None


def is_kebab(name: str) -> bool:
    """The same, joined by hyphens."""
    return _KEBAB.fullmatch(name) is not None


def is_pascal(name: str) -> bool:
    """Does it begin with a capital and hold letters and digits only?"""
    return _PASCAL.fullmatch(name) is not None


def is_upper(name: str) -> bool:
    """Is it upper-case words joined by single underscores?"""
    return _UPPER.fullmatch(name) is not None


def plural(word: str, irregular: Mapping[str, str]) -> str:
    """The plural of an English noun in lower case; `irregular` knows those that follow no rule."""
    if word in irregular:
        return irregular[word]
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_SIBILANT) else f"{word}s"


def singular(word: str, irregular: Mapping[str, str]) -> str:
    """The likeliest singular; no inverse, since `buses` could come of `bus` and of `buse`."""
    known = next((one for one, many in irregular.items() if many == word), None)
    if known:
        return known
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(_LENGTHENED) else word.removesuffix("s")
