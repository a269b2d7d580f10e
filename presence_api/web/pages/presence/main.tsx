/** Presence to look at: a pane for each person whose token the address brings, each with its own connection. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Pane } from "./pane.tsx";
import { personOf } from "./person.ts";
import "./main.css";

/** `#room=order/1&field=comment&token=…&token=…`: what follows the `#` is never sent to a server. */
const address = new URLSearchParams(location.hash.slice(1));
const room = address.get("room") ?? "";
const fields = address.getAll("field");
const people = address.getAll("token").map(personOf);

function Page() {
  if (room === "" || people.length === 0) {
    return (
      <main className="empty">
        <h1>Nobody is here yet</h1>
        <p>
          Open the address that <code>rampart presence demo order/1 --tenant EUROPE</code> prints: it brings a room and
          two people who are in it.
        </p>
      </main>
    );
  }
  return (
    <>
      <header>
        <h1>{room}</h1>
        <p>Each pane is a browser of its own. Nothing is written here: what you see is who else is at it.</p>
      </header>
      <main>
        {people.map((person) => (
          <Pane key={person.token} person={person} room={room} fields={fields} />
        ))}
      </main>
    </>
  );
}

const root = document.getElementById("page");
if (root !== null) {
  addEventListener("hashchange", () => location.reload());
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
