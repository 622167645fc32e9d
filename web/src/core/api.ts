import { Value } from './store';

/** An answer of the server that is not a success (RFC 9457). `code` is stable, `title` is in the reader's language. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
    readonly retryAfter: number,
    readonly errors: { field: string; code: string; message?: string }[],
    readonly current: unknown,
    /** What happened, and what to do. */
    readonly whole = title,
    readonly clashes: unknown = undefined,
    /** Who has that name and role already. */
    readonly people: unknown = undefined,
    readonly courses: unknown = undefined,
    /** Lessons that times leave without a bell; they come with `clashes` of times. */
    readonly withoutBell: unknown = undefined,
    /** The day of what the answer speaks of. */
    readonly day: string | null = null,
    /** By what a second factor is shown. */
    readonly by: string | undefined = undefined,
  ) {
    super(title);
  }
}
/** The request got no answer: no network, or nobody there. What it asked for may or may not have happened. */
export class NoAnswer extends Error {}

export const reachable = new Value(true);
export const signedOut = { tell: () => {}, closed: () => {} };

export const newKey = (): string =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');

async function request<T>(method: string, path: string, body?: unknown, key?: string, seconds?: number): Promise<T> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['Idempotency-Key'] = key ?? newKey();
  return (await ask<T>(method, path, headers, body === undefined ? null : JSON.stringify(body), seconds)).data;
}
async function ask<T>(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: BodyInit | null,
  seconds?: number,
): Promise<{ data: T; headers: Headers }> {
  const answer = await reach(method, path, headers, body, seconds);
  return { data: parse(await answer.text().catch(() => '')) as T, headers: answer.headers };
}
/** The server's answer; what is not a success is thrown. */
async function reach(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: BodyInit | null,
  seconds = 20,
): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch('/api' + path, {
      method,
      headers: { Accept: 'application/json', 'Accept-Language': document.documentElement.lang, ...headers },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout?.(seconds * 1000) ?? null,
      body,
    });
  } catch {
    reachable.set(false);
    throw new NoAnswer();
  }
  // A proxy that stands for a server that is away says 502-504: nobody has answered.
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
    reachable.set(false);
    throw new NoAnswer();
  }
  reachable.set(true);
  if (answer.ok) return answer;
  const problem = (parse(await answer.text().catch(() => '')) ?? {}) as {
    code?: string;
    title?: string;
    detail?: string;
    errors?: [];
    current?: unknown;
    clashes?: unknown;
    people?: unknown;
    courses?: unknown;
    without_bell?: unknown;
    day?: string | null;
    by?: string;
  };
  if (answer.status === 401 && path !== '/login') signedOut.tell();
  throw new Problem(
    answer.status,
    problem.code ?? String(answer.status),
    problem.detail || problem.title || answer.statusText,
    Number(answer.headers.get('Retry-After') ?? 0),
    problem.errors ?? [],
    problem.current,
    [problem.title, problem.detail].filter(Boolean).join('. '),
    problem.clashes,
    problem.people,
    problem.courses,
    problem.without_bell,
    problem.day ?? null,
    problem.by,
  );
}
function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

export const api = {
  get: <T>(path: string) => request<T>('GET', path),
  post: <T>(path: string, body: unknown, key?: string) => request<T>('POST', path, body, key),
  patch: <T>(path: string, body: unknown, key?: string) => request<T>('PATCH', path, body, key),
  send: request,
  /** The next bytes of a file, and where the server stands then. */
  bring: <T>(path: string, offset: number, bytes: Blob) =>
    ask<T>(
      'PATCH',
      path,
      { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) },
      bytes,
      120,
    ),
  /** A file that the server makes of what it is asked. */
  file: async (path: string, body: unknown, seconds = 120): Promise<Blob> =>
    (await reach('POST', path, { 'Content-Type': 'application/json' }, JSON.stringify(body), seconds)).blob(),
  /** A whole file as it is. */
  upload: async <T>(path: string, bytes: Blob, seconds = 120): Promise<T> =>
    (await ask<T>('POST', path, { 'Content-Type': 'application/octet-stream' }, bytes, seconds)).data,
  head: async (path: string): Promise<Headers> => (await ask('HEAD', path, {}, null)).headers,
};
