// Made by `python -m ops.dev.generate` from the messages in presence_api/live.

export const PROTOCOL = "rampart.presence.v1";

/** Why the server ends a connection. */
export const CLOSE = {
  /** The client said farewell first. */
  NORMAL: 1000,
  /** No WebSocket frame, or not one that may come now. */
  WRONG_FRAME: 1002,
  /** A text that is no UTF-8. */
  NOT_UTF8: 1007,
  /** A message is longer than `limits.frame_bytes`. */
  TOO_BIG: 1009,
  /** The instance ends: come back after GOODBYE's `retry_ms`, with `resume`. */
  RESTART: 1012,
  /** The client did not read what it was sent; come back with `resume`. */
  SLOW: 4008,
  /** No frame of this protocol: a fault of the client's program. */
  BAD_MESSAGE: 4400,
  /** No ticket, or the token has ended: get a new one. */
  NO_TICKET: 4401,
  /** This page's origin may not connect, or an operator ended the connection. */
  FORBIDDEN: 4403,
  /** No answer to a ping; come back with `resume`. */
  SILENT: 4408,
  /** Another connection resumed this one: stay closed. */
  REPLACED: 4409,
  /** The subprotocol was not offered. */
  WRONG_PROTOCOL: 4426,
  /** Too many messages or connections: wait before coming back. */
  FLOODING: 4429,
} as const;

/** What a member does now; it replaces whatever was known of that member's activity. */
export interface Activity {
  user: string;
  mode?: Mode;
  /** Instance id they are at. */
  row?: string;
  /** Attribute they are at. */
  field?: string;
}

/** What one connection may do. */
export interface Allowance {
  /** Rooms it may be in at once. */
  rooms: number;
  /** Size of one message. */
  frame_bytes: number;
  /** Messages a second, in the long run. */
  per_second: number;
  /** How long its place is kept when it breaks off. */
  grace_ms: number;
}

/** Look at nothing in particular; what another tab of this person looks at is shown again. */
export interface Blur {
  op: "BLUR";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
}

/** What became different in a room since the message before. */
export interface Diff {
  op: "DIFF";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  /** New members, or listed from now. */
  joined?: readonly Member[];
  /** New activity of members. */
  active?: readonly Activity[];
  /** Users gone, or not listed any more. */
  left?: readonly string[];
  /** Members, if that changed. */
  count?: number;
}

/** A message was understood and not obeyed; the connection goes on. */
export interface ErrorSaid {
  op: "ERROR";
  problem: Problem;
  room?: string;
}

/** Look at a row, or at a field of it; of a person's tabs the newest focus is shown. */
export interface Focus {
  op: "FOCUS";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
  /** Instance id. */
  row?: string;
  /** Attribute of the row. */
  field?: string;
}

/** The server ends this connection soon; come back elsewhere after a while. */
export interface Goodbye {
  op: "GOODBYE";
  retry_ms: number;
}

/** Say what one does, or hand over a new ticket before the token ends. */
export interface Heartbeat {
  op: "HB";
  /** What one does now, in all rooms. */
  mode?: Mode;
  /** Prolongs the stay of the same person. */
  ticket?: string;
}

/** An instance, and the version it has now. */
export interface InstanceVersion {
  id: string;
  version: number;
}

/** Whether what is said of changes is up to date. */
export type Knowledge = "known" | "unknown";

/** Hold what the room is about, so that nobody else writes it, while this connection lives. */
export interface Lock {
  op: "LOCK";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
  /** How much is dared. */
  action?: LockAction;
}

/** What is asked of a lock. */
export type LockAction = "acquire" | "request" | "takeover";

/** Somebody else holds the instance now, or nobody. */
export interface LockChanged {
  op: "LOCK_CHANGED";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  holder?: LockHolder;
}

/** It is not yours, or not any more. */
export interface LockDenied {
  op: "LOCK_DENIED";
  room: string;
  reason: Refusal;
  holder?: LockHolder;
}

/** It is yours, or yours for longer: write with the newest token. */
export interface LockGranted {
  op: "LOCK_GRANTED";
  room: string;
  /** A whole number that only ever rises, as text. */
  fence: string;
  /** For the header `Lock-Token` of a write, and UNLOCK. */
  token: string;
  /** When the token ends, seconds since 1970. */
  expires_at: number;
}

/** Who holds an instance. Of another organisation's people nothing is said but that. */
export interface LockHolder {
  name: string;
  /** Empty: of another organisation. */
  user?: string;
  /** When it ends unless it is renewed, seconds since 1970. */
  expires_at?: number;
}

/** Somebody asks you for what you hold. */
export interface LockRequested {
  op: "LOCK_REQUESTED";
  room: string;
  by: LockHolder;
}

/** A person in a room, however many tabs they have there. */
export interface Member {
  /** Subject of their token. */
  user: string;
  /** What people call them. */
  name: string;
  /** The same for this person everywhere, `#rrggbb`. */
  color: string;
  /** When they came in, seconds since 1970. */
  since: number;
}

/** What somebody does; of a person's several tabs the most active counts. */
export type Mode = "editing" | "idle" | "viewing";

/** What became of an instance that was being changed. */
export type Outcome = "changed" | "unchanged" | "unknown";

/** Why something was not done, as in RFC 9457. */
export interface Problem {
  /** Which problem: a path of this service's reference. */
  type: string;
  title: string;
  detail?: string;
}

/** Who is seen in rooms. */
export type Reach = "local" | "whole";

/** Why a lock is not granted. */
export type Refusal = "asked" | "held" | "no_instance" | "not_held" | "stale" | "unavailable";

/** A build of a pre-aggregation of the room's entity ended. */
export interface Report {
  op: "REPORT";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  rollup: string;
  state: string;
  epoch?: number;
}

/** The room cannot be followed any further: send SUB again without `seq`. */
export interface Resync {
  op: "RESYNC";
  room: string;
}

/** How the last build of a pre-aggregation of this entity ended. */
export interface RollupState {
  /** The pre-aggregation, `cube.name`. */
  rollup: string;
  /** `BUILT`, `FAILED`, or one that is new. */
  state: string;
  /** Data epoch that the build gave. */
  epoch?: number;
}

/** What the service can promise now. */
export interface ServiceStatus {
  stale?: Knowledge;
  presence?: Reach;
}

/** A room as it is. Later DIFFs may repeat what is in it; they lose nothing. */
export interface Snapshot {
  op: "SNAPSHOT";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  /** Instance and incarnation that `seq` counts in. */
  epoch: string;
  /** Listed members. */
  members: readonly Member[];
  /** Those who do more than view. */
  active?: readonly Activity[];
  /** Members, listed or not. */
  count?: number;
  lock?: LockHolder;
  stale?: Stale;
  /** Last builds, in a room of a whole entity. */
  reports?: readonly RollupState[];
}

/** What a room shows is being changed: read only, until it is told that this is over. */
export interface Stale {
  /** When it is void at the latest, seconds since 1970. */
  until: number;
  /** Which instances, in a room of a whole entity. */
  ids?: readonly string[];
}

/** A change is over, whether it was announced or not: read again unless you have this version. */
export interface StaleOff {
  op: "STALE_OFF";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  /** `unknown`: its time ran out. */
  outcome: Outcome;
  /** Version of the instance now. */
  version?: number;
  /** Attributes that changed. */
  changed?: readonly string[];
  instances?: readonly InstanceVersion[];
  ids?: readonly string[];
}

/** What the room shows is being changed; locks are denied until STALE_OFF. */
export interface StaleOn {
  op: "STALE_ON";
  room: string;
  /** Counts the room's messages on this instance. */
  seq: number;
  /** When it is void at the latest, seconds since 1970. */
  until: number;
  /** Which instances, in a room of a whole entity. */
  ids?: readonly string[];
}

/** What the service can promise has changed. */
export interface StatusChanged {
  op: "STATUS";
  status: ServiceStatus;
}

/** Come into a room; with the `seq` and `epoch` last seen, only what was missed is sent. */
export interface Sub {
  op: "SUB";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
  /** The last one seen in this room. */
  seq?: number;
  /** Where that one counts, from SNAPSHOT. */
  epoch?: string;
}

/** Let go what one holds, before the connection ends. */
export interface Unlock {
  op: "UNLOCK";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
  /** From LOCK_GRANTED. */
  token: string;
}

/** Go out of a room at once, without the grace of a connection that breaks off. */
export interface Unsub {
  op: "UNSUB";
  /** `<entity>` or `<entity>/<instance id>`. */
  room: string;
}

/** The first message: who you are here, and what you may do. */
export interface Welcome {
  op: "WELCOME";
  /** This connection, for logs and inspection. */
  conn: string;
  /** Hand it to `POST /api/v1/ws/ticket` to come back. */
  resume: string;
  limits: Allowance;
  status?: ServiceStatus;
}

/** What a client says. */
export type ClientMessage =
  | Blur
  | Focus
  | Heartbeat
  | Lock
  | Sub
  | Unlock
  | Unsub;

/** What the server says. */
export type ServerMessage =
  | Welcome
  | Snapshot
  | Diff
  | LockGranted
  | LockDenied
  | LockChanged
  | LockRequested
  | StaleOn
  | StaleOff
  | Report
  | StatusChanged
  | ErrorSaid
  | Resync
  | Goodbye;
