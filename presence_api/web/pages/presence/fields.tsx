/** Fields of the row: one's own focus is told to others, and theirs is seen beside each. */

import { useState } from "react";
import type { CSSProperties } from "react";

import type { Room } from "../../src/index.ts";
import type { RoomActions } from "../../src/react.ts";
import { Face } from "./people.tsx";

interface Form {
  readonly me: string;
  readonly room: Room;
  readonly editable: boolean;
  readonly actions: RoomActions;
}

export function Fields({ fields, ...form }: Form & { fields: readonly string[] }) {
  return (
    <form onSubmit={(event) => event.preventDefault()} onBlur={form.actions.blur}>
      {fields.map((field) => (
        <Field key={field} field={field} {...form} />
      ))}
    </form>
  );
}

function Field({ me, room, editable, actions, field }: Form & { field: string }) {
  const [text, setText] = useState("");
  const others = [...room.people.values()].filter((one) => one.user !== me && one.field === field);
  const first = others[0];
  return (
    <label style={first === undefined ? undefined : ({ "--at": first.color } as CSSProperties)}>
      <span>{field}</span>
      <span className="faces">
        {others.map((one) => (
          <span key={one.user} title={`${one.name} is here`}>
            <Face person={one} />
          </span>
        ))}
      </span>
      <input
        value={text}
        readOnly={!editable}
        onFocus={() => actions.focus(undefined, field)}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  );
}
