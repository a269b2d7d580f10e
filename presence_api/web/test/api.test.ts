import assert from "node:assert/strict";
import { test } from "node:test";

import { Api, ProblemError } from "../src/api.ts";
import type { Row } from "../src/api.ts";

const ROW = { _id: "1", _version: 1, _updated_at: null, name: "ada" };
const NOW_MS = Date.parse("2026-01-01T00:00:00Z");

class Served {
  readonly asked: { address: string; init: RequestInit }[] = [];
  readonly api: Api;

  constructor(status: number, body: unknown, fields: Record<string, string> = {}) {
    const kind = status < 400 ? "application/json" : "application/problem+json";
    this.api = new Api("https://api.example/", {
      fetch: async (address, init) => {
        this.asked.push({ address, init });
        const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
        return new Response(text, { status, headers: { "content-type": kind, ...fields } });
      },
      token: () => "token",
      now: () => NOW_MS,
    });
  }

  field(name: string): string | null {
    return new Headers(this.asked[0]?.init.headers).get(name);
  }
}

async function problem(call: Promise<unknown>): Promise<ProblemError> {
  const found = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(found instanceof ProblemError);
  return found;
}

test("a row is read with its ETag, and the id is sent as it is", async () => {
  const served = new Served(200, ROW, { etag: '"v1"' });
  const answer = await served.api.call("get", "/api/v1/entities/{entity}/{id}", {
    path: { entity: "order", id: "a%2Fb~c" },
  });
  const row = answer.value as Row;
  assert.deepEqual([answer.status, answer.etag, row["name"]], [200, '"v1"', "ada"]);
  assert.equal(served.asked[0]?.address, "https://api.example/api/v1/entities/order/a%2Fb~c");
  assert.equal(served.field("authorization"), "Bearer token");
  assert.equal(served.field("content-type"), null);
});

test("what is known already has no value", async () => {
  const served = new Served(304, undefined, { etag: '"v1"' });
  const answer = await served.api.call("get", "/api/v1/entities/{entity}/{id}", {
    path: { entity: "order", id: "1" },
    ifNoneMatch: '"v1"',
  });
  assert.deepEqual([answer.status, answer.value], [304, undefined]);
  assert.equal(served.field("if-none-match"), '"v1"');
});

test("a change says from which version, under which lock, and as what", async () => {
  const served = new Served(200, { ...ROW, _version: 2 }, { etag: '"v2"' });
  const answer = await served.api.call("patch", "/api/v1/entities/{entity}/{id}", {
    path: { entity: "order", id: "1" },
    body: { name: "eve" },
    ifMatch: '"v1"',
    lockToken: "mine",
  });
  assert.deepEqual([answer.value._version, answer.etag], [2, '"v2"']);
  const said = ["content-type", "if-match", "lock-token"].map((name) => served.field(name));
  assert.deepEqual(said, ["application/merge-patch+json", '"v1"', "mine"]);
  assert.equal(served.asked[0]?.init.body, '{"name":"eve"}');
});

test("a search has its rows by type", async () => {
  const served = new Served(200, { rows: [ROW], next: null });
  const { value } = await served.api.call("post", "/api/v1/entities/{entity}/search", {
    path: { entity: "order" },
    body: { where: { field: "name", op: "eq", value: "ada" }, limit: 5 },
  });
  assert.deepEqual([value.rows[0]?._id, value.next], ["1", null]);
  assert.equal(served.field("content-type"), "application/json");
});

test("a report is read in another form, once it is there", async () => {
  const report = { body: { version: "1", entity: "order", measures: ["count"] } } as const;
  const arrow = "application/vnd.apache.arrow.stream";
  const served = new Served(200, "bytes", { "content-type": arrow });
  const { value } = await served.api.download("post", "/api/v1/reports/query", report, arrow);
  assert.equal(await value?.text(), "bytes");
  assert.equal(served.field("accept"), arrow);

  const later = new Served(202, { fingerprint: "f", location: "/l" });
  const answer = await later.api.download("post", "/api/v1/reports/query", report, "text/csv");
  assert.deepEqual([answer.status, answer.value], [202, undefined]);

  const known = new Served(304, undefined, { "content-type": "text/csv" });
  const path = { path: { fingerprint: "f" } };
  const again = await known.api.download("get", "/api/v1/reports/results/{fingerprint}", path, "text/csv");
  assert.equal(again.value, undefined);

  const unfit = new Served(406, { type: "/problems/rpt-217", title: "unfit", status: 406 });
  const error = await problem(unfit.api.download("post", "/api/v1/reports/query", report, arrow));
  assert.ok(error.is("RPT-217"));
});

test("an answer without a body has none", async () => {
  const served = new Served(204, undefined);
  const answer = await served.api.call("delete", "/api/v1/entities/{entity}/{id}/lock", {
    path: { entity: "order", id: "1" },
    lockToken: "mine",
  });
  assert.equal(answer.value, undefined);
});

test("a query says only what is asked", async () => {
  const served = new Served(200, []);
  await served.api.call("get", "/admin/presence/rooms", { query: { tenant: "a b", limit: 5 } });
  assert.equal(served.asked[0]?.address, "https://api.example/admin/presence/rooms?tenant=a+b&limit=5");
});

test("a conflict is a problem with the row as it is now, and nothing is sent again", async () => {
  const body = { type: "/problems/ent-022", title: "changed", status: 409, version: 2, current: ROW };
  const served = new Served(409, body, { etag: '"v2"' });
  const error = await problem(
    served.api.call("patch", "/api/v1/entities/{entity}/{id}", {
      path: { entity: "order", id: "1" },
      body: {},
      ifMatch: '"v1"',
    }),
  );
  assert.ok(error.is("ENT-022"));
  assert.ok(!error.is("ENT-02"));
  assert.deepEqual([error.status, error.etag, error.problem.version], [409, '"v2"', 2]);
  assert.deepEqual([served.asked.length, error.retryAfterMs], [1, null]);
});

for (const [said, waitMs] of [
  ["5", 5000],
  ["0", 0],
  ["Thu, 01 Jan 2026 00:00:07 GMT", 7000],
  ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
  ["soon", null],
] as const) {
  test(`Retry-After: ${said}`, async () => {
    const body = { type: "/problems/ent-001", title: "away", status: 503 };
    const served = new Served(503, body, { "retry-after": said });
    const error = await problem(served.api.call("get", "/api/v1/meta/entities", {}));
    assert.equal(error.retryAfterMs, waitMs);
  });
}

for (const [kind, body] of [
  ["text/html", "<h1>Bad Gateway</h1>"],
  ["application/problem+json", '{"type": "/prob'],
] as const) {
  test(`what is no problem in the words of ${kind} has a status all the same`, async () => {
    const served = new Served(502, body, { "content-type": kind });
    const error = await problem(served.api.call("get", "/api/v1/meta/entities", {}));
    assert.deepEqual([error.status, error.problem.type], [502, "about:blank"]);
  });
}

for (const id of ["", "a/b", "a?b", "a#b", "a b"]) {
  test(`\`${id}\` is no instance id, and nothing is asked`, async () => {
    const served = new Served(200, ROW);
    await assert.rejects(
      served.api.call("get", "/api/v1/entities/{entity}/{id}", { path: { entity: "order", id } }),
      TypeError,
    );
    assert.equal(served.asked.length, 0);
  });
}

test("what the document does not have cannot be written", () => {
  const { api } = new Served(200, ROW);
  // @ts-expect-error no such path
  const path = () => api.call("get", "/api/v1/unicorns", {});
  // @ts-expect-error no such method
  const method = () => api.call("put", "/api/v1/meta/entities", {});
  // @ts-expect-error an id is missing
  const parameter = () => api.call("get", "/api/v1/entities/{entity}/{id}", { path: { entity: "order" } });
  // @ts-expect-error no such operator
  const body = () => api.call("post", "/api/v1/entities/{entity}/search", { path: { entity: "a" }, body: { where: { op: "is" } } });
  assert.equal([path, method, parameter, body].length, 4);
});
