import { expect, test } from 'vitest';
import { add, hundredths, mean, take, total } from '../src/gradebook/diary/averages';

test('the example of the rules: (5 × 2 + 3) ÷ 3 = 4.33', () => {
  const marks = [
    { value: 5, weight: 2 },
    { value: 3, weight: 1 },
  ];
  expect(mean(total(marks))).toBe('4.33');
});
// Weights of 0.3, 2.1 and 1.3, in tenths: sums that lose a final mark in floating point.
test.each([
  [
    [
      [4, 3],
      [3, 3],
    ],
    '3.50',
  ],
  [
    [
      [5, 21],
      [4, 21],
    ],
    '4.50',
  ],
  [
    [
      [5, 13],
      [5, 13],
      [5, 13],
      [4, 21],
    ],
    '4.65',
  ],
])('%j is exactly %s', (marks, expected) => {
  expect(mean(total(marks.map(([value = 0, weight = 0]) => ({ value, weight }))))).toBe(expected);
});
test('a half goes up: 4.625 is 4.63, 4.125 is 4.13', () => {
  expect(mean({ sum: 37, weight: 8 })).toBe('4.63');
  expect(mean({ sum: 33, weight: 8 })).toBe('4.13');
});
test('weight 0 does not count, and all of weight 0 have no average', () => {
  expect(
    mean(
      total([
        { value: 2, weight: 0 },
        { value: 5, weight: 1 },
      ]),
    ),
  ).toBe('5.00');
  expect(hundredths(total([{ value: 2, weight: 0 }]))).toBeNull();
});
test('what is added and taken again leaves nothing behind', () => {
  const sum = { sum: 42, weight: 9 };
  expect(take(add(sum, { value: 5, weight: 3 }), { value: 5, weight: 3 })).toEqual(sum);
});
test('agrees with exact rationals on many random rows', () => {
  let seed = 11;
  const random = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
  for (let i = 0; i < 5000; i++) {
    const marks = Array.from({ length: 1 + random(30) }, () => ({ value: 2 + random(4), weight: random(5) }));
    const { sum, weight } = total(marks);
    const exact = weight ? (BigInt(sum) * 200n + BigInt(weight)) / (BigInt(weight) * 2n) : null;
    expect(hundredths({ sum, weight })).toBe(exact === null ? null : Number(exact));
  }
});
