'use strict';

// Cube's own compiler and planner without a server: model files and queries on stdin, JSON
// {files: {path: text}, queries: {name: query}}; meta, plans and every fault on stdout.
// Exit 0 whatever the model is like; another code means that nothing was learnt about it.

const { text } = require('node:stream/consumers');

// Only the answer goes to stdout; Cube's log lines do not.
console.log = console.error;

const { engine, isStandIn } = require('./engine');

if (isStandIn()) process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';

// The API's own reading of a query (order, limit, date ranges); the package exports no shorter way.
const { normalizeQuery, remapToQueryAdapterFormat } = require('@cubejs-backend/api-gateway/dist/src/query');
const { NativeInstance } = require('@cubejs-backend/native');
const { createQuery, prepareCompiler } = require('@cubejs-backend/schema-compiler');

const DIALECT = 'postgres';
const PREAGGREGATIONS_SCHEMA = 'preaggs';

const repository = (files) => ({
  localPath: () => '.',
  dataSchemaFiles: async () =>
    Object.entries(files).map(([fileName, content]) => ({ fileName, content })),
});

const words = (error) => String(error?.plainMessage || error?.message || error).trim();

async function compile(files) {
  const options = {
    adapter: DIALECT,
    allowNodeRequire: false,
    nativeInstance: new NativeInstance(),
    standalone: true,
  };
  const compilers = prepareCompiler(repository(files), options);
  try {
    await compilers.compiler.compile();
    return { compilers, faults: [] };
  } catch (error) {
    const reported = compilers.compiler.errorsReporter?.getErrors() ?? [];
    const faults = reported.map((item) => [item.fileName, words(item)].filter(Boolean).join(': '));
    return { compilers, faults: faults.length ? faults : [words(error)] };
  }
}

// What a rollup's table is called but for its suffix, and everything that is run to make it.
const table = ({ preAggregationId, tableName, loadSql, indexesSql }) => ({
  rollup: preAggregationId,
  name: tableName,
  sql: [loadSql, ...(indexesSql ?? []).map((index) => index.sql)],
});

function plan(compilers, query) {
  const planned = createQuery(compilers, DIALECT, {
    ...remapToQueryAdapterFormat(normalizeQuery(query, false)),
    preAggregationsSchema: PREAGGREGATIONS_SCHEMA,
    useNativeSqlPlanner: !isStandIn(),
  });
  return compilers.compiler.withQuery(planned, () => {
    const [sql, params] = planned.buildSqlAndParams();
    const used = planned.preAggregations.preAggregationsDescription();
    return { sql, params, usedRollups: used.map((item) => item.preAggregationId), tables: used.map(table) };
  });
}

async function answer({ files, queries }) {
  const { compilers, faults } = await compile(files);
  if (faults.length) return { engine: engine(), meta: [], plans: {}, faults };
  const plans = {};
  for (const [name, query] of Object.entries(queries)) {
    try {
      plans[name] = plan(compilers, query);
    } catch (error) {
      faults.push(`query ${name}: ${words(error)}`);
    }
  }
  const meta = compilers.metaTransformer.cubes.map((cube) => cube.config);
  return { engine: engine(), meta, plans, faults };
}

text(process.stdin)
  .then((input) => answer(JSON.parse(input)))
  // The compiler's worker pool would keep the process alive, so it ends when all is written.
  .then((value) => process.stdout.write(JSON.stringify(value), () => process.exit(0)))
  .catch((error) => {
    console.error(error?.stack ?? error);
    process.exit(3);
  });
