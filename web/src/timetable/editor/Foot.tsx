// Below the grid: what the focus is on, its room and weeks, and the button that saves.
import type { ComponentChildren } from 'preact';
import type { Room } from '../../core/shapes';
import { dayMonth } from '../../i18n/format';
import { pt } from '../../i18n/week/pattern';
import { Icon } from '../../parts/icons';
import { placeWords, reasonWords, roomName, rowText, rowTitle } from './lessonWords';
import { weekOfTwo, type PlannedRow } from './plan';
import type { Editing, Week } from './useEditing';
import { conflict } from './whyNot';

/** What the focus is on: in hand, whether it can stand there. */
function Voice({ editing }: { editing: Editing }) {
  const { held, at, names, cell, answer } = editing;
  const list = cell(at);
  if (!held)
    return (
      <>
        {list.length > 0 && <b>{list.map(row => rowTitle(names, row)).join(', ')} </b>}
        <span class="soft">
          {placeWords(at)}
          {list.length ? `, ${list.map(row => rowText(names, row)).join('; ')}` : `: ${pt('empty')}`}
        </span>
      </>
    );
  const own = held.from?.weekday === at.weekday && held.from.number === at.number;
  const said = own ? undefined : answer(at);
  return (
    <>
      <b>{rowTitle(names, held.row)}</b> → {placeWords(at)}{' '}
      {said && (
        <span class={said.kind === 'no' ? 'plan-no' : 'plan-ok'} data-answer={said.kind}>
          {said.kind === 'no'
            ? pt('no', { why: reasonWords(names, said.reason) })
            : pt(said.kind === 'swap' ? 'swapLong' : 'freeLong')}
        </span>
      )}
    </>
  );
}

/** Room and weeks of a lesson; a room that is taken at its time says by whom. */
function Details({ editing, row, rooms }: { editing: Editing; row: PlannedRow; rooms: Room[] }) {
  const { names, held, all } = editing;
  const week = weekOfTwo(row);
  const title = rowTitle(names, row);
  const taken = (room: string): string => {
    for (const other of all) {
      if (other.key === row.key || other.room !== room || (held && !held.from)) continue;
      const reason = conflict(names, { ...row, room }, other);
      if (reason?.why === 'room') return reasonWords(names, reason);
    }
    return roomName(names, room);
  };
  return (
    <span class={held ? 'plan-details' : 'plan-details rest'} data-details={row.key}>
      {rooms.length > 0 && (
        <select
          class="input"
          name="room"
          aria-label={`${pt('room')}: ${title}`}
          value={row.room ?? ''}
          onChange={event => editing.room(row, event.currentTarget.value || null)}
        >
          <option value="" selected={row.room === null}>
            {pt('noRoom')}
          </option>
          {rooms.map(({ id }) => (
            <option key={id} value={id} selected={id === row.room}>
              {taken(id)}
            </option>
          ))}
        </select>
      )}
      <select
        class="input"
        name="weeks"
        aria-label={`${pt('weeks')}: ${title}`}
        value={week === undefined ? '' : String(week)}
        onChange={event => editing.weeks(row, Number(event.currentTarget.value) as Week)}
      >
        {week === undefined && (
          <option value="" selected disabled>
            {pt('inWeeks', { weeks: row.weeks.join(', '), cycle: row.cycle })}
          </option>
        )}
        {([0, 1, 2] as const).map(one => (
          <option key={one} value={one} selected={one === week}>
            {one ? pt(`inWeek${one}`) : pt('week0')}
          </option>
        ))}
      </select>
      {held?.from && (
        <button type="button" class="icon-btn" onClick={() => editing.takeOff(row)} data-off>
          <Icon name="erase" label={pt('off')} />
        </button>
      )}
    </span>
  );
}

export function Foot({
  editing,
  rooms,
  from,
  said,
  error,
  save,
}: {
  editing: Editing;
  rooms: Room[];
  from: string;
  said: string;
  error: ComponentChildren;
  save: () => void;
}) {
  const { held, at, cell, changes, names } = editing;
  const n = changes.length;
  const touched = [...editing.touched].flatMap(course => names.courses.get(course) ?? []);
  const classes = [...new Set(touched.flatMap(one => one.classes.map(({ name }) => name)))];
  const teachers = new Set(touched.flatMap(one => one.teachers.map(({ id }) => id))).size;
  const who = [classes.join(', '), teachers > 0 && pt('teachersToo', { n: teachers })].filter(Boolean).join(' ');
  return (
    <div class="plan-foot">
      <div class="plan-voice">
        <p aria-live="polite" data-voice>
          <Voice editing={editing} />
        </p>
        {(held ? [held.row] : cell(at)).map(row => (
          <Details key={row.key} editing={editing} row={row} rooms={rooms} />
        ))}
      </div>
      <div class="plan-save" data-none={!n && !said}>
        <p class="meta" role="status" data-said>
          {n ? (
            <>
              <b>{pt('before', { day: dayMonth(from) })}</b> {pt('whoSees', { who })}
            </>
          ) : (
            said || pt('nothing')
          )}
        </p>
        {error}
        {n > 0 && (
          <button type="button" class="btn" onClick={save} data-save>
            {pt('save', { n })}
          </button>
        )}
      </div>
    </div>
  );
}
