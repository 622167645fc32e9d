import { useEffect, useState } from 'preact/hooks';
import { api, newKey, NoAnswer, Problem } from '../../core/api';
import type { Chat, Contact } from '../../core/types';
import { t } from '../../i18n';
import { abouts, folded, polite } from '../../i18n/format';
import { useAction } from '../../parts/useAction';
import { Icon } from '../../parts/icons';
import { Avatar, Empty, Ghost } from '../../parts/parts';
import { chats, groupPath } from '../data';
import { blamed } from '../people';

/** From those one may write to; whom one answers for is known by the server, which says so of each. */
export function useContacts(): { list: Contact[] | undefined; wrong: boolean } {
  const [list, setList] = useState<Contact[] | undefined>();
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    api.get<{ contacts: Contact[] }>('/contacts').then(
      ({ contacts }) => setList(contacts),
      (problem: unknown) => {
        if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
        setWrong(true);
      },
    );
  }, []);
  return { list, wrong };
}
export function Pick({
  list,
  chosen,
  set,
  wrong,
}: {
  list: readonly Contact[] | undefined;
  chosen: ReadonlySet<string>;
  set: (chosen: Set<string>) => void;
  wrong: boolean;
}) {
  const [wanted, setWanted] = useState('');
  const found = list?.filter(({ person, about }) =>
    folded(`${polite(person.name)} ${abouts(about, 9)}`).includes(folded(wanted.trim())),
  );
  const all = !!found?.length && found.every(({ person }) => chosen.has(person.id));
  const put = (ids: string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    set(next);
  };
  return (
    <fieldset class="pick-people">
      <legend class="label">
        {t('members')}
        {chosen.size > 0 && <span class="soft"> · {t('chosen', { n: chosen.size })}</span>}
      </legend>
      <label class="search">
        <span class="vh">{t('searchPeople')}</span>
        <Icon name="search" />
        <input
          class="input"
          type="search"
          placeholder={t('searchPeople')}
          value={wanted}
          onInput={event => setWanted(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </label>
      {wrong ? (
        <p class="err" role="alert">
          <Icon name="alert" />
          {t('noNetwork')}
        </p>
      ) : !found ? (
        <Ghost lines={4} />
      ) : !found.length ? (
        <Empty icon="people" head={list?.length ? t('noFound') : t('noContacts')} />
      ) : (
        <div class="picks">
          {wanted.trim() && found.length > 1 && (
            <label class="check">
              <input
                type="checkbox"
                checked={all}
                onChange={event =>
                  put(
                    found.map(({ person }) => person.id),
                    event.currentTarget.checked,
                  )
                }
              />
              <span>{t('chooseFound', { n: found.length })}</span>
            </label>
          )}
          {found.map(({ person, about }) => (
            <label key={person.id} class="check person" data-pick={person.id}>
              <input
                type="checkbox"
                checked={chosen.has(person.id)}
                onChange={event => put([person.id], event.currentTarget.checked)}
              />
              <Avatar id={person.id} name={person.name} small />
              <span>
                {polite(person.name)}
                <small class="meta">{abouts(about, 2)}</small>
              </span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
export function AddPeople({ chat, done }: { chat: Chat; done: () => void }) {
  const { list, wrong } = useContacts();
  const { ask, error } = useAction();
  const [chosen, setChosen] = useState(new Set<string>());
  const [blame, setBlame] = useState('');
  const there = new Set(chat.members.map(one => one.id));
  const add = async () => {
    const persons = [...chosen];
    setBlame('');
    const kept = await ask(async () => {
      try {
        const answer = await api.post<{ chat: Chat }>(groupPath(chat) + '/members', { persons }, newKey());
        chats.change(state => ({
          chats: state.chats.map(one => (one.id === chat.id ? { ...one, members: answer.chat.members } : one)),
        }));
      } catch (problem) {
        if (!(problem instanceof Problem && problem.code === 'may_not_bring')) throw problem;
        setBlame(blamed(problem, persons, list ?? []));
        throw problem;
      }
    });
    if (kept) done();
  };
  return (
    <div class="stack">
      {blame ? (
        <p class="err" role="alert">
          <Icon name="alert" />
          {blame}
        </p>
      ) : (
        error
      )}
      <Pick list={list?.filter(({ person }) => !there.has(person.id))} chosen={chosen} set={setChosen} wrong={wrong} />
      <button
        type="button"
        class="btn wide"
        data-add
        aria-disabled={!chosen.size}
        onClick={() => chosen.size && void add()}
      >
        {chosen.size ? t('addN', { n: chosen.size }) : t('addPeople')}
      </button>
    </div>
  );
}
