// Three questions, one a page, and the address to which the answer's code goes.
import { useState } from 'preact/hooks';
import type { NewCase, WhoFromPortal } from '../core/shapes';
import { go } from '../core/router';
import { lang } from '../i18n';
import { whole } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';
import { Icon } from '../parts/icons';
import { Heading } from '../invitations/way_in/Frame';
import { Trouble, useTry, Wrong } from '../invitations/way_in/trouble';

export type Who = NewCase['who'];
export type Sees = NewCase['sees'];
/** What was typed so far: kept on every way back and forth. */
export interface Typed {
  who: Who;
  sees: Sees;
  family: string;
  given: string;
  middle: string;
  childFamily: string;
  childGiven: string;
  class: string;
  address: string;
}
const WHO: readonly Who[] = ['guardian', 'trusted', 'student', 'staff'];
const SEES: readonly Sees[] = ['wrong', 'no_child', 'not_enough', 'no_link', 'white', 'uninvited'];
export const hasChild = (who: Who): boolean => who === 'guardian' || who === 'trusted';

interface WhoProps {
  /** Who came from a portal that lets them in nowhere here. */
  from: WhoFromPortal | undefined;
  notMe: () => void;
  choose: (who: Who) => void;
}
export function WhoAreYou({ from, notMe, choose }: WhoProps) {
  return (
    <>
      <Heading first>{ca('who')}</Heading>
      {from && (
        <div class="note case-from" data-from-portal>
          <Icon name="info" />
          <div>
            <p>{ca('fromPortal', { portal: from.portal[lang.value], name: whole(from.name) })}</p>
            <p>
              <button type="button" class="btn plain small" data-not-me onClick={notMe}>
                {ca('notMe')}
              </button>
            </p>
          </div>
        </div>
      )}
      <div class="choices">
        {WHO.map(one => (
          <button key={one} type="button" class="case-choice" data-who={one} onClick={() => choose(one)}>
            <span>{ca(`who_${one}`)}</span>
            <Icon name="right" />
          </button>
        ))}
      </div>
    </>
  );
}

export function WhatDoYouSee({ who, choose }: { who: Who; choose: (sees: Sees) => Promise<void> }) {
  const { problem, attempt } = useTry();
  return (
    <>
      <Heading>{ca('sees')}</Heading>
      <Trouble problem={problem} />
      <div class="choices">
        {SEES.filter(one => hasChild(who) || one !== 'no_child').map(one => (
          <button
            key={one}
            type="button"
            class="case-choice"
            data-sees={one}
            // nothing of the school stands in the way of a page that does not load: the device is tried at once
            onClick={() => (one === 'white' ? go('/status') : void attempt(() => choose(one)))}
          >
            <span>{ca(`sees_${one}`)}</span>
            <Icon name="right" />
          </button>
        ))}
      </div>
    </>
  );
}

/** `isNamed`: a portal has said their name. */
export function Whose({ typed, isNamed, next }: { typed: Typed; isNamed: boolean; next: () => void }) {
  const child = hasChild(typed.who);
  const needed: (keyof Typed)[] = [
    ...(child ? (['childFamily', 'childGiven', 'class'] as const) : []),
    ...(isNamed ? [] : (['family', 'given'] as const)),
    ...(typed.who === 'student' ? (['class'] as const) : []),
  ];
  const [missing, setMissing] = useState<readonly (keyof Typed)[]>([]);
  return (
    <form
      class="sheet pad way-in-sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        const without = needed.filter(one => !typed[one].trim());
        setMissing(without);
        if (without[0]) document.getElementById(`case-${without[0]}`)?.focus();
        else next();
      }}
    >
      <Heading>{ca(child ? 'whose' : isNamed ? 'class' : 'yourName')}</Heading>
      {child && (
        <>
          <div class="case-two">
            <Field name="childFamily" typed={typed} missing={missing} />
            <Field name="childGiven" typed={typed} missing={missing} />
          </div>
          <Field name="class" typed={typed} missing={missing} hint={ca('classHint')} />
        </>
      )}
      {!isNamed && (
        <>
          <div class="case-two">
            <Field name="family" typed={typed} missing={missing} auto="family-name" />
            <Field name="given" typed={typed} missing={missing} auto="given-name" />
          </div>
          <Field name="middle" typed={typed} missing={missing} auto="additional-name" />
        </>
      )}
      {typed.who === 'student' && <Field name="class" typed={typed} missing={missing} hint={ca('classHint')} />}
      <button class="btn wide" data-next>
        {ca('next')}
      </button>
    </form>
  );
}

type TypedField = 'family' | 'given' | 'middle' | 'childFamily' | 'childGiven' | 'class';
function Field({
  name,
  typed,
  missing,
  hint,
  auto = 'off',
}: {
  name: TypedField;
  typed: Typed;
  missing: readonly (keyof Typed)[];
  hint?: string;
  auto?: string;
}) {
  const id = `case-${name}`;
  const wrong = missing.includes(name);
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={id}>{ca(name)}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Wrong words={wrong ? ca('fillIn') : undefined} id={`${id}-wrong`} />
      <input
        class="input"
        id={id}
        name={name}
        maxLength={name === 'class' ? 30 : 100}
        autocomplete={auto}
        spellcheck={false}
        value={typed[name]}
        aria-invalid={wrong}
        aria-describedby={[hint ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ') || undefined}
        onInput={event => {
          typed[name] = event.currentTarget.value;
        }}
      />
    </div>
  );
}

export function Address({ typed, send }: { typed: Typed; send: () => Promise<void> }) {
  const { problem, attempt } = useTry();
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="sheet pad way-in-sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        const wrong = !/^\S+@\S+\.\S+$/.test(typed.address.trim());
        setWrong(wrong);
        if (wrong) document.getElementById('case-address')?.focus();
        else void attempt(send);
      }}
    >
      <Heading>{ca('where')}</Heading>
      <p class="soft">{ca('whereText')}</p>
      <Trouble problem={problem} />
      <div class={isWrong || isRefused(problem) ? 'field wrong' : 'field'}>
        <label for="case-address">{ca('email')}</label>
        <p class="hint" id="case-address-hint">
          {ca('emailHint')}
        </p>
        <Wrong words={isWrong || isRefused(problem) ? ca('emailWrong') : undefined} id="case-address-wrong" />
        <input
          class="input"
          type="email"
          id="case-address"
          name="address"
          maxLength={254}
          autocomplete="email"
          autocapitalize="none"
          spellcheck={false}
          value={typed.address}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'case-address-hint case-address-wrong' : 'case-address-hint'}
          onInput={event => {
            typed.address = event.currentTarget.value;
          }}
        />
      </div>
      <button class="btn wide" data-send>
        {ca('send')}
      </button>
    </form>
  );
}
const isRefused = (problem: unknown): boolean =>
  typeof problem === 'object' && problem !== null && 'status' in problem && problem.status === 400;

export function CodeOfMail({
  number,
  lastDay,
  show,
}: {
  number: string;
  lastDay: string | undefined;
  show: (code: string) => Promise<void>;
}) {
  const { problem, attempt } = useTry();
  const [code, setCode] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isWrong = isMissing || isNotFound(problem);
  return (
    <form
      class="sheet pad way-in-sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        const digits = code.replaceAll(/\D/g, '');
        setMissing(digits.length !== 6);
        if (digits.length === 6) void attempt(() => show(digits));
      }}
    >
      <Heading>{ca('mailed')}</Heading>
      <p>{ca('mailedText')}</p>
      <Trouble problem={problem} />
      <div class={isWrong ? 'field wrong' : 'field'}>
        <label for="case-code">{ca('code')}</label>
        <Wrong words={isWrong ? ca('codeWrong') : undefined} id="case-code-wrong" />
        <input
          class="input case-code"
          id="case-code"
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={9}
          value={code}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? 'case-code-wrong' : undefined}
          onInput={event => setCode(event.currentTarget.value)}
        />
      </div>
      <button class="btn wide" data-show>
        {ca('show')}
      </button>
      <p class="meta" data-case={number}>
        {ca('number', { n: number })}
        {lastDay && `, ${ca('kept', { day: lastDay })}`}
      </p>
    </form>
  );
}
const isNotFound = (problem: unknown): boolean =>
  typeof problem === 'object' && problem !== null && 'status' in problem && problem.status === 404;
