/** Presence in React: what a component shows of a room, and nothing more makes it draw again. */

import { createContext, createElement, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import type { ReactElement, ReactNode } from "react";

import type { LockState, Presence, Standing } from "./presence.ts";
import type { Room } from "./room.ts";

const Context = createContext<Presence | null>(null);

/** Gives `presence` to everything inside. */
export function PresenceProvider(props: { presence: Presence; children?: ReactNode }): ReactElement {
  return createElement(Context.Provider, { value: props.presence }, props.children);
}

/** What can be done in a room. */
export interface RoomActions {
  focus(row?: string, field?: string): void;
  blur(): void;
  askLock(action?: "acquire" | "takeover" | "request"): void;
  unlock(): void;
}

/** What is known of a room. */
export interface RoomState {
  readonly room: Room | undefined;
  readonly lock: LockState;
}

/**
 * Be in the room of an entity, or of one instance, while the component is shown.
 *
 * `select` picks what is shown: the component draws again only when that is another value.
 */
export function usePresence(entity: string, id?: string): RoomState & RoomActions;
export function usePresence<T>(
  entity: string,
  id: string | undefined,
  select: (state: RoomState) => T,
): { selected: T } & RoomActions;
export function usePresence<T>(
  entity: string,
  id?: string,
  select?: (state: RoomState) => T,
): (RoomState | { selected: T }) & RoomActions {
  const presence = usePresenceClient();
  const name = id === undefined ? entity : `${entity}/${id}`;
  useEffect(() => presence.join(name), [presence, name]);
  const selected = useSyncExternalStore(presence.subscribe, () => {
    const room = presence.room(name);
    return select === undefined ? room : select({ room, lock: presence.lock(name) });
  });
  const lock = useSyncExternalStore(presence.subscribe, () =>
    select === undefined ? presence.lock(name) : null,
  );
  const actions = useMemo(() => actionsOf(presence, name), [presence, name]);
  return select === undefined
    ? { room: selected as Room | undefined, lock: lock as LockState, ...actions }
    : { selected: selected as T, ...actions };
}

/** How the connection and the service stand. */
export function usePresenceStanding(): Standing {
  const presence = usePresenceClient();
  return useSyncExternalStore(presence.subscribe, () => presence.standing);
}

/** The client of the nearest `PresenceProvider`. */
export function usePresenceClient(): Presence {
  const found = useContext(Context);
  if (found === null) {
    throw new Error("usePresence needs a PresenceProvider around it");
  }
  return found;
}

function actionsOf(presence: Presence, name: string): RoomActions {
  return {
    focus: (row, field) => presence.focus(name, row, field),
    blur: () => presence.blur(name),
    askLock: (action) => presence.askLock(name, action),
    unlock: () => presence.unlock(name),
  };
}
