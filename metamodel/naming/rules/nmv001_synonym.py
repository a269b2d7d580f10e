"""NMV001."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

_NOT_JUDGED = {NameKind.DOC_FILE, NameKind.RULE_ID, NameKind.CHECK_ID, NameKind.ERROR_CODE}
_NOT_JUDGED |= {NameKind.ALIAS, NameKind.FIXED}


class Synonym(NamingRule):
    """A name holds a word for which the dictionary has another.

    Why: two words for one thing make people look for the difference.

    Bad: `order_qty` (column), `UsrSession` (class), `rampart_evt_total` (metric).
    Good: `order_quantity` (column), `UserSession` (class), `rampart_event_total` (metric).
    """

    code = "NMV001"
    kinds = tuple(kind for kind in NameKind if kind not in _NOT_JUDGED)
    fix = Fix.UNSAFE
    cure = "If the word means something else here, take it out of the dictionary's `synonyms`."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        synonyms = survey.dictionary.synonyms
        for word in dict.fromkeys(words.split(name.text)):
            if word in synonyms:
                better = replaced(name.text, word, synonyms[word])
                yield self.wrong(name, f"says `{word}` for `{synonyms[word]}`", better)


def replaced(text: str, word: str, better: str) -> str:
    """The name with one of its words put in place of another, written as the old one was."""
    return words.rewrite(
        text, lambda piece: _like(piece, better) if piece.lower() == word else piece
    )


def _like(piece: str, better: str) -> str:
    if piece.isupper() and len(piece) > 1:
        return better.upper()
    return better.capitalize() if piece[0].isupper() else better
