import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { listOf } from '../../shared/values';
import { optionsField } from '../../shared/optionFields';
import { runItems, type OperationResult } from '../../shared/runItems';
import { textOf } from '../domain/rows';
import { settle, type SettleRules } from '../domain/settle';
import {
	attemptsColumn,
	errorColumn,
	maximumAge,
	mostTries,
	now,
	ownerColumn,
	pauseFactor,
} from './columnOptions';
import { claimedRow, collectionOf, isoOf, nowOf, numberFrom, textFrom } from './values';

const displayOptions = { show: { operation: ['settle'] } };

const REST = 'account_restricted, session_needs_restart';
const TROUBLE =
	'conflict, engine_unknown, forbidden, html_page, network, plan_without_api, rate_limited, session_not_working, timeout, unauthorized, unavailable, unexpected_answer';

function status(displayName: string, name: string, value: string, what: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		required: true,
		default: value,
		description: what,
		displayOptions,
	};
}

function codes(displayName: string, name: string, value: string, what: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: value,
		placeholder: 'e.g. timeout, network',
		description: what,
	};
}

export const description: INodeProperties[] = [
	{
		displayName: 'Row',
		name: 'row',
		type: 'json',
		required: true,
		default: '',
		placeholder: "e.g. {{ $('Loop Over Messages').item.json }}",
		description:
			'The row as it was before the claim. The input is what the service answered, the item of its error output, or what Confirm Claim gives on Not Mine.',
		displayOptions,
	},
	status('Done Status', 'doneStatus', 'sent', 'The status of a row that worked'),
	status('Waiting Status', 'waitingStatus', 'pending', 'The status of a row that is tried again'),
	status(
		'Failed Status',
		'failedStatus',
		'failed',
		'The status of a row that ends without success',
	),
	status(
		'In Doubt Status',
		'inDoubtStatus',
		'sending',
		'The status of a row whose answer was lost. With the claimed status, Select Due gives it on In Doubt.',
	),
	optionsField({ operation: ['settle'] }, [
		attemptsColumn,
		{
			displayName: 'Count Tries',
			name: 'countTries',
			type: 'boolean',
			default: true,
			description: 'Whether a try is counted here. Switch it off when the claim counts.',
		},
		codes('Fail Codes', 'failCodes', '', 'Errors after which a row ends at once'),
		{
			displayName: 'First Pause (Seconds)',
			name: 'firstPause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 15,
			description: 'How long a row rests after its first try; written into the not before column',
		},
		{
			displayName: 'Longest Pause (Seconds)',
			name: 'longestPause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 3600,
			description: 'No pause between tries is longer, unless the service asks for it',
		},
		maximumAge,
		errorColumn,
		mostTries,
		{
			displayName: 'Not Before Column',
			name: 'notBeforeColumn',
			type: 'string',
			default: 'next_try',
			description:
				'Where a row says when it may be tried again. Leave it out when it has no such column.',
		},
		now,
		ownerColumn,
		pauseFactor,
		{
			displayName: 'Repeat Is Safe',
			name: 'repeatIsSafe',
			type: 'boolean',
			default: false,
			description:
				'Whether a row whose answer was lost is simply tried again, because the operation looks for its own mark first',
		},
		codes(
			'Rest Codes',
			'restCodes',
			REST,
			'Errors after which the whole lane has to rest; the row waits and no try is counted',
		),
		codes(
			'Retry Codes',
			'retryCodes',
			'',
			'Refusals that are tried again all the same, up to Most Tries',
		),
		{
			displayName: 'Time Column',
			name: 'timeColumn',
			type: 'string',
			default: 'sent_at',
			description: 'Where a row says when it was sent. Leave it out when it has no such column.',
		},
		codes(
			'Trouble Codes',
			'troubleCodes',
			TROUBLE,
			'Errors of the account or the service: tried again without limit, and other rows would fare no better',
		),
	]),
];

/** One item per answer: the row with the values to write down, and the decision under `queue`. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await runItems(context, settleItem);
}

async function settleItem(this: IExecuteFunctions, itemIndex: number): Promise<OperationResult> {
	const row = claimedRow(this, 'row', 'Row', itemIndex);
	const rules = rulesOf(this, itemIndex);
	const answer = this.getInputData()[itemIndex].json;
	const { what, write, words, code, nextTry } = settle(answer, row, rules);
	return {
		...(row as IDataObject),
		...(write as IDataObject),
		queue: {
			...(row.queue as IDataObject),
			what,
			words,
			code,
			next_try: isoOf(nextTry),
			answer: what === 'done' ? answer : {},
			details: what === 'done' ? {} : ((answer.details ?? {}) as IDataObject),
		},
	};
}

function rulesOf(context: IExecuteFunctions, itemIndex: number): SettleRules {
	const chosen = collectionOf(context, 'options', itemIndex);
	const parameter = (name: string) => textOf(context.getNodeParameter(name, itemIndex));
	const seconds = (name: string, displayName: string, fallback: number) =>
		numberFrom(chosen, name, displayName, fallback) * 1000;
	return {
		now: nowOf(chosen),
		doneStatus: parameter('doneStatus'),
		waitingStatus: parameter('waitingStatus'),
		failedStatus: parameter('failedStatus'),
		inDoubtStatus: parameter('inDoubtStatus'),
		attempts: textFrom(chosen, 'attemptsColumn', 'attempts'),
		error: textFrom(chosen, 'errorColumn', 'error_message'),
		owner: textFrom(chosen, 'ownerColumn', 'owner'),
		time: textFrom(chosen, 'timeColumn', ''),
		notBefore: textFrom(chosen, 'notBeforeColumn', ''),
		countsTries: chosen.countTries !== false,
		mostTries: numberFrom(chosen, 'mostTries', 'Most Tries', 0),
		maxAgeMs: numberFrom(chosen, 'maximumAge', 'Maximum Age (Hours)', 0) * 3_600_000,
		backoff: {
			firstMs: seconds('firstPause', 'First Pause (Seconds)', 15),
			factor: numberFrom(chosen, 'pauseFactor', 'Pause Factor', 2),
			capMs: seconds('longestPause', 'Longest Pause (Seconds)', 3600),
		},
		isRepeatSafe: chosen.repeatIsSafe === true,
		restCodes: listOf(chosen.restCodes ?? REST),
		troubleCodes: listOf(chosen.troubleCodes ?? TROUBLE),
		retryCodes: listOf(chosen.retryCodes),
		failCodes: listOf(chosen.failCodes),
	};
}
