import { parseOptions } from './options';

test('without flags it prints a table of everything, in full size', () => {
	expect(parseOptions([])).toMatchObject({
		json: false,
		check: false,
		only: [],
		expressions: 'vm',
	});
	expect(parseOptions([])!.size.events).toBeGreaterThan(parseOptions(['--quick'])!.size.events);
});

test('every flag is read; help asks for nothing to be measured', () => {
	const flags = ['--json', '--check', '--legacy', '--only', 'payment,outbox'];
	expect(parseOptions(flags)).toMatchObject({
		json: true,
		check: true,
		expressions: 'legacy',
		only: ['payment', 'outbox'],
	});
	expect(parseOptions(['--help'])).toBeUndefined();
});

test('an unknown flag is an error that shows the right ones', () => {
	expect(() => parseOptions(['--jsn'])).toThrow('--json');
});
