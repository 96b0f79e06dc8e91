import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { listOf } from '../../shared/values';
import { errorJson, InputError, toNodeError } from '../../shared/errors';
import { parseKeyColumns } from '../domain/lanes';
import type { QueueColumns } from '../domain/queueRow';
import { idOf, textOf, timeOf, type Row } from '../domain/rows';
import { numberFrom, textFrom } from './values';

const displayOptions = { show: { operation: ['selectDue', 'confirmClaim'] } };

/** What both looks at a queue must be told alike. */
export const queueFields: INodeProperties[] = [
	{
		displayName: 'Waiting Statuses',
		name: 'waitingStatuses',
		type: 'string',
		required: true,
		default: 'pending',
		placeholder: 'e.g. pending, failed',
		description: 'Values of the column status of rows that wait, with commas between them',
		displayOptions,
	},
	{
		displayName: 'Claimed Status',
		name: 'claimedStatus',
		type: 'string',
		required: true,
		default: 'sending',
		description: 'The status of a row in work',
		displayOptions,
	},
	{
		displayName: 'Lane Columns',
		name: 'laneColumns',
		type: 'string',
		default: '',
		placeholder: 'e.g. telegram_id, phone',
		description:
			'Rows with the same value in any of these columns are worked on one after the other. A plus joins columns: target + telegram_id. Empty is one lane for all rows.',
		displayOptions,
	},
	{
		displayName: 'Order',
		name: 'order',
		type: 'options',
		options: [
			{
				name: 'Loose',
				value: 'loose',
				description: 'Later rows of the lane pass a row that has to wait',
			},
			{
				name: 'Strict',
				value: 'strict',
				description: 'A row that has to wait holds up its lane',
			},
		],
		default: 'strict',
		description: 'Whether the rows of a lane keep their order, which is the order of their IDs',
		displayOptions,
	},
];

/** @throws {InputError} */
export function columnsOf(context: IExecuteFunctions, options: IDataObject): QueueColumns {
	const waiting = listOf(context.getNodeParameter('waitingStatuses', 0));
	if (waiting.length === 0) {
		throw new InputError('is empty', 'Waiting Statuses', 'Enter a status such as pending.');
	}
	const claimed = textOf(context.getNodeParameter('claimedStatus', 0));
	if (claimed === '' || waiting.includes(claimed)) {
		const hint = 'Enter the status that a claim writes, such as sending.';
		throw new InputError('must differ from the waiting statuses', 'Claimed Status', hint);
	}
	const leaseSeconds = numberFrom(options, 'lease', 'Lease (Seconds)', 420);
	if (leaseSeconds === 0) {
		throw new InputError('must be above 0', 'Lease (Seconds)', 'Enter more than the timeout.');
	}
	return {
		waiting,
		claimed,
		lanes: parseKeyColumns(textOf(context.getNodeParameter('laneColumns', 0))),
		orderBy: textFrom(options, 'orderColumn', ''),
		attempts: textFrom(options, 'attemptsColumn', 'attempts'),
		owner: textFrom(options, 'ownerColumn', 'owner'),
		time: textFrom(options, 'timeColumn', 'sent_at'),
		error: textFrom(options, 'errorColumn', 'error_message'),
		mostTries: numberFrom(options, 'mostTries', 'Most Tries', 0),
		retryCauses: listOf(options.retryCauses),
		maxAgeMs: numberFrom(options, 'maximumAge', 'Maximum Age (Hours)', 0) * 3_600_000,
		leaseMs: leaseSeconds * 1000,
	};
}

export function orderOf(context: IExecuteFunctions): 'strict' | 'loose' {
	return context.getNodeParameter('order', 0) === 'loose' ? 'loose' : 'strict';
}

/**
 * The input's rows. An item without fields is no row: n8n's tables give it for "nothing found".
 *
 * @param failed gets an item for each row that cannot be read, with *Continue On Fail*
 * @param ignored statuses of rows that are left out
 */
export function inputRows(
	context: IExecuteFunctions,
	claimed: string,
	failed: INodeExecutionData[],
	ignored: string[],
): Row[] {
	const rows: Row[] = [];
	context.getInputData().forEach(({ json }, item) => {
		if (Object.keys(json).length === 0 || ignored.includes(textOf(json.status))) return;
		try {
			checkRow(json, claimed);
			rows.push(json);
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, item);
			failed.push({ json: errorJson(error), pairedItem: { item } });
		}
	});
	return rows;
}

/** Statuses of rows that are as good as not there. */
export function ignoredOf(options: IDataObject): string[] {
	return listOf(options.ignoredStatuses);
}

function checkRow(row: Row, claimed: string): void {
	const hint = 'Give rows as n8n reads them from a table.';
	const id = idOf(row);
	if (id === undefined) throw new InputError('a row has no number', 'id', hint);
	// Without it nobody could ever say that its owner has died.
	if (textOf(row.status) === claimed && timeOf(row.updatedAt) === undefined) {
		throw new InputError(`row ${id} is in work and has no time`, 'updatedAt', hint);
	}
}

/**
 * Runs what judges all items together. With *Continue On Fail* a failure goes to the last output,
 * once for each item: nothing may be done for it by mistake.
 */
export function runTogether(
	context: IExecuteFunctions,
	outputs: number,
	run: (failed: INodeExecutionData[]) => INodeExecutionData[][],
): INodeExecutionData[][] {
	const failed: INodeExecutionData[] = [];
	let result: INodeExecutionData[][];
	try {
		result = run(failed);
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, 0);
		result = Array.from({ length: outputs }, () => []);
		const json = errorJson(error);
		failed.splice(0);
		context.getInputData().forEach((_, item) => failed.push({ json, pairedItem: { item } }));
	}
	return result.map((items, index) => (index === outputs - 1 ? [...items, ...failed] : items));
}

/** Where each row came from, for the links of n8n; rows from elsewhere belong to the first item. */
export function itemFinder(context: IExecuteFunctions): (row: Row) => { item: number } {
	const items = new Map<number | undefined, number>();
	context.getInputData().forEach(({ json }, item) => items.set(idOf(json), item));
	return (row) => ({ item: items.get(idOf(row)) ?? 0 });
}
