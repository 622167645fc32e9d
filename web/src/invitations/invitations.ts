// Who is in and who is not, in numbers and in words; what can be done about each.
import type { Family, InvitedPerson } from '../core/shapes';
import { addDays } from '../core/dates';
import { dayMonth, dayShort, whole } from '../i18n/format';
import { iv } from '../i18n/invitations/signIns';
import { pe } from '../i18n/people/people';
import { relationWords } from '../i18n/people/relations';

export type Act = 'send' | 'print' | 'revoke';
const OF_FAMILIES: readonly InvitedPerson['role'][] = ['student', 'guardian', 'trusted'];
const SOON = 6; // days: when the end of an invitation is worth saying

export const isIn = ({ status }: InvitedPerson): boolean => status === 'used';
/** There is an invitation that opens, and would stop doing so when another is made. */
export const isLive = ({ until_day }: InvitedPerson): boolean => until_day !== null;
/** Whether something can be sent: by mail or to the telephone, and not just by what did not arrive the last time. */
export const isReached = ({ next_medium, medium, status }: InvitedPerson): boolean =>
  next_medium !== null && !(status === 'bounced' && next_medium === medium);
/** The other of mail and message, where both reach. */
export const otherMedium = ({ email, phone, next_medium }: InvitedPerson): 'mail' | 'message' | undefined =>
  email && phone && next_medium ? (next_medium === 'mail' ? 'message' : 'mail') : undefined;
/** What the button says that sends the next invitation. */
export function sendWords(of: InvitedPerson): string {
  if (isIn(of)) return iv('linkBack');
  if (of.next_medium === 'message' && of.medium !== 'message') return iv('sendMessage');
  return iv(of.status === 'none' ? (of.next_medium === 'message' ? 'sendMessage' : 'sendMail') : 'sendMailAgain');
}

/** Whether one invites this person with these roles at the school: a class teacher invites no colleagues. */
export const mayInvite = ({ role }: InvitedPerson, mine: readonly string[]): boolean =>
  mine.includes('leadership') || mine.includes('admin') || OF_FAMILIES.includes(role);
/** Whether it goes with others in one request, of which all or nothing is done: leadership is invited by leadership. */
export const goesWithOthers = (one: InvitedPerson, mine: readonly string[]): boolean =>
  mayInvite(one, mine) && (mine.includes('leadership') || one.role !== 'leadership');

/** Everybody of the families once: a parent of two stands in two. */
export function peopleOf(families: readonly Family[]): InvitedPerson[] {
  const all = families.flatMap(({ student, adults }) => [student, ...adults]);
  return [...new Map(all.map(one => [one.person.id, one])).values()];
}
export const isLonely = ({ adults }: Family): boolean => !adults.some(isIn);

export interface Counts {
  all: number;
  in: number;
  invited: number;
  none: number;
}
/** How many are in, have an invitation that opens, and have none. */
export function counted(people: readonly InvitedPerson[]): Counts {
  const within = people.filter(isIn).length;
  const invited = people.filter(one => isLive(one) && !isIn(one)).length;
  return { all: people.length, in: within, invited, none: people.length - within - invited };
}
export const idsOf = (people: readonly InvitedPerson[]): string[] => people.map(({ person }) => person.id);

/** People in portions that the server takes at once. */
export function portions<T>(people: readonly T[], size = 200): T[][] {
  return Array.from({ length: Math.ceil(people.length / size) }, (_, n) => people.slice(n * size, (n + 1) * size));
}

const DATED = {
  printed: 'printedOn',
  sent: 'sentOn',
  bounced: 'bouncedOn',
  expired: 'expiredOn',
  used: 'usedOn',
} as const;
const isDated = (status: InvitedPerson['status']): status is keyof typeof DATED => status in DATED;
const BY_MESSAGE = {
  made: 'messageMade',
  sent: 'messageSent',
  sentOn: 'messageSentOn',
  bounced: 'messageBounced',
  bouncedOn: 'messageBouncedOn',
} as const;
const isOfMessage = (words: string): words is keyof typeof BY_MESSAGE => words in BY_MESSAGE;

const unbroken = (day: string): string => dayShort(day).replace(' ', '\u00a0');
/** "sent 3 Sep, not opened, ends 3 Oct". */
export function statusWords(of: InvitedPerson, today: string): string {
  const { status, day, until_day } = of;
  const plain = day && isDated(status) ? DATED[status] : status;
  const key = of.medium === 'message' && isOfMessage(plain) ? BY_MESSAGE[plain] : plain;
  const words = iv(key, { day: day ? unbroken(day) : '' });
  return endsSoon(of, today) ? iv('until', { words, day: unbroken(until_day!) }) : words;
}
export const endsSoon = (of: InvitedPerson, today: string): boolean =>
  !isIn(of) && of.until_day !== null && of.until_day <= addDays(today, SOON);
export const untilWords = ({ until_day }: InvitedPerson): string =>
  until_day ? iv('validUntil', { day: dayMonth(until_day) }) : '';

/** The look of a status: in is good, a letter that came back is bad, what runs out or is missing asks for a look. */
export function statusLook(of: InvitedPerson, today: string): 'good' | 'bad' | 'brass' | '' {
  if (isIn(of)) return 'good';
  if (of.status === 'bounced') return 'bad';
  return of.status === 'expired' || of.status === 'none' || endsSoon(of, today) ? 'brass' : '';
}

/** "Юлия, мама"; of staff the whole name and the role. */
export function personWords({ person, role, relation }: InvitedPerson): string {
  if (role === 'student') return iv('childOf', { name: person.name.given, relation: iv('student') });
  if (relation) return iv('childOf', { name: person.name.given, relation: relationWords(relation) });
  return iv('childOf', { name: whole(person.name), relation: pe(role) });
}
