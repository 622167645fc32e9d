// ISO weeks, plain days, and moments as fields of forms show them. A day is a text (2026-11-25) without a zone; only
// "which day is it now" needs one.
export interface Week {
  year: number;
  week: number;
}

const DAY = 86_400_000;
const utc = (day: string) => Date.parse(day + 'T00:00:00Z');
const text = (moment: number) => new Date(moment).toISOString().slice(0, 10);

export function addDays(day: string, days: number): string {
  return text(utc(day) + days * DAY);
}
/** 1 Monday … 7 Sunday. */
export function weekday(day: string): number {
  return new Date(utc(day)).getUTCDay() || 7;
}
/** The ISO week of a day: "2026-W48". The week belongs to the year of its Thursday. */
export function weekOf(day: string): string {
  const thursday = addDays(day, 4 - weekday(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor((utc(thursday) - utc(year + '-01-01')) / DAY / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
export function monday(week: string): string {
  const [year = '', number = ''] = week.split('-W');
  const fourth = year + '-01-04'; // the fourth of January is always in week 1
  return addDays(fourth, 1 - weekday(fourth) + (Number(number) - 1) * 7);
}
export function addWeeks(week: string, weeks: number): string {
  return weekOf(addDays(monday(week), weeks * 7));
}
export function isWeek(value: string | undefined): value is string {
  return !!value && /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/.test(value);
}
/** The day of a moment in a zone. */
export function dayIn(zone: string, moment: Date | string = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(moment),
  );
}

// Browsers' fields know no zones.
const parts = (moment: number, zone: string): string => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`;
};
/** "2026-11-25T09:20" there. */
export const toLocal = (moment: string, zone: string): string => parts(Date.parse(moment), zone);
/** An hour that a clock change leaves out becomes the one after it; of two that it repeats the first is meant. */
export function fromLocal(local: string, zone: string): string {
  const wanted = Date.parse(local + 'Z');
  const off = (moment: number) => Date.parse(parts(moment, zone) + 'Z') - moment;
  const before = wanted - off(wanted - 86_400_000);
  const after = wanted - off(wanted + 86_400_000);
  const fits = [before, after].filter(moment => parts(moment, zone) === local).sort((a, b) => a - b);
  return new Date(fits[0] ?? Math.max(before, after)).toISOString();
}
