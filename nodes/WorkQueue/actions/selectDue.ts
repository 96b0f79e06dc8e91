import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { isOn } from '../../shared/settings';
import { optionsField } from '../../shared/optionFields';
import { rowsOf } from '../../shared/rows';
import { isZone } from '../../shared/zones';
import { selectDue } from '../domain/due';
import { selectEvent, type EventSelection } from '../domain/event';
import { parseKeyColumns } from '../domain/lanes';
import type { Limit } from '../domain/limits';
import { textOf, type Row } from '../domain/rows';
import type { DoubtfulRow, DueRules, Later } from '../domain/selection';
import {
	attemptsColumn,
	errorColumn,
	ignoredStatuses,
	lease,
	maximumAge,
	now,
	orderColumn,
	ownerColumn,
	pauseFactor,
	retryCauses,
	retryTries,
	timeColumn,
} from './columnOptions';
import { columnsOf, ignoredOf, inputRows, itemFinder, orderOf, runTogether } from './fields';
import { shopsOf } from './shopFields';
import { claimedRowOf, collectionOf, isoOf, nowOf, numberFrom, textFrom, textsOf } from './values';

const displayOptions = { show: { operation: ['selectDue'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Double Columns',
		name: 'doubleColumns',
		type: 'string',
		default: '',
		placeholder: 'e.g. store_id + order_id + order_kind',
		description:
			'Rows with the same value are the same event: one is worked on, the others are closed. Written like the lane columns. Empty is no check.',
		displayOptions,
	},
	{
		displayName: 'First Pause (Seconds)',
		name: 'firstPause',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 15,
		description: 'How long a row rests after its first try. Each further pause is twice as long.',
		displayOptions,
	},
	{
		displayName: 'Limits',
		name: 'limits',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Limit',
		default: {},
		description:
			'How many rows are sent at most. They are counted in Recent Rows and in the input.',
		displayOptions,
		options: [
			{
				displayName: 'Limit',
				name: 'limit',
				values: [
					{
						displayName: 'Columns',
						name: 'columns',
						type: 'string',
						default: 'lane',
						placeholder: 'e.g. customer_phone',
						description: 'What is counted together. The word lane counts by lane.',
					},
					{
						displayName: 'Count',
						name: 'count',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 100,
						description: 'How many rows at most',
					},
					{
						displayName: 'Per',
						name: 'per',
						type: 'options',
						options: [
							{ name: 'Day', value: 'day', description: 'From midnight to midnight' },
							{ name: 'Hour', value: 'hour', description: 'Any 60 minutes' },
							{ name: 'Seconds', value: 'seconds', description: 'Any stretch of so many seconds' },
						],
						default: 'day',
					},
					{
						displayName: 'Seconds',
						name: 'seconds',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 60,
						description: 'Length of the stretch. 0 is without a limit.',
						displayOptions: { show: { per: ['seconds'] } },
					},
				],
			},
		],
	},
];

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const options: INodeProperties[] = [
	optionsField({ operation: ['selectDue'] }, [
		attemptsColumn,
		{
			displayName: 'Double Status',
			name: 'doubleStatus',
			type: 'string',
			default: 'duplicate',
			description: 'The status for doubles',
		},
		ignoredStatuses,
		{
			displayName: 'Enabled',
			name: 'enabled',
			type: 'boolean',
			default: true,
			description:
				'Whether rows are looked at: without it nothing is due, closed or in doubt. An expression may give a setting such as yes or no.',
		},
		{
			displayName: 'In Doubt After (Seconds)',
			name: 'inDoubtAfter',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description: 'How long a row rests whose answer was lost before it goes to In Doubt',
		},
		{
			displayName: 'Last Try Column',
			name: 'lastTryColumn',
			type: 'string',
			default: 'updatedAt',
			description: 'From when a pause is reckoned',
		},
		lease,
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Longest Pause (Seconds)',
			name: 'longestPause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 3600,
			description: 'No pause between tries is longer',
		},
		maximumAge,
		errorColumn,
		{
			displayName: 'Most in Work',
			name: 'mostInWork',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Nothing is due while so many rows of all lanes are in work, for a service that takes few calls. 0 is without such a bound.',
		},
		retryTries,
		{
			displayName: 'My Row',
			name: 'myRow',
			type: 'json',
			default: '',
			placeholder: "e.g. {{ $('Store Payment').first().json }}",
			description:
				'Only decide about the event of this row: the row and its doubles. Due has the row to work on, Later tells that the lane is busy, Close has my row when another one stands for the event. Its queue.known is set when the event is in work or done.',
		},
		{
			displayName: 'Not Before Column',
			name: 'notBeforeColumn',
			type: 'string',
			default: 'next_try',
			description: 'Where a row says when it may be tried. It counts instead of the pauses.',
		},
		now,
		orderColumn,
		ownerColumn,
		pauseFactor,
		{
			displayName: 'Quiet Days',
			name: 'quietDays',
			type: 'multiOptions',
			options: WEEK.map((name, index) => ({ name, value: index + 1 })).sort((a, b) =>
				a.name < b.name ? -1 : 1,
			),
			default: [],
			description: 'Days on which nothing is sent',
		},
		{
			displayName: 'Recent Rows',
			name: 'recentRows',
			type: 'json',
			default: '[]',
			placeholder: "e.g. {{ $('Read the Last Day').all() }}",
			description:
				'Rows that were sent since midnight and in the last hour, for limits and gaps. It makes no difference which rows come here and which as input.',
		},
		{
			displayName: 'Recipient Column',
			name: 'recipientColumn',
			type: 'string',
			default: 'customer_phone',
			description: 'The column of the queue that is compared with Refused Recipients',
		},
		{
			displayName: 'Refused Column',
			name: 'refusedColumn',
			type: 'string',
			default: 'phone',
			description: 'The column of the rows in Refused Recipients that is compared',
		},
		{
			displayName: 'Refused Recipients',
			name: 'refused',
			type: 'json',
			default: '[]',
			placeholder: "e.g. {{ $('Read Who Opted Out').all() }}",
			description: 'Who wants no messages: a list of values, or of rows',
		},
		{
			displayName: 'Refused Status',
			name: 'refusedStatus',
			type: 'string',
			default: 'opted_out',
			description: 'The status for rows to refused recipients',
		},
		{
			displayName: 'Repeat Is Safe',
			name: 'repeatIsSafe',
			type: 'boolean',
			default: false,
			description:
				'Whether rows in doubt go to Due, too, because what is done with a row looks at the service first',
		},
		retryCauses,
		{
			displayName: 'Rows per Lane',
			name: 'perLane',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				'How many rows of a lane are due at once. More than one is only due without a gap.',
		},
		timeColumn,
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '={{ $now.zoneName }}',
			placeholder: 'e.g. Asia/Almaty',
			description:
				'The zone of days and quiet hours, as an IANA name. Leave it out to use the zone of the workflow.',
		},
		{
			displayName: 'Too Old Status',
			name: 'tooOldStatus',
			type: 'string',
			default: 'failed',
			description:
				'The status for rows above the maximum age. Empty leaves them for another flow to close.',
		},
	]),
];

/** Rows on *Due*, *Close* and *In Doubt* with what was decided under `queue`; one item on *Later*. */
export function run(context: IExecuteFunctions): INodeExecutionData[][] {
	return runTogether(context, 4, (failed) => {
		const chosen = collectionOf(context, 'options');
		const rules = rulesOf(context, chosen);
		const rows = inputRows(context, rules.claimed, failed, ignoredOf(chosen));
		const { due, close, inDoubt, later, known } = select(rows, chosen, rules);
		const isDoubtDue = chosen.repeatIsSafe === true;
		const pairedItem = itemFinder(context);
		const item = (row: Row, queue: Row): INodeExecutionData => ({
			json: { ...row, queue } as IDataObject,
			pairedItem: pairedItem(row),
		});
		const dueItems = due.map(({ row, lane, lastAt, attempts, settings }) =>
			item(row, {
				what: 'due',
				lane,
				attempts,
				last_at: isoOf(lastAt),
				planned_at: isoOf(rules.now),
				...withSettings(settings),
			}),
		);
		const doubtItems = inDoubt.map((one) => item(one.row, doubtJson(one, rules.now)));
		return [
			// What somebody has begun comes first.
			isDoubtDue ? [...doubtItems, ...dueItems].slice(0, rules.most) : dueItems,
			close.map(({ row, status, reason }) =>
				item(row, { what: 'close', status, reason, ...(known ? { known } : {}) }),
			),
			isDoubtDue ? [] : doubtItems,
			later ? [{ json: laterJson(later, rules.now), pairedItem: pairedItem(later.example) }] : [],
		];
	});
}

function select(rows: Row[], chosen: IDataObject, rules: DueRules): EventSelection {
	const mine = claimedRowOf(chosen.myRow ?? '', 'My Row');
	if (mine) return selectEvent(rows, mine, rules);
	return selectDue(rows, rowsOf(chosen.recentRows, 'Recent Rows'), rules);
}

function doubtJson({ lane, reason, isTooOld, settings }: DoubtfulRow, moment: number): Row {
	return {
		what: 'in doubt',
		lane,
		reason,
		is_too_old: isTooOld,
		planned_at: isoOf(moment),
		...withSettings(settings),
	};
}

function withSettings(settings: Row | undefined): Row {
	return settings ? { settings } : {};
}

function laterJson({ at, waiting, reasons, problems }: Later, moment: number): IDataObject {
	const seconds = at === undefined ? null : Math.max(0, Math.ceil((at - moment) / 1000));
	return {
		queue: {
			what: 'later',
			look_again_at: isoOf(at),
			look_again_in: seconds,
			waiting,
			reasons,
			problems,
		},
	};
}

/** @throws {InputError} */
function rulesOf(context: IExecuteFunctions, chosen: IDataObject): DueRules {
	const zone = textFrom(chosen, 'timeZone', context.getTimezone());
	if (!isZone(zone)) {
		throw new InputError(
			`${zone} is no time zone`,
			'Time Zone',
			'Enter a name such as Asia/Almaty.',
		);
	}
	const seconds = (name: string, displayName: string, fallback: number) =>
		numberFrom(chosen, name, displayName, fallback) * 1000;
	const firstPause = { firstPause: context.getNodeParameter('firstPause', 0) as number };
	return {
		...columnsOf(context, chosen),
		now: nowOf(chosen),
		zone,
		order: orderOf(context),
		backoff: {
			firstMs: numberFrom(firstPause, 'firstPause', 'First Pause (Seconds)', 0) * 1000,
			factor: numberFrom(chosen, 'pauseFactor', 'Pause Factor', 2),
			capMs: seconds('longestPause', 'Longest Pause (Seconds)', 3600),
		},
		lastTry: textFrom(chosen, 'lastTryColumn', 'updatedAt'),
		notBefore: textFrom(chosen, 'notBeforeColumn', 'next_try'),
		doubles: parseKeyColumns(textOf(context.getNodeParameter('doubleColumns', 0))),
		doubleStatus: textFrom(chosen, 'doubleStatus', 'duplicate'),
		refused: refusedOf(chosen),
		tooOldStatus: textFrom(chosen, 'tooOldStatus', 'failed'),
		inDoubtMs: seconds('inDoubtAfter', 'In Doubt After (Seconds)', 10),
		limits: limitsOf(context),
		quietDays: ((chosen.quietDays ?? []) as number[]).map(Number),
		settings: shopsOf(context),
		perLane: numberFrom(chosen, 'perLane', 'Rows per Lane', 1),
		most: numberFrom(chosen, 'limit', 'Limit', 50),
		isSwitchedOff: !isOn(chosen.enabled, true),
		mostInWork: numberFrom(chosen, 'mostInWork', 'Most in Work', 0),
	};
}

function refusedOf(chosen: IDataObject): DueRules['refused'] {
	return {
		column: textFrom(chosen, 'recipientColumn', 'customer_phone'),
		values: textsOf(
			chosen.refused,
			'Refused Recipients',
			textFrom(chosen, 'refusedColumn', 'phone'),
		),
		status: textFrom(chosen, 'refusedStatus', 'opted_out'),
	};
}

function limitsOf(context: IExecuteFunctions): Limit[] {
	const { limit = [] } = collectionOf(context, 'limits') as { limit?: IDataObject[] };
	return limit.flatMap((one) => {
		const written = textFrom(one, 'columns', 'lane');
		const by = written === 'lane' ? ('lane' as const) : parseKeyColumns(written);
		if (by.length === 0)
			throw new InputError('is empty', 'Columns', 'Name what a limit counts by.');
		if (textOf(one.count) === '') throw new InputError('is empty', 'Count', 'Enter a number.');
		const count = numberFrom(one, 'count', 'Count', 0);
		if (one.per !== 'seconds') return { by, count, per: one.per === 'hour' ? 'hour' : 'day' };
		const seconds = numberFrom(one, 'seconds', 'Seconds', 60);
		return seconds === 0 ? [] : { by, count, per: { seconds } };
	});
}
