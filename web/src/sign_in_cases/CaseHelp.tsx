// Who cannot get in: three questions, a code by mail, one cause and one step.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem } from '../core/api';
import { place } from '../core/router';
import type {
  AnsweredCase,
  CaseAnswer,
  CaseByPortal,
  InstallationStatus,
  NewCase,
  OpenedCase,
  WhoFromPortal,
} from '../core/shapes';
import { lang } from '../i18n';
import { dayMonth } from '../i18n/format';
import { ca } from '../i18n/invitations/cases';
import { Frame } from '../invitations/way_in/Frame';
import { useSteps } from '../invitations/way_in/useSteps';
import { Cause } from './Cause';
import { Address, CodeOfMail, hasChild, type Typed, WhatDoYouSee, WhoAreYou, Whose } from './Questions';
import './case.css';

type Step =
  | { at: 'who' | 'whose' | 'sees' | 'address' }
  | { at: 'code'; number: string; lastDay?: string }
  | { at: 'answer'; of: CaseAnswer; code: string };

/** The number of the case of whose mail one follows the link. */
const fromMail = (): string | undefined => /^#(\d{1,18})$/.exec(location.hash)?.[1];

/** Whoever comes by a link that does not open has said what they see. */
const hasOldLink = (): boolean => place.value.query.get('sees') === 'no_link';

const EMPTY: Typed = {
  who: 'guardian',
  sees: 'wrong',
  family: '',
  given: '',
  middle: '',
  childFamily: '',
  childGiven: '',
  class: '',
  address: '',
};
function answers(typed: Typed): CaseByPortal {
  const child = hasChild(typed.who);
  return {
    who: typed.who,
    sees: typed.sees,
    child: child ? { family: typed.childFamily, given: typed.childGiven, class: typed.class } : null,
    class: typed.who === 'student' ? typed.class : null,
    language: lang.value,
  };
}
function asked(typed: Typed): NewCase {
  const { family, given, middle } = typed;
  return { ...answers(typed), name: { family, given, middle }, address: typed.address.trim() };
}
const BY_PORTAL = '/sign-in-cases/by-portal';

export function CaseHelp() {
  const [school, setSchool] = useState<string>();
  useEffect(() => {
    api.get<InstallationStatus>('/status').then(
      status => setSchool(status.school ?? undefined),
      () => {},
    );
  }, []);
  const typed = useRef<Typed>({ ...EMPTY });
  const [isOldLink] = useState(hasOldLink);
  const [from, setFrom] = useState<WhoFromPortal>();
  useEffect(() => {
    if (place.value.query.get('by') !== 'portal') return;
    api.get<WhoFromPortal>(BY_PORTAL).then(
      found => {
        setFrom(found);
        const { family, given, middle } = found.name;
        typed.current = { ...typed.current, family, given, middle, sees: 'not_enough' };
      },
      () => {}, // everything is asked then
    );
  }, []);
  const notMe = () => {
    setFrom(undefined);
    typed.current = { ...EMPTY };
  };
  const [mailed] = useState(fromMail);
  const { step, next, show, isFirst } = useSteps<Step>(mailed ? { at: 'code', number: mailed } : { at: 'who' });
  const anew = () => {
    setFrom(undefined);
    show({ at: 'who' });
  };

  const open = async () => {
    const opened = await api.post<OpenedCase>('/sign-in-cases', asked(typed.current));
    next({ at: 'code', number: opened.case, lastDay: dayMonth(opened.last_day) });
  };
  /** The portal's word is proof enough: the answer comes at once. Without it any more, the address is asked for. */
  const openByPortal = async () => {
    try {
      const { code, answer: of } = await api.post<AnsweredCase>(BY_PORTAL, answers(typed.current));
      next({ at: 'answer', of, code });
    } catch (problem) {
      if (!(problem instanceof Problem && problem.status === 404)) throw problem;
      setFrom(undefined);
      next({ at: 'address' });
    }
  };
  const leaveNames = () => {
    if (isOldLink) typed.current.sees = 'no_link';
    next({ at: isOldLink ? 'address' : 'sees' });
  };
  const answer = (number: string, of: 'answer' | 'step', code: string) =>
    api.post<CaseAnswer>(`/sign-in-cases/${number}/${of}`, { code });

  const n = step.at === 'who' ? 1 : step.at === 'whose' ? 2 : step.at === 'sees' ? 3 : undefined;
  const begins = isFirst || step.at === 'answer';
  const foot =
    step.at === 'who' ? undefined : (
      <button type="button" class="case-back" data-back onClick={() => (begins ? anew() : history.back())}>
        {ca(begins ? 'anew' : 'back')}
      </button>
    );
  // who is to come in person would wait for an answer that no mail brings
  const toSchool =
    step.at === 'answer' && step.of.cause === 'restricted' ? undefined : (
      <a href="/help" data-write>
        {ca('writeToSchool')}
      </a>
    );
  return (
    <Frame school={school} {...(n ? { step: n } : {})} name={`case_${step.at}`} foot={[foot, toSchool]} key={step.at}>
      {step.at === 'who' ? (
        <WhoAreYou
          from={from}
          notMe={notMe}
          choose={who => {
            typed.current.who = who;
            next({ at: from && who === 'staff' ? 'sees' : 'whose' });
          }}
        />
      ) : step.at === 'whose' ? (
        <Whose typed={typed.current} isNamed={!!from} next={leaveNames} />
      ) : step.at === 'sees' ? (
        <WhatDoYouSee
          who={typed.current.who}
          choose={async sees => {
            typed.current.sees = sees;
            if (from) await openByPortal();
            else next({ at: 'address' });
          }}
        />
      ) : step.at === 'address' ? (
        <Address typed={typed.current} send={open} />
      ) : step.at === 'code' ? (
        <CodeOfMail
          number={step.number}
          lastDay={step.lastDay}
          show={async code => next({ at: 'answer', of: await answer(step.number, 'answer', code), code })}
        />
      ) : step.at === 'answer' ? (
        <Cause
          of={step.of}
          take={async () => show({ ...step, of: await answer(step.of.case, 'step', step.code) })}
          again={anew}
        />
      ) : null}
    </Frame>
  );
}
