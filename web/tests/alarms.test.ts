import { describe, expect, it } from 'vitest';
import type { OpenAlarm } from '../src/core/shapes';
import { inOrder } from '../src/notices/alarms';

const alarm = (notice: string, minute: number): OpenAlarm =>
  ({ notice, published_at: `2026-11-30T08:0${minute}:00Z` }) as OpenAlarm;
const ids = (alarms: readonly OpenAlarm[]): string => alarms.map(({ notice }) => notice).join('');

describe('alarms on top of a page', () => {
  const [anna, misha, lev] = [alarm('a', 1), alarm('m', 2), alarm('l', 0)];
  it('begin with the oldest', () => {
    expect(ids(inOrder([], [misha, anna, lev]))).toBe('lam');
  });
  it('let the one stay that somebody is about to press on', () => {
    expect(ids(inOrder([misha], [lev, anna, misha]))).toBe('mla');
  });
  it('go when the school waits for them no more', () => {
    expect(ids(inOrder([misha, anna], [anna]))).toBe('a');
  });
});
