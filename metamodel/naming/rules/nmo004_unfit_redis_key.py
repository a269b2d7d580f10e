"""NMO004."""

from collections.abc import Iterator

from metamodel.naming.errors import BadRedisKey
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.redis_keys import parse_redis_key
from metamodel.naming.rule import Fault, NamingRule, Survey


class UnfitRedisKey(NamingRule):
    """A Redis key was not made by the key builder, or its context is not in the dictionary.

    `rampart:<tenant>:<context>:<entity>:<id>[:field]`; a shared entity's key has nothing between
    the first two colons.

    Why: rights are given to prefixes, and the dictionary says of each context how long a key lives.

    Bad: `lock:order:42`, `rampart:acme:lock:order`, `rampart:acme:misc:order:42`,
    `rampart:acme:lock:order:4 2`.
    Good: `rampart:acme:lock:order:42`, `rampart::lock:nation:7`, `rampart:acme:room:order:1~2:seq`.
    """

    code = "NMO004"
    kinds = (NameKind.REDIS_KEY,)
    cure = "Make it with `RedisKey`; a new context goes into the dictionary with its lifetime."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        try:
            key = parse_redis_key(name.text)
        except BadRedisKey as refused:
            yield self.wrong(name, str(refused.args[1]))
            return
        if key.context not in survey.dictionary.redis_contexts:
            yield self.wrong(name, f"has a context `{key.context}` that no lifetime is known of")
