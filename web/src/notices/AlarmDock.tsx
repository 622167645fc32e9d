// What the school waits for a word about, docked on every page until somebody acts: an absence, something urgent.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { OpenAbsence as Absence, OpenAlarm as Alarm, OpenAlarms } from '../core/shapes';
import { api, newKey } from '../core/api';
import { onPublication } from '../core/connection';
import { zone } from '../core/session';
import { Turns } from './turns';
import type { Chat, Person } from '../core/types';
import { t } from '../i18n';
import { dayMonth, nearShort, polite, time, whole } from '../i18n/format';
import { o } from '../i18n/notices';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { chats } from '../talk/data';
import { inOrder } from './alarms';
import './notices.css';

const MADE = 3000; // a notice is made a moment after what it is of is told here

export function AlarmDock() {
  const [alarms, set] = useState<Alarm[]>([]);
  const [known, setKnown] = useState<Alarm>();
  const { current: turns } = useRef(new Turns());
  const look = useCallback(() => {
    const isLatest = turns.begin();
    api.get<OpenAlarms>('/notices/open').then(
      found => {
        if (isLatest()) set(shown => inOrder(shown, found.alarms));
      },
      () => undefined,
    );
  }, []);
  useEffect(() => {
    look();
    return onPublication((_, { data }) => {
      if (data.type === 'attendance_recorded' || data.type === 'announcement' || data.type === 'announcement_recalled')
        setTimeout(look, MADE);
    });
  }, []);
  const alarm = alarms[0];
  if (known) return <Known alarm={known} close={() => setKnown(undefined)} />;
  return alarm ? (
    <Docked
      key={alarm.notice}
      alarm={alarm}
      more={alarms.length - 1}
      done={() => {
        set(shown => shown.filter(({ notice }) => notice !== alarm.notice));
        setKnown(alarm);
        look(); // one that is under way was asked before, and would bring the alarm back
      }}
    />
  ) : null;
}

/** The child by the given name, the lesson by number: "Миша: нет на 3-м уроке". */
function head({ kind, student, absences }: Alarm): string {
  if (kind !== 'absence') return o('urgent');
  return absences[0] && student
    ? t('absentAt', { name: student.name.given, n: absences.map(({ lesson }) => lesson.number).join(', ') })
    : o('kind_absence');
}
function when({ lesson, starts_at, ends_at, noted_at }: Absence): string {
  const hours = starts_at && ends_at ? `${time(starts_at, zone())}–${time(ends_at, zone())}` : '';
  return `${[lesson.subject, dayMonth(lesson.day), hours].filter(Boolean).join(', ')}. ${o('notedAt', { time: time(noted_at, zone()) })}`;
}

function Docked({ alarm, more, done }: { alarm: Alarm; more: number; done: () => void }) {
  const [answering, setAnswering] = useState(false);
  const { ask, error } = useAction();
  const { notice, kind, path, absences, class_teacher: teacher, title, published_at } = alarm;
  const act = () => api.post(`/notices/${encodeURIComponent(notice)}/act`, {}, newKey());
  const know = async () => {
    if (await ask(act)) done();
  };
  return (
    <aside class="alarm" data-alarm={notice} aria-labelledby="al-h">
      <header>
        <Icon name="alert" />
        <div>
          <h2 id="al-h">{head(alarm)}</h2>
          {absences.map(absence => (
            <p key={absence.lesson.id}>{when(absence)}</p>
          ))}
          {kind !== 'absence' && (
            <p>
              {title} · {nearShort(published_at, zone())}
            </p>
          )}
        </div>
      </header>
      {error}
      <div class="row">
        {teacher && kind === 'absence' ? (
          <button type="button" class="btn" data-answer onClick={() => setAnswering(true)}>
            {o('answer')}
          </button>
        ) : (
          <a class="btn" href={path}>
            {t('open')}
          </a>
        )}
        <button type="button" class="btn two" data-know onClick={() => void know()}>
          {o('know')}
        </button>
      </div>
      <footer class="meta">
        {teacher ? o('answerSeen', { name: polite(teacher.name) }) : o('waitsForYou')}
        {more > 0 && ` · ${o('moreAlarms', { n: more })}`}
      </footer>
      {answering && teacher && (
        <Answer alarm={alarm} teacher={teacher} act={act} close={() => setAnswering(false)} done={done} />
      )}
    </aside>
  );
}

/** A word to the class teacher, in the conversation with them; then one knows. */
function Answer({
  alarm,
  teacher,
  act,
  close,
  done,
}: {
  alarm: Alarm;
  teacher: Person;
  act: () => Promise<unknown>;
  close: () => void;
  done: () => void;
}) {
  const [words, setWords] = useState('');
  const [key] = useState(newKey);
  const { ask, error } = useAction();
  const about = `${head(alarm)}. ${alarm.absences.map(when).join(' ')}`;
  const send = async (event: Event) => {
    event.preventDefault();
    const sent = await ask(async () => {
      const { chat } = await api.post<{ chat: Chat }>('/chats', { person: teacher.id });
      await api.post(`/chats/${encodeURIComponent(chat.id)}/messages`, { text: `${about}\n\n${words.trim()}` }, key);
      await act();
    });
    if (sent) {
      void chats.refresh();
      done();
    }
  };
  return (
    <Sheet label={o('answer')} class="detail" onClose={close}>
      <form class="stack" onSubmit={event => void send(event)}>
        <header class="row">
          <h2>{o('answer')}</h2>
          <CloseButton onClose={close} />
        </header>
        <p class="soft">{about}</p>
        <div class="field">
          <label for="al-words">{o('answerWords', { name: whole(teacher.name) })}</label>
          <textarea
            class="input"
            id="al-words"
            name="words"
            rows={3}
            required
            maxLength={2000}
            value={words}
            onInput={event => setWords(event.currentTarget.value)}
          />
        </div>
        {error}
        <button type="submit" class="btn wide" aria-disabled={!words.trim()}>
          {t('send')}
        </button>
      </form>
    </Sheet>
  );
}

function Known({ alarm, close }: { alarm: Alarm; close: () => void }) {
  return (
    <aside class="alarm" data-alarm-known aria-live="polite">
      <header>
        <Icon name="check" />
        <div>
          <h2>{o('youKnow')}</h2>
          <p>{head(alarm)}</p>
        </div>
      </header>
      <div class="row">
        <button type="button" class="btn two" onClick={close}>
          {t('close')}
        </button>
      </div>
    </aside>
  );
}
