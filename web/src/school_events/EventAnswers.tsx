// Who comes to a school event, for those who look after it; what was said on paper is noted here, too.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { OneSchoolEvent } from '../core/shapes';
import { zone } from '../core/session';
import { useInvalidation } from '../core/invalidated';
import { listed, nearShort } from '../i18n/format';
import { s } from '../i18n/school';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { Avatar, NotYet } from '../parts/parts';
import { eventPath, keepEvent, type EventAnswer, type Place } from './events';

const GROUPS = ['going', 'waiting', 'asked', 'maybe', 'no', 'silent'] as const;
const groupOf = ({ standing, answer }: Place): (typeof GROUPS)[number] =>
  standing ?? (answer === 'yes' || answer === null ? 'silent' : answer);

export function EventAnswers({ id }: { id: string }) {
  const [own, setOwn] = useState(0);
  const { state, problem } = useResource(
    async () => (await api.get<{ places: Place[] }>(eventPath(id) + '/answers')).places,
    `${useInvalidation('event', id)}.${own}`,
  );
  return (
    <Page title={s('whoComes')} up={'/school/e/' + id} narrow>
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : (
        GROUPS.map(group => {
          const places = state.filter(place => groupOf(place) === group);
          return (
            places.length > 0 && (
              <section key={group} class="sheet pad" data-group={group}>
                <h2>
                  {s(`stands_${group}`)} <span class="soft num">{places.length}</span>
                </h2>
                <ul class="list">
                  {places.map(place => (
                    <Line key={place.participant.id} event={id} place={place} changed={() => setOwn(n => n + 1)} />
                  ))}
                </ul>
              </section>
            )
          );
        })
      )}
    </Page>
  );
}
function Line({ event, place, changed }: { event: string; place: Place; changed: () => void }) {
  const { participant, class: group, answered_at, waiting } = place;
  const { ask, error } = useAction();
  const [open, setOpen] = useState(false);
  const note = async (answer: EventAnswer) => {
    if (
      await ask(async () =>
        keepEvent(
          (
            await api.post<OneSchoolEvent>(
              eventPath(event) + '/answer',
              { participant: participant.id, answer },
              newKey(),
            )
          ).event,
        ),
      )
    ) {
      setOpen(false);
      changed();
    }
  };
  return (
    <li data-participant={participant.id} class="wrap">
      <Avatar id={participant.id} name={participant.name} small />
      <div>
        <b>{listed(participant.name)}</b>
        <span class="meta">
          {[group?.name, waiting ? s('youWait', { n: waiting }) : ''].filter(Boolean).join(' · ')}
        </span>
      </div>
      {answered_at && <time class="meta num">{nearShort(answered_at, zone())}</time>}
      <button
        type="button"
        class="icon-btn"
        aria-expanded={open}
        aria-label={s('noteAnswer', { name: listed(participant.name) })}
        onClick={() => setOpen(!open)}
      >
        <Icon name="pen" />
      </button>
      {open && (
        <div class="seg noted" role="group" aria-label={s('noteAnswer', { name: listed(participant.name) })}>
          {(['yes', 'maybe', 'no'] as const).map(one => (
            <button key={one} type="button" data-note={one} onClick={() => void note(one)}>
              {s(one)}
            </button>
          ))}
        </div>
      )}
      {error}
    </li>
  );
}
