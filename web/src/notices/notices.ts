// How one is told when the page is closed: what was chosen, and this browser's own registration.
import { api, newKey } from '../core/api';

export type Mode = 'instant' | 'fallback' | 'daily' | 'weekly' | 'off';
export const KINDS = [
  'mark',
  'absence',
  'attendance',
  'message',
  'mention',
  'announcement',
  'school_event',
  'unanswered',
] as const;
export type NoticeKind = (typeof KINDS)[number];
export interface KindModes {
  kind: NoticeKind;
  push: Mode;
  mail: Mode;
  webhook: Mode;
  needed: boolean;
}
export interface QuietTime {
  begins: number;
  ends: number;
}
export interface NoticeSettings {
  language: 'ru' | 'en';
  zone: string | null;
  quiet: QuietTime | null;
  quiet_for_all: QuietTime | null;
  digest_hour: number;
  digest_weekday: number;
  kinds: KindModes[];
  mailbox: { address: string; confirmed: boolean; refused: boolean } | null;
  browsers: { id: string; added_at: string; mine: boolean }[];
  works: ('push' | 'mail' | 'webhook')[];
  push_key: string;
  mails: boolean;
  rings: boolean;
}
export interface Told {
  id: string;
  kind: NoticeKind;
  published_at: string;
  state: 'waiting' | 'gathered' | 'handed_on' | 'dropped';
  why: string | null;
  held_until: string | null;
  acted_at: string | null;
  ways: {
    carrier: 'push' | 'mail' | 'webhook';
    state: 'due' | 'accepted' | 'failed' | 'dropped';
    at: string | null;
    problem: string;
  }[];
}
export interface SchoolQuiet {
  quiet: QuietTime | null;
  weekend: boolean;
  closed: string[];
  quiet_until: string | null;
}

export type Here = 'unsupported' | 'denied' | 'off' | 'on';

/** Minutes of the day as a field of time has them, and back. */
export const toClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const fromClock = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

const registered = async (): Promise<PushSubscription | null> =>
  (await navigator.serviceWorker.ready).pushManager.getSubscription();
const supported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

export async function here(settings: NoticeSettings): Promise<Here> {
  if (!supported() || !(await navigator.serviceWorker.getRegistration())) return 'unsupported';
  if ((await registered()) && settings.browsers.some(one => one.mine)) return 'on'; // a browser that forbids it drops it
  return Notification.permission === 'denied' ? 'denied' : 'off';
}

/** Asks the person, then the browser's push service, then the server. */
export async function turnOn({ push_key }: NoticeSettings): Promise<Here> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const { pushManager } = await navigator.serviceWorker.ready;
  const held = await pushManager.getSubscription();
  if (held && !sameKey(held, push_key)) await held.unsubscribe(); // of a server that was set up anew
  const given = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: push_key })).toJSON();
  await api.post(
    '/notices/browsers',
    { url: given.endpoint, p256dh: given.keys?.['p256dh'], auth: given.keys?.['auth'] },
    newKey(),
  );
  return 'on';
}
function sameKey(subscription: PushSubscription, key: string): boolean {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return (
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '') === key
  );
}

export async function turnOff({ browsers }: NoticeSettings): Promise<void> {
  await (await registered())?.unsubscribe();
  for (const one of browsers.filter(({ mine }) => mine)) await forget(one.id);
}
export const forget = (id: string) =>
  api.send('DELETE', `/notices/browsers/${encodeURIComponent(id)}`, undefined, newKey());
