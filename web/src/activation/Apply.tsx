// A school applies for a connection: one form, then the page of the application.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { go } from '../core/router';
import type { NewApplication, SentApplication } from '../core/shapes';
import { lang, t } from '../i18n';
import { ap } from '../i18n/invitations/applications';
import { Frame, Heading } from '../invitations/way_in/Frame';
import { Trouble, useTry, Wrong } from '../invitations/way_in/trouble';
import { Icon } from '../parts/icons';
import { ZoneField } from './ZoneField';
import { hereZone } from './zones';

const FIELDS = ['school', 'applicant', 'position', 'email', 'telephone'] as const;
type Field = (typeof FIELDS)[number];
type Typed = Record<Field | 'zone', string>;
const isNeeded = (field: Field) => field !== 'telephone';
const wordsOf = (field: string): string =>
  ap(field === 'email' || field === 'telephone' || field === 'zone' ? `wrong_${field}` : 'wrong_text');

export function Apply() {
  const { problem, attempt } = useTry();
  const typed = useRef<Typed>({ school: '', applicant: '', position: '', email: '', telephone: '', zone: hereZone() });
  const [missing, setMissing] = useState<readonly Field[]>([]);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  // whatever was refused is where one goes on typing
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries, problem]);
  const refused = problem instanceof Problem && [400, 422].includes(problem.status) ? problem.errors : undefined;
  const wrongOf = (field: Field | 'zone'): string | undefined =>
    missing.includes(field as Field)
      ? ap('fillIn')
      : refused?.some(one => one.field === field)
        ? wordsOf(field)
        : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    const empty = FIELDS.filter(field => isNeeded(field) && !typed.current[field].trim());
    setMissing(empty);
    setTries(n => n + 1);
    if (empty.length) return;
    const { telephone, ...rest } = typed.current;
    const asked: NewApplication = { ...rest, telephone: telephone.trim() || null, language: lang.value };
    void attempt(async () => {
      const { token } = await api.post<SentApplication>('/applications', asked);
      go(`/activate/application#${token}`);
    });
  };
  const text = (field: Field, more: { hint?: string; autocomplete: string; type?: 'email' | 'tel' }) => (
    <TextField
      key={field}
      field={field}
      typed={typed.current}
      wrong={wrongOf(field)}
      limit={field === 'email' ? 254 : field === 'telephone' ? 31 : 200}
      {...more}
    />
  );
  return (
    <Frame
      school={undefined}
      about={ap('about')}
      name="apply"
      foot={
        <a href="/activate" data-have-code>
          {ap('haveCode')}
        </a>
      }
    >
      <form class="sheet pad form way-in-sheet" noValidate onSubmit={submit} ref={form}>
        <Heading first>{ap('head')}</Heading>
        <Trouble problem={problem} />
        {refused && !FIELDS.some(wrongOf) && !wrongOf('zone') && (
          <p class="note bad" role="alert">
            <Icon name="alert" />
            <span>{t('wentWrong')}</span>
          </p>
        )}
        {text('school', { hint: ap('schoolHint'), autocomplete: 'organization' })}
        <ZoneField
          label={ap('zone')}
          zone={typed.current.zone}
          wrong={wrongOf('zone')}
          choose={zone => {
            typed.current.zone = zone;
          }}
        />
        {text('applicant', { hint: ap('applicantHint'), autocomplete: 'name' })}
        {text('position', { autocomplete: 'organization-title' })}
        {text('email', { hint: ap('emailHint'), autocomplete: 'email', type: 'email' })}
        {text('telephone', { hint: ap('telephoneHint'), autocomplete: 'tel', type: 'tel' })}
        {(missing.length > 0 || FIELDS.some(wrongOf)) && (
          <p class="err" role="alert">
            <Icon name="alert" />
            {ap('check')}
          </p>
        )}
        <button class="btn wide" data-apply>
          {ap('send')}
        </button>
        <p class="meta">{ap('forgotten')}</p>
      </form>
    </Frame>
  );
}

interface TextProps {
  field: Field;
  typed: Typed;
  wrong: string | undefined;
  limit: number;
  autocomplete: string;
  hint?: string;
  type?: 'text' | 'email' | 'tel';
}
function TextField({ field, typed, wrong, limit, autocomplete, hint, type = 'text' }: TextProps) {
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={field}>{ap(field)}</label>
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      <Wrong words={wrong} id={`${field}-wrong`} />
      <input
        class="input"
        id={field}
        name={field}
        {...(type === 'email' ? { type } : type === 'tel' ? { type } : { type })}
        maxLength={limit}
        autocomplete={autocomplete}
        spellcheck={false}
        value={typed[field]}
        aria-invalid={!!wrong}
        aria-describedby={[hint && `${field}-hint`, wrong && `${field}-wrong`].filter(Boolean).join(' ') || undefined}
        onInput={event => {
          typed[field] = event.currentTarget.value;
        }}
      />
    </div>
  );
}
