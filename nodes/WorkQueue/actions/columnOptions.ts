import type { INodeProperties } from 'n8n-workflow';

/** Options that several operations share. */
export const attemptsColumn: INodeProperties = {
	displayName: 'Attempts Column',
	name: 'attemptsColumn',
	type: 'string',
	default: 'attempts',
	description: 'Where a row counts its tries',
};
export const errorColumn: INodeProperties = {
	displayName: 'Message Column',
	name: 'errorColumn',
	type: 'string',
	default: 'error_message',
	description: 'Where a row says what went wrong, starting with a code such as "timeout:"',
};
export const ignoredStatuses: INodeProperties = {
	displayName: 'Ignored Statuses',
	name: 'ignoredStatuses',
	type: 'string',
	default: '',
	placeholder: 'e.g. skipped',
	description: 'Rows with these statuses are left out, as if they were not there',
};
export const lease: INodeProperties = {
	displayName: 'Lease (Seconds)',
	name: 'lease',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 420,
	description:
		'How long a claimed row belongs to its owner. It must be longer than the timeout in the workflow settings, so that no owner outlives it.',
};
export const maximumAge: INodeProperties = {
	displayName: 'Maximum Age (Hours)',
	name: 'maximumAge',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 72,
	description: 'Rows that were created longer ago are given up. 0 is without end.',
};
export const mostTries: INodeProperties = {
	displayName: 'Most Tries',
	name: 'mostTries',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 5,
	description: 'How often a row is tried before it is given up. 0 is without end.',
};
export const now: INodeProperties = {
	displayName: 'Now',
	name: 'now',
	type: 'string',
	default: '={{ $now.toISO() }}',
	description: 'The time to reckon with, for tests. Leave it out to use the clock.',
};
export const orderColumn: INodeProperties = {
	displayName: 'Order Column',
	name: 'orderColumn',
	type: 'string',
	default: '',
	placeholder: 'e.g. source_id',
	description:
		'Rows of a lane with a number here, such as the ID that a service gave its message, keep the order of these numbers. Empty is the order of the rows alone.',
};
export const ownerColumn: INodeProperties = {
	displayName: 'Owner Column',
	name: 'ownerColumn',
	type: 'string',
	default: 'owner',
	description:
		'Where a claim writes who has the row. An empty text in a claimed row means that its owner let go without knowing the outcome.',
};
export const pauseFactor: INodeProperties = {
	displayName: 'Pause Factor',
	name: 'pauseFactor',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 2,
	description: 'How many times longer each further pause is',
};
export const retryCauses: INodeProperties = {
	displayName: 'Retry Codes',
	name: 'retryCauses',
	type: 'string',
	default: '',
	placeholder: 'e.g. timeout, network',
	description:
		'Rows with the second or a later waiting status, such as failed, are only tried again when their message starts with one of these codes. Empty is any code.',
};
export const timeColumn: INodeProperties = {
	displayName: 'Time Column',
	name: 'timeColumn',
	type: 'string',
	default: 'sent_at',
	description: 'Where a row says when it was sent',
};

/** The same name on the canvas as in Settle, for the rows that a failed status keeps. */
export const retryTries: INodeProperties = {
	...mostTries,
	description:
		'Rows with the second or a later waiting status, such as failed, are not tried again after so many tries. 0 is without end.',
};
