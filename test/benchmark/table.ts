import { isMet, rounded, type Goal, type Measurement } from './measurement';

const HEAD = ['path', 'measured', 'value', 'goal', 'met', 'before', 'how'];

/** A table for people: a line for each number, the path only where it changes. */
export function table(measurements: Measurement[]): string {
	const lines = measurements.map((one, i) => [
		one.path === measurements[i - 1]?.path ? '' : one.path,
		one.what,
		withUnit(one.value, one.unit),
		one.goal ? goalText(one.goal, one.unit) : '',
		{ true: 'ok', false: '—', undefined: '' }[String(isMet(one))]!,
		one.before ?? '',
		one.detail ?? '',
	]);
	const widths = HEAD.map((_, column) =>
		Math.max(...[HEAD, ...lines].map((l) => l[column].length)),
	);
	return [HEAD, widths.map((width) => '-'.repeat(width)), ...lines]
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column]))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function goalText(goal: Goal, unit?: string): string {
	return 'atMost' in goal
		? `≤ ${withUnit(goal.atMost, unit)}`
		: `≥ ${withUnit(goal.atLeast, unit)}`;
}

function withUnit(value: number, unit?: string): string {
	return [String(rounded(value)), unit].filter(Boolean).join(' ');
}
