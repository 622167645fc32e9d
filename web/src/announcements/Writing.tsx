// An announcement while it is written: words, audience, when it goes.
import { useEffect, useState } from 'preact/hooks';
import { small } from '../core/local';
import { dayIn, fromLocal, toLocal } from '../core/dates';
import { go } from '../core/router';
import { zone } from '../core/session';
import { t } from '../i18n';
import { listed } from '../i18n/format';
import { o } from '../i18n/notices';
import { s } from '../i18n/school';
import { QuietNow } from '../notices/WhenTold';
import { Icon } from '../parts/icons';
import { whyNot } from './Letter';
import { type Announcement, type Audiences, type Draft } from './announcements';
import { Drafting, isWhole } from './drafting';
import { obvious, Targets } from './targets';
import { LANGUAGES } from './Variants';
import { VariantFields } from './Variants';
import { useProof } from './ProofSheet';
import { ProofSheet } from './ProofSheet';
import { Sure } from './SendSheet';
import { Discard } from './SendSheet';
import { fromStored } from './drafting';
import { Saved } from './Saved';
import { Templates } from './Templates';
import { Check } from '../parts/Check';
export function Writing({
  school,
  stored,
  audiences,
  began,
}: {
  school: string;
  stored: Announcement | undefined;
  audiences: Audiences;
  began: (id: string) => void;
}) {
  const [drafting] = useState(() => {
    const typed = small.read<Draft>(Drafting.copyKey(school, stored?.id));
    const start =
      typed ??
      (stored
        ? fromStored(stored)
        : {
            title: '',
            text: '',
            variants: [],
            targets: obvious(audiences),
            confirm: false,
            confirm_until: null,
            urgent: null,
          });
    const one = new Drafting(
      school,
      stored,
      start,
      begun => {
        began(begun.id);
        go(`/school/a/${begun.id}/edit`, true);
      },
      whyNot,
    );
    if (typed) one.type(typed);
    return one;
  });
  const [draft, setDraft] = useState(drafting.draft);
  const [sure, setSure] = useState(false);
  const [missing, setMissing] = useState(false);
  const [kept, setKept] = useState<string[]>([]);
  const [later, setLater] = useState(stored?.send_at ? toLocal(stored.send_at, zone()) : '');
  const { proof, unknown, ask: count } = useProof(school, draft);
  useEffect(() => () => void drafting.flush(), []);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    drafting.type(next);
    setMissing(false);
  };
  const undecided = proof?.named.filter(child => !kept.includes(child.student.id)) ?? [];
  const next = async () => {
    if (!isWhole(draft) || (draft.urgent !== null && draft.urgent.trim().length < 5)) {
      setMissing(true);
      return;
    }
    await Promise.all([drafting.flush(), count()]);
    setSure(true);
  };
  return (
    <div class="cols two">
      <form
        class="sheet pad form"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void next();
        }}
      >
        <Targets label={s('to')} targets={draft.targets} audiences={audiences} set={targets => change({ targets })} />
        {!draft.title && !draft.text && <Templates begin={change} />}
        <div class="field">
          <label for="an-title">{s('heading')}</label>
          <input
            class="input"
            id="an-title"
            name="title"
            maxLength={150}
            value={draft.title}
            onInput={event => change({ title: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="an-text">{s('text')}</label>
          <textarea
            class="input"
            id="an-text"
            name="text"
            rows={6}
            maxLength={8000}
            aria-describedby="an-names"
            value={draft.text}
            onInput={event => change({ text: event.currentTarget.value })}
          />
        </div>
        <div id="an-names" role="status" class="stack">
          {proof?.named.map(child => (
            <div key={child.student.id} class="note brass" data-named={child.student.id}>
              <Icon name="alert" />
              <div>
                <b>{s('names', { name: listed(child.student.name) })}</b>
                <p>{s('othersRead', { n: child.others })}</p>
                {kept.includes(child.student.id) ? (
                  <p class="meta">{s('namesKept', { name: listed(child.student.name) })}</p>
                ) : (
                  <p class="row wrap">
                    <button
                      type="button"
                      class="btn plain small"
                      data-keep-name
                      onClick={() => setKept([...kept, child.student.id])}
                    >
                      {s('keepNames')}
                    </button>
                  </p>
                )}
              </div>
            </div>
          ))}
        </div>
        {draft.variants.map((variant, index) => (
          <VariantFields
            key={index}
            variant={variant}
            taken={draft.variants.map(one => one.language)}
            set={one =>
              change({
                variants: one
                  ? draft.variants.map((held, at) => (at === index ? one : held))
                  : draft.variants.filter((_, at) => at !== index),
              })
            }
          />
        ))}
        {draft.variants.length < 5 && (
          <button
            type="button"
            class="btn plain small"
            data-add-variant
            onClick={() =>
              change({
                variants: [
                  ...draft.variants,
                  {
                    language: LANGUAGES.find(one => !draft.variants.some(held => held.language === one))!,
                    title: '',
                    text: '',
                  },
                ],
              })
            }
          >
            <Icon name="plus" />
            {s('addVariant')}
          </button>
        )}
        <Check name="confirm" words={s('askConfirm')} checked={draft.confirm} set={on => change({ confirm: on })} />
        {draft.confirm && (
          <div class="field">
            <label for="an-until">{s('untilDay')}</label>
            <input
              class="input"
              type="date"
              id="an-until"
              name="until"
              min={dayIn(zone())}
              value={draft.confirm_until ?? ''}
              onInput={event => change({ confirm_until: event.currentTarget.value || null })}
            />
          </div>
        )}
        <Check
          name="later"
          words={s('sendLater')}
          checked={!!later}
          set={on => setLater(on ? toLocal(new Date(Date.now() + 3_600_000).toISOString(), zone()) : '')}
        />
        {later && (
          <div class="field">
            <label for="an-at">{s('sendAt')}</label>
            <input
              class="input"
              type="datetime-local"
              id="an-at"
              name="at"
              value={later}
              onInput={event => setLater(event.currentTarget.value)}
            />
          </div>
        )}
        <Check
          name="urgent"
          words={o('urgent')}
          checked={draft.urgent !== null}
          set={on => change({ urgent: on ? '' : null })}
        />
        {draft.urgent !== null ? (
          <div class="field">
            <label for="an-urgent">{o('urgentWhy')}</label>
            <p class="meta">
              {o('urgentText')}
              {!!proof?.urgent_lately && ` ${o('urgentLately', { n: proof.urgent_lately })}.`}
            </p>
            <input
              class="input"
              id="an-urgent"
              name="why-urgent"
              minLength={5}
              maxLength={200}
              value={draft.urgent}
              onInput={event => change({ urgent: event.currentTarget.value })}
            />
          </div>
        ) : (
          <QuietNow school={school} />
        )}
        {missing && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {s('missing')}
          </p>
        )}
        <div class="foot-act">
          <button type="submit" class="btn" data-send>
            {proof?.people ? s('sendTo', { n: proof.people }) : t('send')}
          </button>
          <Saved drafting={drafting} />
        </div>
        {stored && <Discard id={stored.id} forget={() => drafting.forget()} />}
      </form>
      <aside class="sheet pad" aria-labelledby="proof-h" aria-live="polite">
        <ProofSheet proof={proof} unknown={unknown} chosen={draft.targets.length > 0} />
      </aside>
      {sure && proof && (
        <Sure
          drafting={drafting}
          proof={proof}
          undecided={undecided.map(child => listed(child.student.name))}
          keepNames={kept.length > 0}
          at={later ? fromLocal(later, zone()) : undefined}
          count={count}
          onClose={() => setSure(false)}
        />
      )}
    </div>
  );
}
