import { expect, test } from 'vitest';
import type { CaseAnswer } from '../src/core/shapes';
import { lang } from '../src/i18n';
import { actOf, headOf, nextOf } from '../src/sign_in_cases/causes';

const answer = (more: Partial<CaseAnswer>): CaseAnswer => ({
  case: '418',
  last_day: '2026-12-15',
  cause: 'fine',
  step: 'ask_school',
  done: false,
  who: 'guardian',
  name: { family: 'Орлова', given: 'Мария', middle: '' },
  address: 'maria@mail.example',
  phone: null,
  portal: null,
  theirs: null,
  differs_at: null,
  day: '2026-11-03',
  field: null,
  other: null,
  ...more,
});

const ASKED = ['contact', 'letter', 'patronymic', 'ended', 'waiting', 'shared', 'fine'] as const;
const CALLED = ['restricted', 'stranger'] as const;
const SIGNED_IN = ['latin', 'second'] as const;

const spoken = (of: CaseAnswer) => [headOf(of), actOf(of) ?? '', ...nextOf(of)].join(' ');

test.each(['ru', 'en'] as const)('each answer says everything that it promises, in %s', language => {
  lang.set(language);
  for (const who of ['guardian', 'trusted', 'student', 'staff'] as const)
    for (const cause of [
      ...ASKED,
      ...CALLED,
      ...SIGNED_IN,
      'used',
      'missing',
      'old_link',
      'uninvited',
      'network',
    ] as const)
      for (const step of ['ask_school', 'call', 'invite', 'sign_in', 'open', 'again'] as const)
        expect(spoken(answer({ who, cause, step }))).not.toMatch(/[{}]|undefined/);
});

test.each(['ru', 'en'] as const)('who asks the school reads where its answer comes, in %s', language => {
  lang.set(language);
  expect(ASKED.filter(cause => !nextOf(answer({ cause })).join(' ').includes('maria@mail.example'))).toEqual([]);
});

test('whom the next step leads nowhere reads the number to name on the telephone', () => {
  const leadsOn = (cause: CaseAnswer['cause'], step: CaseAnswer['step']) =>
    nextOf(answer({ cause, step })).join(' ').includes('418');
  expect(CALLED.filter(cause => !leadsOn(cause, 'call'))).toEqual([]);
  expect(SIGNED_IN.filter(cause => !leadsOn(cause, 'sign_in'))).toEqual([]);
});

test('access that the family gave is extended by the family, any other by the school', () => {
  const of = (who: CaseAnswer['who']) => nextOf(answer({ cause: 'ended', who })).join(' ');
  lang.set('en');
  expect(of('trusted')).toContain('parents');
  for (const who of ['guardian', 'student', 'staff'] as const) expect(of(who)).not.toContain('parents');
});

test('what is to be filled in is named', () => {
  lang.set('en');
  const of = (field: CaseAnswer['field']) => spoken(answer({ cause: 'missing', step: 'again', field }));
  expect(of('phone')).toContain('phone number');
  expect(of(null)).toContain('patronymic');
});
