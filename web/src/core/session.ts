// Who is signed in. The cookie is HttpOnly: whether it is still good is only known by asking.
import { api, NoAnswer, newKey, Problem, signedOut } from './api';
import { connect, disconnect, onPublication } from './connection';
import { lives } from './live';
import { copies, isShared, small, wipe } from './local';
import { go, place } from './router';
import { Value } from './store';
import type { Me } from './types';

/** undefined: not known yet; null: nobody. */
export const me = new Value<Me | null | undefined>(undefined);
export const zone = (): string => me.value?.schools[0]?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
export const has = (...roles: string[]): boolean => !!me.value?.roles.some(({ role }) => roles.includes(role));
export const teaches = (): boolean => has('teacher', 'class_teacher', 'staff', 'leadership');
/** The schools whose timetable one keeps. A copy of oneself that an earlier version left here says nothing of it. */
export const timetablesKept = (): readonly string[] => (me.value as Partial<Me> | null | undefined)?.timetables ?? [];
/** The schools whose staff one is. */
export const staffIn = (): string[] => [
  ...new Set(
    me.value?.roles
      .filter(({ role }) => ['teacher', 'class_teacher', 'staff', 'leadership', 'admin'].includes(role))
      .map(({ school }) => school),
  ),
];

/** A sign-in that ended without its person: told where they sign in again. */
export interface Ended {
  schools: string[];
}
export const ended = (): Ended | null => small.read<Ended>('ended') ?? null;

const MONTH = 30 * 86_400_000;
type Begun = (who: Me) => void;
const begun = new Set<Begun>();
/** Called each time a person is known: after a sign-in and at the start of a page. */
export const onBegin = (act: Begun) => {
  begun.add(act);
};

function begin(who: Me): void {
  const known = me.value?.second_factor?.is_over ? undefined : me.value?.person.id;
  me.set(who);
  small.write('used', Date.now());
  small.write('ended', null);
  void copies.write('me', { state: who, at: Date.now() });
  if (known === who.person.id || who.second_factor?.is_over) return; // then only that page is open
  connect();
  for (const act of begun) act(who);
}

export async function start(): Promise<void> {
  const used = small.read<number>('used');
  if (used && Date.now() - used > MONTH) await wipe(); // a device nobody has used forgets its copy
  let asked = api.get<Me>('/me');
  asked.catch(() => {});
  const copy = await copies.read<Me>('me');
  if (copy) begin(copy.state);
  for (;;) {
    try {
      return begin(await asked);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) return;
      if (me.value === undefined) {
        signInPage();
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 5000)); // the copy is on the screen; ask again by and by
      asked = api.get<Me>('/me');
    }
  }
}

/** What somebody signs in with; `person` says which of several who share an address or a number. */
export interface Credentials {
  login: string;
  password: string;
  shared: boolean;
  person?: string;
  /** Of a second factor. */
  code?: string;
}
export const signIn = (credentials: Credentials): Promise<void> =>
  enter(() => api.post('/login', credentials), credentials.shared);

/** Signs in by what `prove` asks the server. */
export async function enter(prove: () => Promise<unknown>, shared: boolean): Promise<void> {
  const wasShared = isShared();
  await prove();
  const who = await api.get<Me>('/me');
  const last = small.read<string>('person');
  const isOther = !!last && last !== who.person.id;
  const next = place.value.query.get('next');
  const target = next?.startsWith('/') && !next.startsWith('//') ? next : '/';
  if (isOther || shared || wasShared) {
    // somebody else's drafts are not for this person's eyes, nor what is in memory
    if (isOther) await wipe();
    small.write('person', who.person.id);
    location.replace(isOther ? '/' : target);
    return;
  }
  small.write('person', who.person.id);
  me.set(undefined);
  begin(who);
  go(target, true);
}

/** An invitation has let somebody in: what another person left on this device is not for them. */
export async function letIn(): Promise<void> {
  const known = await api.get<Me>('/me').then(
    who => who.person.id,
    () => null, // who it is will be asked again by the next page
  );
  if (known === null || known !== small.read<string>('person')) await wipe();
  if (known !== null) small.write('person', known);
}

/** Signs out; `next` brings a fresh page, so that nothing of the person stays in memory. */
export async function signOut(next = () => location.assign('/sign-in')): Promise<void> {
  try {
    await api.post('/logout', {});
  } catch (problem) {
    if (problem instanceof NoAnswer) throw problem; // the cookie would stay good: say so instead of pretending
  }
  leave();
  await wipe();
  next();
}

export async function shareSeen(share_seen: boolean): Promise<void> {
  const who = await api.patch<Me>('/me', { share_seen }, newKey());
  if (who) me.set(who);
}

const OF_ME = ['offices_changed', 'readers_changed'];
/** What one is at a school has changed: the pages that one has do so at once. Without an answer they do at the next start. */
onPublication((channel, { data }) => {
  const who = me.value;
  if (!who || channel !== `person:${who.person.id}` || !OF_ME.includes(data.type)) return;
  api.get<Me>('/me').then(
    now => {
      if (me.value?.person.id !== now.person.id) return;
      me.set(now);
      void copies.write('me', { state: now, at: Date.now() });
    },
    () => {},
  );
});

function leave(): void {
  // an open sheet would step back when it goes, and overtake the way to the sign-in
  if (me.value) history.replaceState(null, '');
  disconnect();
  lives.close();
  me.set(null);
}
function signInPage(): void {
  me.set(null);
  if (!['sign-in', 'help', 'in', 'activate', 'status', 'how-to-get-in'].includes(place.value.path[0] ?? '')) {
    // who cannot get in finds help there, or comes by an invitation
    const here = location.pathname + location.search;
    go('/sign-in' + (here === '/' ? '' : `?next=${encodeURIComponent(here)}`), true);
  }
}
// Read copies go at once; what the person wrote stays for the next sign-in of the same person.
signedOut.tell = () => {
  if (me.value === null) return;
  if (me.value) {
    small.write('person', me.value.person.id);
    small.write('ended', { schools: me.value.schools.map(school => school.name) } satisfies Ended);
  }
  leave();
  void copies.wipe();
  signInPage();
};
// The socket of whose time for a second factor is over ends as that of an ended sign-in.
signedOut.closed = () => {
  api.get<Me>('/me').then(
    who => (who.second_factor?.is_over ? me.set(who) : signedOut.tell()),
    () => signedOut.tell(),
  );
};

export const myId = (): string => me.value?.person.id ?? '';
