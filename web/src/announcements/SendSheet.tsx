// What is asked before an announcement goes, or its draft is thrown away.
import { useState } from 'preact/hooks';
import { api, newKey, Problem } from '../core/api';
import { go } from '../core/router';
import { zone } from '../core/session';
import { useValue } from '../core/store';
import { t } from '../i18n';
import { fullMoment, polite } from '../i18n/format';
import { s } from '../i18n/school';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { CloseButton, Sheet } from '../parts/parts';
import { announcementPath, type Proof } from './announcements';
import { Drafting } from './drafting';
import { targetWords } from './targets';

export function Sure({
  drafting,
  proof,
  undecided,
  keepNames,
  at,
  count,
  onClose,
}: {
  drafting: Drafting;
  proof: Proof;
  undecided: string[];
  keepNames: boolean;
  at: string | undefined;
  count: () => Promise<void>;
  onClose: () => void;
}) {
  const { ask, error } = useAction();
  const [changed, setChanged] = useState(false);
  const { draft } = drafting;
  const state = useValue(drafting.state);
  const far = draft.targets.length > 1 || draft.targets.some(one => one.of === 'school' || one.of === 'grade');
  const send = () =>
    void ask(async () => {
      await drafting.flush();
      const { stored } = drafting;
      if (!stored || drafting.state.value !== 'saved') return;
      try {
        await api.post(
          announcementPath(stored.id) + '/send',
          { revision: stored.revision, digest: proof.digest, keep_names: keepNames, ...(at ? { at } : {}) },
          newKey(),
        );
      } catch (problem) {
        if (problem instanceof Problem && problem.code === 'audience_changed') {
          await count();
          setChanged(true);
          return;
        }
        throw problem;
      }
      drafting.forget();
      go(at ? '/school/written' : `/school/a/${stored.id}/who`); // a new step: the sheet goes back from its own only
    });
  const people = [
    ...(proof.joined ?? []).map(one => '+ ' + polite(one.name)),
    ...(proof.left ?? []).map(one => '− ' + polite(one.name)),
  ];
  return (
    <Sheet label={s('sureHead', { n: proof.people })} onClose={onClose}>
      <header class="row">
        <h2>{s('sureHead', { n: proof.people })}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <dl class="sure">
        <dt>{s('to')}</dt>
        <dd>{draft.targets.map(targetWords).join('; ')}</dd>
        {people.length > 0 && (
          <>
            <dt>{s('new')}</dt>
            <dd>{people.slice(0, 6).join(', ')}</dd>
          </>
        )}
        <dt>{s('when')}</dt>
        <dd>{at ? fullMoment(at, zone()) : s('now')}</dd>
      </dl>
      <div class="stack">
        {changed && (
          <p class="note brass" role="alert" data-audience-changed>
            <Icon name="alert" />
            {s('audienceChanged')}
          </p>
        )}
        {far && (
          <p class="note">
            <Icon name="people" />
            {s('manyClasses')}
          </p>
        )}
        {undecided.map(name => (
          <p key={name} class="note brass" data-undecided>
            <Icon name="alert" />
            {s('names', { name })}. {s('answerNames')}
          </p>
        ))}
        {typeof state === 'object' && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {state.why}
          </p>
        )}
        {error}
        <p class="row">
          <button type="button" class="btn" data-send-really disabled={undecided.length > 0} onClick={send}>
            {at ? s('schedule') : s('sendReally')}
          </button>
          <button type="button" class="btn two" onClick={onClose}>
            {t('back')}
          </button>
        </p>
      </div>
    </Sheet>
  );
}
export function Discard({ id, forget }: { id: string; forget: () => void }) {
  const { ask, error } = useAction();
  const [sure, setSure] = useState(false);
  const discard = async () => {
    if (await ask(() => api.send('DELETE', announcementPath(id) + '/written', undefined, newKey()))) {
      forget();
      go('/school/written', true);
    }
  };
  return (
    <div class="stack">
      {error}
      {sure ? (
        <p class="row wrap">
          <button type="button" class="btn bad small" data-discard-really onClick={() => void discard()}>
            {s('discard')}
          </button>
          <button type="button" class="btn two small" onClick={() => setSure(false)}>
            {t('cancel')}
          </button>
        </p>
      ) : (
        <button type="button" class="btn plain small" data-discard onClick={() => setSure(true)}>
          {s('discard')}
        </button>
      )}
    </div>
  );
}
