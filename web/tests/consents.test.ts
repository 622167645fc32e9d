import { describe, expect, it } from 'vitest';
import { byText, saidOf, sorted, summary, titleOf } from '../src/consents/consents';
import type { MyConsent } from '../src/core/shapes';
import { lang } from '../src/i18n';

const one = (more: Partial<MyConsent>): MyConsent => ({
  text: '1',
  school: { id: '1', name: 'Гимназия № 7', zone: 'Europe/Moscow' },
  role: 'guardian',
  title: { ru: 'Съёмка', en: 'Photos' },
  child: null,
  required: false,
  present: 1,
  is_due: false,
  state: 'open',
  consent: null,
  answered: null,
  answered_at: null,
  withdrawn_at: null,
  ...more,
});
const child = (id: string) => ({ id, name: { family: 'Соколова', given: 'Анна', middle: '' } });

describe('consents', () => {
  it('are due until the present version is answered, whatever was said to an earlier one', () => {
    const due = one({ is_due: true, state: 'given', answered: 1, present: 2 });
    const given = one({ state: 'given', answered: 1 });
    const over = [one({ state: 'withdrawn' }), one({ state: 'refused' })];
    expect(sorted([due, given, ...over])).toEqual({ due: [due], valid: [given], over });
  });

  it('of one text stand together, each child by itself', () => {
    const [anna, misha, other] = [
      one({ child: child('1') }),
      one({ child: child('2') }),
      one({ text: '2', child: child('1') }),
    ];
    expect(byText([anna, other, misha])).toEqual([[anna, misha], [other]]);
  });

  it('are counted in words, and nothing is said where nothing was answered', () => {
    lang.set('ru');
    const given = one({ state: 'given' });
    expect(summary([given, given, given, one({ state: 'withdrawn' }), one({})])).toBe('3 действуют, 1 отозвано');
    expect(summary([one({})])).toBe('');
    lang.set('en');
    expect(summary([given, one({ state: 'refused' })])).toBe('1 valid, 1 refused');
  });

  it('say their day in the zone of the school', () => {
    lang.set('en');
    const late = one({ state: 'given', answered: 2, answered_at: '2026-11-30T21:30:00.000Z' });
    expect(saidOf(late)).toBe('version 2, given on 1 December 2026');
    expect(saidOf(one({}))).toBe('');
  });

  it('have a title in the language of the reader, if the school has written one', () => {
    lang.set('en');
    expect(titleOf({ ru: 'Съёмка', en: 'Photos' })).toBe('Photos');
    expect(titleOf({ ru: 'Съёмка', en: null })).toBe('Съёмка');
    lang.set('ru');
    expect(titleOf({ ru: 'Съёмка', en: 'Photos' })).toBe('Съёмка');
  });
});
