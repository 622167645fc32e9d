// Dates, numbers and names as the reader's language writes them. School time always, 24 hours, no leading zero.
import type { About, Kind, Name, Person } from '../core/types';
import { addDays, dayIn, weekday, monday } from '../core/dates';
import { lang, t } from '.';

const locale = () => (lang.value === 'ru' ? 'ru' : 'en-GB');
const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  let one = formats.get(key);
  if (!one) formats.set(key, (one = new Intl.DateTimeFormat(locale(), options)));
  return one;
}
const ofDay = (day: string, options: Intl.DateTimeFormatOptions) =>
  format({ ...options, timeZone: 'UTC' }).format(new Date(day + 'T00:00:00Z'));
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "8:30"; nothing for a lesson whose times nobody has said. */
export function time(moment: string | number | null, zone: string): string {
  if (moment === null) return '';
  const parts = format({ timeZone: zone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).formatToParts(
    new Date(moment),
  );
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '';
  return `${Number(part('hour'))}:${part('minute').padStart(2, '0')}`;
}
/** "25 ноября". */
export const dayMonth = (day: string): string => ofDay(day, { day: 'numeric', month: 'long' });
/** "1 сентября 2026 г." */
export const dayYear = (day: string): string => ofDay(day, { day: 'numeric', month: 'long', year: 'numeric' });
export const dayShort = (day: string): string => ofDay(day, { day: 'numeric', month: 'short' });
export const weekdayLong = (day: string): string => upper(ofDay(day, { weekday: 'long' }));
export const weekdayShort = (day: string): string => upper(ofDay(day, { weekday: 'short' }));
/** Today, yesterday, then a weekday within the week, then the date. */
export function nearDay(day: string, zone: string): string {
  const today = dayIn(zone);
  if (day === today) return t('today');
  if (day === addDays(today, -1)) return t('yesterday');
  return day > addDays(today, -7) && day < addDays(today, 7) ? weekdayLong(day) : dayMonth(day);
}
/** The same inside a sentence; an English weekday keeps its capital. */
export function midDay(day: string, zone: string): string {
  const word = nearDay(day, zone);
  return lang.value === 'ru' || word === t('today') || word === t('yesterday') ? word.toLowerCase() : word;
}
/** For a list: the time today, then a short day. */
export function nearShort(moment: string, zone: string): string {
  const today = dayIn(zone);
  const day = dayIn(zone, moment);
  if (day === today) return time(moment, zone);
  if (day === addDays(today, -1)) return t('yesterday').toLowerCase();
  if (day <= addDays(today, -7)) return dayShort(day);
  return lang.value === 'ru' ? weekdayShort(day).toLowerCase() : weekdayShort(day);
}
/** "25 ноября, 9:20": where a weekday would have to be declined. */
export const dayAndTime = (moment: string, zone: string): string =>
  `${dayMonth(dayIn(zone, moment))}, ${time(moment, zone)}`;
export function fullMoment(moment: string, zone: string): string {
  const day = dayIn(zone, moment);
  return `${ofDay(day, { weekday: 'long' })}, ${dayMonth(day)}, ${time(moment, zone)}`;
}
/** "23–28 ноября", "30 нояб. – 5 дек." */
export function weekDates(week: string): string {
  const first = monday(week);
  const last = addDays(first, 5);
  return first.slice(5, 7) === last.slice(5, 7)
    ? `${Number(first.slice(8))}–${dayMonth(last)}`
    : `${dayShort(first)} – ${dayShort(last)}`;
}
/** A subject inside a sentence: "математика", but "ИЗО". */
export const inside = (subject: string): string =>
  /^\p{Lu}\p{Lu}/u.test(subject) ? subject : subject.charAt(0).toLowerCase() + subject.slice(1);
export const isMonday = (day: string): boolean => weekday(day) === 1;

/** Hundredths as "4,67" or "4.67". */
export function decimal(hundredths: number | null): string {
  return hundredths === null
    ? '—'
    : `${Math.floor(hundredths / 100)}${lang.value === 'ru' ? ',' : '.'}${String(hundredths % 100).padStart(2, '0')}`;
}
export const localMean = (mean: string | null): string =>
  mean === null ? '—' : lang.value === 'ru' ? mean.replace('.', ',') : mean;
export const said = (words: { ru: string; en: string } | undefined): string => words?.[lang.value] ?? '';
export const kindOf = (kinds: readonly Kind[], id: string): Kind | undefined => kinds.find(kind => kind.id === id);

/** A teacher is addressed by name and patronymic; English has no patronymic. */
export function polite({ given, middle, family }: Name): string {
  return [given, lang.value === 'ru' ? middle : '', family].filter(Boolean).join(' ');
}
/** "М. И. Рябова", where there is little room; English has no patronymic. */
export function initialled({ given, middle, family }: Name): string {
  const first = [given, lang.value === 'ru' ? middle : ''].filter(Boolean).map(name => name.charAt(0) + '.');
  return [...first, family].join('\u00a0');
}
export const listed = ({ family, given }: Name): string => `${family} ${given}`;
export const whole = ({ family, given, middle }: Name): string => [family, given, middle].filter(Boolean).join(' ');
export const initials = ({ given, family }: Name): string => (given.charAt(0) + family.charAt(0)).toUpperCase();
export const byName = (a: Person, b: Person): number => collator.compare(whole(a.name), whole(b.name));
/** е = ё. */
const collator = new Intl.Collator('ru', { sensitivity: 'base' });
export const folded = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

const relations: Record<string, Parameters<typeof t>[0]> = {
  mother: 'rMother',
  father: 'rFather',
  grandmother: 'rGrandmother',
  grandfather: 'rGrandfather',
  guardian: 'rGuardian',
  trusted: 'rTrusted',
};
export function aboutText({ role, subject, class: of, relation, child }: About): string {
  if (role === 'guardian' && child) {
    const name = `${child.name.given} ${child.name.family}`;
    const group = typeof child.class === 'string' ? child.class : child.class?.name;
    return `${[name, group].filter(Boolean).join(', ')}: ${t(relations[relation ?? ''] ?? 'rOther')}`;
  }
  if (role === 'teacher') return [subject, of].filter(Boolean).join(', ') || t('role_teacher');
  if (role === 'class_teacher') return of ? t('roleClassTeacher', { class: of }) : t('role_class_teacher');
  if (role === 'leadership') return t('roleLeadership');
  return [t(`role_${role}`), of].filter(Boolean).join(', ');
}
/** Who somebody is, in one line; a few roles at most. */
export function abouts(about: readonly About[], most = 3): string {
  return [...new Set(about.map(aboutText))].slice(0, most).join(' · ');
}
/** A colour of the avatar by the person, the same every time. */
export const tone = (id: string): string =>
  ['', 'b', 'c', 'd', 'e', 'f'][[...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 6]!;
