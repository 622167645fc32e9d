// The little of Markdown that people use in messages, as a tree. Nothing here is or becomes HTML: `views/Text.tsx` makes elements of it,
// and whatever is not understood stays the text it was.
export type Inline =
  | string
  | { is: 'bold' | 'italic'; of: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'link'; href: string; text: string; host: string };
export type Block =
  | { is: 'text'; of: Inline[] }
  | { is: 'code'; text: string }
  | { is: 'quote'; of: Block[] }
  | { is: 'list'; start: number | null; items: Inline[][] };

const DEEP = 4; // of bold in italics in bold; and of quotes
const bullet = /^[-*•] +(?=\S)/;
const number = /^(\d{1,4})[.)] +(?=\S)/;
const quoted = /^> ?/;
const fence = /^```/;

export function blocks(text: string, depth = 0): Block[] {
  const lines = text.split('\n');
  const found: Block[] = [];
  let words: string[] = [];
  const flush = () => {
    const said = words.join('\n').replace(/^\n+|\s+$/g, '');
    if (said) found.push({ is: 'text', of: inlines(said) });
    words = [];
  };
  for (let n = 0; n < lines.length;) {
    const taken = code(lines, n) ?? (depth < DEEP ? quote(lines, n, depth) : null) ?? list(lines, n);
    if (taken) {
      flush();
      found.push(taken.block);
      n = taken.next;
    } else words.push(lines[n++]!);
  }
  flush();
  return found;
}
type Taken = { block: Block; next: number } | null;
function code(lines: string[], from: number): Taken {
  if (!fence.test(lines[from]!)) return null;
  const one = /^```(.+)```\s*$/.exec(lines[from]!);
  if (one) return { block: { is: 'code', text: one[1]!.trim() }, next: from + 1 };
  const end = lines.findIndex((line, n) => n > from && /^```\s*$/.test(line));
  return end < 0 ? null : { block: { is: 'code', text: lines.slice(from + 1, end).join('\n') }, next: end + 1 };
}
function run(lines: string[], from: number, like: RegExp): number {
  let next = from;
  while (next < lines.length && like.test(lines[next]!)) next++;
  return next;
}
function quote(lines: string[], from: number, depth: number): Taken {
  const next = run(lines, from, quoted);
  return next === from
    ? null
    : {
        block: {
          is: 'quote',
          of: blocks(
            lines
              .slice(from, next)
              .map(line => line.replace(quoted, ''))
              .join('\n'),
            depth + 1,
          ),
        },
        next,
      };
}
function list(lines: string[], from: number): Taken {
  for (const like of [bullet, number]) {
    const next = run(lines, from, like);
    if (next === from) continue;
    const start = like === number ? Number(number.exec(lines[from]!)![1]) : null;
    return {
      block: { is: 'list', start, items: lines.slice(from, next).map(line => inlines(line.replace(like, ''))) },
      next,
    };
  }
  return null;
}

const edge = (letter: string | undefined): boolean => letter === undefined || !/[\p{L}\p{N}_]/u.test(letter);
const space = (letter: string | undefined): boolean => letter === undefined || /\s/.test(letter);

export function inlines(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  const never = new Set<string>(); // what has no end further on: looked for once
  let plain = '';
  const push = (one: Inline) => {
    if (plain) {
      found.push(plain);
      plain = '';
    }
    found.push(one);
  };
  for (let at = 0; at < text.length;) {
    const taken = span(text, at, depth, never) ?? address(text, at);
    if (taken) {
      push(taken.one);
      at = taken.next;
    } else plain += text[at++];
  }
  if (plain) found.push(plain);
  return found;
}
type Span = { one: Inline; next: number } | null;
function span(text: string, at: number, depth: number, never: Set<string>): Span {
  const letter = text[at]!;
  const find = (what: string, from: number): number => {
    if (never.has(what)) return -1;
    const end = text.indexOf(what, from);
    if (end < 0) never.add(what);
    return end;
  };
  if (letter === '`') {
    const end = find('`', at + 1);
    return end > at + 1 && !text.slice(at, end).includes('\n')
      ? { one: { is: 'code', text: text.slice(at + 1, end) }, next: end + 1 }
      : null;
  }
  if (letter === '[') return named(text, at, find);
  if ((letter !== '*' && letter !== '_') || depth >= DEEP || !edge(text[at - 1])) return null;
  const mark = text[at + 1] === letter ? letter + letter : letter;
  const from = at + mark.length;
  if (space(text[from])) return null;
  for (let end = find(mark, from + 1), tries = 0; end > 0 && tries < 8; end = find(mark, end + 1), tries++) {
    // one mark of a pair is not an end
    if (mark.length === 1 && (text[end + 1] === letter || text[end - 1] === letter)) continue;
    if (space(text[end - 1]) || !edge(text[end + mark.length])) continue;
    return {
      one: { is: mark.length === 2 ? 'bold' : 'italic', of: inlines(text.slice(from, end), depth + 1) },
      next: end + mark.length,
    };
  }
  return null;
}
/** [words](https://…): the words, and the host they lead to, so that nobody is led astray. */
function named(text: string, at: number, find: (what: string, from: number) => number): Span {
  const middle = find('](', at + 1);
  if (middle < at + 2) return null;
  const words = text.slice(at + 1, middle);
  const end = text.indexOf(')', middle);
  if (end < 0 || words.includes('\n') || words.includes('[')) return null;
  const url = safe(text.slice(middle + 2, end));
  return url ? { one: { is: 'link', href: url.href, text: words, host: url.host }, next: end + 1 } : null;
}
const start = /https?:\/\/[^\s<>"'`«»\\^{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/iy;
function address(text: string, at: number): Span {
  if ((text[at] !== 'h' && text[at] !== 'H') || !edge(text[at - 1])) return null;
  start.lastIndex = at;
  let found = start.exec(text)?.[0];
  if (!found) return null;
  found = found.replace(/[.,;:!?*_…]+$/, '');
  while (found.endsWith(')') && count(found, ')') > count(found, '('))
    found = found.slice(0, -1).replace(/[.,;:!?*_…]+$/, '');
  const url = safe(found);
  return url ? { one: { is: 'link', href: url.href, text: found, host: '' }, next: at + found.length } : null;
}
const count = (text: string, letter: string): number => text.split(letter).length - 1;
/** http and https, and nobody's name before the host. */
function safe(text: string): URL | null {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(text)) return null;
  try {
    const url = new URL(text);
    return (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password && url.hostname
      ? url
      : null;
  } catch {
    return null;
  }
}

const saidInline = (one: Inline): string =>
  typeof one === 'string' ? one : 'of' in one ? one.of.map(saidInline).join('') : one.text;
const saidBlock = (block: Block): string =>
  block.is === 'code'
    ? block.text
    : block.is === 'quote'
      ? `«${block.of.map(saidBlock).join(' ')}»`
      : block.is === 'list'
        ? block.items.map(item => item.map(saidInline).join('')).join(', ')
        : block.of.map(saidInline).join('');
/** In one line, without its looks: for lists and quotes. */
export const bare = (text: string): string => blocks(text).map(saidBlock).join(' ').replace(/\s+/g, ' ');
