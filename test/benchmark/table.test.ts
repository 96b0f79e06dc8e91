import { table } from './table';

test('a line for each number: the path once, value and goal with their unit, ok or a dash', () => {
	const text = table([
		{ path: 'payment', what: 'runs', value: 2, goal: { atMost: 2 }, before: '4' },
		{
			path: 'payment',
			what: 'latency',
			value: 7.26,
			unit: '×',
			goal: { atMost: 6 },
			detail: '312 ms against 43 ms',
		},
		{ path: 'outbox', what: 'messages', value: 1.04, unit: '/s', goal: { atLeast: 5 } },
		{ path: 'outbox', what: 'acks', value: 3 },
	]);
	expect(text.split('\n')).toEqual([
		'path     measured  value  goal    met  before  how',
		'-------  --------  -----  ------  ---  ------  --------------------',
		'payment  runs      2      ≤ 2     ok   4',
		'         latency   7.3 ×  ≤ 6 ×   —            312 ms against 43 ms',
		'outbox   messages  1 /s   ≥ 5 /s  —',
		'         acks      3',
	]);
});
