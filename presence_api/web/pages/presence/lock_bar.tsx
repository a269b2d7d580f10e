/** Who holds the instance, and what one can do about it. */

import type { LockHolder, LockState, Room } from "../../src/index.ts";
import type { RoomActions } from "../../src/react.ts";

const REFUSED = {
  asked: "They have been asked.",
  held: "Somebody else holds it.",
  no_instance: "There is nothing to hold here.",
  not_held: "It is not yours any more.",
  stale: "It is being changed.",
  unavailable: "Locks cannot be given just now.",
} as const;

export function LockBar(props: { me: string; room: Room; lock: LockState; actions: RoomActions }) {
  const { me, room, lock, actions } = props;
  return (
    <div className="lock" role="group" aria-label="lock">
      <p>{holding(me, room.holder, lock)}</p>
      <Choices {...props} />
      {lock.denied !== null && <p role="alert">{REFUSED[lock.denied.reason]}</p>}
      {lock.own !== null && lock.askedBy !== null && (
        <p role="alert">
          {lock.askedBy.name} asks for it. <button onClick={actions.unlock}>Let go</button>
        </p>
      )}
    </div>
  );
}

function Choices({ room, lock, actions }: { room: Room; lock: LockState; actions: RoomActions }) {
  if (lock.own !== null) {
    return <button onClick={actions.unlock}>Done</button>;
  }
  const blocked = room.stale !== null;
  return (
    <>
      <button className="main" disabled={blocked} onClick={() => actions.askLock()}>
        Edit
      </button>
      {room.holder !== null && (
        <>
          <button disabled={blocked} onClick={() => actions.askLock("request")}>
            Ask for it
          </button>
          <button disabled={blocked} onClick={() => actions.askLock("takeover")}>
            Take it over
          </button>
        </>
      )}
    </>
  );
}

function holding(me: string, holder: LockHolder | null, lock: LockState): string {
  if (lock.own !== null) {
    return `You hold it, fence ${lock.own.fence}.`;
  }
  if (holder === null) {
    return "Nobody holds it.";
  }
  return holder.user === me ? "You hold it elsewhere." : `${holder.name} holds it.`;
}
