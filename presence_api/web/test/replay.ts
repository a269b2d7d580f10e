/** Follows what was recorded, and prints what it believes then: `node replay.ts FILE`. */

import { readFileSync } from "node:fs";

import type { ServerMessage } from "../src/generated/protocol.ts";
import { GAP, follow } from "../src/room.ts";
import type { Room } from "../src/room.ts";

const recorded = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as ServerMessage[][];
const believed = recorded.map((messages) => {
  const rooms = new Map<string, Room>();
  const gaps: string[] = [];
  for (const message of messages) {
    if (!("room" in message) || message.room === undefined) {
      continue;
    }
    const next = follow(rooms.get(message.room), message);
    if (next === GAP) {
      gaps.push(`${message.room}: ${JSON.stringify(message)}`);
    } else if (next !== undefined) {
      rooms.set(message.room, next);
    }
  }
  const shown = [...rooms].map(([name, room]) => [
    name,
    {
      count: room.count,
      people: Object.fromEntries(
        [...room.people].map(([user, one]) => [user, [one.mode, one.row, one.field]]),
      ),
    },
  ]);
  return { gaps, rooms: Object.fromEntries(shown) as unknown };
});
console.log(JSON.stringify(believed));
