/** Who is here, who holds it, what is going stale; and rows, read and changed. */

export { Api, browserApi, ProblemError } from "./api.ts";
export type { Answer, ApiProblem, ApiWorld, Asked, Conditions, Row, Value } from "./api.ts";
export { browserWorld } from "./connection.ts";
export type { Phase, World } from "./connection.ts";
export { Presence } from "./presence.ts";
export type { LockState, OwnLock, Standing } from "./presence.ts";
export { follow, GAP, instanceOf } from "./room.ts";
export type { Change, Person, Room } from "./room.ts";
export type { components, operations, paths } from "./generated/api.ts";
export type * from "./generated/protocol.ts";
export { CLOSE, PROTOCOL } from "./generated/protocol.ts";
