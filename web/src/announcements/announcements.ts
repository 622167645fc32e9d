// Announcements: what a reader got and what a writer wrote. Publications only tell that something is new.
import { api, newKey } from '../core/api';
import { onChannel, onPublication } from '../core/connection';
import { liveAt } from '../core/live';
import { sendQueue } from '../core/sending';
import { myId, onBegin } from '../core/session';
import { invalidated } from '../core/invalidated';
import type { AllReceived, AskedTarget as Target, Received, Shapes, Variant } from '../core/shapes';

export type {
  Announcement,
  AskedTarget as Target,
  Audiences,
  Because,
  Counts,
  Household,
  Proof,
  Readers,
  Received,
  Variant,
} from '../core/shapes';
export type Addressed = Shapes['Addressed'];
export type HowTold = Shapes['HowTold'];

export interface Draft {
  title: string;
  text: string;
  variants: Variant[];
  targets: Target[];
  confirm: boolean;
  confirm_until: string | null;
  urgent: string | null;
}
export const HOW_TOLD = [
  'live',
  'push',
  'mail',
  'webhook',
  'waiting',
  'off',
  'unreachable',
] as const satisfies HowTold[];

export const received = liveAt<AllReceived>('school.received', '/announcements');

export const announcementPath = (one: string): string => `/announcements/${encodeURIComponent(one)}`;

export const owesAnswer = (one: Received): boolean =>
  one.confirm && !one.confirmed_at && !one.recalled_at && !confirming(one.id);

const lane = (one: string): string => 'confirm:' + one;
export const confirming = (one: string) =>
  sendQueue.items.value.find(item => item.lane === lane(one) && item.answer === undefined);
/** Goes at once, or by itself when there is a connection. */
export function confirm(one: string): void {
  const held = confirming(one);
  if (held?.failed) sendQueue.drop(held.key);
  sendQueue.put({
    key: newKey(),
    lane: lane(one),
    owner: myId(),
    method: 'POST',
    path: announcementPath(one) + '/confirm',
    body: {},
  });
}

const keep = (one: Received): void =>
  received.change(state => ({
    ...state,
    announcements: state.announcements.map(held => (held.id === one.id ? one : held)),
  }));
export async function moreReceived(): Promise<void> {
  const last = received.state?.announcements.at(-1);
  if (!last) return;
  const older = await api.get<AllReceived>(`/announcements?before=${encodeURIComponent(last.id)}`);
  received.change(state => ({ announcements: [...state.announcements, ...older.announcements], more: older.more }));
}

onBegin(() =>
  sendQueue.attach('confirm:', {
    sent(_item, answer) {
      keep((answer as { announcement: Received }).announcement);
    },
    failed() {
      /* the letter shows it */
    },
  }),
);
// Told of from the moment the socket is in one's own channel; before, and after a gap, it is asked for.
onChannel((channel, here, fresh) => {
  if (here && fresh && channel === `person:${myId()}`) void (received.state ? received.refresh() : received.open());
});
onPublication((channel, { data }) => {
  if (channel !== `person:${myId()}`) return;
  switch (data.type) {
    case 'announcement':
    case 'announcement_recalled':
    case 'announcement_reminder':
      void received.refresh();
      break;
    case 'announcement_confirmed':
      if (data.person === myId()) void received.refresh();
      invalidated.set({ kind: 'announcement', id: data.announcement });
      break;
    case 'announcement_changed':
      invalidated.set({ kind: 'announcement', id: data.announcement });
  }
});
