import { small } from '../core/local';
import { Value } from '../core/store';
import type { Key } from './ru';
import { fill, type Lang, type Text } from './text';

export type { Key, Lang };

export const lang = new Value<Lang>('ru');
let table: Record<string, Text> = {};

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
