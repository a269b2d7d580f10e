'use strict';

// Cube's own configuration: one process serves several model versions, each for who names it.

const { isStandIn } = require('./engine');
const { assertExpires, assertPublished, claims, files, named } = require('./versions');

// The stand-in has no planner of its own; Cube's older one in JavaScript takes over.
if (isStandIn()) process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';

const root = process.env.RAMPART_PUBLISH_DIR;
if (!root) throw new Error('RAMPART_PUBLISH_DIR is not set: no folder to read model versions from');

// CURRENT, a candidate and a version to roll back to, each with its source model, and some air.
const COMPILED_MODELS = 8;
// Cube drops tables whose structure nobody asked for that long; versions are removed by our flow.
const TEN_YEARS_S = 10 * 365 * 24 * 60 * 60;

module.exports = {
  contextToAppId: async (context) => {
    const wanted = named(context);
    // Here and not only at the compile: a removed version must not be served from memory.
    await assertPublished(root, wanted);
    return `rampart_${wanted.version}_${wanted.model}`;
  },
  // Unchanged rollups of two versions share their tables only if they share the orchestrator.
  contextToOrchestratorId: () => 'rampart',
  repositoryFactory: (context) => ({ dataSchemaFiles: () => files(root, named(context)) }),
  contextToGroups: (context) => {
    const { groups } = claims(context);
    return Array.isArray(groups) ? groups : [];
  },
  // Whoever may post build jobs can build for any tenant: service tokens only.
  contextToApiScopes: (securityContext) => {
    // Every route asks for its scope with the caller's own token, never with what a body says.
    assertExpires(securityContext);
    return securityContext.service === true ? ['meta', 'data', 'jobs'] : ['meta', 'data'];
  },
  // Nothing is built unless the jobs API asks for it.
  scheduledRefreshTimer: false,
  scheduledRefreshContexts: async () => [],
  compilerCacheSize: COMPILED_MODELS,
  orchestratorOptions: () => ({
    preAggregationsOptions: { structureVersionPersistTime: TEN_YEARS_S },
  }),
  telemetry: false,
};
