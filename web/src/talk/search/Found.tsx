// Messages by their words, over all conversations or in one: what one may read now, the newest first.
import { useEffect, useState } from 'preact/hooks';
import { api, NoAnswer, Problem } from '../../core/api';
import { zone } from '../../core/session';
import type { Chat, Message } from '../../core/types';
import { addDays } from '../../core/dates';
import { t } from '../../i18n';
import { polite, nearShort } from '../../i18n/format';
import { Icon } from '../../parts/icons';
import { bare } from '../../parts/markdown';
import { Empty, Ghost } from '../../parts/parts';
import { chats } from '../data';
import { chatName, nameIn } from '../names';
import { excerpt, marked } from './highlight';
import { Check } from '../../parts/Check';

/** `until` is the day after the last one, as the server has it. */
export interface Filters {
  author?: string;
  since?: string;
  until?: string;
  has_file?: boolean;
}
interface Hits {
  messages: Message[];
  more: boolean;
}
const LEAST = 2; // letters

export function Found({
  words,
  chat,
  filters = {},
  chosen,
}: {
  words: string;
  chat?: Chat;
  filters?: Filters;
  chosen?: () => void;
}) {
  const [hits, setHits] = useState<Hits | undefined>();
  const [wrong, setWrong] = useState<string | undefined>();
  const query = words.trim();
  const enough = [...query].length >= LEAST;
  const path = (before?: string) =>
    '/search?' +
    new URLSearchParams({
      q: words.trimStart(),
      ...(chat ? { chat: chat.id } : {}),
      ...(filters.author ? { author: filters.author } : {}),
      ...(filters.since ? { since: filters.since } : {}),
      ...(filters.until ? { until: filters.until } : {}),
      ...(filters.has_file ? { has_file: 'true' } : {}),
      ...(before ? { before } : {}),
    }).toString();
  const failed = (problem: unknown) => {
    if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
    setWrong(problem instanceof Problem ? problem.whole : t('noNetwork'));
  };
  useEffect(() => {
    setHits(undefined);
    setWrong(undefined);
    if (!enough) return;
    let gone = false;
    const timer = setTimeout(() => {
      api.get<Hits>(path()).then(
        found => {
          if (!gone) setHits(found);
        },
        problem => {
          if (!gone) failed(problem);
        },
      );
    }, 350);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [words, chat?.id, JSON.stringify(filters)]);
  const more = () =>
    api
      .get<Hits>(path(hits!.messages.at(-1)!.id))
      .then(next => setHits({ messages: [...hits!.messages, ...next.messages], more: next.more }), failed);
  if (!enough) return null;
  return (
    <section class="hits" aria-label={t('inMessages')} aria-busy={!hits && !wrong}>
      {!chat && <h2>{t('inMessages')}</h2>}
      {wrong ? (
        <p class="err" role="alert">
          <Icon name="alert" />
          {wrong}
        </p>
      ) : !hits ? (
        <Ghost lines={3} />
      ) : !hits.messages.length ? (
        <Empty icon="search" head={t('noHits')} />
      ) : (
        <ul>
          {hits.messages.map(hit => (
            <Hit key={hit.id} hit={hit} query={query} within={!!chat} chosen={chosen} />
          ))}
        </ul>
      )}
      {hits?.more && (
        <button type="button" class="btn plain small" data-more-hits onClick={() => void more()}>
          {t('moreHits')}
        </button>
      )}
    </section>
  );
}
function Hit({
  hit,
  query,
  within,
  chosen,
}: {
  hit: Message;
  query: string;
  within: boolean;
  chosen: (() => void) | undefined;
}) {
  const chat = chats.state?.chats.find(one => one.id === hit.chat);
  const text = excerpt(bare(hit.text), query);
  const author =
    chat && (chat.members.some(member => member.id === hit.author) ? nameIn(chat, hit.author) : t('former'));
  return (
    <li>
      <a
        class="hit"
        href={`/chats/${hit.chat}?at=${hit.offset}`}
        data-hit={hit.offset}
        onClick={chosen && (() => setTimeout(chosen))}
      >
        <span class="hit-head">
          <b class="cut">{within || !chat ? author : chatName(chat)}</b>
          <time class="meta">{nearShort(hit.sent_at, zone())}</time>
        </span>
        <span class="hit-text">
          {!within && author && <span class="soft">{author}: </span>}
          {marked(text, query).map((piece, index) =>
            piece.found ? <mark key={index}>{piece.text}</mark> : piece.text,
          )}
          {hit.files.length > 0 && (
            <span class="soft">
              {' '}
              <Icon name="clip" /> {hit.files.map(file => file.name).join(', ')}
            </span>
          )}
        </span>
      </a>
    </li>
  );
}

/** In one conversation, with whom and when. */
export function FindIn({ chat, chosen }: { chat: Chat; chosen: () => void }) {
  const [words, setWords] = useState('');
  const [filters, setFilters] = useState<Filters>({});
  const set = (part: Filters) => setFilters({ ...filters, ...part });
  return (
    <div class="stack">
      <label class="search">
        <span class="vh">{t('findWords')}</span>
        <Icon name="search" />
        <input
          class="input"
          type="search"
          name="words"
          autofocus
          placeholder={t('findWords')}
          maxLength={100}
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
      </label>
      <div class="row wrap find-filters">
        <label>
          <span class="vh">{t('fromWhom')}</span>
          <select
            class="input"
            name="author"
            value={filters.author ?? ''}
            onChange={event => set({ author: event.currentTarget.value })}
          >
            <option value="">{t('anybody')}</option>
            {chat.members.map(member => (
              <option key={member.id} value={member.id}>
                {polite(member.name)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="meta">{t('sinceDay')}</span>
          <input
            class="input"
            type="date"
            name="since"
            value={filters.since ?? ''}
            onInput={event => set({ since: event.currentTarget.value })}
          />
        </label>
        <label>
          <span class="meta">{t('untilDay')}</span>
          <input
            class="input"
            type="date"
            name="until"
            value={filters.until ? addDays(filters.until, -1) : ''}
            onInput={event => set({ until: event.currentTarget.value && addDays(event.currentTarget.value, 1) })}
          />
        </label>
      </div>
      <Check name="has_file" words={t('withFiles')} checked={!!filters.has_file} set={on => set({ has_file: on })} />
      <Found words={words} chat={chat} filters={filters} chosen={chosen} />
    </div>
  );
}
