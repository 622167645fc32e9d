// What a text of the interface is, and how its form and its gaps are filled.
export type Lang = 'ru' | 'en';
type Forms = { one: string; few?: string; many?: string; other: string };
export type Text = string | Forms;

/** The plural form of a number. Russian: 1, 21, 41 one; 2-4, 22 few; 0, 5-20 many; fractions other. */
export function form(of: Lang, n: number): keyof Forms {
  if (!Number.isInteger(n)) return 'other';
  if (of === 'en') return n === 1 ? 'one' : 'other';
  const last = n % 10;
  const two = n % 100;
  if (last === 1 && two !== 11) return 'one';
  return last >= 2 && last <= 4 && (two < 12 || two > 14) ? 'few' : 'many';
}

export function fill(text: Text, params: Record<string, string | number>, of: Lang): string {
  const chosen = typeof text === 'string' ? text : (text[form(of, Number(params['n']))] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
