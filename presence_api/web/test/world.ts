/** A world in which time passes when a test says so, and the server says what the test says. */

import type { Socket, World } from "../src/connection.ts";
import type { ServerMessage, Welcome } from "../src/generated/protocol.ts";

export class FakeSocket implements Socket {
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed: number | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(code = 1005): void {
    this.closed = code;
  }

  /** The server says something. */
  hear(...messages: ServerMessage[]): void {
    for (const message of messages) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }

  /** The connection ends from the other side. */
  end(code: number, reason = ""): void {
    this.onclose?.({ code, reason });
  }
}

export class FakeWorld implements World {
  readonly sockets: FakeSocket[] = [];
  readonly resumes: (string | null)[] = [];
  refuses = false;
  #timers: { at: number; work: () => void }[] = [];
  #now = 0;

  ticket(resume: string | null): Promise<readonly string[]> {
    this.resumes.push(resume);
    return this.refuses
      ? Promise.reject(new Error("no ticket"))
      : Promise.resolve(["rampart.presence.v1", `ticket.t${this.resumes.length}`]);
  }

  open(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  after(delayMs: number, work: () => void): () => void {
    const timer = { at: this.#now + delayMs, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  random(): number {
    return 1;
  }

  get socket(): FakeSocket {
    const found = this.sockets.at(-1);
    if (found === undefined) {
      throw new Error("nothing was opened");
    }
    return found;
  }

  /** Let time pass, and whatever was promised come true. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settled();
      const due = this.#timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#now = due.at;
      due.work();
    }
    this.#now = end;
  }
}

/** Every promise that can be kept now is. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
  }
}

export function welcome(resume = "r1"): Welcome {
  const limits = { rooms: 128, frame_bytes: 16384, per_second: 20, grace_ms: 5000 };
  return { op: "WELCOME", conn: "i1.1", resume, limits };
}
