"""The frames of the protocol as TypeScript."""

from typing import Any

from ops.dev.reference.presence_types import PATH, files
from ops.stack.places import REPOSITORY
from presence_api.live.rooms.messages import SERVER_MESSAGES
from presence_api.live.session import VERBS


def test_every_frame_has_an_interface_with_its_own_op() -> None:
    text = files()[PATH]
    kinds: list[type[Any]] = [*VERBS.values(), *SERVER_MESSAGES]
    for kind in kinds:
        assert f'  op: "{kind.__struct_config__.tag}";' in text
    assert "export type ClientMessage =" in text
    assert "\n  | ErrorSaid" in text  # a browser has an `Error` already


def test_what_may_be_left_out_may_be_left_out_and_lists_cannot_be_changed() -> None:
    text = files()[PATH]
    assert "  lock?: LockHolder;" in text
    assert "  members: readonly Member[];" in text


def test_it_is_committed_as_it_is_made() -> None:
    assert (REPOSITORY / PATH).read_text(encoding="utf-8") == files()[PATH]
