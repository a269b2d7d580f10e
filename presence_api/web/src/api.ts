/** The HTTP API, typed by its own document: one `call`, and errors that are its problems. */

import type { components, paths } from "./generated/api.ts";

export type Method = "get" | "put" | "post" | "patch" | "delete";
/** What is wrong (RFC 9457). */
export type ApiProblem = components["schemas"]["Problem"];
/** A row: what is known of it, and its values by the names of attributes. */
export type Row = components["schemas"]["ShownRow"] & Readonly<Record<string, unknown>>;

type MethodOf<P extends keyof paths> = {
  [M in Method]: [paths[P][M]] extends [undefined] ? never : M;
}[Method];
type Parameters<O> = O extends { parameters: infer A } ? Omit<A, "header" | "cookie"> : object;
type Body<O> = O extends { requestBody: { content: infer C } } ? { body: C[keyof C] } : { body?: never };
type Content<R> = R extends { content: { "application/json": infer V } } ? V : undefined;
type Answers<O> = O extends { responses: infer R } ? R : never;
/** The forms of an operation's answer beside JSON. */
type Media<O> = O extends { responses: { 200: { content: infer C } } } ? Exclude<keyof C, "application/json"> : never;

/** What a good answer of an operation holds; undefined where it may have no body. */
export type Value<O> = Content<Answers<O>[keyof Answers<O> & (200 | 201 | 202 | 204 | 304)]>;

/** What a request may say beside its address and body. */
export interface Conditions {
  /** ETag of the version that a change was made from. */
  readonly ifMatch?: string;
  /** ETag of what is known already: the answer may be 304, without a value. */
  readonly ifNoneMatch?: string;
  /** Token of the lock that is held. */
  readonly lockToken?: string;
  /** The same key twice is one request. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export type Asked<O> = Parameters<O> & Body<O> & Conditions;

export interface Answer<V> {
  readonly status: number;
  readonly value: V;
  /** For the `ifMatch` of a change. */
  readonly etag: string | null;
  readonly fields: Headers;
}

/** What the world is made of; a test brings another one. */
export interface ApiWorld {
  fetch(address: string, init: RequestInit): Promise<Response>;
  token(): string | Promise<string>;
  now(): number;
}

/** An answer that is a problem. A 409 is for the user to decide: nothing is ever sent again by itself. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: ApiProblem;
  /** ETag of the row as it is now, where the answer says so. */
  readonly etag: string | null;
  /** When asking again may help; null: the service does not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: ApiProblem, fields: Headers, nowMs: number) {
    super(problem.title);
    this.problem = problem;
    this.etag = fields.get("etag");
    this.retryAfterMs = waitOf(fields.get("retry-after"), nowMs);
  }

  get status(): number {
    return this.problem.status;
  }

  /** Is it this one? `code` as the service's pages have it: `ENT-022`. */
  is(code: string): boolean {
    return this.problem.type.toLowerCase().endsWith(`/problems/${code.toLowerCase()}`);
  }
}

export class Api {
  readonly #base: string;
  readonly #world: ApiWorld;

  constructor(base: string, world: ApiWorld) {
    this.#base = base.replace(/\/+$/, "");
    this.#world = world;
  }

  /** Ask, and have a good answer; rejects with ProblemError, or with what `fetch` rejects with. */
  async call<P extends keyof paths, M extends MethodOf<P>>(
    method: M,
    path: P,
    asked: Asked<paths[P][M]>,
  ): Promise<Answer<Value<paths[P][M]>>> {
    const answer = await this.#answer(method, path, asked as Said, "application/json");
    const text = await answer.text();
    const value = (text === "" ? undefined : JSON.parse(text)) as Value<paths[P][M]>;
    return { status: answer.status, value, etag: answer.headers.get("etag"), fields: answer.headers };
  }

  /** The same in another form than JSON; undefined where there is none yet, as in a 202, or none anew. */
  async download<P extends keyof paths, M extends MethodOf<P>>(
    method: M,
    path: P,
    asked: Asked<paths[P][M]>,
    media: Media<paths[P][M]>,
  ): Promise<Answer<Blob | undefined>> {
    const answer = await this.#answer(method, path, asked as Said, String(media));
    const body = await answer.blob();
    const isMeant = answer.headers.get("content-type")?.startsWith(String(media)) ?? false;
    const value = isMeant && answer.status !== 304 ? body : undefined;
    return { status: answer.status, value, etag: answer.headers.get("etag"), fields: answer.headers };
  }

  async #answer(method: Method, path: string, said: Said, accept: string): Promise<Response> {
    const answer = await this.#world.fetch(this.#base + addressOf(path, said), {
      method: method.toUpperCase(),
      headers: fieldsOf(method, said, await this.#world.token(), accept),
      ...(said.body === undefined ? {} : { body: JSON.stringify(said.body) }),
      ...(said.signal === undefined ? {} : { signal: said.signal }),
    });
    if (!answer.ok && answer.status !== 304) {
      throw new ProblemError(await problemOf(answer), answer.headers, this.#world.now());
    }
    return answer;
  }
}

/** A browser, and a token that is asked for at each request. */
export function browserApi(base: string, token: ApiWorld["token"]): Api {
  return new Api(base, { fetch: (address, init) => fetch(address, init), token, now: Date.now });
}

interface Said extends Conditions {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** An instance id is made of escapes already, and the service reads it as it is sent. */
function addressOf(template: string, said: Said): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(said.path?.[name] ?? "");
    if (value === "" || (name === "id" && /[^\w.~%!'()*-]/.test(value))) {
      throw new TypeError(`\`${value}\` is no ${name}`);
    }
    return name === "id" ? value : encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(said.query ?? {})) {
    if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

function fieldsOf(method: Method, said: Said, token: string, accept: string): Headers {
  const kind = method === "patch" ? "application/merge-patch+json" : "application/json";
  const wanted: readonly (readonly [string, string | undefined])[] = [
    ["authorization", token === "" ? undefined : `Bearer ${token}`],
    ["content-type", said.body === undefined ? undefined : kind],
    ["if-match", said.ifMatch],
    ["if-none-match", said.ifNoneMatch],
    ["lock-token", said.lockToken],
    ["idempotency-key", said.idempotencyKey],
  ];
  const found = new Headers({ accept });
  for (const [name, value] of wanted) {
    if (value !== undefined) {
      found.set(name, value);
    }
  }
  return found;
}

/** What a proxy says in its own words becomes a problem that has its status. */
async function problemOf(answer: Response): Promise<ApiProblem> {
  if (answer.headers.get("content-type")?.startsWith("application/problem+json")) {
    try {
      return (await answer.json()) as ApiProblem;
    } catch {
      // Cut off on its way: the status is all there is.
    }
  }
  return { type: "about:blank", title: answer.statusText || `HTTP ${answer.status}`, status: answer.status };
}

/** Seconds, or a date. */
function waitOf(said: string | null, nowMs: number): number | null {
  if (said === null) {
    return null;
  }
  const waitMs = /^\d+$/.test(said) ? 1000 * Number(said) : Date.parse(said) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
}
