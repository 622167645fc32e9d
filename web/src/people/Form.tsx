// A sheet with a few fields and one button that says what it does.
import type { ComponentChildren } from 'preact';
import { pe } from '../i18n/people/people';
import { CloseButton, Sheet } from '../parts/parts';

interface Props {
  head: string;
  act: string;
  name: string;
  ready?: boolean;
  ends?: boolean; // what is pressed closes something
  error: ComponentChildren;
  close: () => void;
  done: () => void;
  children?: ComponentChildren;
}
export function Form({ head, act, name, ready = true, ends = false, error, close, done, children }: Props) {
  return (
    <Sheet label={head} class="detail roomy" onClose={close}>
      <form
        class="set-up-form"
        noValidate
        data-form={name}
        onSubmit={event => {
          event.preventDefault();
          if (ready) done();
        }}
      >
        <header class="row">
          <h2>{head}</h2>
          <CloseButton onClose={close} />
        </header>
        {children}
        {error}
        <p class="row">
          <button class={ends ? 'btn bad' : 'btn'} disabled={!ready} data-done>
            {act}
          </button>
          <button type="button" class="btn two" onClick={close}>
            {pe('cancel')}
          </button>
        </p>
      </form>
    </Sheet>
  );
}
