/** Who is in a room, and what they do. */

import type { Person, Room } from "../../src/index.ts";

export function People({ room, me }: { room: Room; me: string }) {
  const unlisted = room.count - room.people.size;
  return (
    <ul className="people" aria-label="people here">
      {[...room.people.values()].map((one) => (
        <li key={one.user}>
          <Face person={one} />
          <span>
            {one.name}
            {one.user === me && " (you)"}
          </span>
          <small>{doing(one)}</small>
        </li>
      ))}
      {unlisted > 0 && <li>and {unlisted} more</li>}
    </ul>
  );
}

/** The same colour for a person everywhere. */
export function Face({ person }: { person: Person }) {
  return (
    <span className="face" style={{ backgroundColor: person.color }} aria-hidden="true">
      {person.name.slice(0, 1).toUpperCase()}
    </span>
  );
}

function doing(person: Person): string {
  const at = person.field ?? person.row;
  return at === null ? person.mode : `${person.mode}, at ${at}`;
}
