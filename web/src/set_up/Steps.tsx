// The eight steps of the set-up, and how far each class is: what is missing is named.
import { api } from '../core/api';
import type { ClassSetUp, SetUp, StepState } from '../core/shapes';
import { o } from '../i18n/setUp';
import { tf } from '../i18n/set_up/timetableFile';
import { pe } from '../i18n/people/people';
import { pf } from '../i18n/set_up/peopleFiles';
import { st } from '../i18n/set_up/steps';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useResource } from '../parts/useResource';
import { apiPath, setUpAddress, useCalendarChanges, type KeptSchool } from '../parts/useKeptSchool';
import { keepsRegister } from '../people/people';
import './steps.css';

type Step = StepState['step'];
type Page = [path: string, query?: Record<string, string>];
const PAGES: Partial<Record<Step, Page>> = {
  school: ['/admin/calendar/days'],
  bells: ['/admin/calendar/bells'],
  rooms: ['/admin/rooms'],
  courses: ['/admin/courses'],
  timetable: ['/timetable/edit/class'],
};

/** For those who type people and classes. */
const OF_REGISTER: Partial<Record<Step, Page>> = {
  staff: ['/admin/people', { role: 'teacher' }],
  classes: ['/admin/classes'],
  students: ['/admin/people', { role: 'student' }],
};
const NAMED = 12; // classes; the rest are counted
export const OF_CLASSES = ['bells', 'students', 'courses', 'timetable'] as const;

/** "1А, 1Б, 5А", and how many more there are. */
export function missingWords(missing: readonly { name: string }[]): string {
  const names = missing.slice(0, NAMED).map(({ name }) => name);
  const more = missing.length - names.length;
  return names.join(', ') + (more > 0 ? ` ${st('more', { n: more })}` : '');
}

export function Steps({ school }: { school: KeptSchool }) {
  const { state, problem } = useResource(
    () => api.get<SetUp>(apiPath(school.id, 'set-up')),
    `${school.id}.steps.${useCalendarChanges(school.id)}`,
  );
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} />
      </div>
    );
  const done = state.steps.filter(one => one.done).length;
  return (
    <>
      <section class="sheet steps" aria-labelledby="steps-h" data-steps={done}>
        <h2 id="steps-h">{done === state.steps.length ? st('allDone') : st('done', { n: done })}</h2>
        <ol>
          {state.steps.map((one, n) => (
            <StepRow key={one.step} of={one} number={n + 1} school={school} />
          ))}
        </ol>
      </section>
      <p class="steps-more">
        {keepsRegister(school) && (
          <a class="btn two" href={setUpAddress(school, '/admin/people-files')} data-to-people-files>
            {pf('head')}
          </a>
        )}
        <a class="btn two" href={setUpAddress(school, '/admin/timetable-file')}>
          {tf('head')}
        </a>
        {keepsRegister(school) && (
          <a class="btn two" href={setUpAddress(school, '/admin/people')} data-to-people>
            {pe('people')}
          </a>
        )}
      </p>
      {state.classes.length > 0 && (
        <section class="sheet pad" aria-labelledby="classes-h">
          <h2 id="classes-h">{o('classes')}</h2>
          <p class="meta">{st('classesText')}</p>
          <ul class="class-cells">
            {state.classes.map(one => (
              <ClassCells key={one.id} of={one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function StepRow({
  of: { step, done, missing },
  number,
  school,
}: {
  of: StepState;
  number: number;
  school: KeptSchool;
}) {
  const page = PAGES[step] ?? (keepsRegister(school) ? OF_REGISTER[step] : undefined);
  const body = (
    <>
      <span class="step-n" aria-hidden="true">
        {done ? <Icon name="check" /> : number}
      </span>
      <span class="step-t">
        <b>{st(step)}</b>
        <span>
          {done ? st('ready') : missing.length ? st('missing', { names: missingWords(missing) }) : st(`no_${step}`)}
        </span>
      </span>
    </>
  );
  return (
    <li class={done ? 'step done' : 'step part'} data-step={step} data-done={done}>
      {page ? (
        <a class="step-row" href={setUpAddress(school, ...page)}>
          {body}
          <Icon name="right" />
        </a>
      ) : (
        <div class="step-row">{body}</div>
      )}
    </li>
  );
}

function ClassCells({ of: { name, done } }: { of: ClassSetUp }) {
  const words = OF_CLASSES.map(step => `${st(step)}: ${done.includes(step) ? st('yes') : st('no')}`).join(', ');
  return (
    <li data-class={name}>
      <b>{name}</b>
      <span class="cells" role="img" aria-label={words} title={words}>
        {OF_CLASSES.map(step => (
          <i key={step} class={done.includes(step) ? 'on' : ''} />
        ))}
      </span>
    </li>
  );
}
