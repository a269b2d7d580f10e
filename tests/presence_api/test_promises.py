"""What a route promises."""

import pytest

from presence_api.ports.token_verifier import TokenRefused
from presence_api.promises import ETAG, JSON, KEY, Promise, promises


def test_a_promise_is_among_the_options_of_its_route() -> None:
    found = promises(TokenRefused, answer=int, gives=(ETAG,))[KEY]
    assert found == Promise((TokenRefused,), answer=int, gives=(ETAG,))
    assert (found.media, found.answer_media, found.also) == ((JSON,), (JSON,), {})


def test_what_nobody_knows_cannot_be_promised() -> None:
    with pytest.raises(TypeError):
        promises(answr=int)
