import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isExpression, isRecord } from './types';

/** What n8n's filter understands (n8n-workflow, filter-parameter). Anything else is always false. */
const OPERATIONS: Record<string, string[]> = {
	any: ['exists', 'notExists', 'empty', 'notEmpty'],
	string: [
		'equals',
		'notEquals',
		'contains',
		'notContains',
		'startsWith',
		'notStartsWith',
		'endsWith',
		'notEndsWith',
		'regex',
		'notRegex',
	],
	number: ['equals', 'notEquals', 'gt', 'lt', 'gte', 'lte'],
	dateTime: ['equals', 'notEquals', 'after', 'before', 'afterOrEquals', 'beforeOrEquals'],
	boolean: ['true', 'false', 'equals', 'notEquals'],
	array: [
		'contains',
		'notContains',
		'lengthEquals',
		'lengthNotEquals',
		'lengthGt',
		'lengthLt',
		'lengthGte',
		'lengthLte',
	],
	object: [],
};
const ASSIGNABLE = ['string', 'number', 'boolean', 'array', 'object', 'binary'];

/** @returns what is wrong with a stored value, to be read after the parameter's name */
export function valueProblem(property: INodeProperties, value: unknown): string | undefined {
	if (isExpression(value)) {
		return property.noDataExpression ? 'must be a fixed value, not an expression' : undefined;
	}
	switch (property.type) {
		case 'options':
			return unknownOption(property, [value]);
		case 'multiOptions':
			return Array.isArray(value) ? unknownOption(property, value) : 'must be a list';
		case 'boolean':
			return typeof value === 'boolean' ? undefined : 'must be true or false';
		case 'number':
			return typeof value === 'number' || value === '' ? undefined : 'must be a number';
		case 'resourceLocator':
			return locatorProblem(property, value);
		case 'filter':
			return filterProblem(value);
		case 'assignmentCollection':
			return assignmentProblem(value);
		default:
			return undefined;
	}
}

/** Options that are loaded from an account at run time cannot be checked here. */
function unknownOption(property: INodeProperties, values: unknown[]): string | undefined {
	const { loadOptions, loadOptionsMethod } = property.typeOptions ?? {};
	if (loadOptions || loadOptionsMethod || !property.options) return undefined;
	const known = (property.options as INodePropertyOptions[]).map(({ value }) => value);
	const bad = values.filter((value) => !known.includes(value as string));
	if (bad.length === 0) return undefined;
	return `has ${JSON.stringify(bad[0])}; possible: ${known.map((v) => JSON.stringify(v)).join(', ')}`;
}

function locatorProblem(property: INodeProperties, value: unknown): string | undefined {
	if (!isRecord(value) || value.__rl !== true) return 'needs {"__rl": true, "mode", "value"}';
	const modes = (property.modes ?? []).map(({ name }) => name);
	if (modes.includes(String(value.mode))) return undefined;
	return `has mode ${JSON.stringify(value.mode)}; possible: ${modes.join(', ')}`;
}

function filterProblem(value: unknown): string | undefined {
	if (!isRecord(value) || !Array.isArray(value.conditions)) return 'needs "conditions"';
	if (!['and', 'or'].includes(String(value.combinator))) return 'needs "combinator": and, or';
	for (const [i, condition] of value.conditions.entries()) {
		const operator: unknown = isRecord(condition) ? condition.operator : undefined;
		if (!isRecord(operator)) return `condition ${i + 1} has no operator`;
		const { type, operation } = operator as { type: string; operation: string };
		if (![...(OPERATIONS[type] ?? []), ...OPERATIONS.any].includes(operation)) {
			return `condition ${i + 1}: n8n knows no operation ${type}.${operation}`;
		}
	}
	return undefined;
}

function assignmentProblem(value: unknown): string | undefined {
	if (!isRecord(value) || !Array.isArray(value.assignments)) return 'needs "assignments"';
	const names = new Set<unknown>();
	for (const item of value.assignments) {
		if (!isRecord(item) || !item.name) return 'has an assignment without a name';
		if (!ASSIGNABLE.includes(String(item.type))) {
			return `assigns ${item.name} as ${item.type}; possible: ${ASSIGNABLE.join(', ')}`;
		}
		if (names.has(item.name)) return `assigns ${item.name} twice`;
		names.add(item.name);
	}
	return undefined;
}
