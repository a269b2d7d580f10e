/** What changes behind one's back: while it does, and afterwards. */

import { instanceOf } from "../../src/index.ts";
import type { Change, Room, Stale } from "../../src/index.ts";

export function Changed({ room }: { room: Room }) {
  return (
    <div className="changed" aria-live="polite">
      {room.stale !== null && <p className="stale">{stale(room.stale)}</p>}
      {room.change !== null && (
        <p key={room.change.number} className="fresh">
          {fresh(room.change, instanceOf(room.name))}
        </p>
      )}
      {[...room.reports.values()].map((one) => (
        <p key={one.rollup}>
          {one.rollup}: {one.state.toLowerCase()}
        </p>
      ))}
    </div>
  );
}

function stale({ until, ids }: Stale): string {
  const which = ids === undefined ? "It is" : `${ids.join(", ")} are`;
  return `${which} being changed, until ${new Date(until * 1000).toLocaleTimeString()} at the latest.`;
}

function fresh({ outcome, versions, attributes }: Change, id: string): string {
  if (outcome === "unchanged") {
    return "The change came to nothing.";
  }
  const version = versions.get(id);
  const said = version === undefined ? "Read again" : `Read again, version ${version}`;
  return attributes.length === 0 ? `${said}.` : `${said}: ${attributes.join(", ")}.`;
}
