// A new text, or the next version of one: written, looked at as it will be seen, and only then published.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import type { ConsentVersion, NewConsentText, NextVersion, OneConsentText } from '../core/shapes';
import { co } from '../i18n/account/consents';
import { ct } from '../i18n/set_up/consentTexts';
import { Check } from '../parts/Check';
import { Icon } from '../parts/icons';
import { useAction } from '../parts/useAction';
import { Plain } from './Words';

const TITLE = 120; // characters, as the server has it
const WORDS = 20_000;

interface Written {
  role: 'guardian' | 'staff';
  required: boolean;
  title: string;
  words: string;
  hasEnglish: boolean;
  titleEn: string;
  wordsEn: string;
}
const written = (from: ConsentVersion | undefined): Written => ({
  role: from?.role ?? 'guardian',
  required: from?.required ?? false,
  title: from?.ru.title ?? '',
  words: from?.ru.words ?? '',
  hasEnglish: !!from?.en,
  titleEn: from?.en?.title ?? '',
  wordsEn: from?.en?.words ?? '',
});
const wordsOf = (text: Written) => ({
  ru: { title: text.title.trim(), words: text.words.trim() },
  en: text.hasEnglish ? { title: text.titleEn.trim(), words: text.wordsEn.trim() } : null,
});

interface Props {
  /** Where texts of the school stand on the server. */
  path: string;
  /** The version after which the next one comes; none for a new text. */
  after?: ConsentVersion | undefined;
  close: () => void;
  done: (now: OneConsentText) => void;
}
export function WriteText({ path, after, close, done }: Props) {
  const [text, setText] = useState<Written>(() => written(after));
  const [isSeen, setSeen] = useState(false);
  const { ask, error } = useAction();
  const { ru, en } = wordsOf(text);
  const publish = () =>
    void ask(async () => {
      const said = { required: text.required, ru, en };
      done(
        after
          ? await api.post<OneConsentText>(
              `${path}/${after.text}/versions`,
              { ...said, after: after.number } satisfies NextVersion,
              newKey(),
            )
          : await api.post<OneConsentText>(path, { ...said, role: text.role } satisfies NewConsentText, newKey()),
      );
    });
  if (!isSeen)
    return (
      <Form
        text={text}
        change={more => setText({ ...text, ...more })}
        isNext={!!after}
        close={close}
        look={() => setSeen(true)}
      />
    );
  return (
    <section class="sheet pad stack" data-preview>
      <Head>{ct('previewHead')}</Head>
      <p class="tags">
        <span class={text.required ? 'tag brass' : 'tag'}>{co(text.required ? 'required' : 'voluntary')}</span>
        <span class="tag">{ct(`of_${text.role}`)}</span>
      </p>
      <Plain of={ru} language="ru" />
      {en && <Plain of={en} language="en" />}
      <p class="note">
        <Icon name="info" />
        <span>{ct('previewText')}</span>
      </p>
      {error}
      <p class="row wrap">
        <button type="button" class="btn" data-publish onClick={publish}>
          {ct('publish')}
        </button>
        <button type="button" class="btn two" data-change onClick={() => setSeen(false)}>
          {ct('change')}
        </button>
      </p>
    </section>
  );
}

/** The heading of what has come in the place of something else: it is seen, and heard. */
function Head({ children }: { children: string }) {
  const head = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    scrollTo(0, 0);
    head.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h2 ref={head} tabIndex={-1} class="consent-head">
      {children}
    </h2>
  );
}

interface FormProps {
  text: Written;
  change: (more: Partial<Written>) => void;
  isNext: boolean;
  close: () => void;
  look: () => void;
}
function Form({ text, change, isNext, close, look }: FormProps) {
  const [isTried, setTried] = useState(false);
  const fields: (keyof Written)[] = ['title', 'words', ...(text.hasEnglish ? (['titleEn', 'wordsEn'] as const) : [])];
  const missing = fields.filter(name => !String(text[name]).trim());
  const isMissing = (name: keyof Written) => isTried && missing.includes(name);
  const field = (name: 'title' | 'words' | 'titleEn' | 'wordsEn', label: string, hint?: string) => ({
    name,
    label,
    hint,
    value: text[name],
    isMissing: isMissing(name),
    set: (value: string) => change({ [name]: value }),
  });
  return (
    <form
      class="sheet pad set-up-form"
      data-write-text
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setTried(true);
        if (!missing.length) look();
      }}
    >
      <Head>{ct(isNext ? 'nextHead' : 'newHead')}</Head>
      {isNext ? (
        <p class="soft">{ct('nextText')}</p>
      ) : (
        <label class="field">
          <span class="label">{ct('who')}</span>
          <select
            class="input"
            name="role"
            value={text.role}
            onChange={event => change({ role: event.currentTarget.value as Written['role'] })}
          >
            {(['guardian', 'staff'] as const).map(role => (
              <option key={role} value={role} selected={role === text.role}>
                {ct(`of_${role}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Typed {...field('title', ct('titleField'), ct('titleHint'))} />
      <Typed {...field('words', ct('wordsField'), ct('wordsHint'))} isLong />
      <Check
        name="english"
        words={ct('english')}
        checked={text.hasEnglish}
        set={hasEnglish => change({ hasEnglish })}
      />
      {text.hasEnglish && (
        <>
          <Typed {...field('titleEn', ct('titleEn'))} />
          <Typed {...field('wordsEn', ct('wordsEn'))} isLong />
        </>
      )}
      <div>
        <Check
          name="required"
          words={ct('requiredField')}
          checked={text.required}
          set={required => change({ required })}
        />
        <p class="hint">{ct('requiredHint')}</p>
      </div>
      <p class="row wrap">
        <button class="btn" data-look>
          {ct('look')}
        </button>
        <button type="button" class="btn two" onClick={close}>
          {ct('cancel')}
        </button>
      </p>
    </form>
  );
}

interface TypedProps {
  name: string;
  label: string;
  hint?: string | undefined;
  value: string;
  isMissing: boolean;
  isLong?: boolean;
  set: (value: string) => void;
}
function Typed({ name, label, hint, value, isMissing, isLong = false, set }: TypedProps) {
  const shared = {
    class: 'input',
    name,
    value,
    'aria-invalid': isMissing,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => set(event.currentTarget.value),
  };
  return (
    <label class={isMissing ? 'field wrong' : 'field'}>
      <span class="label">{label}</span>
      {hint && <span class="hint">{hint}</span>}
      {isMissing && (
        <span class="err" role="alert">
          <Icon name="alert" />
          {ct('missing')}
        </span>
      )}
      {isLong ? (
        <textarea {...shared} class="input consent-typed" maxLength={WORDS} />
      ) : (
        <input {...shared} maxLength={TITLE} />
      )}
    </label>
  );
}
