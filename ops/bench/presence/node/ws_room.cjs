"use strict";
// A room on `ws`: node ws_room.cjs PORT [TICK_MS]. Without a tick every event is a frame to every peer;
// with one it gathers as ours does, and one frame, built once, goes to every peer.

const { Sender, WebSocket, WebSocketServer } = require("ws");
const { Room, userOf } = require("./room.cjs");

const [port, tick] = process.argv.slice(2).map(Number);
const QUIET_MS = 50;
const room = new Room("order");
const server = new WebSocketServer({
  host: "127.0.0.1",
  port,
  backlog: 4096,
  perMessageDeflate: false,
  clientTracking: true,
});
let flushedAt = -1e9;
let due = false;

function sendEach(text) {
  for (const peer of server.clients) if (peer.readyState === WebSocket.OPEN) peer.send(text);
}

function flush() {
  due = false;
  flushedAt = performance.now();
  const payload = Buffer.from(JSON.stringify(room.diff([...room.pending.values()])));
  room.pending.clear();
  const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false };
  const frame = Buffer.concat(Sender.frame(payload, options));
  for (const peer of server.clients) if (peer.readyState === WebSocket.OPEN) peer._socket.write(frame);
}

function gather(activity) {
  room.pending.set(activity.user, activity);
  if (due) return;
  due = true;
  const quiet = performance.now() - flushedAt;
  if (quiet > QUIET_MS) setImmediate(flush);
  else setTimeout(flush, tick - quiet);
}

server.on("connection", (peer, request) => {
  const user = userOf(request);
  peer.on("error", () => {});
  peer.on("message", (data) => {
    const said = JSON.parse(data.toString());
    if (said.op === "FOCUS") {
      const activity = room.focus(user, said);
      if (activity !== null && tick) gather(activity);
      else if (activity !== null) sendEach(JSON.stringify(room.diff([activity])));
    } else if (said.op === "LOCK" && said.room === room.name) {
      peer.send(JSON.stringify(room.denied()));
    }
  });
});
