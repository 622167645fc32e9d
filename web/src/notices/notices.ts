// How one is told when the page is closed: what was chosen, and this browser's own registration.
import { api, newKey } from '../core/api';
import type { NoticeSettings, Shapes } from '../core/shapes';

export type { KindModes, NoticeSettings, QuietTime, SchoolQuiet, Told } from '../core/shapes';
export type Mode = Shapes['Mode'];
export type NoticeKind = Shapes['NoticeKind'];

export const KINDS = [
  'mark',
  'absence',
  'attendance',
  'message',
  'mention',
  'announcement',
  'school_event',
  'timetable',
  'new_timetable',
  'trust',
  'unanswered',
] as const satisfies NoticeKind[];

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

/** The settings as a part of the page has them. */
export interface Part {
  settings: NoticeSettings;
  set: (settings: NoticeSettings) => void;
}
export const again = async (set: Part['set']) => set(await api.get<NoticeSettings>('/notices/settings'));
