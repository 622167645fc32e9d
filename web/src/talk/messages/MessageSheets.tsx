// What can be done with a message; who said which word; what it said before; what was refused. One sheet, several pages.
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../../core/api';
import { myId } from '../../core/session';
import type { Chat, Message } from '../../core/types';
import { t } from '../../i18n';
import { f } from '../../i18n/safety';
import { Icon, type IconName } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import { CloseButton, Sheet } from '../../parts/parts';
import { Report } from '../../safety/Report';
import { may, pin, react, reactionOf, withdraw } from '../messageRequests';
import { reactions, wordOf } from './Reactions';
import type { MessageActions, Mode, Over } from './messageActions';
import '../groups/groups.css';
import { type Run, Forward, Who, Before } from './MessageViews';
import { Refused } from './Refused';

interface Props {
  chat: Chat;
  over: NonNullable<Over>;
  setMode: (mode: Mode) => void;
  actions: MessageActions;
  onClose: () => void;
}
type Page = 'menu' | 'who' | 'withdraw' | 'history' | 'forward' | 'report';

export function MessageSheets({ chat, over, setMode, actions, onClose }: Props) {
  const [page, setPage] = useState<Page>(over.is === 'who' ? 'who' : 'menu');
  const { failed, run } = useTries(onClose);
  if (over.is === 'about') return null;
  const held = over.message && (actions.find(over.message.offset) ?? over.message);
  const head =
    over.is === 'refused'
      ? t(held ? 'editNotSent' : 'notSent')
      : {
          menu: t('message'),
          who: t('whoSaid'),
          withdraw: t('withdrawMessage'),
          history: t('before'),
          forward: t('forward'),
          report: f('reportHead'),
        }[page];
  return (
    <Sheet label={head} class="detail acts" onClose={onClose}>
      <header class="row">
        {page !== 'menu' && over.is === 'menu' && (
          <button type="button" class="icon-btn" aria-label={t('back')} onClick={() => setPage('menu')}>
            <Icon name="back" />
          </button>
        )}
        <h2>{head}</h2>
        <CloseButton onClose={onClose} />
      </header>
      {failed && (
        <p class="err" role="alert">
          <Icon name="alert" />
          {failed}
        </p>
      )}
      {over.is === 'refused' ? (
        <Refused over={over} message={held} onClose={onClose} />
      ) : !held ? null : page === 'menu' ? (
        <Menu
          chat={chat}
          message={held}
          words={over.is === 'words'}
          setMode={setMode}
          go={setPage}
          run={run}
          onClose={onClose}
        />
      ) : page === 'who' ? (
        <Who chat={chat} message={held} run={run} />
      ) : page === 'history' ? (
        <Before message={held} />
      ) : page === 'report' ? (
        <Report message={held} run={run} />
      ) : page === 'forward' ? (
        <Forward message={held} run={run} />
      ) : (
        <div class="stack">
          <p class="soft">{t('withdrawText')}</p>
          <p class="quote">
            <span>{bare(held.text).slice(0, 200)}</span>
          </p>
          <p class="row wrap">
            <button type="button" class="btn bad" data-withdraw onClick={() => void run(() => withdraw(held))}>
              {t('withdrawMessage')}
            </button>
            <button type="button" class="btn two" onClick={onClose}>
              {t('cancel')}
            </button>
          </p>
        </div>
      )}
    </Sheet>
  );
}
/** Does it, and closes; what is refused stays and says why. */
function useTries(done: () => void): { failed: string; run: Run } {
  const [failed, setFailed] = useState('');
  const busy = useRef(false);
  const run: Run = async (act, stay = false) => {
    if (busy.current) return;
    busy.current = true;
    setFailed('');
    try {
      await act();
      if (!stay) done();
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      setFailed(problem instanceof Problem ? problem.whole : t('noNetwork'));
    } finally {
      busy.current = false;
    }
  };
  return { failed, run };
}

function Menu({
  chat,
  message,
  words,
  setMode,
  go,
  run,
  onClose,
}: {
  chat: Chat;
  message: Message;
  words: boolean;
  setMode: (mode: Mode) => void;
  go: (page: Page) => void;
  run: Run;
  onClose: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const own = reactionOf(message, myId());
  const pinned = chat.pinned.includes(message.offset);
  const gone = !!message.withdrawn;
  const first = gone ? 'history' : chat.writes ? 'reply' : 'copy';
  const copy = () => {
    void navigator.clipboard?.writeText(message.text);
    setCopied(true);
    setTimeout(onClose, 700);
  };
  const line = (show: boolean, icon: IconName, word: ComponentChildren, act: () => void, name: string, look = '') =>
    show && (
      <button type="button" autofocus={!words && name === first} class={`act ${look}`} data-act={name} onClick={act}>
        <Icon name={icon} />
        {word}
      </button>
    );
  return (
    <>
      {!gone && may.react(chat) && (
        <div class="words pick" role="group" aria-label={t('wordReply')}>
          {reactions.map((word, n) => (
            <button
              key={word}
              type="button"
              autofocus={words && n === 0}
              aria-pressed={own === word}
              data-say={word}
              onClick={() => void run(() => react(message, own === word ? null : word))}
            >
              {wordOf(word)}
            </button>
          ))}
        </div>
      )}
      <div class="acts-list">
        {line(
          !gone && chat.writes,
          'reply',
          t('reply'),
          () => {
            setMode({ is: 'reply', message });
            onClose();
          },
          'reply',
        )}
        {line(
          !gone,
          copied ? 'check' : 'copy',
          <span role="status">{t(copied ? 'copied' : 'copy')}</span>,
          copy,
          'copy',
        )}
        {line(!gone, 'forward', t('forward'), () => go('forward'), 'forward')}
        {line(
          !gone && may.edit(chat, message),
          'pen',
          t('edit'),
          () => {
            setMode({ is: 'edit', message });
            onClose();
          },
          'edit',
        )}
        {line(
          !gone && may.pin(chat),
          'pin',
          t(pinned ? 'unpin' : 'pin'),
          () => void run(() => pin(message, !pinned)),
          'pin',
        )}
        {line(!gone && message.reactions.length > 0, 'people', t('whoSaid'), () => go('who'), 'who')}
        {line(may.history(chat, message), 'today', t('before'), () => go('history'), 'history')}
        {line(!gone && message.author !== myId(), 'alert', f('report'), () => go('report'), 'report')}
        {line(
          !gone && may.withdraw(chat, message),
          'erase',
          t('withdrawMessage'),
          () => go('withdraw'),
          'withdraw',
          'bad',
        )}
      </div>
    </>
  );
}
