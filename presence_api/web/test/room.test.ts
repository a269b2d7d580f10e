import assert from "node:assert/strict";
import { test } from "node:test";

import type { Member, ServerMessage, Snapshot } from "../src/generated/protocol.ts";
import { GAP, follow, instanceOf } from "../src/room.ts";
import type { Room } from "../src/room.ts";

function member(user: string): Member {
  return { user, name: user.toUpperCase(), color: "#000000", since: 1 };
}

function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return { op: "SNAPSHOT", room: "order/1", seq: 3, epoch: "i1.1", members: [member("anna")], ...more };
}

function after(...messages: ServerMessage[]): Room {
  let room: Room | undefined;
  for (const message of messages) {
    const next = follow(room, message);
    assert.notEqual(next, GAP);
    room = next as Room;
  }
  assert.ok(room);
  return room;
}

test("a snapshot is the room, with what its members do", () => {
  const room = after(
    snapshot({
      members: [member("anna"), member("ben")],
      active: [{ user: "ben", mode: "editing", row: "7" }],
      count: 5,
      lock: { name: "Ben", user: "ben" },
      stale: { until: 9 },
    }),
  );
  assert.deepEqual([...room.people.keys()], ["anna", "ben"]);
  assert.equal(room.people.get("ben")?.row, "7");
  assert.equal(room.people.get("anna")?.mode, "viewing");
  assert.deepEqual([room.count, room.holder?.name, room.stale?.until], [5, "Ben", 9]);
});

test("diffs put members in, replace what they do, and take them out", () => {
  const base = { op: "DIFF", room: "order/1" } as const;
  const room = after(
    snapshot(),
    { ...base, seq: 4, joined: [member("ben")], active: [{ user: "ben", row: "1" }], count: 2 },
    { ...base, seq: 5, active: [{ user: "ben", mode: "idle" }] },
    { ...base, seq: 6, left: ["anna"], count: 1 },
  );
  assert.deepEqual([...room.people.keys()], ["ben"]);
  assert.deepEqual([room.people.get("ben")?.mode, room.people.get("ben")?.row], ["idle", null]);
  assert.deepEqual([room.seq, room.count], [6, 1]);
});

test("what was seen already changes nothing, and a gap is noticed", () => {
  const room = after(snapshot());
  assert.equal(follow(room, { op: "DIFF", room: "order/1", seq: 3, left: ["anna"] }), room);
  assert.equal(follow(room, { op: "DIFF", room: "order/1", seq: 5 }), GAP);
  assert.equal(follow(undefined, { op: "DIFF", room: "order/1", seq: 1 }), undefined);
});

test("a message that is newer than this client only counts", () => {
  const later = { op: "FUTURE", room: "order/1", seq: 4 } as unknown as ServerMessage;
  assert.equal(after(snapshot(), later).seq, 4);
});

test("a change freezes the room, and its end says what to read again", () => {
  const on = { op: "STALE_ON", room: "order/1", seq: 4, until: 9 } as const;
  const off = { op: "STALE_OFF", room: "order/1", seq: 5, outcome: "changed" } as const;
  assert.deepEqual(after(snapshot(), on).stale, { until: 9 });
  const room = after(snapshot(), on, { ...off, version: 7, changed: ["price"] });
  assert.equal(room.stale, null);
  assert.deepEqual([...(room.change?.versions ?? [])], [["1", 7]]);
  assert.deepEqual([room.change?.number, room.change?.attributes], [1, ["price"]]);
  assert.equal(after(snapshot(), snapshot()).change, null);
  const again = after(snapshot(), { ...off, seq: 4, version: 8 }, snapshot({ seq: 9 }));
  assert.deepEqual([again.change?.number, again.change?.outcome], [2, "unknown"]); // between them
});

test("in a room of a whole entity it is said which instances", () => {
  const whole = { room: "order" } as const;
  const room = after(
    snapshot(whole),
    { op: "STALE_ON", ...whole, seq: 4, until: 9, ids: ["1", "2", "3"] },
    {
      op: "STALE_OFF",
      ...whole,
      seq: 5,
      outcome: "changed",
      instances: [{ id: "1", version: 4 }],
      ids: ["2"],
    },
  );
  assert.deepEqual(room.stale, { until: 9, ids: ["3"] });
  assert.deepEqual([...(room.change?.versions ?? [])], [["1", 4]]);
});

test("who holds it and what was built are replaced", () => {
  const room = after(
    snapshot({ room: "order", reports: [{ rollup: "a", state: "BUILT", epoch: 1 }] }),
    { op: "LOCK_CHANGED", room: "order", seq: 4, holder: { name: "Ben", user: "ben" } },
    { op: "LOCK_CHANGED", room: "order", seq: 5 },
    { op: "REPORT", room: "order", seq: 6, rollup: "a", state: "FAILED" },
  );
  assert.equal(room.holder, null);
  assert.deepEqual(room.reports.get("a"), { rollup: "a", state: "FAILED" });
});

test("an instance is what follows the first slash", () => {
  assert.deepEqual(["order", "order/1~2"].map(instanceOf), ["", "1~2"]);
});
