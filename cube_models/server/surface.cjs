// Every key that Cube's own validator knows, as YAML writes it: one path a line.
// Cube keeps its schemas to itself, so its file is compiled once more with a way to them.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');

const file = require.resolve('@cubejs-backend/schema-compiler/dist/src/compiler/CubeValidator.js');
const opened = new Module(file, module);
opened.filename = file;
opened.paths = Module._nodeModulePaths(file);
opened._compile(
  `${fs.readFileSync(file, 'utf8')}\nexports.schemas = { cubes: cubeSchema, views: viewSchema, view_groups: viewGroupSchema };`,
  file,
);

const snake = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const found = new Set();

function walk(schema, path, depth) {
  if (!schema || depth > 14) return;
  for (const [key, child] of Object.entries(schema.keys ?? {})) {
    const below = `${path}.${snake(key)}`;
    found.add(below);
    walk(child, below, depth + 1);
  }
  for (const pattern of schema.patterns ?? []) walk(pattern.rule, path, depth + 1);
  for (const item of schema.items ?? []) walk(item, path, depth + 1);
  for (const match of schema.matches ?? []) {
    for (const part of ['schema', 'then', 'otherwise', 'is']) {
      if (match[part] && part !== 'is') walk(match[part], path, depth + 1);
    }
    for (const one of match.switch ?? []) {
      walk(one.then, path, depth + 1);
      walk(one.otherwise, path, depth + 1);
    }
  }
  for (const when of schema.whens ?? []) {
    walk(when.then, path, depth + 1);
    walk(when.otherwise, path, depth + 1);
    for (const one of when.switch ?? []) walk(one.then, path, depth + 1);
  }
}

for (const [kind, schema] of Object.entries(opened.exports.schemas)) walk(schema.describe(), kind, 0);
process.stdout.write(`${[...found].sort().join('\n')}\n`);
