"use strict";
// One room and its members, as all Node peers have it: what a client says is read and checked, kept as
// what that member does now, and told in the form of `rampart.presence.v1`.

const LONGEST = 256;

function isText(value) {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST;
}

class Room {
  constructor(name) {
    this.name = name;
    this.seq = 0;
    this.members = new Map();
    this.pending = new Map();
  }

  // What a member does now; null if they said nothing that can be understood.
  focus(user, said) {
    if (said.room !== this.name || !isText(said.row) || !isText(said.field)) return null;
    const activity = { user, row: said.row, field: said.field };
    this.members.set(user, activity);
    return activity;
  }

  diff(active) {
    this.seq += 1;
    return { op: "DIFF", room: this.name, seq: this.seq, active };
  }

  denied() {
    return { op: "LOCK_DENIED", room: this.name, reason: "no_instance" };
  }
}

function userOf(request) {
  return new URL(request.url, "http://127.0.0.1").searchParams.get("user") ?? "";
}

module.exports = { Room, userOf };
