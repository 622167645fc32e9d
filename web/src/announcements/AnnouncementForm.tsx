// Writing an announcement: the draft saves itself, and who will get it, and why, stands beside it before it goes.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey, NoAnswer, Problem } from '../core/api';
import { small } from '../core/local';
import { dayIn, fromLocal, toLocal } from '../core/dates';
import type { OneAnnouncement } from '../core/shapes';
import { go } from '../core/router';
import { me, staffIn, zone } from '../core/session';
import { useValue } from '../core/store';
import { t } from '../i18n';
import { fullMoment, listed, polite, whole } from '../i18n/format';
import { o } from '../i18n/notices';
import { s } from '../i18n/school';
import { QuietNow } from '../notices/WhenTold';
import { useAsk } from '../parts/ask';
import { Icon } from '../parts/icons';
import { useLoaded } from '../parts/loaded';
import { Page } from '../parts/page';
import { CloseButton, NotYet, Sheet } from '../parts/parts';
import { languageName, Why, whyNot } from './Letter';
import {
  announcementPath,
  type Announcement,
  type Audiences,
  type Draft,
  type Proof,
  type Variant,
} from './announcements';
import { Drafting, isWhole } from './drafting';
import { learnOf, obvious, Targets, targetWords } from './targets';

export function AnnouncementForm({ id }: { id?: string }) {
  const schools = (me.value?.schools ?? []).filter(school => staffIn().includes(school.id));
  const [school, setSchool] = useState(schools[0]?.id ?? '');
  // A draft that was begun here goes on in the same form when it gets its address.
  const began = useRef<string | undefined>(undefined);
  const { state, problem } = useLoaded(
    async () => {
      const stored =
        id === undefined ? undefined : (await api.get<OneAnnouncement>(announcementPath(id) + '/written')).announcement;
      return { stored, audiences: await learnOf(stored?.school ?? school) };
    },
    id !== undefined && id === began.current ? `new.${school}` : (id ?? `new.${school}`),
  );
  return (
    <Page title={s('newAnnouncement')} up="/school/written">
      {!state ? (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      ) : state.stored?.sent_at ? (
        <Sent id={state.stored.id} />
      ) : (
        <>
          {schools.length > 1 && id === undefined && (
            <div class="seg" role="group" aria-label={t('inSchool')}>
              {schools.map(one => (
                <button key={one.id} type="button" aria-pressed={one.id === school} onClick={() => setSchool(one.id)}>
                  {one.name}
                </button>
              ))}
            </div>
          )}
          <Writing
            key={state.stored?.id ?? school}
            school={state.stored?.school ?? school}
            stored={state.stored}
            audiences={state.audiences}
            began={one => {
              began.current = one;
            }}
          />
        </>
      )}
    </Page>
  );
}
function Sent({ id }: { id: string }) {
  useEffect(() => go(`/school/a/${id}/who`, true), [id]);
  return null;
}

const fromStored = ({ title, text, variants, targets, confirm, confirm_until, urgent }: Announcement): Draft => ({
  title,
  text,
  variants,
  targets,
  confirm,
  confirm_until,
  urgent,
});

function Writing({
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
        <label class="check">
          <input
            type="checkbox"
            name="confirm"
            checked={draft.confirm}
            onChange={event => change({ confirm: event.currentTarget.checked })}
          />
          <span>{s('askConfirm')}</span>
        </label>
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
        <label class="check">
          <input
            type="checkbox"
            name="later"
            checked={!!later}
            onChange={event =>
              setLater(
                event.currentTarget.checked ? toLocal(new Date(Date.now() + 3_600_000).toISOString(), zone()) : '',
              )
            }
          />
          <span>{s('sendLater')}</span>
        </label>
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
        <label class="check">
          <input
            type="checkbox"
            name="urgent"
            checked={draft.urgent !== null}
            onChange={event => change({ urgent: event.currentTarget.checked ? '' : null })}
          />
          <span>{o('urgent')}</span>
        </label>
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
function Saved({ drafting }: { drafting: Drafting }) {
  const state = useValue(drafting.state);
  const words =
    typeof state === 'object'
      ? s('notSaved', { why: state.why })
      : state === 'saved'
        ? drafting.stored
          ? s('saved')
          : s('savesSelf')
        : state === 'saving'
          ? s('saving')
          : s('savesSelf');
  return (
    <span class="meta" data-saving={typeof state === 'object' ? 'not' : state} role="status">
      {words}
    </span>
  );
}

/** Whom it would reach as it stands now: asked a moment after the last change, and at once before it goes. */
function useProof(
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

function ProofSheet({ proof, unknown, chosen }: { proof: Proof | undefined; unknown: boolean; chosen: boolean }) {
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

function Sure({
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
  const { ask, error } = useAsk();
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
function Discard({ id, forget }: { id: string; forget: () => void }) {
  const { ask, error } = useAsk();
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

// Those most often spoken at home beside Russian; names come from the browser.
const LANGUAGES = [
  'en',
  'tg',
  'uz',
  'ky',
  'az',
  'hy',
  'ka',
  'uk',
  'be',
  'tt',
  'ba',
  'cv',
  'kk',
  'zh',
  'vi',
  'fa',
  'ar',
  'tr',
  'ru',
];
function VariantFields({
  variant,
  taken,
  set,
}: {
  variant: Variant;
  taken: string[];
  set: (variant: Variant | null) => void;
}) {
  const name = `an-${variant.language}`;
  return (
    <fieldset class="variant stack">
      <legend class="label">
        {s('variant')}: {languageName(variant.language)}
      </legend>
      <div class="row">
        <label class="vh" for={name + '-l'}>
          {s('language')}
        </label>
        <select
          class="input"
          id={name + '-l'}
          value={variant.language}
          onChange={event => set({ ...variant, language: event.currentTarget.value })}
        >
          {LANGUAGES.filter(one => one === variant.language || !taken.includes(one)).map(one => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </select>
        <button type="button" class="icon-btn" aria-label={t('remove')} onClick={() => set(null)}>
          <Icon name="close" />
        </button>
      </div>
      <div class="field">
        <label for={name + '-t'}>{s('heading')}</label>
        <input
          class="input"
          id={name + '-t'}
          lang={variant.language}
          maxLength={150}
          value={variant.title}
          onInput={event => set({ ...variant, title: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={name + '-x'}>{s('text')}</label>
        <textarea
          class="input"
          id={name + '-x'}
          lang={variant.language}
          rows={4}
          maxLength={8000}
          value={variant.text}
          onInput={event => set({ ...variant, text: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}
