// Asking the school's office for something: the same fields with a sign-in and without.
import { useEffect, useRef, useState } from 'preact/hooks';
import { NoAnswer, Problem } from '../core/api';
import { lang, t } from '../i18n';
import { h } from '../i18n/tickets';
import { Icon } from '../parts/icons';
import { KINDS, keyed, type Asked, type Kind } from './tickets';

const PHONE = '[0-9+\\(\\)#*., \\/\\-]*';
const FIELDS = ['school', 'kind', 'address', 'phone', 'subject', 'text'] as const;
type Field = (typeof FIELDS)[number];

export function TicketForm({
  schools,
  head,
  kind: first,
  needsPhone,
  send,
  hints,
}: {
  schools: readonly { id: string; name: string }[];
  head?: string;
  kind?: Kind;
  needsPhone?: boolean;
  send: (asked: Asked, key: string) => Promise<unknown>;
  hints: readonly string[];
}) {
  const [wrong, setWrong] = useState<{ words: string; fields: Field[] } | null>(null);
  const busy = useRef(false);
  const key = useRef(keyed());
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (wrong) note.current?.focus();
  }, [wrong]);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.current) return;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = (name: Field) => String(form.get(name) ?? '').trim();
    const asked: Asked = {
      school: said('school') || schools[0]?.id || '',
      kind: said('kind') as Kind,
      address: said('address'),
      phone: said('phone'),
      subject: said('subject'),
      text: said('text'),
      language: lang.value,
    };
    busy.current = true;
    setWrong(null);
    try {
      await send(asked, key.current(asked));
    } catch (problem) {
      setWrong(explained(problem));
    } finally {
      busy.current = false;
    }
  };
  const invalid = (field: Field) => wrong?.fields.includes(field) ?? false;
  const look = (field: Field) => (invalid(field) ? 'field wrong' : 'field');
  return (
    <form class="sheet pad form" data-ticket-form onSubmit={event => void submit(event)}>
      {head && <h2>{head}</h2>}
      {hints.map(hint => (
        <p key={hint} class="meta">
          {hint}
        </p>
      ))}
      {wrong && (
        <p class="note bad" ref={note} tabIndex={-1} role="alert">
          <Icon name="alert" />
          {wrong.words}
        </p>
      )}
      {schools.length > 1 && (
        <div class="field">
          <label for="ticket-school">{h('school')}</label>
          <select class="input" id="ticket-school" name="school" required>
            <option value="">{h('choose')}</option>
            {schools.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="field">
        <label for="ticket-kind">{h('kind')}</label>
        <select class="input" id="ticket-kind" name="kind" required>
          <option value="">{h('choose')}</option>
          {KINDS.map(one => (
            <option key={one} value={one} selected={one === first}>
              {h(`kind_${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div class={look('address')}>
        <label for="ticket-address">{h('address')}</label>
        <input
          class="input"
          id="ticket-address"
          name="address"
          type="email"
          autocomplete="email"
          maxLength={254}
          required
          aria-invalid={invalid('address')}
        />
      </div>
      <div class={look('phone')}>
        <label for="ticket-phone">{h('phone')}</label>
        <input
          class="input"
          id="ticket-phone"
          name="phone"
          type="tel"
          autocomplete="tel"
          maxLength={32}
          pattern={PHONE}
          required={needsPhone}
          aria-describedby={needsPhone ? undefined : 'ticket-phone-hint'}
          aria-invalid={invalid('phone')}
        />
        {!needsPhone && (
          <p class="meta" id="ticket-phone-hint">
            {h('phoneHint')}
          </p>
        )}
      </div>
      <div class={look('subject')}>
        <label for="ticket-subject">{h('subject')}</label>
        <input
          class="input"
          id="ticket-subject"
          name="subject"
          maxLength={150}
          required
          aria-invalid={invalid('subject')}
        />
      </div>
      <div class={look('text')}>
        <label for="ticket-text">{h('text')}</label>
        <textarea
          class="input"
          id="ticket-text"
          name="text"
          rows={6}
          maxLength={4000}
          required
          aria-invalid={invalid('text')}
        />
      </div>
      <button type="submit" class="btn wide" data-send-ticket>
        {h('send')}
      </button>
    </form>
  );
}

/** What was refused, in words for people: which field, where it is one. */
function explained(problem: unknown): { words: string; fields: Field[] } {
  if (problem instanceof NoAnswer) return { words: t('noNetwork'), fields: [] };
  if (!(problem instanceof Problem)) throw problem;
  const fields = FIELDS.filter(field => problem.errors.some(error => error.field === field));
  return {
    words: fields.length ? h('check', { fields: fields.map(field => h(field)).join(', ') }) : problem.whole,
    fields,
  };
}
