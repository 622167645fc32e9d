// The curriculum of a class: subjects with lessons a week, who teaches them, and how many were held.
import { useMemo } from 'preact/hooks';
import { addDays, dayIn } from '../../core/dates';
import { zone } from '../../core/session';
import { useValue } from '../../core/store';
import type { Curriculum as State, CurriculumCourse } from '../../core/shapes';
import { dayMonth, initialled } from '../../i18n/format';
import { cw } from '../../i18n/week/classes';
import { Page } from '../../parts/page';
import { Empty, NotYet, OffLine } from '../../parts/parts';
import { curriculumOf } from '../timetables';
import { range, weekly } from './weekly';
import './class_pages.css';

export function Curriculum({ class: id }: { class: string }) {
  const live = useMemo(() => curriculumOf(id), [id]);
  const { state, problem, at } = useValue(live.shown);
  const title = state ? cw('curriculumOf', { name: state.class.name }) : cw('curriculum');
  return (
    <Page title={title} up={`/timetable/class/${id}`} narrow>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} lines={12} />
        </div>
      ) : state.courses.length ? (
        <Table of={state} />
      ) : (
        <div class="sheet pad">
          <Empty icon="grid" head={cw('noCourses')} text={cw('noCoursesText')} />
        </div>
      )}
      <OffLine what={cw('curriculum')} at={at} />
    </Page>
  );
}

function Table({ of: { profile, span, pattern_day: day, load, courses } }: { of: State }) {
  const subjects = new Map<string, CurriculumCourse[]>();
  for (const course of courses) subjects.set(course.subject, [...(subjects.get(course.subject) ?? []), course]);
  return (
    <section class="sheet" data-curriculum={courses.length}>
      <div class="cp-about">
        {profile && (
          <p>
            {cw('profile')}: <b>{profile}</b>
          </p>
        )}
        <p class="meta">
          {cw('counted', { title: span.title || cw('schoolYear') })}: {dayMonth(span.from_day)} –{' '}
          {dayMonth(addDays(span.until_day, -1))}
        </p>
        {day === null ? (
          <p class="meta">{cw('noPattern')}</p>
        ) : (
          day > dayIn(zone()) && <p class="meta">{cw('patternFrom', { day: dayMonth(day) })}</p>
        )}
      </div>
      <table class="cp-table">
        <thead>
          <tr>
            <th scope="col">{cw('subject')}</th>
            <th scope="col">{cw('aWeek')}</th>
            <th scope="col">{cw('held')}</th>
          </tr>
        </thead>
        {[...subjects].map(([subject, [first, ...others]]) => (
          <tbody key={subject}>
            {others.length ? (
              <>
                <tr class="cp-subject">
                  <th scope="rowgroup" colSpan={3}>
                    {subject}
                  </th>
                </tr>
                {[first!, ...others].map(one => (
                  <Row key={one.id} of={one} name={one.group || one.title} planned={day !== null} part />
                ))}
              </>
            ) : (
              <Row of={first!} name={[subject, first!.group].filter(Boolean).join(', ')} planned={day !== null} />
            )}
          </tbody>
        ))}
        {load && (
          <tfoot>
            <tr>
              <th scope="row">{cw('load')}</th>
              <td>{range(load.least, load.most)}</td>
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface RowProps {
  of: CurriculumCourse;
  name: string;
  planned: boolean; // there is a pattern
  part?: boolean; // one of several groups of its subject
}
function Row({ of, name, planned, part }: RowProps) {
  return (
    <tr class={part ? 'cp-part' : undefined} data-course={of.id}>
      <th scope="row">
        {name}
        <span class="meta">{of.teachers.map(one => initialled(one.name)).join(', ') || cw('noTeacher')}</span>
      </th>
      <td>{planned ? weekly(of.weekly) : '—'}</td>
      <td>
        {cw('ofPlanned', { held: of.held, planned: of.planned })}
        {of.cancelled > 0 && <span class="meta">{cw('cancelled', { n: of.cancelled })}</span>}
      </td>
    </tr>
  );
}
