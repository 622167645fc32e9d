import { Fragment, type VNode } from 'preact';
import { expect, test } from 'vitest';
import { written } from '../src/parts/Text';
import { bare, blocks, inlines } from '../src/parts/markdown';

const people = [
  { id: '9', name: { given: 'Ирина', family: 'Белова', middle: 'Олеговна' } },
  { id: '12', name: { given: 'Ольга', family: 'Соколова', middle: '' } },
];
interface Flat {
  elements: { type: string; props: Record<string, unknown> }[];
  text: string;
}
/** Every element and every piece of text that a page would hold. */
function flat(node: unknown, into: Flat = { elements: [], text: '' }): Flat {
  if (Array.isArray(node)) node.forEach(one => flat(one, into));
  else if (typeof node === 'string' || typeof node === 'number') into.text += node;
  else if (node && typeof node === 'object') {
    const { type, props } = node as VNode<{ children?: unknown }>;
    const { children, ...rest } = props as Record<string, unknown>;
    if (typeof type === 'string') into.elements.push({ type, props: rest });
    else expect(type).toBe(Fragment); // which is nothing by itself
    flat(children, into);
  }
  return into;
}
const render = (text: string) => flat(written(text, { people, me: '12' }));
const tags = (text: string) =>
  render(text)
    .elements.map(one => one.type)
    .join(' ');

test('bold, italics, code, and what only looks like them', () => {
  expect(inlines('**жирно** и *косо*')).toEqual([{ is: 'bold', of: ['жирно'] }, ' и ', { is: 'italic', of: ['косо'] }]);
  expect(inlines('_да_ `2*3*4`')).toEqual([{ is: 'italic', of: ['да'] }, ' ', { is: 'code', text: '2*3*4' }]);
  expect(inlines('**а *б* в**')).toEqual([{ is: 'bold', of: ['а ', { is: 'italic', of: ['б'] }, ' в'] }]);
  for (const plain of [
    '2*3*4 = 24',
    'имя_файла_здесь',
    '** нет **',
    '*',
    '**',
    '****',
    '`',
    '``',
    '* один',
    '5 * 6 * 7',
    'снег*',
    '[а](',
    '_ _',
  ])
    expect(inlines(plain)).toEqual([plain]);
});
test('lists, quotes and blocks of code stand between lines of text', () => {
  expect(
    blocks('Взять:\n- воду\n- *перекус*\n1. раз\n2) два\n> слова\n> ещё\n```\nif (a < b)\n  *c*\n```\nвсё').map(
      one => one.is,
    ),
  ).toEqual(['text', 'list', 'list', 'quote', 'code', 'text']);
  expect(blocks('3. три')).toEqual([{ is: 'list', start: 3, items: [['три']] }]);
  expect(blocks('-5 градусов\n*курсив*')).toEqual([
    { is: 'text', of: ['-5 градусов\n', { is: 'italic', of: ['курсив'] }] },
  ]);
  expect(blocks('```\nне закрыт')).toEqual([{ is: 'text', of: ['```\nне закрыт'] }]);
  expect(blocks('раз\n\nдва\n')).toEqual([{ is: 'text', of: ['раз\n\nдва'] }]);
});
test('links are http and https, open apart, and say where they lead', () => {
  const { elements, text } = render(
    'Вот: https://school.ru/a_(b)?x=1&y=2. И [карта](https://maps.example.org/x), http://xn--e1a.ru!',
  );
  const links = elements.filter(one => one.type === 'a');
  expect(links.map(one => one.props['href'])).toEqual([
    'https://school.ru/a_(b)?x=1&y=2',
    'https://maps.example.org/x',
    'http://xn--e1a.ru/',
  ]);
  for (const { props } of links) expect(props).toMatchObject({ rel: 'noopener noreferrer', target: '_blank' });
  expect(text).toBe('Вот: https://school.ru/a_(b)?x=1&y=2. И карта (maps.example.org), http://xn--e1a.ru!');
  for (const plain of [
    'ftp://a.ru',
    'https://',
    'http:/a.ru',
    'xhttps://a.ru',
    'https://bank.ru@evil.ru/',
    '[а](mailto:a@b.ru)',
    'www.a.ru',
  ])
    expect(tags(plain)).toBe('p');
});
test('names that are meant are marked, mine apart; others are not', () => {
  const { elements, text } = render(
    '**@Ирина Белова**, @Ольга и @Ирина Олеговна Белова; почта a@Ольга, @Ольгами, `@Ольга`',
  );
  const marks = elements.filter(one => one.props['data-mention']);
  expect(marks.map(one => [one.props['data-mention'], one.props['class']])).toEqual([
    ['9', 'at'],
    ['12', 'at me'],
    ['9', 'at'],
  ]);
  expect(text).toContain('почта a@Ольга, @Ольгами, @Ольга');
});
test('in one line it is plain', () => {
  expect(bare('**Взять**:\n- воду\n- [карту](https://a.ru)\n> слова')).toBe('Взять: воду, карту «слова»');
});

const allowed = new Set(['p', 'strong', 'em', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'span', 'small']);
const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert`1`>",
  '<body onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
  '<details open ontoggle=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](%6aavascript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](https:javascript:alert(1))',
  '[x](//evil.example)',
  '[x](\\\\evil.example)',
  '[x](/\\evil.example)',
  '[x](https:///evil.example)',
  '[x](https://a.ru" onclick="alert(1))',
  "[x](https://a.ru' onmouseover='alert(1))",
  '[x](https://a.ru onclick=alert(1))',
  '[<img src=x onerror=alert(1)>](https://a.ru)',
  '![x](javascript:alert(1))',
  '![x](https://a.ru/" onerror="alert(1))',
  'https://a.ru/"onmouseover="alert(1)',
  "https://a.ru/'onmouseover='alert(1)",
  'https://a.ru/<script>alert(1)</script>',
  'https://user:pass@evil.example/',
  'javascript:alert(1)',
  'javascript://%0aalert(1)',
  'javascript:/*--></title></style></textarea></script><svg onload=alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '```\n<script>alert(1)</script>\n```',
  '**<script>alert(1)</script>**',
  '*<img src=x onerror=alert(1)>*',
  '> <svg onload=alert(1)>',
  '- <img src=x onerror=alert(1)>',
  '1. <iframe srcdoc="<script>alert(1)</script>">',
  '@Ольга<script>alert(1)</script>',
  '@Ольга" onclick="alert(1)',
  '@<img src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#x3C;script&#x3E;alert(1)',
  '\u202Ehttps://moc.live',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '\u2028<script>alert(1)</script>',
  '<!--<img src="--><img src=x onerror=alert(1)>">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '{"__html":"<img src=x onerror=alert(1)>"}',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '<link rel=stylesheet href=//evil.example>',
  '<base href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<form action=javascript:alert(1)><button>',
  '[a](https://a.ru)[b](javascript:alert(1))',
  '**[x](javascript:alert(1))**',
  '[**x**](javascript:alert(1))',
  '`[x](javascript:alert(1))',
  '[x]: javascript:alert(1)',
];
test.each(payloads)('nothing but text and allowed elements comes out of %s', payload => {
  expect(payloads.length).toBeGreaterThanOrEqual(60);
  for (const text of [payload, `привет ${payload} и ещё`, `> ${payload}`, `- ${payload}`, `**${payload}**`]) {
    const { elements } = render(text);
    for (const { type, props } of elements) {
      expect(allowed).toContain(type);
      for (const name of Object.keys(props))
        expect(['href', 'target', 'rel', 'class', 'start', 'data-mention']).toContain(name);
    }
    const links = elements.filter(one => one.type === 'a').map(one => one.props['href'] as string);
    for (const href of links) {
      expect(new URL(href).protocol).toMatch(/^https?:$/);
      expect(href).not.toMatch(/[\s<>"']/);
    }
  }
});
test('what is made to be slow is not', () => {
  const started = performance.now();
  for (const one of ['*', '**', '_', '`', '[', '](', '> ', '*a', '**a ', 'https://', '[a](', '(', '@', '- *', '_a*'])
    blocks(one.repeat(8000 / one.length));
  expect(performance.now() - started).toBeLessThan(1500);
});
