// The words of a message as elements. Text stays text: nothing that somebody wrote is ever read as HTML.
import { Fragment, type ComponentChildren, type VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Name } from '../core/types';
import { blocks, type Block, type Inline } from './markdown';
import { pieces } from './mentions';

export interface Marked {
  people: readonly { id: string; name: Name }[];
  me: string;
}

export function Text({ text, mentions }: { text: string; mentions: Marked }) {
  const ids = mentions.people.map(one => one.id).join();
  return useMemo(() => <div class="text">{written(text, mentions)}</div>, [text, ids, mentions.me]);
}
export const written = (text: string, mentions: Marked): ComponentChildren[] =>
  blocks(text).map(block => shown(block, mentions));

function shown(block: Block, mentions: Marked): VNode {
  switch (block.is) {
    case 'text':
      return <p>{inline(block.of, mentions)}</p>;
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return <blockquote>{block.of.map(one => shown(one, mentions))}</blockquote>;
    case 'list': {
      const items = block.items.map((item, n) => <li key={n}>{inline(item, mentions)}</li>);
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
  }
}
function inline(of: readonly Inline[], mentions: Marked): ComponentChildren[] {
  return of.map((one, n) => {
    if (typeof one === 'string')
      return pieces(one, mentions.people).map((piece, m) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <span key={m} class={piece.id === mentions.me ? 'at me' : 'at'} data-mention={piece.id}>
            {piece.text}
          </span>
        ),
      );
    switch (one.is) {
      case 'bold':
        return <strong key={n}>{inline(one.of, mentions)}</strong>;
      case 'italic':
        return <em key={n}>{inline(one.of, mentions)}</em>;
      case 'code':
        return <code key={n}>{one.text}</code>;
      case 'link':
        return (
          <Fragment key={n}>
            <a href={one.href} target="_blank" rel="noopener noreferrer">
              {one.text}
            </a>
            {one.host && <small> ({one.host})</small>}
          </Fragment>
        );
    }
  });
}
