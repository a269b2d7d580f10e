'use strict';

// Which Cube this is: its version, and whether the planner is the real one.

const isStandIn = () => require('@cubejs-backend/native').isStandIn === true;

const engine = () => {
  const { version } = require('@cubejs-backend/server-core/package.json');
  return `${version} ${isStandIn() ? 'stand-in' : 'native'}`;
};

module.exports = { engine, isStandIn };

if (require.main === module) console.log(engine());
