// Recovery codes, shown this once: to copy, to print, to write down.
import { useState } from 'preact/hooks';
import { sf } from '../../i18n/account/secondFactor';
import { Icon } from '../../parts/icons';
import './second_factor.css';

function printThem(): void {
  const root = document.documentElement;
  root.classList.add('printing-codes');
  addEventListener('afterprint', () => root.classList.remove('printing-codes'), { once: true });
  print();
}

export function RecoveryCodesList({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(codes.join('\n')).then(() => setCopied(true));
  };
  return (
    <div class="stack" data-recovery-codes>
      <h2>{sf('codesHead')}</h2>
      <p class="soft">{sf('codesText')}</p>
      <ul class="recovery-codes">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p class="row">
        <button type="button" class="btn two small" onClick={copy}>
          <Icon name={isCopied ? 'check' : 'copy'} />
          {sf(isCopied ? 'copied' : 'copy')}
        </button>
        <button type="button" class="btn two small" onClick={printThem}>
          {sf('print')}
        </button>
      </p>
      <button type="button" class="btn wide" data-kept onClick={done}>
        {sf('saved')}
      </button>
    </div>
  );
}
