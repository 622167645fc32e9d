// Files in a message, and those that are being brought for the next one.
import { useState } from 'preact/hooks';
import { useValue } from '../../core/store';
import type { Attached } from '../../core/types';
import { lang, t } from '../../i18n';
import { Icon } from '../../parts/icons';
import { CloseButton, Sheet } from '../../parts/parts';
import { kindIcon, nameParts, sizeWords, type Bringing, type Uploads } from '../uploads';

const BOX = 240; // pixels of a preview, at most
const source = (file: Attached, preview = false): string =>
  `/api/files/${encodeURIComponent(file.id)}${preview ? '/preview' : ''}`;

export function FileName({ name }: { name: string }) {
  const [start, end] = nameParts(name);
  return (
    <span class="file-name" title={name}>
      <span>{start}</span>
      <span>{end}</span>
    </span>
  );
}
/** Pictures first, each in a place of the final size; then the rest, line by line. */
export function Files({ files, stop }: { files: Attached[]; stop: number }) {
  const [shown, setShown] = useState<Attached | null>(null);
  const pictures = files.filter(file => file.preview && file.width && file.height);
  const rest = files.filter(file => !pictures.includes(file));
  return (
    <>
      {pictures.length > 0 && (
        <div class="shots">
          {pictures.map(file => (
            <button
              key={file.id}
              type="button"
              class="shot"
              tabIndex={stop}
              data-picture={file.id}
              style={box(file)}
              aria-haspopup="dialog"
              aria-label={file.name}
              onClick={() => setShown(file)}
            >
              <img src={source(file, true)} alt="" loading="lazy" {...box(file)} />
            </button>
          ))}
        </div>
      )}
      {rest.map(file => (
        <a key={file.id} class="file" href={source(file)} download={file.name} tabIndex={stop} data-file={file.id}>
          <Icon name={kindIcon(file.type)} />
          <span>
            <FileName name={file.name} />
            <small class="meta">{sizeWords(file.size, lang.value)}</small>
          </span>
        </a>
      ))}
      {shown && <Viewer file={shown} onClose={() => setShown(null)} />}
    </>
  );
}
function box({ width, height }: Attached): { width: number; height: number } {
  const scale = Math.min(1, BOX / Math.max(width!, height!));
  return { width: Math.max(44, Math.round(width! * scale)), height: Math.max(44, Math.round(height! * scale)) };
}
function Viewer({ file, onClose }: { file: Attached; onClose: () => void }) {
  return (
    <Sheet label={file.name} class="detail viewer" onClose={onClose}>
      <header class="row">
        <h2>
          <FileName name={file.name} />
          <small class="soft">{sizeWords(file.size, lang.value)}</small>
        </h2>
        <a
          class="icon-btn push"
          href={source(file)}
          download={file.name}
          aria-label={t('download')}
          title={t('download')}
        >
          <Icon name="download" />
        </a>
        <CloseButton onClose={onClose} />
      </header>
      <img src={source(file)} alt={file.name} width={file.width!} height={file.height!} data-viewed />
    </Sheet>
  );
}

/** Chips over the field. */
export function Brought({ uploads }: { uploads: Uploads }) {
  const items = useValue(uploads.items);
  const held = useValue(uploads.held);
  if (!items.length) return null;
  return (
    <div class="brought">
      <ul aria-label={t('files')}>
        {items.map(item => (
          <Chip key={item.key} item={item} uploads={uploads} />
        ))}
      </ul>
      {held && (
        <p class="reach" role="status" data-held>
          <Icon name="clock" />
          <span>{t('goesWithFiles')}</span>
          <button type="button" class="link" onClick={() => uploads.release()}>
            {t('cancel')}
          </button>
        </p>
      )}
    </div>
  );
}
function Chip({ item: { key, name, size, sent, state }, uploads }: { item: Bringing; uploads: Uploads }) {
  const failed = typeof state === 'object';
  const words = failed
    ? state.why
    : state === 'ready'
      ? sizeWords(size, lang.value)
      : state === 'waiting'
        ? t('waitsLink')
        : state === 'looked'
          ? t('filesLooked')
          : `${Math.floor((100 * sent) / size)} %`;
  return (
    <li class={failed ? 'wrong' : ''} data-bringing={failed ? 'failed' : state}>
      <Icon name={failed ? 'alert' : kindIcon('')} />
      <span>
        <FileName name={name} />
        <small class="meta" role={failed ? 'alert' : undefined}>
          {words}
        </small>
        {!failed && state !== 'ready' && <progress max={size} value={sent} aria-label={name} />}
      </span>
      {failed && (
        <button type="button" class="icon-btn" aria-label={`${t('retry')}: ${name}`} onClick={() => uploads.again(key)}>
          <Icon name="undo" />
        </button>
      )}
      <button type="button" class="icon-btn" aria-label={`${t('remove')}: ${name}`} onClick={() => uploads.remove(key)}>
        <Icon name="close" />
      </button>
    </li>
  );
}
