/** What one person sees of a room. */

import { useEffect, useState } from "react";

import { Presence, browserWorld } from "../../src/index.ts";
import { PresenceProvider, usePresence, usePresenceClient, usePresenceStanding } from "../../src/react.ts";
import { Changed } from "./changed.tsx";
import { Fields } from "./fields.tsx";
import { LockBar } from "./lock_bar.tsx";
import { People } from "./people.tsx";
import type { TokenPerson } from "./person.ts";

interface Shown {
  readonly person: TokenPerson;
  readonly room: string;
  readonly fields: readonly string[];
}

export function Pane({ person, room, fields }: Shown) {
  const [presence] = useState(() => new Presence(browserWorld(location.origin, () => person.token)));
  useEffect(() => () => presence.close(), [presence]);
  return (
    <PresenceProvider presence={presence}>
      <section aria-label={person.name}>
        <Heading name={person.name} />
        <Seat person={person} room={room} fields={fields} />
      </section>
    </PresenceProvider>
  );
}

function Heading({ name }: { name: string }) {
  const { phase, reason, service } = usePresenceStanding();
  const words = {
    idle: "not connected",
    connecting: "connecting",
    open: "connected",
    waiting: "connection lost, coming back",
    closed: `ended: ${reason}`,
  };
  return (
    <div className="heading">
      <h2>{name}</h2>
      <p className={`badge ${phase}`} role="status">
        {words[phase]}
        {service.presence === "local" && ", other instances are out of sight"}
        {service.stale === "unknown" && ", changes are not heard of"}
      </p>
    </div>
  );
}

function Seat({ person, room: name, fields }: Shown) {
  const [entity, id] = name.split("/", 2) as [string, string?];
  const presence = usePresenceClient();
  const { room, lock, ...actions } = usePresence(entity, id);
  const mine = lock.own !== null;
  useEffect(() => presence.setMode(mine ? "editing" : "viewing"), [presence, mine]);
  if (room === undefined) {
    return <p className="hint">Not in the room yet.</p>;
  }
  const seen = { me: person.user, room, lock, actions };
  return (
    <>
      <People room={room} me={person.user} />
      {id !== undefined && <LockBar {...seen} />}
      <Changed room={room} />
      <Fields {...seen} fields={fields} editable={mine && room.stale === null} />
    </>
  );
}
