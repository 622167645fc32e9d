// The field: grows to five lines; Enter sends where there is a mouse, and is a new line on a phone. What is typed outlives a reload.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../../core/liveRegion';
import { useValue } from '../../core/store';
import type { Chat, Member, Message } from '../../core/types';
import { t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { asked, completed, mentioned, suggested } from '../../parts/mentions';
import { drafts, type Written } from '../data';
import { Brought } from '../messages/Attachments';
import type { Mode } from '../messages/messageActions';
import { others } from '../names';
import { tellTyping } from '../typing';
import { takeLost, uploadsOf } from '../uploads';
import { Answering, Attach } from './ComposerParts';
import { Suggestions } from './Suggestions';
import { useDropped } from './dropping';

const MOST = 8000;
/** What others may do with the field. */
export interface Field {
  focus(): void;
  put(text: string): void;
}
interface Props {
  chat: Chat;
  reach: VNode;
  mode: Mode;
  setMode: (mode: Mode) => void;
  field: { current: Field | null };
  lastMine: () => Message | undefined;
  send: (written: Written) => void;
  edit: (message: Message, text: string, mentions: string[]) => void;
}
interface Asked {
  from: number;
  list: Member[];
  index: number;
}

export function Composer({ chat, reach, mode, setMode, field, lastMine, send, edit }: Props) {
  const [text, setText] = useState(() => drafts.text(chat.id));
  const [ask, setAsk] = useState<Asked | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const picked = useRef(new Set<string>());
  const editing = mode?.is === 'edit' ? mode.message : undefined;
  const uploads = uploadsOf(chat.id);
  const brought = useValue(uploads.items).length;
  const held = useValue(uploads.held);
  const [notice, setNotice] = useState(() => {
    const names = takeLost(chat.id);
    return names.length ? t('filesLost', { names: names.join(', ') }) : '';
  });
  const attach = (files: Iterable<File> | null | undefined) => {
    if (editing || !files) return;
    setNotice(uploads.add([...files]) ? t('filesMost') : '');
    focus();
  };
  useDropped(area, attach);
  const people = others(chat);

  const focus = () => area.current?.focus({ preventScroll: true });
  field.current = {
    focus,
    put: words => {
      setText(words);
      drafts.type(chat.id, words);
      focus();
    },
  };
  const had = useRef(held);
  useEffect(() => {
    // what waited for its files has gone, or was let go
    if (had.current && !held) setText(drafts.text(chat.id));
    had.current = held;
  }, [held]);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) focus();
    return () => void drafts.flush(chat.id);
  }, [chat.id]);
  useLayoutEffect(() => {
    // a new text for an old message comes into the field; the draft waits on its shelf
    if (editing) picked.current = new Set(editing.mentions);
    const words = editing ? editing.text : drafts.text(chat.id);
    const one = area.current;
    setText(words);
    setAsk(null);
    if (!mode || !one) return;
    one.value = words;
    one.setSelectionRange(words.length, words.length);
    requestAnimationFrame(focus); // after a sheet has given the focus back
  }, [mode]);
  useEffect(() => {
    // what another device of mine has typed, as soon as nobody types here
    if (editing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const adopt = () => {
      if (drafts.typing(chat.id)) timer = setTimeout(adopt, 3100);
      else setText(drafts.text(chat.id));
    };
    adopt();
    return () => clearTimeout(timer);
  }, [chat.mine.draft, editing]);
  useLayoutEffect(() => {
    // where the browser cannot size a field by its content
    const one = area.current;
    if (!one || CSS.supports('field-sizing', 'content')) return;
    one.style.height = 'auto';
    one.style.height = `${one.scrollHeight + 2}px`;
  }, [text]);

  const look = (words: string, caret: number) => {
    const found = people.length > 1 ? asked(words, caret) : null;
    const list = found ? suggested(people, found.words) : [];
    if (list.length && !ask) say(t('suggestions', { n: list.length }));
    setAsk(found && list.length ? { from: found.from, list, index: 0 } : null);
  };
  const change = (words: string) => {
    setText(words);
    if (!editing) {
      drafts.type(chat.id, words);
      if (words.trim()) tellTyping(chat.id);
    }
  };
  const choose = (member: Member) => {
    if (!ask || !area.current) return;
    const next = completed(text, area.current.selectionStart, ask.from, member);
    picked.current.add(member.id);
    change(next.text);
    setAsk(null);
    requestAnimationFrame(() => {
      focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const submit = (event?: Event) => {
    event?.preventDefault();
    const ready = text.trim();
    if (held || (!ready && !(brought && !editing)) || [...ready].length > MOST) return;
    const mentions = mentioned(ready, chat.members, picked.current);
    setAsk(null);
    if (editing) {
      if (ready !== editing.text) edit(editing, ready, mentions);
    } else {
      const written = { text: ready, mentions, reply_to: mode?.message.offset };
      if (brought) {
        uploads.submit(written); // the words stay in the field until they go
        if (!uploads.held.value) setText(drafts.text(chat.id));
      } else {
        setText('');
        drafts.done(chat.id);
        send(written);
      }
    }
    picked.current.clear();
    setMode(null);
    focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (ask) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const n = ask.list.length;
      if (step) {
        event.preventDefault();
        return setAsk({ ...ask, index: (ask.index + step + n) % n });
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        return choose(ask.list[ask.index]!);
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        return setAsk(null);
      }
    }
    if (event.key === 'Escape' && mode) {
      event.preventDefault();
      return setMode(null);
    }
    if (event.key === 'ArrowUp' && !text && !mode) {
      const mine = lastMine();
      if (mine) {
        event.preventDefault();
        setMode({ is: 'edit', message: mine });
      }
    }
    if (event.key === 'Enter' && !event.shiftKey && matchMedia('(pointer: fine)').matches) submit(event);
  };
  const long = [...text.trim()].length > MOST;
  return (
    <footer class="composer">
      {ask && <Suggestions list={ask.list} index={ask.index} choose={choose} />}
      {long ? (
        <p class="reach err" role="alert">
          <Icon name="alert" />
          {t('tooLong')}
        </p>
      ) : (
        reach
      )}
      {notice && (
        <p class="reach" role="status" data-notice>
          <Icon name="info" />
          <span>{notice}</span>
          <button type="button" class="link" onClick={() => setNotice('')}>
            {t('close')}
          </button>
        </p>
      )}
      {!editing && <Brought uploads={uploads} />}
      {mode && (
        <Answering
          chat={chat}
          mode={mode}
          cancel={() => {
            setMode(null);
            focus();
          }}
        />
      )}
      <form onSubmit={submit}>
        {!editing && <Attach attach={attach} />}
        <label class="vh" for="text">
          {editing ? t('editing') : t('message')}
        </label>
        <textarea
          ref={area}
          class="input"
          id="text"
          name="text"
          rows={1}
          placeholder={t('message')}
          value={text}
          aria-invalid={long}
          readOnly={!!held}
          onPaste={event => {
            const files = event.clipboardData?.files;
            if (files?.length && !editing) {
              event.preventDefault();
              attach(files);
            }
          }}
          aria-autocomplete={people.length > 1 ? 'list' : undefined}
          aria-controls={ask ? 'suggestions' : undefined}
          aria-activedescendant={ask ? 'suggest-' + ask.list[ask.index]?.id : undefined}
          onInput={event => {
            change(event.currentTarget.value);
            look(event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onBlur={() => {
            setAsk(null);
            if (!editing) void drafts.flush(chat.id);
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="send"
          aria-label={editing ? t('save') : t('send')}
          aria-disabled={(!text.trim() && !(brought && !editing)) || long || !!held}
        >
          <Icon name={editing ? 'check' : 'send'} />
        </button>
      </form>
    </footer>
  );
}
