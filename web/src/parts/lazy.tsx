// Parts of the app that are loaded by those who open them.
import type { ComponentChildren, ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A view that is not in the first load. `waiting` stands in its place until it is here, `failed` when it does not come. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: () => ComponentChildren = () => null,
  failed = waiting,
): (props: P) => VNode {
  let part: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [state, setState] = useState<'waiting' | 'here' | 'failed'>(part ? 'here' : 'waiting');
    useEffect(() => {
      if (!part)
        load().then(
          view => {
            part = view;
            setState('here');
          },
          () => setState('failed'),
        );
    }, []);
    const View = part;
    return View ? <View {...props} /> : <>{state === 'failed' ? failed() : waiting()}</>;
  };
}
