"use strict";
// A room on socket.io, as its documentation has it: node socketio_room.cjs PORT.

const http = require("node:http");
const { Server } = require("socket.io");
const { Room, userOf } = require("./room.cjs");

const room = new Room("order");
const listener = http.createServer();
const server = new Server(listener, { transports: ["websocket"], perMessageDeflate: false });

server.on("connection", (socket) => {
  const user = userOf(socket.request);
  socket.join(room.name);
  socket.on("focus", (said) => {
    const activity = room.focus(user, said);
    if (activity !== null) server.to(room.name).emit("diff", room.diff([activity]));
  });
});
listener.listen({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096 });
