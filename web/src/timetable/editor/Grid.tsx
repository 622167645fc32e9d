// Weekdays by bells: lessons that are picked up, and what each place says to the one in hand.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { clock } from '../bells';
import { pt } from '../../i18n/week/pattern';
import { courseTitle, reasonWords, rowText, rowTitle, weekdayBrief, weekdayName } from './lessonWords';
import type { Place, PlannedRow } from './plan';
import type { Editing, Week } from './useEditing';
import type { Times } from './whyNot';

export interface GridRow {
  number: number;
  time: Times | undefined; // where all its lessons have one
}

export function Grid({
  editing,
  days,
  rows,
  label,
  wrong,
}: {
  editing: Editing;
  days: number[];
  rows: GridRow[];
  label: string;
  wrong: ReadonlyMap<string, string>;
}) {
  const { at, held, cell, mine } = editing;
  const table = useRef<HTMLTableElement>(null);
  const follow = useRef(false);
  // What was done by key, or taken in hand, goes on with the keys.
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    table.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus({ preventScroll: held !== undefined });
  });
  // A lesson without a place is taken up beside the grid, and put down on it.
  useLayoutEffect(() => {
    if (held && !held.from) table.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
  }, [held?.row.course, held?.from]);
  const act = (done: () => void) => {
    follow.current = true;
    done();
  };
  const enter = (list: PlannedRow[]) => {
    if (!held) return list[0] && editing.pickUp(list[0]);
    const here = list.findIndex(({ key }) => key === held.row.key);
    if (here < 0 || !held.from) return editing.put(at);
    const next = list[here + 1]; // of several in one cell each has its turn
    if (next) editing.pickUp(next);
    else editing.putBack();
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const list = cell(at);
    const first = held ? held.row : list[0];
    const takeOff = first && (held && !held.from ? editing.putBack : () => editing.takeOff(first));
    const place = rows.findIndex(({ number }) => number === at.number);
    const to = (day: number, n: number): (() => void) => {
      const number = rows[Math.max(0, Math.min(rows.length - 1, n))]?.number ?? at.number;
      return () => editing.moveTo({ weekday: Math.max(days[0]!, Math.min(days.at(-1)!, day)), number });
    };
    const acts: Record<string, (() => void) | undefined> = {
      ArrowUp: to(at.weekday, place - 1),
      ArrowDown: to(at.weekday, place + 1),
      ArrowLeft: to(at.weekday - 1, place),
      ArrowRight: to(at.weekday + 1, place),
      Enter: () => enter(list),
      ' ': () => enter(list),
      Delete: takeOff,
      Backspace: takeOff,
    };
    const week = ['0', '1', '2'].indexOf(event.key);
    const done = week >= 0 ? first && (() => editing.weeks(first, week as Week)) : acts[event.key];
    if (!done) return;
    event.preventDefault();
    act(done);
  };
  const placeOf = (target: EventTarget | null): Place | undefined => {
    const data = (target as Element | null)?.closest<HTMLElement>('td[data-day]')?.dataset;
    return data && { weekday: Number(data['day']), number: Number(data['number']) };
  };
  return (
    <table
      ref={table}
      class="plan"
      role="grid"
      aria-label={label}
      onKeyDown={keyed}
      onFocusIn={event => {
        const place = (event.target as Element).matches('td') && placeOf(event.target);
        if (place && (place.weekday !== at.weekday || place.number !== at.number)) editing.moveTo(place);
      }}
      onClick={event => {
        const place = placeOf(event.target);
        const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'];
        if (!place) return;
        act(() => {
          const picked = mine.find(({ key }) => key === row);
          if (picked && held?.row.key === row) editing.putBack();
          else if (picked && !(event.target as Element).closest('[data-put]')) editing.pickUp(picked);
          else if (held) editing.put(place);
          else editing.moveTo(place);
        });
      }}
      onDragOver={event => {
        if (held && placeOf(event.target)) event.preventDefault();
      }}
      onDrop={event => {
        const place = placeOf(event.target);
        if (!place || !held) return;
        event.preventDefault();
        act(() => editing.put(place));
      }}
    >
      <thead>
        <tr>
          <th class="plan-n" scope="col">
            <span class="vh">{pt('lesson')}</span>
          </th>
          {days.map(day => (
            <th key={day} scope="col">
              {weekdayName(day)}
              <small>{mine.filter(one => one.weekday === day).length}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, time }) => (
          <tr key={number}>
            <th class="plan-n" scope="row">
              <b>{number}</b>
              {time && clock(time.starts)}
            </th>
            {days.map(day => (
              <td
                key={day}
                tabIndex={day === at.weekday && number === at.number ? 0 : -1}
                class={day === at.weekday ? 'shown' : undefined}
                data-day={day}
                data-number={number}
              >
                <Cell editing={editing} place={{ weekday: day, number }} wrong={wrong} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ editing, place, wrong }: { editing: Editing; place: Place; wrong: ReadonlyMap<string, string> }) {
  const { held, cell, names, answer } = editing;
  const list = cell(place);
  if (held && !list.some(({ key }) => key === held.row.key)) {
    const said = answer(place)!;
    const titles = [...new Set(list.map(row => courseTitle(names.view, names.courses.get(row.course))))];
    const look = said.kind === 'no' ? ' no' : said.kind === 'here' ? ' free' : '';
    return (
      <button type="button" class={`plan-place${look}`} tabIndex={-1} data-put={said.kind}>
        {titles.length > 0 && <b title={titles.join(' / ')}>{titles.join(' / ')}</b>}
        <small>{said.kind === 'no' ? reasonWords(names, said.reason) : pt(said.kind)}</small>
      </button>
    );
  }
  const cards = list.map(row => <Lesson key={row.key} editing={editing} row={row} wrong={wrong.get(row.key)} />);
  if (cards.length > 1) return <div class="plan-two">{cards}</div>;
  return cards[0] ?? <span class="vh">{pt('empty')}</span>;
}

function Lesson({ editing, row, wrong }: { editing: Editing; row: PlannedRow; wrong: string | undefined }) {
  const { held, names, clashes } = editing;
  const clash = clashes.get(row.key);
  const looks = ['plan-lesson', held?.row.key === row.key && 'held', row.changed && 'moved', (wrong || clash) && 'bad'];
  const title = rowTitle(names, row);
  const text = wrong ?? (clash ? reasonWords(names, clash) : rowText(names, row));
  return (
    <button
      type="button"
      class={looks.filter(Boolean).join(' ')}
      tabIndex={-1}
      draggable
      data-row={row.key}
      data-changed={row.changed}
      title={[title, rowText(names, row), row.word].filter(Boolean).join('\n')}
      onDragStart={event => {
        event.dataTransfer?.setData('text/plain', title);
        setTimeout(() => editing.pickUp(row)); // a browser that sees the page change at once gives up the drag
      }}
    >
      <b>{title}</b>
      <small>{text}</small>
    </button>
  );
}

/** One day is seen on a phone: which one. */
export function DayChoice({ editing, days }: { editing: Editing; days: number[] }) {
  return (
    <div class="plan-days" role="group" aria-label={pt('day')}>
      {days.map(day => (
        <button
          key={day}
          type="button"
          aria-pressed={day === editing.at.weekday}
          onClick={() => editing.moveTo({ ...editing.at, weekday: day })}
        >
          {weekdayBrief(day)}
          <small>{editing.mine.filter(one => one.weekday === day).length}</small>
        </button>
      ))}
    </div>
  );
}
