import { isMet, rounded } from './measurement';

const measured = { path: 'payment', what: 'runs' };

test('a goal is met up to its number, that included', () => {
	expect(isMet({ ...measured, value: 2, goal: { atMost: 2 } })).toBe(true);
	expect(isMet({ ...measured, value: 2.1, goal: { atMost: 2 } })).toBe(false);
	expect(isMet({ ...measured, value: 95, goal: { atLeast: 95 } })).toBe(true);
	expect(isMet({ ...measured, value: 94.9, goal: { atLeast: 95 } })).toBe(false);
});

test('the printed number is the one that is judged', () => {
	expect(isMet({ ...measured, value: 2.04, goal: { atMost: 2 } })).toBe(true);
	expect(isMet({ ...measured, value: 0.249, goal: { atLeast: 0.25 } })).toBe(true);
});

test('without a goal there is nothing to meet', () => {
	expect(isMet({ ...measured, value: 2 })).toBeUndefined();
});

test('shares keep two digits, other numbers one', () => {
	expect(rounded(0.2549)).toBe(0.25);
	expect(rounded(12.349)).toBe(12.3);
});
