import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsField } from '../../shared/optionFields';
import { confirmClaim } from '../domain/claim';
import { readSettings } from '../domain/laneSettings';
import { parseKeyColumns } from '../domain/lanes';
import type { QueueColumns } from '../domain/queueRow';
import { idOf, textOf, timeOf, type Row } from '../domain/rows';
import {
	attemptsColumn,
	errorColumn,
	ignoredStatuses,
	lease,
	maximumAge,
	now,
	orderColumn,
	ownerColumn,
	retryCauses,
	retryTries,
	timeColumn,
} from './columnOptions';
import { columnsOf, ignoredOf, inputRows, orderOf, runTogether } from './fields';
import { shopsOf } from './shopFields';
import { claimedRow, collectionOf, nowOf, numberFrom, textFrom } from './values';

const displayOptions = { show: { operation: ['confirmClaim'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'My Row',
		name: 'myRow',
		type: 'json',
		required: true,
		default: '',
		placeholder: "e.g. {{ $('Loop Over Messages').item.json }}",
		description:
			'The row that was claimed, as Select Due gave it. The input is all unfinished rows of its lane, read once more after the claim; with rows that were sent since, a stale plan shows, too.',
		displayOptions,
	},
	{
		displayName: 'My Owner',
		name: 'me',
		type: 'string',
		required: true,
		default: '={{ $execution.id }}',
		description: 'What the claim wrote into the owner column',
		displayOptions,
	},
];

const planAge: INodeProperties = {
	displayName: 'Plan Validity (Seconds)',
	name: 'planAge',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description:
		'How long after Select Due a claim may still be acted on: limits, quiet hours and switches are as old as that. Leave it out for no end.',
};

export const options: INodeProperties[] = [
	optionsField({ operation: ['confirmClaim'] }, [
		attemptsColumn,
		{
			displayName: 'Double Columns',
			name: 'doubleColumns',
			type: 'string',
			default: '',
			placeholder: 'e.g. payment_id',
			description:
				'Rows with the same value are the same event. When one is in work or done, mine is not, and queue.is_double tells that it is done.',
		},
		ignoredStatuses,
		lease,
		maximumAge,
		errorColumn,
		retryTries,
		now,
		orderColumn,
		ownerColumn,
		planAge,
		retryCauses,
		timeColumn,
	]),
];

/** My row with the verdict under `queue`, on *Mine* or *Not Mine*. */
export function run(context: IExecuteFunctions): INodeExecutionData[][] {
	return runTogether(context, 2, (failed) => {
		const chosen = collectionOf(context, 'options');
		const columns = columnsOf(context, chosen);
		const mine = claimedRow(context, 'myRow', 'My Row');
		const me = textOf(context.getNodeParameter('me', 0));
		if (me === '') throw new InputError('is empty', 'My Owner', 'Use {{ $execution.id }}.');
		const rows = inputRows(context, columns.claimed, failed, ignoredOf(chosen));
		// A row that cannot be read may be another's claim.
		if (failed.length > 0) return [[], []];
		const id = idOf(mine)!;
		const { isMine, reason, lookAgain, isDouble } = confirmClaim(rows, {
			...columns,
			now: nowOf(chosen),
			order: orderOf(context),
			id,
			me,
			wasInDoubt: textOf(mine.status) === columns.claimed,
			lastAt: lastAtOf(mine),
			planEndsAt: planEndOf(mine, numberFrom(chosen, 'planAge', 'Plan Validity (Seconds)', 0)),
			lookUp: lookUpOf(context, columns),
			doubles: parseKeyColumns(textFrom(chosen, 'doubleColumns', '')),
		});
		const queue = {
			...(mine.queue as IDataObject),
			mine: isMine,
			reason,
			look_again: lookAgain,
			...(isDouble ? { is_double: true } : {}),
		};
		const item = context.getInputData().findIndex(({ json }) => idOf(json) === id);
		const json = { ...mine, queue } as IDataObject;
		const output = [{ json, pairedItem: { item: Math.max(0, item) } }];
		return isMine ? [output, []] : [[], output];
	});
}

/** Undefined when the row does not come from Select Due. */
function lastAtOf({ queue }: Row): number | null | undefined {
	const { last_at: lastAt } = (queue ?? {}) as { last_at?: unknown };
	return lastAt === undefined ? undefined : (timeOf(lastAt) ?? null);
}

/** Undefined when the row does not come from Select Due, or a plan is good for ever. */
function planEndOf({ queue }: Row, seconds: number): number | undefined {
	const { planned_at: plannedAt } = (queue ?? {}) as { planned_at?: unknown };
	const from = timeOf(plannedAt);
	return from === undefined || seconds === 0 ? undefined : from + seconds * 1000;
}

/** Columns of the shop that name the lane. */
function lookUpOf(context: IExecuteFunctions, { lanes }: QueueColumns) {
	const shops = shopsOf(context);
	if (!shops) return undefined;
	const settings = readSettings(shops, lanes, []);
	return (row: Row) => settings.get(textOf(row[shops.matchColumn]))?.row;
}
