// Sign-ins joined to one's own: seen, added by showing the other one, and taken apart again.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { dayIn } from '../core/dates';
import { me, zone } from '../core/session';
import type { MergePreview, Me, MyMerge, MyMerges as Joined, PersonRef } from '../core/shapes';
import type { Me as Who } from '../core/types';
import { dayMonth, whole } from '../i18n/format';
import { mg } from '../i18n/account/merging';
import { sf } from '../i18n/account/secondFactor';
import { si } from '../i18n/account/signIns';
import { canUsePasskeys } from './canUsePasskeys';
import { CodeField } from './fields/CodeField';
import { PasswordField } from './fields/PasswordField';
import { NoCredential, used } from './webauthn';
import { Icon } from '../parts/icons';
import { NotYet, Sheet } from '../parts/parts';
import { useAction } from '../parts/useAction';
import { useResource } from '../parts/useResource';
import { Preview } from '../merging/Preview';

const MERGES = '/me/merges';
const dayOf = (moment: string): string => dayMonth(dayIn(zone(), moment));

export function MyMerges() {
  const { state, problem, set } = useResource(() => api.get<Joined>(MERGES), 0);
  const [dialog, setDialog] = useState<'add' | MyMerge>();
  const [told, tell] = useState('');
  if (!state)
    return (
      <section class="sheet pad">
        <h2>{mg('head')}</h2>
        <NotYet problem={problem} />
      </section>
    );
  const done = (now: Joined, words: string) => {
    set(now);
    tell(words);
    setDialog(undefined);
    api.get<Me>('/me').then(
      who => me.set(who as Who),
      () => {}, // the children come with the next page
    );
  };
  return (
    <section class="sheet pad stack" aria-labelledby="merges-h" data-merges={state.merges.length}>
      <h2 id="merges-h">{mg('head')}</h2>
      <p class="meta">{mg('text')}</p>
      {state.merges.length > 0 ? (
        <ul class="list">
          {state.merges.map(one => (
            <li key={one.merge} data-merge={one.merge}>
              <div>
                <b>{one.login ? mg('alsoBy', { login: one.login }) : whole(one.other.name)}</b>
                <p class="meta">{mg('until', { day: dayOf(one.merged_at), until: dayOf(one.undone_until) })}</p>
              </div>
              <button
                type="button"
                class="btn two small"
                aria-label={mg('undoOf', { login: one.login ?? whole(one.other.name) })}
                data-undo-merge
                onClick={() => setDialog(one)}
              >
                {mg('undo')}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="soft">{mg('none')}</p>
      )}
      {told && (
        <p class="note good" role="status" data-merge-told>
          <Icon name="check" />
          {told}
        </p>
      )}
      <button
        type="button"
        class="btn plain small"
        data-add-sign-in
        onClick={() => {
          tell('');
          setDialog('add');
        }}
      >
        {mg('add')}
      </button>
      {dialog === 'add' && <AddSignIn onClose={() => setDialog(undefined)} done={now => done(now, mg('joined'))} />}
      {dialog && dialog !== 'add' && (
        <Undo one={dialog} onClose={() => setDialog(undefined)} done={now => done(now, mg('apart'))} />
      )}
    </section>
  );
}

interface DialogProps {
  onClose: () => void;
  done: (now: Joined) => void;
}
function AddSignIn({ onClose, done }: DialogProps) {
  const [preview, setPreview] = useState<MergePreview>();
  const { ask, error } = useAction();
  if (!preview) return <Show onClose={onClose} shown={setPreview} />;
  return (
    <Sheet label={mg('previewHead')} onClose={onClose}>
      <div class="stack">
        <h2>{mg('previewHead')}</h2>
        <Preview of={preview} />
        {error}
        {preview.merge && (
          <button
            type="button"
            class="btn wide"
            data-join
            onClick={() =>
              void ask(async () => done(await api.post<Joined>(`${MERGES}/${preview.merge}/join`, {}, newKey())))
            }
          >
            {mg('join')}
          </button>
        )}
      </div>
    </Sheet>
  );
}

function Show({ onClose, shown }: { onClose: () => void; shown: (preview: MergePreview) => void }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [people, setPeople] = useState<PersonRef[]>();
  const { ask, error } = useAction();
  const show = (person?: string) =>
    void ask(async () => {
      try {
        shown(
          await api.post<MergePreview>(MERGES, {
            login: login.trim(),
            password,
            code: code.trim() || null,
            person: person ?? null,
          }),
        );
      } catch (problem) {
        if (problem instanceof Problem && problem.code === 'several_people')
          return setPeople(problem.people as PersonRef[]);
        if (!askedForCode(problem)) throw problem;
      }
    });
  /** True the first time that a code is asked for, which is shown from then on. */
  const askedForCode = (problem: unknown): boolean => {
    if (needsCode || !(problem instanceof Problem && problem.code === 'second_factor_wrong')) return false;
    setNeedsCode(true);
    return true;
  };
  const byPasskey = () =>
    void ask(async () => {
      try {
        shown(await api.post<MergePreview>(`${MERGES}/passkey`, await used(false, code.trim() || null)));
      } catch (problem) {
        if (!(problem instanceof NoCredential) && !askedForCode(problem)) throw problem;
      }
    });
  return (
    <Sheet label={mg('addHead')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          show();
        }}
      >
        <h2>{mg('addHead')}</h2>
        <p class="soft">{mg('addText')}</p>
        <label class="field">
          <span class="label">{mg('login')}</span>
          <input
            class="input"
            name="login"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={200}
            required
            onInput={event => setLogin(event.currentTarget.value)}
          />
        </label>
        <PasswordField
          id="merge-password"
          name="password"
          label={mg('password')}
          kind="current-password"
          onType={setPassword}
        />
        {needsCode && <CodeField id="merge-code" label={mg('codeToo')} isDigits={false} onType={setCode} />}
        {people && (
          <fieldset class="stack">
            <legend>{mg('several')}</legend>
            {people.map(one => (
              <button key={one.id} type="button" class="btn two" data-of={one.id} onClick={() => show(one.id)}>
                {whole(one.name)}
              </button>
            ))}
          </fieldset>
        )}
        {error}
        <button type="submit" class="btn wide" data-show>
          {mg('look')}
        </button>
        {canUsePasskeys() && (
          <button type="button" class="btn plain small" data-show-passkey onClick={byPasskey}>
            {mg('orPasskey')}
          </button>
        )}
      </form>
    </Sheet>
  );
}

function Undo({ one, onClose, done }: DialogProps & { one: MyMerge }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const { ask, error } = useAction();
  const undo = () =>
    void ask(async () => {
      try {
        done(
          await api.post<Joined>(
            `${MERGES}/${one.merge}/undo`,
            { password: password || null, code: code.trim() || null },
            newKey(),
          ),
        );
      } catch (problem) {
        if (!(problem instanceof Problem && problem.code === 'second_factor_wrong') || needsCode) throw problem;
        setNeedsCode(true);
      }
    });
  return (
    <Sheet label={mg('undoHead')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          undo();
        }}
      >
        <h2>{mg('undoHead')}</h2>
        <p class="soft">{mg('undoText')}</p>
        <PasswordField
          id="undo-password"
          name="password"
          label={si('present')}
          kind="current-password"
          onType={setPassword}
        />
        {needsCode && <CodeField id="undo-code" label={sf('codeToo')} isDigits={false} onType={setCode} />}
        {error}
        <button type="submit" class="btn wide" data-undo-now>
          {mg('undoNow')}
        </button>
      </form>
    </Sheet>
  );
}
