import assert from "node:assert/strict";
import { test } from "node:test";

import { CLOSE } from "../src/generated/protocol.ts";
import { Presence } from "../src/presence.ts";
import { FakeWorld, welcome } from "./world.ts";

const ROOM = "order/1";
const SNAPSHOT = {
  op: "SNAPSHOT",
  room: ROOM,
  seq: 3,
  epoch: "i1.1",
  members: [],
} as const;

async function open(...rooms: string[]): Promise<{ world: FakeWorld; presence: Presence }> {
  const world = new FakeWorld();
  const presence = new Presence(world);
  for (const room of rooms) {
    presence.join(room);
  }
  await world.pass(0);
  world.socket.hear(welcome());
  return { world, presence };
}

test("one connection a tab, opened by the first room", async () => {
  const { world, presence } = await open(ROOM, "order");
  assert.equal(world.sockets.length, 1);
  assert.deepEqual(
    world.socket.sent.map((one) => [one["op"], one["room"]]),
    [
      ["SUB", ROOM],
      ["SUB", "order"],
    ],
  );
  assert.equal(presence.standing.phase, "open");
});

test("a room is left when nobody wants it any more", async () => {
  const { world, presence } = await open(ROOM);
  const second = presence.join(ROOM);
  second();
  second();
  assert.equal(world.socket.sent.length, 1);
  const third = presence.join("order");
  world.socket.hear(SNAPSHOT);
  third();
  assert.deepEqual(world.socket.sent.at(-1), { op: "UNSUB", room: "order" });
  assert.equal(presence.room("order"), undefined);
});

test("after a loss it comes back where it was, with all it did", async () => {
  const { world, presence } = await open(ROOM);
  world.socket.hear(SNAPSHOT);
  presence.focus(ROOM, "1", "price");
  presence.setMode("editing");
  world.socket.end(1006);
  assert.equal(presence.standing.phase, "waiting");
  assert.ok(presence.room(ROOM), "what was known is shown meanwhile");
  await world.pass(250);
  assert.deepEqual(world.resumes, [null, "r1"]);
  world.socket.hear(welcome("r2"));
  assert.deepEqual(world.socket.sent, [
    { op: "SUB", room: ROOM, seq: 3, epoch: "i1.1" },
    { op: "FOCUS", room: ROOM, row: "1", field: "price" },
    { op: "HB", mode: "editing" },
  ]);
});

test("it waits longer each time, not for ever, and asks for no place that is gone", async () => {
  const { world, presence } = await open(ROOM);
  world.refuses = true;
  world.socket.end(1006);
  for (let time = 0; time < 8; time += 1) {
    await world.pass(10_000);
  }
  const asked = world.resumes.length;
  assert.ok(asked >= 8 && asked < 20, `${asked}`);
  assert.equal(world.resumes.at(-1), null);
  world.refuses = false;
  await world.pass(10_000);
  world.socket.hear(welcome());
  assert.equal(presence.standing.phase, "open");
});

test("a farewell says when to come back", async () => {
  const { world } = await open(ROOM);
  world.socket.hear({ op: "GOODBYE", retry_ms: 3000 });
  world.socket.end(CLOSE.RESTART, "restart");
  await world.pass(2900);
  assert.equal(world.resumes.length, 1);
  await world.pass(400);
  assert.equal(world.resumes.length, 2);
});

for (const code of [CLOSE.REPLACED, CLOSE.FORBIDDEN, CLOSE.BAD_MESSAGE, CLOSE.WRONG_PROTOCOL]) {
  test(`after ${code} it stays away and says why`, async () => {
    const { world, presence } = await open(ROOM);
    world.socket.end(code, "why");
    await world.pass(60_000);
    assert.equal(world.sockets.length, 1);
    assert.deepEqual([presence.standing.phase, presence.standing.reason], ["closed", "why"]);
  });
}

test("a server that says nothing is given up", async () => {
  const world = new FakeWorld();
  const presence = new Presence(world);
  presence.join(ROOM);
  await world.pass(15_000);
  assert.equal(presence.standing.phase, "waiting");
  assert.equal(world.sockets[0]?.closed, 1005);
});

test("what was missed is asked for again", async () => {
  const { world, presence } = await open(ROOM);
  world.socket.hear(SNAPSHOT, { op: "DIFF", room: ROOM, seq: 9 });
  assert.deepEqual(world.socket.sent.at(-1), { op: "SUB", room: ROOM });
  world.socket.hear({ op: "RESYNC", room: ROOM });
  assert.equal(world.socket.sent.length, 3);
  world.socket.hear({ ...SNAPSHOT, seq: 9 });
  assert.equal(presence.room(ROOM)?.seq, 9);
});

test("a lock is mine until I am told otherwise, and not through a new connection", async () => {
  const { world, presence } = await open(ROOM);
  presence.askLock(ROOM);
  assert.deepEqual(world.socket.sent.at(-1), { op: "LOCK", room: ROOM, action: "acquire" });
  const granted = { op: "LOCK_GRANTED", room: ROOM, fence: "7", token: "t", expires_at: 9 } as const;
  world.socket.hear(granted, { op: "LOCK_REQUESTED", room: ROOM, by: { name: "Ben" } });
  assert.deepEqual([presence.lock(ROOM).own?.token, presence.lock(ROOM).askedBy?.name], ["t", "Ben"]);
  world.socket.end(1006);
  await world.pass(250);
  world.socket.hear(welcome());
  assert.equal(presence.lock(ROOM).own, null);
  world.socket.hear(granted);
  presence.unlock(ROOM);
  assert.deepEqual(world.socket.sent.at(-1), { op: "UNLOCK", room: ROOM, token: "t" });
  world.socket.hear({ op: "LOCK_DENIED", room: ROOM, reason: "held", holder: { name: "Ben" } });
  assert.equal(presence.lock(ROOM).denied?.holder?.name, "Ben");
});

test("its stay is prolonged by a new ticket", async () => {
  const { world } = await open(ROOM);
  await world.pass(240_000);
  assert.deepEqual(world.socket.sent.at(-1), { op: "HB", ticket: "t2" });
});

test("listeners hear of what changed, and of nothing else", async () => {
  const { world, presence } = await open(ROOM);
  let heard = 0;
  const end = presence.subscribe(() => {
    heard += 1;
  });
  world.socket.hear(SNAPSHOT);
  world.socket.hear({ op: "DIFF", room: "other", seq: 1 });
  world.socket.hear({ op: "DIFF", room: ROOM, seq: 2 });
  assert.equal(heard, 1);
  world.socket.hear({ op: "STATUS", status: { stale: "unknown" } });
  assert.deepEqual(presence.standing.service, { stale: "unknown", presence: "whole" });
  end();
  world.socket.hear({ op: "DIFF", room: ROOM, seq: 4 });
  assert.equal(heard, 2);
});

test("closed by its page, it can begin anew", async () => {
  const { world, presence } = await open(ROOM);
  presence.close();
  assert.equal(world.socket.closed, CLOSE.NORMAL);
  presence.join(ROOM);
  await world.pass(0);
  assert.equal(world.sockets.length, 2);
});
