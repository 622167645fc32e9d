// A poll in its message: options that are pressed, and who has chosen them.
import { useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { zone, myId } from '../../core/session';
import type { OneMessage } from '../../core/shapes';
import type { Chat, Message } from '../../core/types';
import { dayAndTime } from '../../i18n/format';
import { w } from '../../i18n/polls';
import { useOptimistic } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { moderates } from '../messageRequests';
import { messagePath, talkOf } from '../data';
import { nameIn } from '../names';
import { chosenBy, isOver, pressed, voted, votersOf } from '../polls';

export function PollView({ chat, message: stored, stop }: { chat: Chat; message: Message; stop: number }) {
  const [shown, setShown] = useState<number | undefined>();
  const keep = (next: Message) =>
    talkOf(chat.id).change(state => ({
      ...state,
      messages: state.messages.map(one => (one.offset === next.offset ? next : one)),
    }));
  const { state: message, ask, press, error } = useOptimistic(stored, keep);
  const poll = message.poll!;
  const me = myId();
  const mine = chosenBy(poll, me);
  const over = isOver(poll);
  const path = messagePath(chat.id, message.offset);
  const vote = (option: number) => {
    const choices = pressed(poll, me, option);
    press(
      voted(message, me, choices),
      async () => (await api.send<OneMessage>('PUT', path + '/vote', { choices }, newKey())).message,
    );
  };
  const close = () => void ask(async () => keep((await api.post<OneMessage>(path + '/close', {}, newKey())).message));
  return (
    <div class="poll" data-poll={message.offset} data-over={over}>
      {!over && !mine.length && <p class="meta">{w(poll.multiple ? 'chooseMany' : 'choose')}</p>}
      <div role="group" aria-label={w('poll')}>
        {poll.options.map((option, index) => {
          const people = votersOf(poll, index);
          const share = poll.votes.length ? Math.round((100 * people.length) / poll.votes.length) : 0;
          return (
            <div key={index} class="choice-line">
              <button
                type="button"
                tabIndex={stop}
                class="option"
                aria-pressed={mine.includes(index)}
                disabled={over}
                data-option={index}
                onClick={() => vote(index)}
              >
                <i style={{ width: `${share}%` }} />
                <span>{option}</span>
                {mine.includes(index) && <Icon name="check" />}
              </button>
              <button
                type="button"
                tabIndex={stop}
                class="count-of num"
                disabled={!people.length}
                aria-expanded={shown === index}
                aria-label={w('who', { option, names: people.length })}
                onClick={() => setShown(shown === index ? undefined : index)}
              >
                {people.length}
              </button>
              {shown === index && (
                <p class="meta voters" data-voters>
                  {people.map(person => nameIn(chat, person)).join(', ')}
                </p>
              )}
            </div>
          );
        })}
      </div>
      {error}
      <p class="meta">
        {[
          w('voted', { n: poll.votes.length }),
          over ? w('closed') : poll.closes_at ? w('until', { when: dayAndTime(poll.closes_at, zone()) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        {!over && (message.author === me || moderates(chat)) && (
          <button type="button" tabIndex={stop} class="link" data-close-poll onClick={close}>
            {w('close')}
          </button>
        )}
      </p>
    </div>
  );
}
