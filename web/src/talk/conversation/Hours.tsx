// When a teacher is there for messages: set in Me, seen over the field of a conversation.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import type { Chat } from '../../core/types';
import { polite, weekdayShort } from '../../i18n/format';
import { w } from '../../i18n/polls';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { useResource } from '../../parts/useResource';
import { hoursWords, isNow, type Hour, type HoursOf } from '../hours';
import { Check } from '../../parts/Check';

/** 1 Monday: a week of which the first is one. */
export const dayName = (day: number): string => weekdayShort(`2024-01-0${day}`).toLowerCase();

const known = new Map<string, { zone: string; people: HoursOf[] }>();
export function HoursLine({ chat }: { chat: Chat }) {
  const [told, setTold] = useState(known.get(chat.id));
  useEffect(() => {
    api.get<{ zone: string; people: HoursOf[] }>(`/chats/${encodeURIComponent(chat.id)}/office-hours`).then(
      found => {
        known.set(chat.id, found);
        setTold(found);
      },
      () => {
        /* nothing is said then */
      },
    );
  }, [chat.id]);
  const said = told?.people.filter(one => one.hours.length || one.note) ?? [];
  if (!said.length || said.length > 2) return null;
  return (
    <>
      {said.map(one => {
        const open = isNow(one.hours, told!.zone);
        const words = [
          one.hours.length
            ? w('answers', { name: polite(one.person.name), hours: hoursWords(one.hours, dayName) })
            : '',
          one.note,
          one.hours.length && !open ? w('notNow') : '',
        ]
          .filter(Boolean)
          .join('. ');
        return (
          <p key={one.person.id} class="reach" data-hours={open ? 'now' : 'later'}>
            <Icon name="clock" />
            <span>{words}</span>
          </p>
        );
      })}
    </>
  );
}

const DAYS = [1, 2, 3, 4, 5, 6, 7];
export function MyHours() {
  const { state } = useResource(() => api.get<{ hours: Hour[]; note: string }>('/me/office-hours'), 0);
  return state ? <Fields hours={state.hours} note={state.note} /> : null;
}
function Fields({ hours: kept, note: said }: { hours: Hour[]; note: string }) {
  const [hours, setHours] = useState(kept);
  const [note, setNote] = useState(said);
  const [saved, setSaved] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { ask, error } = useAction();
  const of = (day: number) => hours.find(one => one.day === day);
  const set = (day: number, part: Partial<Hour> | null) => {
    const held = of(day) ?? { day, begins: '09:00', ends: '17:00' };
    setHours(
      [...hours.filter(one => one.day !== day), ...(part ? [{ ...held, ...part }] : [])].sort((a, b) => a.day - b.day),
    );
    setSaved(false);
    setWrong(false);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (hours.some(one => one.begins >= one.ends)) {
      setWrong(true);
      return;
    }
    setSaved(await ask(() => api.send('PUT', '/me/office-hours', { hours, note: note.trim() }, newKey())));
  };
  return (
    <form class="sheet pad stack" data-my-hours onSubmit={event => void save(event)}>
      <h2>{w('hours')}</h2>
      <p class="meta">{w('hoursText')}</p>
      {DAYS.map(day => {
        const one = of(day);
        return (
          <div key={day} class="row hours-row">
            <Check name={`day-${day}`} words={dayName(day)} checked={!!one} set={on => set(day, on ? {} : null)} />
            {one && (
              <>
                <label>
                  <span class="vh">
                    {w('begins')}, {dayName(day)}
                  </span>
                  <input
                    class="input"
                    type="time"
                    name={`begins-${day}`}
                    required
                    value={one.begins}
                    onInput={event => set(day, { begins: event.currentTarget.value })}
                  />
                </label>
                <span aria-hidden="true">–</span>
                <label>
                  <span class="vh">
                    {w('ends')}, {dayName(day)}
                  </span>
                  <input
                    class="input"
                    type="time"
                    name={`ends-${day}`}
                    required
                    value={one.ends}
                    onInput={event => set(day, { ends: event.currentTarget.value })}
                  />
                </label>
              </>
            )}
          </div>
        );
      })}
      <div class="field">
        <label for="hours-note">{w('hoursNote')}</label>
        <input
          class="input"
          id="hours-note"
          name="note"
          maxLength={300}
          value={note}
          onInput={event => {
            setNote(event.currentTarget.value);
            setSaved(false);
          }}
        />
      </div>
      {wrong && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {w('wrongHours')}
        </p>
      )}
      {error}
      <p class="row">
        <button type="submit" class="btn two" data-save-hours>
          {w('saveHours')}
        </button>
        {saved && (
          <span class="tag good" role="status">
            {w('saved')}
          </span>
        )}
      </p>
    </form>
  );
}
