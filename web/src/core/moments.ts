// A moment as a form's field shows it, in the school's zone, and back. Browsers' fields know no zones.
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
