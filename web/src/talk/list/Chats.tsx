// The list of conversations beside the one that is open; on a phone one after the other.
import { useEffect, useState } from 'preact/hooks';
import type { NoAnswer, Problem } from '../../core/api';
import { go } from '../../core/router';
import { useValue } from '../../core/store';
import type { Chat } from '../../core/types';
import { t } from '../../i18n';
import { abouts, folded } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { lazy } from '../../parts/lazy';
import { Count, Empty, Ghost, LangButton, LinkState, NotYet, OffLine } from '../../parts/parts';
import { ofTwo } from '../chats';
import { chats, drafts } from '../data';
import { chatName, namesOf, others } from '../names';
import { ChatLine } from './ChatLine';

const Conversation = lazy(
  async () => (await import('../conversation/Conversation')).Conversation,
  () => (
    <section class="conv blank">
      <Ghost />
    </section>
  ),
  () => (
    <section class="conv blank">
      <Empty icon="off" head={t('failedLoad')} text={t('failedLoadText')} />
    </section>
  ),
);
const Found = lazy(async () => (await import('../search/Found')).Found);
const NewMessage = lazy(async () => (await import('../groups/NewMessage')).NewMessage);

export function Chats({ id }: { id: string | undefined }) {
  const { state, problem, at } = useValue(chats.shown);
  const [writing, setWriting] = useState(false);
  useEffect(() => {
    void chats.open();
    void import('../conversation/Conversation').catch(() => {});
  }, []);
  useChatKeys(id, state?.chats);
  const open = id ? state?.chats.find(chat => chat.id === id) : undefined;
  return (
    <main id="main" tabIndex={-1} class="talk" data-show={id ? 'conv' : 'list'}>
      <h1 class="vh">{t('messages')}</h1>
      <List chats={state?.chats} id={id} at={at} problem={problem} write={() => setWriting(true)} />
      {open ? (
        <Conversation key={open.id} chat={open} />
      ) : (
        <section class="conv blank">
          {id && state && !problem ? (
            <Missing key={id} id={id} />
          ) : id ? (
            <NotYet problem={problem} />
          ) : (
            <Empty icon="chat" head={t('chooseChat')} />
          )}
        </section>
      )}
      {writing && <NewMessage onClose={() => setWriting(false)} />}
    </main>
  );
}
/** Ctrl+K looks for a conversation, Alt with an arrow goes to the one above or below. */
function useChatKeys(id: string | undefined, list: Chat[] | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === 'KeyK') {
        event.preventDefault();
        document.querySelector<HTMLElement>('.talk-list input[type=search]')?.focus();
      }
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (!event.altKey || !step || !list) return;
      const shown = list.filter(chat => !chat.mine.archived);
      const next = shown[shown.findIndex(chat => chat.id === id) + step];
      if (next) {
        event.preventDefault();
        go('/chats/' + next.id);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [id, list]);
}
/** A chat just opened elsewhere may not be in the list yet: ask once before saying no. What was typed in one that is closed stays to be copied. */
function Missing({ id }: { id: string }) {
  const [asked, setAsked] = useState(false);
  const left = drafts.text(id);
  useEffect(() => {
    chats.refresh().finally(() => setAsked(true));
  }, [id]);
  return asked ? (
    <>
      <div data-gone>
        <Empty icon="info" head={t('chatGone')} text={t('chatGoneText')} />
      </div>
      {left && (
        <div class="left-over">
          <p class="meta">{t('leftOver')}</p>
          <p class="left-text">{left}</p>
          <button type="button" class="btn two small" onClick={() => void navigator.clipboard?.writeText(left)}>
            <Icon name="copy" />
            {t('copy')}
          </button>
        </div>
      )}
      <a class="btn plain" href="/chats">
        {t('toList')}
      </a>
    </>
  ) : (
    <Ghost />
  );
}

const wordsOf = (chat: Chat): string =>
  folded(
    `${chatName(chat)} ${namesOf(others(chat))} ${others(chat)
      .map(one => abouts(one.about))
      .join(' ')}`,
  );

const MANY = 6; // conversations that need no filter yet
const filters = ['all', 'people', 'classes', 'groups'] as const;
type Only = (typeof filters)[number];
const belongs = (chat: Chat, only: Only): boolean =>
  only === 'all' || only === (ofTwo(chat) ? 'people' : chat.kind === 'class' ? 'classes' : 'groups');

function List({
  chats: list,
  id,
  at,
  problem,
  write,
}: {
  chats: Chat[] | undefined;
  id: string | undefined;
  at: number;
  problem: Problem | NoAnswer | undefined;
  write: () => void;
}) {
  const [wanted, setWanted] = useState('');
  const [only, setOnly] = useState<Only>('all');
  const looking = folded(wanted.trim());
  const found = list?.filter(chat => belongs(chat, only) && (!looking || wordsOf(chat).includes(looking)));
  const shown = found?.filter(chat => looking || !chat.mine.archived);
  const archived = looking ? [] : (found?.filter(chat => chat.mine.archived) ?? []);
  return (
    <section class="talk-list" aria-label={t('conversations')}>
      <header>
        <div class="row">
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
          <LinkState />
          <button type="button" class="icon-btn" data-write aria-label={t('write')} title={t('write')} onClick={write}>
            <Icon name="pen" />
          </button>
          <LangButton class="lang" />
        </div>
        {(list?.length ?? 0) > MANY && (
          <div class="filters" role="group" aria-label={t('whichChats')}>
            {filters.map(one => (
              <button
                key={one}
                type="button"
                aria-pressed={only === one}
                data-filter={one}
                onClick={() => setOnly(one)}
              >
                {t(`only_${one}`)}
              </button>
            ))}
          </div>
        )}
      </header>
      <nav class="talk-items" aria-label={t('conversations')}>
        {!shown ? (
          <div class="pad">
            <NotYet problem={problem} />
          </div>
        ) : shown.length ? (
          shown.map(chat => <ChatLine key={chat.id} chat={chat} here={chat.id === id} />)
        ) : looking ? null : only !== 'all' ? (
          <Empty icon="search" head={t('noneOfKind')} />
        ) : archived.length ? null : (
          <Empty icon="chat" head={t('noChats')} text={t('noChatsText')} />
        )}
        {archived.length > 0 && (
          <details class="archive" data-archive open={archived.some(chat => chat.id === id) || undefined}>
            <summary>
              <Icon name="archive" />
              <span>{t('archive')}</span>
              <span class="meta">{archived.length}</span>
              <Count n={archived.reduce((sum, chat) => sum + (chat.mine.muted ? 0 : chat.unread), 0)} />
              <Icon name="down" class="turn" />
            </summary>
            {archived.map(chat => (
              <ChatLine key={chat.id} chat={chat} here={chat.id === id} />
            ))}
          </details>
        )}
        {looking && <Found words={wanted} />}
        {list && !looking && (
          <a class="clubs-link" href="/clubs">
            <Icon name="star" />
            {t('clubs')}
          </a>
        )}
      </nav>
      <OffLine what={t('messages')} at={at} />
    </section>
  );
}
