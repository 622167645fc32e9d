// Whose timetable is shown: one's own, a colleague's, that of a class or a room; of a family, each child's.
import { api } from '../core/api';
import { go } from '../core/router';
import type { Classes, Contacts, Room, Rooms } from '../core/shapes';
import { me, myId, staffIn, teaches, timetablesKept } from '../core/session';
import type { ClassRef, Person } from '../core/types';
import { readers, type Reader } from '../gradebook/diary/news';
import { t } from '../i18n';
import { byName, listed, polite } from '../i18n/format';
import { tt } from '../i18n/timetable';
import { useResource } from '../parts/useResource';

export type Of = 'student' | 'teacher' | 'class' | 'room';
export interface Names {
  colleagues: Person[];
  classes: ClassRef[];
  rooms: Room[];
  of: (id: string) => string;
}
const STAFF = ['teacher', 'class_teacher', 'staff', 'leadership', 'admin'];

/** Names of what may be chosen: they come after the page. */
export function useNames(of: Of): Names {
  const staff = staffIn();
  const { state } = useResource(
    async (): Promise<Partial<Names>> => {
      if (of === 'student' || !staff.length) return {};
      if (of === 'teacher') {
        const { contacts } = await api.get<Contacts>('/contacts');
        const colleagues = contacts.filter(({ about }) => about.some(({ role }) => STAFF.includes(role)));
        return { colleagues: colleagues.map(({ person }) => person).sort(byName) };
      }
      const everywhere = <T,>(what: string) =>
        Promise.all(staff.map(school => api.get<T>(`/schools/${encodeURIComponent(school)}/${what}`)));
      if (of === 'room') return { rooms: (await everywhere<Rooms>('rooms')).flatMap(({ rooms }) => rooms) };
      return { classes: (await everywhere<Classes>('classes')).flatMap(({ classes }) => classes) };
    },
    `${of}.${staff.join('.')}`,
  );
  const colleagues = state?.colleagues ?? [];
  const classes = state?.classes ?? [];
  const rooms = state?.rooms ?? [];
  const name = (id: string): string => {
    if (of === 'student')
      return readers()
        .flatMap(one => (one.id === id ? [childName(one)] : []))
        .join('');
    if (of === 'class') return classes.find(one => one.id === id)?.name ?? '';
    if (of === 'room') return rooms.flatMap(one => (one.id === id ? [roomName(one)] : [])).join('');
    const person = id === myId() ? me.value?.person : colleagues.find(one => one.id === id);
    return person ? polite(person.name) : '';
  };
  return { colleagues, classes, rooms, of: name };
}
const roomName = ({ building, name }: Room): string => [building, name].filter(Boolean).join(', ');
const childName = ({ name, className }: Reader): string => [name, className].filter(Boolean).join(', ');

export function Whose({ of, id, week, names: known }: { of: Of; id: string | undefined; week: string; names: Names }) {
  const here = (yes: boolean) => (yes ? 'page' : undefined);
  if (!staffIn().length)
    return id ? (
      <nav class="tt-tabs" aria-label={t('diaryBy')}>
        <a href={`/diary/${id}/${week}`}>{t('days')}</a>
        <a href={`/diary/${id}/marks`}>{t('subjects')}</a>
        <a href={`/timetable/student/${id}/${week}`} aria-current="page">
          {t('timetable')}
        </a>
      </nav>
    ) : null;
  const other = of === 'teacher' && id !== myId();
  return (
    <>
      <nav class="tt-tabs" aria-label={tt('whose')}>
        {teaches() && (
          <a href={`/timetable/teacher/${myId()}/${week}`} aria-current={here(of === 'teacher' && !other)}>
            {tt('mine')}
          </a>
        )}
        {readers().map(one => (
          <a
            key={one.id}
            href={`/timetable/student/${one.id}/${week}`}
            aria-current={here(of === 'student' && one.id === id)}
          >
            {one.name}
          </a>
        ))}
        <a href={`/timetable/teacher?week=${week}`} aria-current={here(other)} data-view="colleagues">
          {tt('colleagues')}
        </a>
        <a href={`/timetable/class?week=${week}`} aria-current={here(of === 'class')} data-view="classes">
          {tt('classes')}
        </a>
        <a href={`/timetable/room?week=${week}`} aria-current={here(of === 'room')} data-view="rooms">
          {tt('rooms')}
        </a>
        {timetablesKept().length ? (
          <a href="/away" data-to-away>
            {tt('away')}
          </a>
        ) : null}
      </nav>
      {of === 'class' && (
        <Choice
          label={tt('class')}
          id={id}
          of={known.classes.map(one => [one.id, one.name])}
          to={one => `/timetable/class/${one}/${week}`}
        />
      )}
      {of === 'room' && (
        <Choice
          label={tt('room')}
          id={id}
          of={known.rooms.map(one => [one.id, roomName(one)])}
          to={one => `/timetable/room/${one}/${week}`}
        />
      )}
      {other && (
        <Choice
          label={tt('colleague')}
          id={id}
          of={known.colleagues.filter(one => one.id !== myId()).map(one => [one.id, listed(one.name)])}
          to={one => `/timetable/teacher/${one}/${week}`}
        />
      )}
    </>
  );
}
function Choice({
  label,
  id,
  of,
  to,
}: {
  label: string;
  id: string | undefined;
  of: [string, string][];
  to: (id: string) => string;
}) {
  return (
    <label class="tt-choice">
      <span>{label}</span>
      <select class="input" name="whose" value={id ?? ''} onChange={event => go(to(event.currentTarget.value))}>
        <option value="" disabled>
          {tt('choose')}
        </option>
        {of.map(([one, name]) => (
          <option key={one} value={one} selected={one === id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The children of a family; each has a timetable of its own. */
export function Children({ chosen, week }: { chosen: string | undefined; week: string }) {
  const all = readers();
  if (all.length === 1 && all[0]!.mine) return <h1 class="cut">{t('timetable')}</h1>;
  return (
    <div class="kids" role="group" aria-label={t('child')}>
      {all.map(({ id, name, className }, index) => (
        <a
          key={id}
          class="kid"
          href={`/timetable/student/${id}/${week}`}
          aria-current={id === chosen ? 'page' : undefined}
          data-child={id}
        >
          <span class={`ava ${['', 'c', 'd', 'b'][index % 4]}`} aria-hidden="true">
            {name.charAt(0)}
          </span>
          <span>
            {name}
            <small>{className}</small>
          </span>
        </a>
      ))}
    </div>
  );
}
