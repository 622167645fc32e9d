// Where people and classes stand on the server, and how what holds on some days is said.
import type { PersonRelative, PersonRole, RegisteredPerson } from '../core/shapes';
import { me } from '../core/session';
import { dayYear } from '../i18n/format';
import { pe } from '../i18n/people/people';
import { ps } from '../i18n/people/person';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';

/** Roles that a school gives, in the order of its lists. */
export const ROLES = ['student', 'guardian', 'trusted', 'teacher', 'staff', 'leadership', 'admin'] as const;
export type GivenRole = (typeof ROLES)[number];

export const registerPath = (school: KeptSchool, ...parts: string[]): string =>
  [apiPath(school.id, 'register'), ...parts.map(encodeURIComponent)].join('/');
export const personAddress = (school: KeptSchool, person: string): string =>
  setUpAddress(school, `/admin/people/${encodeURIComponent(person)}`);

const leads = (school: KeptSchool, roles: readonly string[]): boolean =>
  !!me.value?.roles.some(one => one.school === school.id && roles.includes(one.role));
/** Leadership and admins type and correct people. */
export const keepsRegister = (school: KeptSchool): boolean => leads(school, ['leadership', 'admin']);

interface Lasting {
  from_day: string | null;
  until_day: string | null;
  standing: 'now' | 'to_come' | 'ended';
  typed: boolean | null;
  given: boolean;
}
/** "since 1 September 2026, until 31 May 2027, typed by hand". */
export const lastingWords = ({ from_day, until_day, standing, typed, given }: Lasting): string =>
  [
    standing === 'to_come' ? ps('toCome') : '',
    from_day ? ps('since', { day: dayYear(from_day) }) : '',
    until_day ? ps('until', { day: dayYear(until_day) }) : '',
    given ? ps('byFamily') : typed === null ? '' : pe(typed ? 'typed' : 'roster'),
  ]
    .filter(Boolean)
    .join(', ');
export const isOver = ({ standing }: Lasting): boolean => standing === 'ended';
/** Whether it can be ended here: it was typed and holds, or will. */
export const canEnd = (one: Lasting): boolean => !!one.typed && !isOver(one);

export const classNames = (classes: readonly { name: string }[]): string => classes.map(({ name }) => name).join(', ');
export const childWords = ({ person, classes }: PersonRelative): string =>
  [`${person.name.family} ${person.name.given}`, classNames(classes)].filter(Boolean).join(', ');

export const holds = (roles: readonly PersonRole[], ...wanted: readonly string[]): boolean =>
  roles.some(one => !isOver(one) && wanted.includes(one.role));
export const isStudent = ({ roles }: RegisteredPerson): boolean => holds(roles, 'student');
export const isOfStaff = ({ roles }: RegisteredPerson): boolean =>
  holds(roles, 'teacher', 'staff', 'leadership', 'admin');
