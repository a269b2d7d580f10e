'use strict';

// Model versions side by side: the caller's token names the version, a folder holds its files.

const { readdir, readFile, stat } = require('node:fs/promises');
const path = require('node:path');

const { CubejsHandlerError } = require('@cubejs-backend/api-gateway');

// The name becomes a folder name, so it may hold nothing that walks elsewhere.
const VERSION = /^[a-z0-9][a-z0-9_]*(-[a-z0-9_]+)*$/;
const MAX_LENGTH = 120;

const refusal = (status, text) => new CubejsHandlerError(status, 'ModelNotServed', `ModelNotServed: ${text}`);

const claims = (context) => context?.securityContext ?? {};

/** The version a token names, and which of its two models. Refuses any name that is none. */
const named = (context) => {
  const { version, source } = claims(context);
  if (version === undefined) throw refusal(400, 'the token names no model version');
  if (typeof version !== 'string' || version.length > MAX_LENGTH || !VERSION.test(version)) {
    throw refusal(400, 'the token names a model version that is not a name');
  }
  return { version, model: source === true ? 'source' : 'model' };
};

/** Refuses a token without an end: signature and all, it would open every version for ever. */
const assertExpires = (securityContext) => {
  if (typeof securityContext?.exp === 'number') return;
  throw new CubejsHandlerError(403, 'Forbidden', 'the token does not say when it ends (exp)');
};

const folder = (root, { version, model }) => path.join(root, version, model);

/** Refuses, without naming a path, a version that has no folder here. */
const assertPublished = async (root, wanted) => {
  const found = await stat(folder(root, wanted)).catch(() => null);
  if (!found?.isDirectory()) {
    throw refusal(404, `model version '${wanted.version}' is not published here`);
  }
};

const walk = async (base, below = '') => {
  const entries = await readdir(path.join(base, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map((entry) => {
      const name = path.posix.join(below, entry.name);
      if (entry.isDirectory()) return walk(base, name);
      return /\.ya?ml$/.test(entry.name) ? [name] : [];
    }),
  );
  return found.flat().sort();
};

/** Every YAML file of one version, as Cube's compiler wants them. */
const files = async (root, wanted) => {
  await assertPublished(root, wanted);
  const base = folder(root, wanted);
  const names = await walk(base);
  return Promise.all(
    names.map(async (fileName) => ({
      fileName,
      content: await readFile(path.join(base, fileName), 'utf8'),
    })),
  );
};

module.exports = { assertExpires, assertPublished, claims, files, named };
