// Lessons a week, which may be parts of one: exactly, as people write them.
import type { WeeklyLessons } from '../../core/shapes';
import { lang } from '../../i18n';

const NBSP = '\u00a0';

/** "3", "2,5" where halves and quarters are, "1 1/3" where they are not. */
export function weekly({ lessons, weeks }: WeeklyLessons): string {
  if (4 % weeks === 0) return String(lessons / weeks).replace('.', lang.value === 'ru' ? ',' : '.');
  const whole = Math.floor(lessons / weeks);
  return [...(whole ? [whole] : []), `${lessons % weeks}/${weeks}`].join(NBSP);
}
/** "28", or "27,5–28" where students of one class have different ones. */
export const range = (least: WeeklyLessons, most: WeeklyLessons): string =>
  [...new Set([weekly(least), weekly(most)])].join('–');
