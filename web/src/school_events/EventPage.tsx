// One school event: when, where, who goes, and the answer for each child.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { OneSchoolEvent, OneChat } from '../core/shapes';
import { go } from '../core/router';
import { me } from '../core/session';
import { useInvalidation } from '../core/invalidated';
import { useValue } from '../core/store';
import { dayIn } from '../core/dates';
import { t } from '../i18n';
import { dayAndTime, fullMoment, polite, time } from '../i18n/format';
import { s } from '../i18n/school';
import { Text } from '../parts/Text';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { CloseButton, NotYet, Sheet } from '../parts/parts';
import { chats } from '../talk/data';
import {
  eventPath,
  events,
  isClosed,
  keepEvent,
  type EventAnswer,
  type OwnPlace,
  type Place,
  type SchoolEvent,
} from './events';

export function placeWords({ answer, standing, waiting }: Place, own?: OwnPlace['answering']): string {
  if (standing === 'going') return s('youGo');
  if (standing === 'waiting') return s('youWait', { n: waiting ?? 0 });
  if (standing === 'asked') return s(own === 'student' ? 'youAsk' : 'childAsks');
  return s(answer === 'maybe' ? 'thinks' : answer === 'no' ? 'doesNot' : 'silent');
}

export function EventPage({ id }: { id: string }) {
  const { state: list } = useValue(events.shown);
  useEffect(() => {
    void events.open();
  }, []);
  const { state, problem, set } = useResource(
    async () => (await api.get<OneSchoolEvent>(eventPath(id))).event,
    useInvalidation('event', id),
  );
  const event = state ?? list?.events.find(one => one.id === id);
  const show = (next: SchoolEvent) => {
    set(next);
    keepEvent(next);
  };
  return (
    <Page title={event ? s(`kind_${event.kind}`) : s('event')} up="/school/events" narrow>
      {event ? (
        <Shown event={event} show={show} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}

function whenWords({ starts_at, ends_at, school: { zone } }: SchoolEvent): string {
  if (!ends_at) return fullMoment(starts_at, zone);
  return `${fullMoment(starts_at, zone)} – ${dayIn(zone, starts_at) === dayIn(zone, ends_at) ? time(ends_at, zone) : fullMoment(ends_at, zone)}`;
}
function Shown({ event, show }: { event: SchoolEvent; show: (event: SchoolEvent) => void }) {
  const { counts, capacity, cancelled, changes, mine } = event;
  const closed = isClosed(event);
  const full = capacity !== null && counts.going >= capacity;
  const [cancelling, setCancelling] = useState(false);
  const { ask, error } = useAction();
  const organises = event.organiser.id === me.value?.person.id;
  const openChat = () =>
    void ask(async () => {
      const { chat } = await api.post<OneChat>(eventPath(event.id) + '/chat', {}, newKey());
      await chats.refresh();
      go('/chats/' + chat.id);
    });
  return (
    <article class="sheet letter event" data-event-page={event.id}>
      <h2>{event.title}</h2>
      {cancelled && (
        <p class="note bad" data-cancelled>
          <Icon name="alert" />
          <span>
            <b>{s('cancelledHead')}</b>
            {cancelled.because && `. ${cancelled.because}`}
          </span>
        </p>
      )}
      <dl class="facts">
        <dt>{s('when_')}</dt>
        <dd>{whenWords(event)}</dd>
        {event.place && (
          <>
            <dt>{s('place')}</dt>
            <dd>{event.place}</dd>
          </>
        )}
        {event.subject && (
          <>
            <dt>{s('subject')}</dt>
            <dd>{event.subject}</dd>
          </>
        )}
        <dt>{s('who')}</dt>
        <dd>
          {s('organiser', { name: polite(event.organiser.name) })}
          {(me.value?.schools.length ?? 0) > 1 || event.school.id !== me.value?.schools[0]?.id
            ? `, ${event.school.name}`
            : ''}
        </dd>
        <dt>{s('places')}</dt>
        <dd data-taken>
          {capacity === null ? s('going', { n: counts.going }) : s('taken', { k: counts.going, n: capacity })}
        </dd>
      </dl>
      {event.text && (
        <div class="body">
          <Text text={event.text} mentions={{ people: [], me: '' }} />
        </div>
      )}
      {!cancelled && mine.length > 0 && (
        <section class="stack answers">
          {mine.map(place => (
            <AnswerFor key={place.participant.id} event={event} place={place} closed={closed} show={show} />
          ))}
          <p class="meta">
            {[
              closed
                ? s('answersClosed')
                : event.answer_until
                  ? s('answerBy', { when: dayAndTime(event.answer_until, event.school.zone) })
                  : '',
              full && !closed ? s('full') : '',
              !closed && mine.some(one => one.answering === 'guardian') ? s('yesIsConsent') : '',
            ]
              .filter(Boolean)
              .join('. ')}
          </p>
        </section>
      )}
      {error}
      <p class="row wrap">
        {event.chat ? (
          <a class="btn two small" href={'/chats/' + event.chat} data-event-chat>
            <Icon name="chat" />
            {s('eventChat')}
          </a>
        ) : (
          organises &&
          !cancelled && (
            <button
              type="button"
              class="btn two small"
              data-open-event-chat
              title={s('eventChatHint')}
              onClick={openChat}
            >
              <Icon name="chat" />
              {s('openEventChat')}
            </button>
          )
        )}
        {changes && (
          <a class="btn two small" href={`/school/e/${event.id}/who`} data-who-comes>
            <Icon name="people" />
            {s('whoComes')}
          </a>
        )}
        {changes && !cancelled && (
          <a class="btn two small" href={`/school/e/${event.id}/edit`} data-edit-event>
            <Icon name="pen" />
            {t('edit')}
          </a>
        )}
        {changes && !cancelled && (
          <button type="button" class="btn plain small" data-cancel-event onClick={() => setCancelling(true)}>
            <Icon name="close" />
            {s('cancelEvent')}
          </button>
        )}
      </p>
      {cancelling && <Cancel event={event} show={show} onClose={() => setCancelling(false)} />}
    </article>
  );
}

const ANSWERS: readonly EventAnswer[] = ['yes', 'maybe', 'no'];
export function AnswerFor({
  event,
  place,
  closed,
  show,
}: {
  event: SchoolEvent;
  place: OwnPlace;
  closed: boolean;
  show: (event: SchoolEvent) => void;
}) {
  const { askEach, error } = useAction();
  const { participant, answer, standing, answering } = place;
  const decided =
    answering === 'student' && answer !== null && standing !== 'asked' && place.answered_by !== participant.id;
  // A child's wish is not the family's answer: "yes" is still to be pressed.
  const mine = answering === 'guardian' && standing === 'asked' ? null : answer;
  const say = (said: EventAnswer) =>
    void askEach(async () =>
      show(
        (
          await api.post<OneSchoolEvent>(
            eventPath(event.id) + '/answer',
            { participant: participant.id, answer: said },
            newKey(),
          )
        ).event,
      ),
    );
  const label = s('answerFor', { name: participant.id === me.value?.person.id ? t('you') : participant.name.given });
  return (
    <div class="answer" data-place={participant.id} data-standing={standing ?? answer ?? 'silent'}>
      <p class="row">
        <b>{label}</b>
        <span class={`tag push ${standing === 'going' ? 'good' : standing ? 'brass' : ''}`} role="status">
          {placeWords(place, answering)}
        </span>
      </p>
      {error}
      {!closed && !decided && (
        <div class="seg" role="group" aria-label={label}>
          {ANSWERS.map(one => (
            <button key={one} type="button" data-say={one} aria-pressed={mine === one} onClick={() => say(one)}>
              {s(one)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
function Cancel({
  event,
  show,
  onClose,
}: {
  event: SchoolEvent;
  show: (event: SchoolEvent) => void;
  onClose: () => void;
}) {
  const { ask, error } = useAction();
  const [because, setBecause] = useState('');
  const cancel = async (submitted: Event) => {
    submitted.preventDefault();
    if (
      await ask(async () =>
        show(
          (await api.post<OneSchoolEvent>(eventPath(event.id) + '/cancel', { because: because.trim() }, newKey()))
            .event,
        ),
      )
    )
      onClose();
  };
  return (
    <Sheet label={s('cancelSure')} onClose={onClose}>
      <header class="row">
        <h2>{s('cancelSure')}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <form class="form" onSubmit={submitted => void cancel(submitted)}>
        <div class="field">
          <label for="because">{s('cancelWhy')}</label>
          <textarea
            class="input short"
            id="because"
            name="because"
            rows={2}
            maxLength={300}
            value={because}
            onInput={typed => setBecause(typed.currentTarget.value)}
          />
        </div>
        {error}
        <p class="row">
          <button type="submit" class="btn bad" data-cancel-really>
            {s('cancelEvent')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('back')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}
