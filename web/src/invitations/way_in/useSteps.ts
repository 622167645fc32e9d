// One question after the other, before one is in.
import { useEffect, useState } from 'preact/hooks';
import { addStep, leaveAddress, stepHere } from './link';

/** The steps, each one of the browser's, too: Back leads to the one before. */
export function useSteps<Step>(first: Step) {
  const [{ trail, n }, set] = useState({ trail: [first], n: 0 });
  useEffect(() => {
    const arrive = () => set(held => ({ ...held, n: Math.min(stepHere(), held.trail.length - 1) }));
    addEventListener('popstate', arrive);
    return () => removeEventListener('popstate', arrive);
  }, []);
  return {
    step: trail[n]!,
    isFirst: n === 0,
    next: (step: Step) => {
      addStep(n + 1);
      set({ trail: [...trail.slice(0, n + 1), step], n: n + 1 });
    },
    /** In place of the step that is shown. */
    show: (step: Step) =>
      set(held => ({ ...held, trail: held.trail.map((one, index) => (index === held.n ? step : one)) })),
    /** The last one: there is no way back. */
    end: (step: Step) => {
      leaveAddress();
      set({ trail: [step], n: 0 });
    },
  };
}
