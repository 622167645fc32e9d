// Averages by whole numbers only. Floats lose final marks: (4 × 0.3 + 3 × 0.3) ÷ 0.6 gives 3.4999999999999996.
export interface Sum {
  sum: number;
  weight: number;
}

/** Hundredths of sum ÷ weight, half up; null when the weight is 0. Whole numbers, sum ≥ 0. */
export function hundredths({ sum, weight }: Sum): number | null {
  if (weight === 0) return null;
  return Math.floor((sum * 200 + weight) / (weight * 2));
}

/** Two digits with a point, as the server writes them: "4.67". */
export function mean(of: Sum): string | null {
  const value = hundredths(of);
  return value === null ? null : `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
}

export interface Weighed {
  value: number;
  weight: number;
}
export function add<T extends Sum>(of: T, mark: Weighed): T {
  return { ...of, sum: of.sum + mark.value * mark.weight, weight: of.weight + mark.weight };
}
export function take<T extends Sum>(of: T, mark: Weighed): T {
  return add(of, { value: mark.value, weight: -mark.weight });
}
export function total(marks: readonly Weighed[]): Sum {
  return marks.reduce<Sum>(add, { sum: 0, weight: 0 });
}
