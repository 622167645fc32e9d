import { small } from '../local';
import { Value } from '../store';
import type { ru } from './ru';

export type Lang = 'ru' | 'en';
type Table = typeof ru;
export type Key = keyof Table;
type Forms = { one: string; few?: string; many?: string; other: string };
export type Text = string | Forms;

export const lang = new Value<Lang>('ru');
let table: Record<string, Text> = {};

/** The plural form of a number. Russian: 1, 21, 41 one; 2-4, 22 few; 0, 5-20 many; fractions other. */
export function form(of: Lang, n: number): keyof Forms {
  if (!Number.isInteger(n)) return 'other';
  if (of === 'en') return n === 1 ? 'one' : 'other';
  const last = n % 10,
    two = n % 100;
  if (last === 1 && two !== 11) return 'one';
  return last >= 2 && last <= 4 && (two < 12 || two > 14) ? 'few' : 'many';
}

export function fill(text: Text, params: Record<string, string | number>, of: Lang): string {
  const chosen = typeof text === 'string' ? text : (text[form(of, Number(params['n']))] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** The words for a key in the reader's language; forms are chosen by `n`. */
export function t(key: Key, params: Record<string, string | number> = {}): string {
  return fill(table[key] ?? key, params, lang.value);
}

export function preferred(): Lang {
  const kept = small.read<Lang>('lang');
  if (kept === 'ru' || kept === 'en') return kept;
  return navigator.languages.some(one => /^(ru|be|uk|kk|tt|ba)\b/.test(one)) || !navigator.language
    ? 'ru'
    : navigator.languages[0]?.startsWith('en')
      ? 'en'
      : 'ru';
}
export async function speak(next: Lang): Promise<void> {
  table = next === 'ru' ? (await import('./ru')).ru : (await import('./en')).en;
  document.documentElement.lang = next;
  lang.set(next);
}
export function choose(next: Lang): Promise<void> {
  small.write('lang', next);
  return speak(next);
}

/** The words of a section that is loaded later, both languages together; used as `t` is. */
export function wordsOf<T extends Record<string, Text>>(
  ru: T,
  en: Record<keyof T, Text>,
): (key: keyof T, params?: Record<string, string | number>) => string {
  return (key, params = {}) => fill((lang.value === 'ru' ? ru : en)[key], params, lang.value);
}
