// The year as a strip: a field is as long as it lasts, holidays are hatched, a brass point is today.
import type { FreeDays } from '../../core/shapes';
import { dayShort } from '../../i18n/format';
import { y } from '../../i18n/year';
import { lang } from '../../i18n';
import { freeOf, lastDay, monthsOf, partsOf, placed, restsOf, type Grades, type Span } from './year';

const month = (day: string) =>
  new Intl.DateTimeFormat(lang.value === 'ru' ? 'ru' : 'en-GB', { month: 'short', timeZone: 'UTC' }).format(
    new Date(day + 'T00:00:00Z'),
  );
const style = (one: Span, bounds: Span) => {
  const field = placed(one, bounds);
  return field && { left: `${field.left}%`, width: `${field.width}%` };
};

export function YearStrip({
  grades,
  name,
  bounds,
  free,
  today,
  months,
}: {
  grades: Grades;
  name: string;
  bounds: Span;
  free: readonly FreeDays[];
  today: string;
  months: boolean;
}) {
  const point = placed({ from_day: today, until_day: bounds.until_day }, bounds);
  const rests = restsOf(grades.periods, freeOf(free, grades), bounds);
  const inside = bounds.from_day <= today && today < bounds.until_day;
  return (
    <>
      <b>{name}</b>
      <div class="tt-scroll" tabIndex={0} role="region" aria-label={y('strip', { grades: name })}>
        <div class={months ? 'year months' : 'year'} data-strip={`${grades.grade_from}-${grades.grade_until}`}>
          {monthsOf(bounds).map(day => (
            <small
              key={day}
              style={{ left: style({ from_day: day, until_day: bounds.until_day }, bounds)?.left ?? '' }}
            >
              {month(day)}
            </small>
          ))}
          {grades.periods.flatMap(one =>
            partsOf(one, rests).map(part => (
              <span
                key={part.from_day}
                style={style(part, bounds)}
                title={`${one.title}: ${dayShort(one.from_day)} – ${dayShort(lastDay(one))}`}
                data-field={one.title}
              >
                {one.title}
              </span>
            )),
          )}
          {rests.map(one => (
            <span key={`${one.from_day}.rest`} class="rest" style={style(one, bounds)} />
          ))}
          {inside && point && <i style={{ left: `${point.left}%` }} title={y('today')} data-today />}
        </div>
      </div>
    </>
  );
}
