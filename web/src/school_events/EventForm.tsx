// Planning a school event, and changing it. What is typed stays on this device until it is saved.
import { useEffect, useState } from 'preact/hooks';
import type { Addressed, Audiences, Target } from '../announcements/announcements';
import { learnOf, obvious, Targets } from '../announcements/targets';
import { api, newKey } from '../core/api';
import { small } from '../core/local';
import { fromLocal, toLocal } from '../core/dates';
import type { OneSchoolEvent } from '../core/shapes';
import { go } from '../core/router';
import { me, staffIn, zone } from '../core/session';
import { t } from '../i18n';
import { s } from '../i18n/school';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { NotYet } from '../parts/parts';
import { EVENT_KINDS, eventPath, events, keepEvent, type EventKind, type SchoolEvent } from './events';
import { Check } from '../parts/Check';

interface Typed {
  kind: EventKind;
  title: string;
  text: string;
  place: string;
  subject: string;
  starts: string;
  ends: string;
  until: string;
  capacity: string;
  targets: Target[];
  city: Addressed[];
}

export function EventForm({ id }: { id?: string }) {
  const schools = (me.value?.schools ?? []).filter(school => staffIn().includes(school.id));
  const [school, setSchool] = useState(schools[0]?.id ?? '');
  const { state, problem } = useResource(async () => {
    const event = id === undefined ? undefined : (await api.get<OneSchoolEvent>(eventPath(id))).event;
    return { event, audiences: await learnOf(event?.school.id ?? school) };
  }, `${id}.${school}`);
  return (
    <Page title={id ? s('event') : s('newEvent')} up={id ? '/school/e/' + id : '/school/events'} narrow>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : (
        <>
          {schools.length > 1 && !id && (
            <div class="seg" role="group" aria-label={t('inSchool')}>
              {schools.map(one => (
                <button key={one.id} type="button" aria-pressed={one.id === school} onClick={() => setSchool(one.id)}>
                  {one.name}
                </button>
              ))}
            </div>
          )}
          <Fields
            key={state.event?.id ?? school}
            school={state.event?.school.id ?? school}
            event={state.event}
            audiences={state.audiences}
          />
        </>
      )}
    </Page>
  );
}

function typedOf(event: SchoolEvent): Typed {
  const local = (moment: string | null) => (moment ? toLocal(moment, event.school.zone) : '');
  const { kind, title, text, place, subject, targets, city } = event;
  return {
    kind,
    title,
    text,
    place,
    subject,
    targets,
    city,
    starts: local(event.starts_at),
    ends: local(event.ends_at),
    until: local(event.answer_until),
    capacity: event.capacity === null ? '' : String(event.capacity),
  };
}
function Fields({
  school,
  event,
  audiences,
}: {
  school: string;
  event: SchoolEvent | undefined;
  audiences: Audiences;
}) {
  const copy = `planning.${event?.id ?? 'new.' + school}`;
  const where = event?.school.zone ?? me.value?.schools.find(one => one.id === school)?.zone ?? zone();
  const students = obvious(audiences).map(target => ({ ...target, to: ['students'] as Addressed[] }));
  const [typed, setTyped] = useState<Typed>(
    () =>
      small.read<Typed>(copy) ??
      (event
        ? typedOf(event)
        : {
            kind: 'trip',
            title: '',
            text: '',
            place: '',
            subject: '',
            starts: '',
            ends: '',
            until: '',
            capacity: '',
            targets: students,
            city: [],
          }),
  );
  const [missing, setMissing] = useState(false);
  const { ask, error } = useAction();
  useEffect(
    () => () => {
      void events.refresh();
    },
    [],
  );
  const change = (part: Partial<Typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    small.write(copy, next);
    setMissing(false);
  };
  const save = async (submitted: Event) => {
    submitted.preventDefault();
    const { kind, title, text, place, subject, starts, ends, until, capacity, targets, city } = typed;
    if (!title.trim() || !starts || (!targets.length && !city.length)) {
      setMissing(true);
      return;
    }
    const moment = (local: string) => (local ? { at: fromLocal(local, where) } : { at: null });
    const body = {
      kind,
      title: title.trim(),
      text,
      place,
      subject,
      starts_at: moment(starts).at,
      ends_at: moment(ends).at,
      answer_until: moment(until).at,
      capacity: capacity ? Number(capacity) : null,
      targets,
      city,
    };
    await ask(async () => {
      const { event: saved } = event
        ? await api.patch<OneSchoolEvent>(eventPath(event.id), { ...body, revision: event.revision }, newKey())
        : await api.post<OneSchoolEvent>(`/schools/${encodeURIComponent(school)}/school-events`, body, newKey());
      small.write(copy, undefined);
      keepEvent(saved);
      go('/school/e/' + saved.id, true);
    });
  };
  const line = (name: 'title' | 'place' | 'subject', label: string, most: number) => (
    <div class="field">
      <label for={'ev-' + name}>{label}</label>
      <input
        class="input"
        id={'ev-' + name}
        name={name}
        maxLength={most}
        value={typed[name]}
        onInput={on => change({ [name]: on.currentTarget.value })}
      />
    </div>
  );
  const moment = (name: 'starts' | 'ends' | 'until', label: string) => (
    <div class="field">
      <label for={'ev-' + name}>{label}</label>
      <input
        class="input"
        type="datetime-local"
        id={'ev-' + name}
        name={name}
        value={typed[name]}
        onInput={on => change({ [name]: on.currentTarget.value })}
      />
    </div>
  );
  return (
    <form class="sheet pad form" noValidate onSubmit={submitted => void save(submitted)}>
      <div class="field">
        <label for="ev-kind">{s('eventKind')}</label>
        <select
          class="input"
          id="ev-kind"
          name="kind"
          value={typed.kind}
          onChange={on => change({ kind: on.currentTarget.value as EventKind })}
        >
          {EVENT_KINDS.map(one => (
            <option key={one} value={one}>
              {s(`kind_${one}`)}
            </option>
          ))}
        </select>
      </div>
      {line('title', s('heading'), 150)}
      <Targets
        label={s('whoAsked')}
        targets={typed.targets}
        audiences={audiences}
        set={targets => change({ targets })}
      />
      {audiences.city && (
        <fieldset class="choice">
          <legend class="label">{s('openCity')}</legend>
          {(['students', 'families', 'staff'] as const).map(one => (
            <Check
              key={one}
              name="city"
              value={one}
              words={s(one)}
              checked={typed.city.includes(one)}
              set={on =>
                change({
                  city: on ? [...typed.city, one] : typed.city.filter(held => held !== one),
                })
              }
            />
          ))}
        </fieldset>
      )}
      <div class="pair">
        {moment('starts', s('starts'))}
        {moment('ends', s('ends'))}
      </div>
      {line('place', s('place'), 200)}
      {line('subject', s('subject'), 100)}
      <div class="field">
        <label for="ev-text">{s('description')}</label>
        <textarea
          class="input"
          id="ev-text"
          name="text"
          rows={4}
          maxLength={4000}
          value={typed.text}
          onInput={on => change({ text: on.currentTarget.value })}
        />
      </div>
      <div class="pair">
        {moment('until', s('answerUntil'))}
        <div class="field">
          <label for="ev-capacity">{s('places')}</label>
          <input
            class="input"
            id="ev-capacity"
            name="capacity"
            type="number"
            inputMode="numeric"
            min={1}
            max={100000}
            placeholder={s('placesOpen')}
            value={typed.capacity}
            onInput={on => change({ capacity: on.currentTarget.value })}
          />
        </div>
      </div>
      {missing && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {s('eventMissing')}
        </p>
      )}
      {error}
      <div class="foot-act">
        <button type="submit" class="btn" data-plan>
          {event ? s('saveEvent') : s('plan')}
        </button>
      </div>
    </form>
  );
}
