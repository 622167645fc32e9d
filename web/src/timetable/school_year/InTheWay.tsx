// Lessons that keep those of a day from coming back, each with the way to its change.
import type { DayLesson } from '../../core/shapes';
import { dayMonth } from '../../i18n/format';
import { y } from '../../i18n/year';

export function InTheWay({ lessons }: { lessons: readonly DayLesson[] }) {
  if (!lessons.length) return null;
  return (
    <ul class="in-the-way" data-in-the-way={lessons.length}>
      {lessons.map(({ id, day, number }) => (
        <li key={id}>
          <a href={`/lesson/${id}/change`}>{y('lessonOf', { day: dayMonth(day), n: number })}</a>
        </li>
      ))}
    </ul>
  );
}
