// Words in reply: counted, instead of twenty messages of thanks.
import { useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../../core/api';
import { myId } from '../../core/session';
import type { Chat, Message, Reaction } from '../../core/types';
import { t, type Key } from '../../i18n';
import { Icon } from '../../parts/icons';
import { may, react, reactionOf } from '../messageRequests';
import { nameIn } from '../names';

export const reactions: readonly Reaction[] = ['thanks', 'got_it', 'will_be', 'question'];
export const wordOf = (reaction: Reaction): string => t(`word_${reaction}` as Key);

/** One's own is taken back by pressing it; another's says whose it is, and lets one say the same. */
export function Reactions({
  chat,
  message,
  stop,
  who,
}: {
  chat: Chat;
  message: Message;
  stop: number;
  who: () => void;
}) {
  const [failed, setFailed] = useState(false);
  const own = reactionOf(message, myId());
  const press = async (reaction: Reaction) => {
    if (own !== reaction || !may.react(chat)) return who();
    setFailed(false);
    try {
      await react(message, null);
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setFailed(true);
    }
  };
  return (
    <div class="words" role="group" aria-label={t('wordsLabel')}>
      {reactions.map(reaction => {
        const said = message.reactions.filter(one => one.reaction === reaction);
        const names = said.map(one => nameIn(chat, one.person));
        return (
          said.length > 0 && (
            <button
              key={reaction}
              type="button"
              tabIndex={stop}
              aria-pressed={own === reaction}
              data-word={reaction}
              title={names.slice(0, 12).join(', ') + (names.length > 12 ? '…' : '')}
              onClick={() => void press(reaction)}
            >
              {wordOf(reaction)} <b>{said.length}</b>
            </button>
          )
        );
      })}
      {failed && (
        <span class="err" role="alert">
          <Icon name="alert" />
          {t('wentWrong')}
        </span>
      )}
    </div>
  );
}
