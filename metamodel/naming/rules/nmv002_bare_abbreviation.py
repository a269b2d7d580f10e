"""NMV002."""

import re
from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName
from metamodel.naming.rule import Fault, NamingRule, Survey
from metamodel.naming.rules.nmv001_synonym import Synonym

_VOWELS = frozenset("aeiouy")
_SHORTEST = 2
_RULE_ID = re.compile(r"[a-z]{3}\d{3}")


class BareAbbreviation(NamingRule):
    """A name holds a word without a vowel that is no approved abbreviation.

    Why: an abbreviation is clear to whoever made it up. Those that everybody here knows stand in
    the dictionary with what they are short for.

    Bad: `cstmr_id` (column), `PrtBuilder` (class), `rampart_bld_total` (metric).
    Good: `customer_id` (column), `SqlBuilder` (class), `rampart_dlq_total` (metric).
    """

    code = "NMV002"
    kinds = Synonym.kinds
    cure = "Write the word out, or add it with its meaning to the dictionary's `abbreviations`."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        known = survey.dictionary
        for word in dict.fromkeys(words.split(name.text)):
            if _RULE_ID.fullmatch(word):
                continue
            letters = word.rstrip("0123456789")
            if len(letters) < _SHORTEST or _VOWELS & set(letters) or letters in known.approved:
                continue
            if word not in known.synonyms:
                yield self.wrong(name, f"says `{letters}`, which no dictionary explains")
