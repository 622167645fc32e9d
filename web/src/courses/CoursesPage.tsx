// What a class learns: its courses, those of its subgroups and those that it has together with others.
import { useState } from 'preact/hooks';
import { api } from '../core/api';
import { dayIn } from '../core/dates';
import { go, place } from '../core/router';
import type { Classes, Pattern, TaughtCourse, Teachers } from '../core/shapes';
import type { ClassRef } from '../core/types';
import { initialled } from '../i18n/format';
import { c } from '../i18n/set_up/courses';
import { Icon } from '../parts/icons';
import { Empty, NotYet } from '../parts/parts';
import { apiPath, setUpAddress, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { CourseSheet } from './CourseSheet';
import { coursesOf, type Known } from './fields';
import './courses.css';

export function CoursesPage({ school }: { school: KeptSchool }) {
  const [again, setAgain] = useState(0);
  const { state, problem } = useResource(async (): Promise<Known> => {
    const [{ courses }, { classes }, { teachers }] = await Promise.all([
      api.get<Pattern>(apiPath(school.id, `pattern?day=${dayIn(school.zone)}`)),
      api.get<Classes>(apiPath(school.id, 'classes')),
      api.get<Teachers>(apiPath(school.id, 'teachers')),
    ]);
    return { courses, classes, teachers };
  }, `${school.id}.${again}`);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={10} />
      </div>
    );
  const own = state.classes.find(({ id }) => id === place.value.query.get('class')) ?? state.classes[0];
  if (!own)
    return (
      <div class="sheet">
        <Empty icon="people" head={c('noClasses')} />
      </div>
    );
  return <OfClass key={own.id} school={school} known={state} own={own} reload={() => setAgain(n => n + 1)} />;
}

function OfClass({
  school,
  known,
  own,
  reload,
}: {
  school: KeptSchool;
  known: Known;
  own: ClassRef;
  reload: () => void;
}) {
  const [open, setOpen] = useState<TaughtCourse | 'new' | undefined>();
  const courses = coursesOf(known.courses, own.id);
  const address = (id: string) => {
    const base = setUpAddress(school, '/admin/courses');
    return `${base}${base.includes('?') ? '&' : '?'}class=${encodeURIComponent(id)}`;
  };
  return (
    <>
      <label class="set-up-school">
        <span>{c('class')}</span>
        <select
          class="input"
          name="class"
          value={own.id}
          onChange={event => go(address(event.currentTarget.value), true)}
        >
          {known.classes.map(({ id, name }) => (
            <option key={id} value={id} selected={id === own.id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <section class="sheet" aria-labelledby="courses-h" data-courses={courses.length}>
        <div class="pad">
          <h2 id="courses-h">{c('ofClass', { name: own.name })}</h2>
          <p class="meta">{c('text')}</p>
        </div>
        {courses.length ? (
          <ul class="course-list">
            {courses.map(course => (
              <li key={course.id} data-course={course.id}>
                {course.typed ? (
                  <button type="button" class="course-row" onClick={() => setOpen(course)}>
                    <Words course={course} own={own} />
                    <Icon name="right" />
                  </button>
                ) : (
                  <div class="course-row">
                    <Words course={course} own={own} />
                    <span class="tag">{c('ofRoster')}</span>
                  </div>
                )}
              </li>
            ))}
          </ul>
        ) : (
          <Empty icon="diary" head={c('none')} text={c('noneText')} />
        )}
        <p class="pad">
          <button type="button" class="btn" onClick={() => setOpen('new')} data-add-course>
            <Icon name="plus" />
            {c('add')}
          </button>
        </p>
      </section>
      {open && (
        <CourseSheet
          school={school}
          known={known}
          own={own}
          course={open === 'new' ? undefined : open}
          done={() => {
            setOpen(undefined);
            reload();
          }}
          close={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function Words({ course, own }: { course: TaughtCourse; own: ClassRef }) {
  const { subject, title, group, teachers, students, classes } = course;
  const others = classes.filter(({ id }) => id !== own.id).map(({ name }) => name);
  return (
    <span>
      <b>{group ? `${subject}, ${group}` : subject}</b>
      {title !== subject && <span class="meta">{title}</span>}
      <span class="meta">
        {[
          teachers.length ? teachers.map(({ name }) => initialled(name)).join(', ') : c('noTeacher'),
          c('students', { n: students }),
          others.length > 0 && c('together', { names: others.join(', ') }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}
