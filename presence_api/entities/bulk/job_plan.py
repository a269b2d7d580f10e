"""What a job keeps of the request that it comes from: enough to do it as its author may."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from presence_api.caller import Caller
from presence_api.entities.bulk.request import BulkRequest, OnConflict, stored
from presence_api.entities.writing.patching import Editor


@dataclass(frozen=True, slots=True)
class JobPlan:
    """Whose update it is, by the token of their request, and what is written into each row."""

    editor: Editor
    patch: Mapping[str, Any]
    on_conflict: OnConflict

    @classmethod
    def of(cls, editor: Editor, request: BulkRequest) -> "JobPlan":
        """The plan of a request."""
        patch = {column.name: stored(value) for column, value in request.values.items()}
        return cls(editor, patch, request.on_conflict)

    @classmethod
    def read(cls, plan: Mapping[str, Any]) -> "JobPlan":
        """The plan that `as_json` gave."""
        said = plan["caller"]
        caller = Caller(said["tenant"], said["user"], frozenset(said["groups"]), said["claims"])
        editor = Editor(caller, said["name"])
        return cls(editor, plan["set"], OnConflict(plan["on_conflict"]))

    def as_json(self) -> Mapping[str, Any]:
        """What is kept."""
        caller = self.editor.caller
        said = {
            "tenant": caller.tenant,
            "user": caller.user,
            "name": self.editor.name,
            "groups": sorted(caller.groups),
            "claims": dict(caller.claims),
        }
        return {"caller": said, "set": dict(self.patch), "on_conflict": self.on_conflict}
