/** One connection that comes back: tickets, backing off with jitter, and what a close code means. */

import { CLOSE } from "./generated/protocol.ts";
import type { ClientMessage, ServerMessage, Welcome } from "./generated/protocol.ts";

/** What of a browser's WebSocket is used. */
export interface Socket {
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** What the world is made of; a test brings another one. */
export interface World {
  /** Subprotocols with a ticket; `resume` asks for the place of a connection that broke off. */
  ticket(resume: string | null): Promise<readonly string[]>;
  open(protocols: readonly string[]): Socket;
  after(delayMs: number, work: () => void): () => void;
  /** From 0 to 1. */
  random(): number;
}

/** `waiting`: broken off, and tried again soon. `closed`: for good, and `reason` says why. */
export type Phase = "idle" | "connecting" | "open" | "waiting" | "closed";

/** What a connection tells. */
export interface Listener {
  welcomed(welcome: Welcome): void;
  said(message: ServerMessage): void;
  phase(phase: Phase, reason: string): void;
}

const SHORTEST_MS = 250;
const LONGEST_MS = 10_000;
const FLOODING_MS = 5_000;
const OPENING_MS = 15_000;
/** Coming back would lead to the same end. */
const FOR_GOOD: ReadonlySet<number> = new Set([
  CLOSE.BAD_MESSAGE,
  CLOSE.FORBIDDEN,
  CLOSE.REPLACED,
  CLOSE.WRONG_PROTOCOL,
]);

export class Connection {
  readonly #world: World;
  readonly #listener: Listener;
  #socket: Socket | null = null;
  #phase: Phase = "idle";
  #resume: string | null = null;
  #failures = 0;
  #goodbyeMs = 0;
  #cancel: () => void = () => undefined;
  #attempt = 0;

  constructor(world: World, listener: Listener) {
    this.#world = world;
    this.#listener = listener;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Connect, unless that is done or under way. */
  start(): void {
    if (this.#phase === "idle" || this.#phase === "closed") {
      this.#connect();
    }
  }

  /** Be done; `start` begins anew. */
  stop(): void {
    this.#cancel();
    this.#attempt += 1;
    this.#resume = null;
    this.#become("idle", "");
    this.#drop(CLOSE.NORMAL);
  }

  /** False: there is no connection now. What is true is said again when there is. */
  send(message: ClientMessage): boolean {
    if (this.#phase !== "open" || this.#socket === null) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #connect(): void {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#become("connecting", "");
    this.#cancel();
    this.#cancel = this.#world.after(OPENING_MS, () => {
      this.#drop();
      this.#lost(0, "no answer in time");
    });
    this.#world.ticket(this.#resume).then(
      (protocols) => {
        if (attempt === this.#attempt) {
          this.#open(protocols);
        }
      },
      (error: unknown) => {
        if (attempt === this.#attempt) {
          this.#lost(0, String(error));
        }
      },
    );
  }

  #open(protocols: readonly string[]): void {
    const socket = this.#world.open(protocols);
    this.#socket = socket;
    socket.onmessage = (event) => {
      if (socket === this.#socket) {
        this.#hear(event.data);
      }
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) {
        this.#socket = null;
        this.#lost(event.code, event.reason);
      }
    };
  }

  #hear(data: unknown): void {
    const message = JSON.parse(String(data)) as ServerMessage;
    if (message.op === "WELCOME") {
      this.#cancel();
      this.#failures = 0;
      this.#resume = message.resume;
      this.#become("open", "");
      this.#listener.welcomed(message);
    } else if (message.op === "GOODBYE") {
      this.#goodbyeMs = message.retry_ms;
    } else {
      this.#listener.said(message);
    }
  }

  #lost(code: number, reason: string): void {
    this.#attempt += 1;
    this.#cancel();
    if (FOR_GOOD.has(code)) {
      this.#resume = null;
      this.#become("closed", reason || `ended with ${code}`);
      return;
    }
    const most = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.#failures);
    const least = code === CLOSE.FLOODING ? FLOODING_MS : this.#goodbyeMs;
    this.#failures += 1;
    this.#goodbyeMs = 0;
    if (this.#failures > 1) {
      this.#resume = null; // its place is not kept for so long
    }
    this.#become("waiting", reason);
    this.#cancel = this.#world.after(least + this.#world.random() * most, () => this.#connect());
  }

  #drop(code?: number): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(code);
  }

  #become(phase: Phase, reason: string): void {
    this.#phase = phase;
    this.#listener.phase(phase, reason);
  }
}

/** The real world: `token` is asked for each ticket, so it may be renewed meanwhile. */
export function browserWorld(url: string, token: () => string | Promise<string>): World {
  const root = url.replace(/\/+$/, "");
  return {
    async ticket(resume) {
      const answer = await fetch(`${root}/api/v1/ws/ticket`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await token()}`,
          "content-type": "application/json",
        },
        body: JSON.stringify(resume === null ? {} : { resume }),
      });
      if (!answer.ok) {
        throw new Error(`no ticket: ${answer.status}`);
      }
      const { protocols } = (await answer.json()) as { protocols: string[] };
      return protocols;
    },
    open: (protocols) =>
      new WebSocket(`${root.replace(/^http/, "ws")}/ws/presence`, [...protocols]) as Socket,
    after(delayMs, work) {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  };
}
