/** Presence for a page: one connection a tab, rooms by how many want them, and what is known of each. */

import { Connection } from "./connection.ts";
import type { Phase, World } from "./connection.ts";
import type {
  ClientMessage,
  LockAction,
  LockDenied,
  LockGranted,
  LockHolder,
  Mode,
  ServerMessage,
  ServiceStatus,
  Welcome,
} from "./generated/protocol.ts";
import { GAP, follow } from "./room.ts";
import type { Room } from "./room.ts";

/** A lock of this tab: write with its token. */
export interface OwnLock {
  readonly fence: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** What this tab has to do with the lock of a room. */
export interface LockState {
  readonly own: OwnLock | null;
  readonly denied: LockDenied | null;
  /** Somebody asks for what this tab holds. */
  readonly askedBy: LockHolder | null;
}

/** How the connection and the service stand. */
export interface Standing {
  readonly phase: Phase;
  readonly reason: string;
  readonly service: ServiceStatus;
}

const NO_LOCK: LockState = { own: null, denied: null, askedBy: null };
const ALL_WELL: ServiceStatus = { stale: "known", presence: "whole" };
const REFRESH_MS = 240_000;

interface Place {
  wanted: number;
  view: Room | undefined;
  lock: LockState;
  focus: { row?: string; field?: string } | null;
}

export class Presence {
  readonly #world: World;
  readonly #connection: Connection;
  readonly #places = new Map<string, Place>();
  readonly #listeners = new Set<() => void>();
  #standing: Standing = { phase: "idle", reason: "", service: ALL_WELL };
  #mode: Mode = "viewing";
  #cancelRefresh: () => void = () => undefined;

  constructor(world: World) {
    this.#world = world;
    this.#connection = new Connection(world, {
      welcomed: (welcome) => this.#welcomed(welcome),
      said: (message) => this.#said(message),
      phase: (phase, reason) => this.#stand({ ...this.#standing, phase, reason }),
    });
  }

  /** Hear of every change; the answer ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get standing(): Standing {
    return this.#standing;
  }

  /** What is known of a room that somebody here is in. */
  room(name: string): Room | undefined {
    return this.#places.get(name)?.view;
  }

  lock(name: string): LockState {
    return this.#places.get(name)?.lock ?? NO_LOCK;
  }

  /** Be in a room until the answer is called; several may want the same one. */
  join(name: string): () => void {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = { wanted: 0, view: undefined, lock: NO_LOCK, focus: null };
      this.#places.set(name, place);
      this.#connection.send({ op: "SUB", room: name });
      this.#connection.start();
    }
    place.wanted += 1;
    let joined = true;
    return () => {
      if (joined) {
        joined = false;
        this.#leave(name);
      }
    };
  }

  focus(name: string, row?: string, field?: string): void {
    const place = this.#places.get(name);
    if (place !== undefined) {
      place.focus = { ...(row === undefined ? {} : { row }), ...(field === undefined ? {} : { field }) };
      this.#connection.send({ op: "FOCUS", room: name, ...place.focus });
    }
  }

  blur(name: string): void {
    const place = this.#places.get(name);
    if (place?.focus) {
      place.focus = null;
      this.#connection.send({ op: "BLUR", room: name });
    }
  }

  setMode(mode: Mode): void {
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#connection.send({ op: "HB", mode });
    }
  }

  /** Ask for the lock of what a room is about; `lock(name)` says what came of it. */
  askLock(name: string, action: LockAction = "acquire"): void {
    this.#connection.send({ op: "LOCK", room: name, action });
  }

  unlock(name: string): void {
    const own = this.lock(name).own;
    if (own !== null) {
      this.#connection.send({ op: "UNLOCK", room: name, token: own.token });
      this.#update(name, { lock: NO_LOCK });
    }
  }

  /** End the connection and forget everything. */
  close(): void {
    this.#cancelRefresh();
    this.#places.clear();
    this.#connection.stop();
  }

  #leave(name: string): void {
    const place = this.#places.get(name);
    if (place === undefined) {
      return;
    }
    place.wanted -= 1;
    if (place.wanted === 0) {
      this.#places.delete(name);
      this.#connection.send({ op: "UNSUB", room: name });
      this.#tell();
    }
  }

  #welcomed(welcome: Welcome): void {
    for (const [name, place] of this.#places) {
      place.lock = NO_LOCK; // what is still ours is granted again
      this.#connection.send(subscription(name, place.view));
      if (place.focus !== null) {
        this.#connection.send({ op: "FOCUS", room: name, ...place.focus });
      }
    }
    if (this.#mode !== "viewing") {
      this.#connection.send({ op: "HB", mode: this.#mode });
    }
    this.#refreshLater();
    this.#stand({ ...this.#standing, service: { ...ALL_WELL, ...welcome.status } });
  }

  #said(message: ServerMessage): void {
    if (message.op === "STATUS") {
      this.#stand({ ...this.#standing, service: { ...ALL_WELL, ...message.status } });
      return;
    }
    if (!("room" in message) || message.room === undefined) {
      return;
    }
    const place = this.#places.get(message.room);
    if (place === undefined) {
      return;
    }
    if (message.op === "RESYNC") {
      this.#connection.send({ op: "SUB", room: message.room });
      return;
    }
    const lock = lockAfter(place.lock, message);
    const view = follow(place.view, message);
    if (view === GAP) {
      this.#connection.send({ op: "SUB", room: message.room });
    } else if (view !== place.view || lock !== place.lock) {
      this.#update(message.room, { view, lock });
    }
  }

  #update(name: string, changes: Partial<Place>): void {
    const place = this.#places.get(name);
    if (place !== undefined) {
      Object.assign(place, changes);
      this.#tell();
    }
  }

  #refreshLater(): void {
    this.#cancelRefresh();
    this.#cancelRefresh = this.#world.after(REFRESH_MS, () => {
      this.#refreshLater();
      this.#world.ticket(null).then(
        (protocols) => {
          const ticket = protocols.find((one) => one.startsWith("ticket."));
          if (ticket !== undefined) {
            this.#connection.send({ op: "HB", ticket: ticket.slice("ticket.".length) });
          }
        },
        () => undefined, // the server says when it is too late, and then a new ticket is asked for
      );
    });
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}

function subscription(name: string, view: Room | undefined): ClientMessage {
  return view === undefined
    ? { op: "SUB", room: name }
    : { op: "SUB", room: name, seq: view.seq, epoch: view.epoch };
}

function lockAfter(before: LockState, message: ServerMessage): LockState {
  switch (message.op) {
    case "LOCK_GRANTED":
      return { ...NO_LOCK, askedBy: before.askedBy, own: own(message) };
    case "LOCK_DENIED":
      return { ...NO_LOCK, denied: message };
    case "LOCK_REQUESTED":
      return { ...before, askedBy: message.by };
    default:
      return before;
  }
}

function own(said: LockGranted): OwnLock {
  return { fence: said.fence, token: said.token, expiresAt: said.expires_at };
}
