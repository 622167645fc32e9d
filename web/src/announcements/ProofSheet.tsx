// Whom an announcement would reach, and why each.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { whole } from '../i18n/format';
import { s } from '../i18n/school';
import { Icon } from '../parts/icons';
import { Why } from './Letter';
import { type Draft, type Proof } from './announcements';

/** Whom it would reach as it stands now: asked a moment after the last change, and at once before it goes. */
export function useProof(
  school: string,
  draft: Draft,
): { proof: Proof | undefined; unknown: boolean; ask: () => Promise<void> } {
  const [proof, setProof] = useState<Proof | undefined>();
  const [unknown, setUnknown] = useState(false);
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const ask = async () => {
    clearTimeout(timer.current);
    const mine = ++turn.current;
    if (!draft.targets.length) {
      setProof(undefined);
      return;
    }
    try {
      // People are counted before there are words: the names in them come with the words.
      const words = {
        title: draft.title.trim() || '…',
        text: draft.text.trim() || '…',
        variants: draft.variants.filter(one => one.title.trim() && one.text.trim()),
      };
      const found = await api.post<Proof>(
        `/schools/${encodeURIComponent(school)}/announcements/proof`,
        { ...words, targets: draft.targets },
        newKey(),
      );
      if (mine === turn.current) {
        setProof(found);
        setUnknown(false);
      }
    } catch (problem) {
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      if (mine === turn.current) setUnknown(true);
    }
  };
  useEffect(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void ask(), proof ? 600 : 0);
    return () => clearTimeout(timer.current);
  }, [school, draft.targets, draft.text, draft.title, draft.variants]);
  return { proof, unknown, ask };
}
export function ProofSheet({
  proof,
  unknown,
  chosen,
}: {
  proof: Proof | undefined;
  unknown: boolean;
  chosen: boolean;
}) {
  const [all, setAll] = useState(false);
  if (!proof)
    return (
      <p class="soft" id="proof-h">
        {chosen && unknown ? s('proofFails') : s('nobodyYet')}
      </p>
    );
  if (!proof.people)
    return (
      <p class="note brass" id="proof-h">
        <Icon name="alert" />
        {s('nobody')}
      </p>
    );
  const shown = all ? proof.recipients : proof.recipients.slice(0, 6);
  return (
    <>
      <div class="proof-n">
        <b data-people>{proof.people}</b>
        <h2 id="proof-h">{s('willGet', { n: proof.people })}</h2>
      </div>
      <p class="meta">{s('ofWhom', { families: proof.families, students: proof.students, staff: proof.staff })}</p>
      {unknown && (
        <p class="note">
          <Icon name="off" />
          {s('proofFails')}
        </p>
      )}
      <h3>{s('sinceLast')}</h3>
      {!proof.joined || !proof.left ? (
        <p class="meta">{s('firstTime')}</p>
      ) : !proof.joined.length && !proof.left.length ? (
        <p class="meta">{s('sameAsLast')}</p>
      ) : (
        <ul class="list" data-since>
          {[
            ...proof.joined.map(one => ({ one, joined: true })),
            ...proof.left.map(one => ({ one, joined: false })),
          ].map(({ one, joined }) => (
            <li key={one.id} data-joined={joined}>
              <span class={`sign ${joined ? 'plus' : 'minus'}`} role="img" aria-label={s(joined ? 'joined' : 'left')}>
                {joined ? '+' : '−'}
              </span>
              <div>
                <b>{whole(one.name)}</b>
              </div>
            </li>
          ))}
        </ul>
      )}
      <details open>
        <summary>
          <span>{s('whyEach')}</span>
          <Icon name="down" class="turn" />
        </summary>
        <ul class="list" data-recipients>
          {shown.map(({ person, why }) => (
            <li key={person.id} data-recipient={person.id}>
              <div>
                <b>{whole(person.name)}</b>
                {why.map(one => (
                  <Why key={`${one.addressed}.${one.student?.id}`} why={one} person={s(one.addressed)} />
                ))}
              </div>
            </li>
          ))}
          {!all && proof.recipients.length > shown.length && (
            <li>
              <button type="button" class="btn plain small" onClick={() => setAll(true)}>
                {s('all', { n: proof.people })}
              </button>
            </li>
          )}
        </ul>
      </details>
    </>
  );
}
