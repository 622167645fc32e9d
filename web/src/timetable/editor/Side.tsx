// Beside the grid: what clashes, and the courses that have no lessons yet or too few.
import type { TaughtCourse } from '../../core/shapes';
import { pt } from '../../i18n/week/pattern';
import { Icon } from '../../parts/icons';
import { courseText, courseTitle, placeWords, reasonWords, rowTitle } from './lessonWords';
import type { Editing } from './useEditing';

export function Side({ editing }: { editing: Editing }) {
  const { courses, mine, off, clashes, names } = editing;
  const lessons = ({ id }: TaughtCourse) => mine.filter(row => row.course === id).length;
  const missing = ({ id }: TaughtCourse) => off.filter(row => row.course === id).length;
  const few = courses.filter(one => missing(one) || !lessons(one));
  const rest = courses.filter(one => !few.includes(one));
  // two lessons of the grid that clash are one line
  const clashing = mine.filter((row, n) => {
    const other = clashes.get(row.key);
    return other && (other.why === 'bell' || !mine.slice(0, n).some(({ key }) => key === other.row.key));
  });
  return (
    <div class="plan-side">
      {clashing.length > 0 && (
        <section class="sheet pad" aria-labelledby="plan-clashes">
          <h2 id="plan-clashes">
            {pt('clashes')} <span class="tag bad">{clashing.length}</span>
          </h2>
          <ul class="plan-clash">
            {clashing.flatMap(row => {
              const reason = clashes.get(row.key);
              if (!reason) return [];
              return (
                <li key={row.key}>
                  <Icon name="alert" />
                  <span>
                    <b>{placeWords(row)}:</b> {rowTitle(names, row)}. {reasonWords(names, reason)}
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <section class="sheet pad" aria-labelledby="plan-tray">
        <h2 id="plan-tray">{pt('tray')}</h2>
        {few.length > 0 ? (
          <div class="plan-tray">
            {few.map(one => (
              <Unplaced
                key={one.id}
                editing={editing}
                course={one}
                count={missing(one) ? pt('oneMore', { n: missing(one) }) : pt('none')}
              />
            ))}
          </div>
        ) : (
          <p class="meta">{courses.length ? pt('allPlaced') : pt('noCourses')}</p>
        )}
        {rest.length > 0 && (
          <details data-more>
            <summary>
              {pt('more')}
              <Icon name="down" />
            </summary>
            <div class="plan-tray">
              {rest.map(one => (
                <Unplaced key={one.id} editing={editing} course={one} count={pt('aWeek', { n: lessons(one) })} />
              ))}
            </div>
          </details>
        )}
      </section>
    </div>
  );
}

function Unplaced({ editing, course, count }: { editing: Editing; course: TaughtCourse; count: string }) {
  const { held, names } = editing;
  const mine = held && !held.from && held.row.course === course.id;
  return (
    <button
      type="button"
      class={mine ? 'plan-lesson held' : 'plan-lesson'}
      draggable
      aria-pressed={mine}
      data-course={course.id}
      onClick={() => (mine ? editing.putBack() : editing.pickNew(course.id))}
      onDragStart={event => {
        event.dataTransfer?.setData('text/plain', course.title);
        setTimeout(() => editing.pickNew(course.id));
      }}
    >
      <span class="row">
        <b>{courseTitle(names.view, course)}</b>
        <span class="num">{count}</span>
      </span>
      <small>{courseText(names.view, course)}</small>
    </button>
  );
}
