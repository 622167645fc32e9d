// Asking everybody of a conversation; and a message that goes at a time.
import { useState } from 'preact/hooks';
import type { ScheduledMessages } from '../../core/shapes';
import { api, newKey } from '../../core/api';
import { fromLocal, toLocal } from '../../core/dates';
import { zone } from '../../core/session';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { dayAndTime } from '../../i18n/format';
import { w } from '../../i18n/polls';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { useResource } from '../../parts/useResource';
import { Ghost } from '../../parts/parts';
import { drafts, messagePath } from '../data';
import { Check } from '../../parts/Check';

const MOST = 10;

export function AskPoll({ chat, done }: { chat: Chat; done: () => void }) {
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState(['', '']);
  const [multiple, setMultiple] = useState(false);
  const [until, setUntil] = useState('');
  const [missing, setMissing] = useState(false);
  const { ask, error } = useAction();
  const send = async (event: Event) => {
    event.preventDefault();
    const said = options.map(one => one.trim()).filter(Boolean);
    if (!question.trim() || said.length < 2 || new Set(said).size < said.length) {
      setMissing(true);
      return;
    }
    const poll = { options: said, multiple, ...(until ? { closes_at: fromLocal(until, zone()) } : {}) };
    if (await ask(() => api.post(messagePath(chat.id), { text: question.trim(), poll }, newKey()))) done();
  };
  const set = (index: number, text: string) => {
    setOptions(options.map((one, at) => (at === index ? text : one)));
    setMissing(false);
  };
  return (
    <form class="form" noValidate onSubmit={event => void send(event)}>
      <p class="meta">{w('seenByAll')}</p>
      <div class="field">
        <label for="poll-q">{w('question')}</label>
        <input
          class="input"
          id="poll-q"
          name="question"
          maxLength={1000}
          value={question}
          onInput={event => {
            setQuestion(event.currentTarget.value);
            setMissing(false);
          }}
        />
      </div>
      {options.map((option, index) => (
        <div key={index} class="row">
          <label class="vh" for={`poll-${index}`}>
            {w('option', { n: index + 1 })}
          </label>
          <input
            class="input"
            id={`poll-${index}`}
            name="option"
            maxLength={200}
            placeholder={w('option', { n: index + 1 })}
            value={option}
            onInput={event => set(index, event.currentTarget.value)}
          />
          {options.length > 2 && (
            <button
              type="button"
              class="icon-btn"
              aria-label={w('removeOption', { n: index + 1 })}
              onClick={() => setOptions(options.filter((_, at) => at !== index))}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {options.length < MOST && (
        <button type="button" class="btn plain small" data-add-option onClick={() => setOptions([...options, ''])}>
          <Icon name="plus" />
          {w('addOption')}
        </button>
      )}
      <Check name="multiple" words={w('multiple')} checked={multiple} set={setMultiple} />
      <div class="field">
        <label for="poll-until">{w('closesAt')}</label>
        <input
          class="input"
          type="datetime-local"
          id="poll-until"
          name="until"
          value={until}
          onInput={event => setUntil(event.currentTarget.value)}
        />
      </div>
      {missing && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {w('missing')}
        </p>
      )}
      {error}
      <button type="submit" class="btn wide" data-ask-poll>
        {w('askPoll')}
      </button>
    </form>
  );
}

export function SendLater({ chat }: { chat: Chat }) {
  const [text, setText] = useState(() => drafts.text(chat.id));
  const [at, setAt] = useState(() => toLocal(new Date(Date.now() + 12 * 3_600_000).toISOString(), zone()));
  const [turn, setTurn] = useState(0);
  const { ask, error } = useAction();
  const path = `/chats/${encodeURIComponent(chat.id)}/later`;
  const { state, problem } = useResource(async () => (await api.get<ScheduledMessages>(path)).messages, turn);
  const send = async (event: Event) => {
    event.preventDefault();
    if (!text.trim() || !at) return;
    if (!(await ask(() => api.post(path, { text: text.trim(), at: fromLocal(at, zone()) }, newKey())))) return;
    if (drafts.text(chat.id) === text) drafts.done(chat.id);
    setText('');
    setTurn(turn + 1);
  };
  const drop = async (id: string) => {
    if (await ask(() => api.send('DELETE', `/later/${encodeURIComponent(id)}`, undefined, newKey()))) setTurn(turn + 1);
  };
  return (
    <div class="stack">
      <form class="form" onSubmit={event => void send(event)}>
        <p class="meta">{w('laterText')}</p>
        <div class="field">
          <label for="later-text">{t('message')}</label>
          <textarea
            class="input short"
            id="later-text"
            name="later"
            rows={3}
            maxLength={8000}
            value={text}
            onInput={event => setText(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="later-at">{w('when')}</label>
          <input
            class="input"
            type="datetime-local"
            id="later-at"
            name="at"
            required
            value={at}
            onInput={event => setAt(event.currentTarget.value)}
          />
        </div>
        {error}
        <button type="submit" class="btn wide" data-send-later disabled={!text.trim()}>
          {w('send')}
        </button>
      </form>
      <h3>{w('waiting')}</h3>
      {!state ? (
        problem ? (
          <p class="err">
            <Icon name="alert" />
            {t('failedLoad')}
          </p>
        ) : (
          <Ghost lines={2} />
        )
      ) : !state.length ? (
        <p class="meta">{w('nothing')}</p>
      ) : (
        <ul class="list">
          {state.map(one => (
            <li key={one.id} data-later={one.id}>
              <div>
                <b class="long">{one.text}</b>
                <span class="meta">{one.refused ? w('notSent') : dayAndTime(one.at, zone())}</span>
              </div>
              <button
                type="button"
                class="icon-btn"
                aria-label={`${w('drop')}: ${one.text.slice(0, 40)}`}
                data-drop-later
                onClick={() => void drop(one.id)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
