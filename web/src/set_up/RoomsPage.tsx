// Buildings and rooms: a line each, saved together.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import type { Rooms } from '../core/shapes';
import { o } from '../i18n/setUp';
import { r } from '../i18n/set_up/rooms';
import { Both } from '../parts/Both';
import { Icon } from '../parts/icons';
import { NotYet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { apiPath, type KeptSchool } from '../parts/useKeptSchool';
import { useResource } from '../parts/useResource';
import { changedRooms, freshRoom, saidRooms, twice, typedRooms, type TypedRoom } from './rooms';
import './rooms.css';

export function RoomsPage({ school }: { school: KeptSchool }) {
  const { state, problem, set } = useResource(() => api.get<Rooms>(apiPath(school.id, 'rooms')), school.id);
  if (!state)
    return (
      <div class="sheet pad">
        <NotYet problem={problem} lines={8} />
      </div>
    );
  return <Typing school={school} held={state} saved={set} />;
}

function Typing({ school, held, saved }: { school: KeptSchool; held: Rooms; saved: (rooms: Rooms) => void }) {
  const [typed, setTyped] = useState(() => typedRooms(held.rooms));
  const [theirs, setTheirs] = useState<Rooms | undefined>();
  const { ask, error } = useAction();
  const wrong = twice(typed);
  const changed = changedRooms(typed, held.rooms);
  const set = (key: number, change: Partial<TypedRoom>) =>
    setTyped(typed.map(one => (one.key === key ? { ...one, ...change } : one)));
  const take = (rooms: Rooms) => {
    saved(rooms);
    setTyped(typedRooms(rooms.rooms));
    setTheirs(undefined);
  };
  const save = (revision: number) =>
    void ask(async () => {
      try {
        take(
          await api.send<Rooms>('PUT', apiPath(school.id, 'rooms'), { revision, rooms: saidRooms(typed) }, newKey()),
        );
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== 'stale') throw problem;
        setTheirs(problem.current as Rooms);
      }
    });
  const words = (rooms: readonly { building: string; name: string }[]) =>
    rooms.map(({ building, name }) => [building, name].filter(Boolean).join(', '));
  return (
    <section class="sheet pad stack" aria-labelledby="rooms-h" data-rooms={held.revision}>
      <h2 id="rooms-h">{r('rooms')}</h2>
      <p class="meta">{r('text')}</p>
      <ul class="rooms">
        {typed.map(({ key, building, name }, n) => (
          <li key={key} data-room={name}>
            <input
              class="input"
              name="building"
              maxLength={60}
              aria-label={r('buildingOf', { n: n + 1 })}
              placeholder={r('building')}
              value={building}
              onInput={event => set(key, { building: event.currentTarget.value })}
            />
            <input
              class="input"
              name="room"
              maxLength={60}
              aria-label={r('nameOf', { n: n + 1 })}
              aria-invalid={wrong.has(key)}
              placeholder={r('name')}
              value={name}
              onInput={event => set(key, { name: event.currentTarget.value })}
            />
            <button
              type="button"
              class="icon-btn"
              aria-label={r('remove', { name: name || String(n + 1) })}
              onClick={() => setTyped(typed.filter(one => one.key !== key))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {!typed.length && <li class="soft">{r('none')}</li>}
      </ul>
      <p>
        <button
          type="button"
          class="btn two small"
          data-add-room
          onClick={() => setTyped([...typed, freshRoom(typed.at(-1)?.building ?? '')])}
        >
          <Icon name="plus" />
          {r('add')}
        </button>
      </p>
      {wrong.size > 0 && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {r('twice')}
        </p>
      )}
      {theirs && (
        <div class="note brass" role="alert">
          <div>
            <b>{o('staleHead')}</b>
            <p>{o('staleText')}</p>
            <Both differences={[{ head: r('rooms'), theirs: words(theirs.rooms), mine: words(saidRooms(typed)) }]} />
            <p class="row wrap">
              <button type="button" class="btn small" onClick={() => save(theirs.revision)}>
                {o('saveMine')}
              </button>
              <button type="button" class="btn two small" onClick={() => take(theirs)}>
                {o('takeTheirs')}
              </button>
            </p>
          </div>
        </div>
      )}
      {error}
      <p>
        <button
          type="button"
          class="btn"
          data-save-rooms
          disabled={!changed || wrong.size > 0}
          onClick={() => save(held.revision)}
        >
          {changed ? r('save') : o('allSaved')}
        </button>
      </p>
    </section>
  );
}
