// What can be done with a message; who said which word; what it said before; what was refused. One sheet, several pages.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey, NoAnswer, Problem } from '../../core/api';
import { say } from '../../core/liveRegion';
import { outbox } from '../../core/sending';
import { zone, myId } from '../../core/session';
import type { Chat, Message, MessageRevision } from '../../core/types';
import { t } from '../../i18n';
import { folded, fullMoment } from '../../i18n/format';
import { f } from '../../i18n/safety';
import { Text } from '../../parts/Text';
import { Icon, type IconName } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import { CloseButton, Empty, Ghost, Sheet } from '../../parts/parts';
import { Report } from '../../safety/Report';
import { ChatAvatar } from '../ChatAvatar';
import { history, may, pin, react, reactionOf, withdraw } from '../messageRequests';
import { chats, editMessage, textOf, type Rewritten } from '../data';
import { chatName, faceOf, nameIn, namesOf, others } from '../names';
import { reactions, wordOf } from './Reactions';
import type { MessageActions, Mode, Over } from './messageActions';
import '../groups/groups.css';

const nobody = { people: [], me: '' };

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

type Run = (act: () => Promise<unknown>, stay?: boolean) => Promise<void>;
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

/** To another chat where one may write; the server asks for the rights of both. */
function Forward({ message, run }: { message: Message; run: Run }) {
  const [wanted, setWanted] = useState('');
  const looking = folded(wanted.trim());
  const list = (chats.state?.chats ?? []).filter(
    chat =>
      chat.writes &&
      chat.id !== message.chat &&
      (!looking || folded(`${chatName(chat)} ${namesOf(others(chat))}`).includes(looking)),
  );
  const send = (chat: Chat) =>
    void run(async () => {
      await api.post(
        `/chats/${encodeURIComponent(chat.id)}/forward`,
        { source: message.chat, offset: message.offset },
        newKey(),
      );
      say(t('forwarded', { name: chatName(chat) }));
    });
  return (
    <>
      <label class="search">
        <span class="vh">{t('searchLabel')}</span>
        <Icon name="search" />
        <input
          class="input"
          type="search"
          placeholder={t('search')}
          value={wanted}
          onInput={event => setWanted(event.currentTarget.value)}
        />
      </label>
      {list.length ? (
        <div class="acts-list scrolls" data-forward-to>
          {list.map(chat => (
            <button key={chat.id} type="button" class="act" data-to={chat.id} onClick={() => send(chat)}>
              <ChatAvatar chat={chat} first={faceOf(chat)} />
              <span>{chatName(chat)}</span>
            </button>
          ))}
        </div>
      ) : (
        <Empty icon="search" head={t('noFound')} />
      )}
    </>
  );
}

function Who({ chat, message, run }: { chat: Chat; message: Message; run: Run }) {
  const own = reactionOf(message, myId());
  return (
    <dl class="who-said">
      {reactions.map(word => {
        const said = message.reactions.filter(one => one.reaction === word);
        return (
          (said.length > 0 || (may.react(chat) && !message.withdrawn)) && (
            <div key={word} data-who={word}>
              <dt>
                {wordOf(word)} <b>{said.length || ''}</b>
                {may.react(chat) && (
                  <button
                    type="button"
                    class="btn two small push"
                    aria-pressed={own === word}
                    onClick={() => void run(() => react(message, own === word ? null : word), true)}
                  >
                    {t(own === word ? 'takeWordBack' : 'sayToo')}
                  </button>
                )}
              </dt>
              {said.length > 0 && <dd>{said.map(one => nameIn(chat, one.person)).join(', ')}</dd>}
            </div>
          )
        );
      })}
    </dl>
  );
}

function Before({ message }: { message: Message }) {
  const [list, setList] = useState<MessageRevision[] | undefined>();
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    history(message).then(
      ({ before }) => setList(before),
      () => setWrong(true),
    );
  }, [message.revision]);
  if (wrong)
    return (
      <p class="err" role="alert">
        <Icon name="alert" />
        {t('wentWrong')}
      </p>
    );
  if (!list) return <Ghost lines={3} />;
  return (
    <ol class="history" data-history>
      {list.map(one => (
        <li key={one.revision}>
          <p class="meta">{fullMoment(one.at, zone())}</p>
          <Text text={one.text} mentions={nobody} />
        </li>
      ))}
      {!message.withdrawn && (
        <li>
          <p class="meta">
            {t('now')}
            {message.edited_at && `, ${fullMoment(message.edited_at, zone())}`}
          </p>
          <Text text={message.text} mentions={nobody} />
        </li>
      )}
    </ol>
  );
}

/** A message or a new text that the server has refused: nothing that was written is lost. */
function Refused({
  over,
  message,
  onClose,
}: {
  over: Extract<Over, { is: 'refused' }>;
  message: Message | undefined;
  onClose: () => void;
}) {
  const { item } = over;
  const text = textOf(item);
  const stale = item.failed?.code === 'stale' && message;
  const again = () => {
    if (stale)
      editMessage((item.failed?.current as Message | undefined) ?? message, text, (item.body as Rewritten).mentions);
    else outbox.again(item.key, newKey());
    onClose();
  };
  return (
    <div class="stack">
      {item.failed?.text && <p class="soft">{item.failed.text}</p>}
      {stale && (
        <>
          <p class="meta">{t('standsNow')}</p>
          <p class="history-text">{((item.failed?.current as Message | undefined) ?? message).text}</p>
          <p class="meta">{t('youWrote')}</p>
        </>
      )}
      <p class="history-text">{text}</p>
      <button type="button" class="btn wide" onClick={again}>
        {t(stale ? 'replaceMine' : 'retry')}
      </button>
      <button
        type="button"
        class="btn two wide"
        onClick={() => {
          void navigator.clipboard?.writeText(text);
          onClose();
        }}
      >
        <Icon name="copy" />
        {t('copy')}
      </button>
      <button
        type="button"
        class="btn plain wide"
        onClick={() => {
          onClose();
          outbox.drop(item.key);
        }}
      >
        {t('remove')}
      </button>
    </div>
  );
}
