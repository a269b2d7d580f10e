/** A room as a client knows it: what the server said, put together by the protocol's rules alone. */

import type {
  Activity,
  LockHolder,
  Member,
  Mode,
  Outcome,
  RollupState,
  ServerMessage,
  Snapshot,
  Stale,
} from "./generated/protocol.ts";

/** A member, and what they do. */
export interface Person extends Member {
  readonly mode: Mode;
  readonly row: string | null;
  readonly field: string | null;
}

/** Something that changed behind everybody's back: whoever shows it reads it again. */
export interface Change {
  /** Counts them; a new one is a new number. */
  readonly number: number;
  readonly outcome: Outcome;
  /** Versions by instance id; in a room of one instance under its own id. */
  readonly versions: ReadonlyMap<string, number>;
  /** Attributes that changed, if that is known. */
  readonly attributes: readonly string[];
}

/** What is known of a room. Never changed: each message makes another one. */
export interface Room {
  readonly name: string;
  readonly seq: number;
  readonly epoch: string;
  readonly people: ReadonlyMap<string, Person>;
  /** Members, listed in `people` or not. */
  readonly count: number;
  readonly holder: LockHolder | null;
  readonly stale: Stale | null;
  readonly change: Change | null;
  readonly reports: ReadonlyMap<string, RollupState>;
}

/** Something was missed: only a snapshot helps. */
export const GAP = Symbol("gap");

/** The room after a message about it; GAP if that message is not the next one. */
export function follow(room: Room | undefined, message: ServerMessage): Room | typeof GAP | undefined {
  if (message.op === "SNAPSHOT") {
    return begin(message, room);
  }
  if (!("seq" in message) || room === undefined) {
    return room;
  }
  if (message.seq <= room.seq) {
    return room;
  }
  if (message.seq !== room.seq + 1) {
    return GAP;
  }
  const next = { ...room, seq: message.seq };
  switch (message.op) {
    case "DIFF":
      return {
        ...next,
        people: peopleAfter(room, message.joined, message.active, message.left),
        count: message.count ?? room.count,
      };
    case "LOCK_CHANGED":
      return { ...next, holder: message.holder ?? null };
    case "STALE_ON":
      return { ...next, stale: staler(room.stale, message) };
    case "STALE_OFF": {
      const stale = fresher(room.stale, message.instances, message.ids);
      const versions = new Map((message.instances ?? []).map(({ id, version }) => [id, version]));
      if (message.version !== undefined) {
        versions.set(instanceOf(room.name), message.version);
      }
      const number = (room.change?.number ?? 0) + 1;
      const attributes = message.changed ?? [];
      return { ...next, stale, change: { number, outcome: message.outcome, versions, attributes } };
    }
    case "REPORT": {
      const { rollup, state, epoch } = message;
      const told = epoch === undefined ? { rollup, state } : { rollup, state, epoch };
      return { ...next, reports: new Map(room.reports).set(rollup, told) };
    }
    default:
      return next; // newer than this client: that is how the protocol grows
  }
}

/** The instance that a room is about; empty for a whole entity. */
export function instanceOf(name: string): string {
  const at = name.indexOf("/");
  return at < 0 ? "" : name.slice(at + 1);
}

function begin(said: Snapshot, before: Room | undefined): Room {
  const active = new Map((said.active ?? []).map((one) => [one.user, one]));
  return {
    name: said.room,
    seq: said.seq,
    epoch: said.epoch,
    people: new Map(said.members.map((one) => [one.user, person(one, active.get(one.user))])),
    count: said.count ?? said.members.length,
    holder: said.lock ?? null,
    stale: said.stale ?? null,
    change: missedChange(said, before),
    reports: new Map((said.reports ?? []).map((one) => [one.rollup, one])),
  };
}

/** Whoever comes back to a snapshot may have missed a change: what is shown is read again. */
function missedChange(said: Snapshot, before: Room | undefined): Change | null {
  if (before === undefined || (before.epoch === said.epoch && before.seq === said.seq)) {
    return before?.change ?? null;
  }
  const number = (before.change?.number ?? 0) + 1;
  return { number, outcome: "unknown", versions: new Map(), attributes: [] };
}

function person(member: Member, activity: Activity | undefined): Person {
  return {
    ...member,
    mode: activity?.mode ?? "viewing",
    row: activity?.row ?? null,
    field: activity?.field ?? null,
  };
}

function peopleAfter(
  room: Room,
  joined: readonly Member[] = [],
  active: readonly Activity[] = [],
  left: readonly string[] = [],
): ReadonlyMap<string, Person> {
  const people = new Map(room.people);
  for (const member of joined) {
    people.set(member.user, person(member, undefined));
  }
  for (const activity of active) {
    const known = people.get(activity.user);
    if (known !== undefined) {
      people.set(activity.user, person(known, activity));
    }
  }
  for (const user of left) {
    people.delete(user);
  }
  return people;
}

function staler(before: Stale | null, said: { until: number; ids?: readonly string[] }): Stale {
  const until = Math.max(said.until, before?.until ?? 0);
  const ids = [...new Set([...(before?.ids ?? []), ...(said.ids ?? [])])];
  return ids.length > 0 ? { until, ids } : { until };
}

function fresher(
  before: Stale | null,
  instances: readonly { id: string }[] = [],
  others: readonly string[] = [],
): Stale | null {
  const over = new Set([...instances.map(({ id }) => id), ...others]);
  const ids = (before?.ids ?? []).filter((id) => !over.has(id));
  return before !== null && ids.length > 0 ? { until: before.until, ids } : null;
}
