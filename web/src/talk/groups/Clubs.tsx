// Interest groups that one can find: come in, ask to come in, open.
import { useEffect, useState } from 'preact/hooks';
import { api, newKey } from '../../core/api';
import { go } from '../../core/router';
import { me, staffIn } from '../../core/session';
import { useValue } from '../../core/store';
import type { FoundGroup } from '../../core/types';
import { t } from '../../i18n';
import { tone } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { CloseButton, Empty, LangButton, LinkState, NotYet, OffLine, Sheet } from '../../parts/parts';
import { chats, groups } from '../data';
import './groups.css';

export function Clubs() {
  const { state, problem, at } = useValue(groups.shown);
  useEffect(() => {
    void groups.open();
    void groups.refresh();
  }, []);
  return (
    <main id="main" tabIndex={-1}>
      <header class="top">
        <h1 class="cut">{t('clubs')}</h1>
        <LinkState />
        <LangButton class="lang" />
      </header>
      <div class="page clubs">
        {!state ? (
          <div class="sheet pad">
            <NotYet problem={problem} />
          </div>
        ) : !state.groups.length ? (
          <div class="sheet pad">
            <Empty icon="star" head={t('noClubs')} text={t(staffIn().length ? 'noClubsStaff' : 'noClubsText')} />
          </div>
        ) : (
          <ul class="club-list">
            {state.groups.map(group => (
              <Club key={group.id} found={group} />
            ))}
          </ul>
        )}
        <OffLine what={t('clubs')} at={at} />
      </div>
    </main>
  );
}

const mark = (id: string, change: Partial<FoundGroup>) =>
  groups.change(state => ({ groups: state.groups.map(one => (one.id === id ? { ...one, ...change } : one)) }));

function Club({ found: { id, school, group, members, joined, asked } }: { found: FoundGroup }) {
  const [asking, setAsking] = useState(false);
  const { ask, error } = useAction();
  const schools = me.value!.schools;
  const where = schools.length > 1 ? schools.find(one => one.id === school)?.name : undefined;
  const join = () =>
    void ask(async () => {
      await api.post(`/groups/${encodeURIComponent(id)}/join`, {}, newKey());
      mark(id, { joined: true, members: members + 1 });
      await chats.refresh();
      go('/chats/' + id);
    });
  return (
    <li class="sheet pad club" data-club={id}>
      <span class={`ava group ${tone(id)}`} aria-hidden="true">
        <Icon name="star" />
      </span>
      <div>
        <h2>{group.title}</h2>
        <p class="meta">
          {[
            t('people', { n: members }),
            joined ? '' : t(group.openness === 'public' ? 'clubPublic' : 'clubRequest'),
            where,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {group.description && <p class="description">{group.description}</p>}
      {error}
      {joined ? (
        <a class="btn two" href={'/chats/' + id} data-open-club>
          {t('open')}
        </a>
      ) : asked ? (
        <p class="note brass" data-asked>
          <Icon name="clock" />
          {t('clubAsked')}
        </p>
      ) : group.openness === 'public' ? (
        <button type="button" class="btn two" data-join onClick={join}>
          {t('clubJoin')}
        </button>
      ) : (
        <button type="button" class="btn two" data-ask aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('clubAsk')}
        </button>
      )}
      {asking && <Ask id={id} title={group.title} onClose={() => setAsking(false)} />}
    </li>
  );
}
function Ask({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const [words, setWords] = useState('');
  const { ask, error } = useAction();
  const send = async (event: Event) => {
    event.preventDefault();
    if (await ask(() => api.post(`/groups/${encodeURIComponent(id)}/join`, { words: words.trim() }, newKey()))) {
      mark(id, { asked: true });
      onClose();
    }
  };
  return (
    <Sheet label={t('clubAsk')} onClose={onClose}>
      <header class="row">
        <h2>
          {t('clubAsk')}
          <small class="soft">{title}</small>
        </h2>
        <CloseButton onClose={onClose} />
      </header>
      <form class="form ask" onSubmit={event => void send(event)}>
        <div class="field">
          <label for="ask-words">{t('askWords')}</label>
          <p class="hint" id="ask-hint">
            {t('askHint')}
          </p>
          <textarea
            class="input short"
            id="ask-words"
            name="words"
            rows={3}
            maxLength={300}
            aria-describedby="ask-hint"
            value={words}
            onInput={event => setWords(event.currentTarget.value)}
          />
        </div>
        {error}
        <button type="submit" class="btn wide" data-send-ask>
          {t('send')}
        </button>
      </form>
    </Sheet>
  );
}
