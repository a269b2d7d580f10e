'use strict';

// Cube has no setting for the address it listens on and would take all of them.
// Loaded with `node --require`, this turns "a port" into "that port on RAMPART_LISTEN".

const net = require('node:net');

const { listen } = net.Server.prototype;
const host = process.env.RAMPART_LISTEN || '127.0.0.1';

net.Server.prototype.listen = function listenLocally(port, ...rest) {
  const plainPort = ['number', 'string'].includes(typeof port) && /^\d+$/.test(String(port));
  if (!plainPort || typeof rest[0] === 'string') return listen.call(this, port, ...rest);
  return listen.call(this, { port: Number(port), host }, ...rest.filter((item) => typeof item === 'function'));
};
