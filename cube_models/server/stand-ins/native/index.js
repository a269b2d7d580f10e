'use strict';

// A stand-in for Cube's Rust module, whose binary no package registry ships. It lets the server
// start, compile YAML models and shape rows; the planner is then Cube's older one in JavaScript.
// Everything that only the real module can do refuses by name.

const results = require('./results');

const refused = (name) => () => {
  throw new Error(`${name} needs Cube's native module; this installation has the stand-in`);
};

const jinja = { loadTemplate: refused('Jinja'), renderTemplate: refused('Jinja') };

class NativeInstance {
  newJinjaEngine() {
    // Asked for at every compile, used only by files that hold Jinja marks.
    return jinja;
  }

  loadPythonContext() {
    return refused('a Python model')();
  }
}

const absent = [
  'buildSqlAndParams',
  'execSql',
  'getCubestoreResult',
  'loadNative',
  'parseCubestoreResultMessage',
  'pythonLoadConfig',
  'registerInterface',
  'rest4sql',
  'shutdownInterface',
  'sql4sql',
  'transpileJs',
  'transpileYaml',
];

module.exports = {
  ...Object.fromEntries(absent.map((name) => [name, refused(name)])),
  ...results,
  NativeInstance,
  isStandIn: true,
  isFallbackBuild: () => true,
  setupLogger: () => {},
  resetLogger: () => {},
  // The stand-in cannot tell literals from the rest, so it shows nothing.
  redactSqlLiterals: () => '<redacted>',
};
