import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { textOf } from '../../../shared/rows';
import { formItem } from '../../domain/form';
import { periodPage } from '../../domain/report/form';
import { answerOf, askedPeriod, wishOf, yesterday, type Wish } from '../../domain/report/period';
import { jsonField, nowIn, nowField, objectIn, rowsIn, settingsField } from '../fields';

const show = { resource: ['report'], operation: ['period'] };

const ANSWER = jsonField(
	'Answer',
	'answer',
	'What the form gave: from, to and show',
	{ ...show, period: ['asked'] },
	{ default: '={{ $json }}' },
);
const SETTINGS = settingsField(show);

export const description: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'As Asked For',
				value: 'asked',
				description: 'The dates of a form; without them the last 7 days',
			},
			{ name: 'Yesterday', value: 'yesterday', description: 'For the daily report' },
		],
		default: 'asked',
		displayOptions: { show },
	},
	ANSWER,
	SETTINGS,
	nowField(show),
];

/**
 * Gives a `Period`, for *Yesterday* with `due`, else with `wish`; for the wish `again` the page to ask
 * once more (`form`, `css` …), too. @throws {InputError}
 */
export const execute: OperationExecute = async function (itemIndex) {
	const settings = rowsIn(this, SETTINGS, itemIndex);
	const now = nowIn(this, itemIndex);
	if (this.getNodeParameter('period', itemIndex) === 'yesterday') return yesterday(settings, now);

	const item = objectIn(this, ANSWER, itemIndex);
	const answer = answerOf(item);
	const period = askedPeriod(answer, settings, now);
	// A page that was left goes on with what it was given.
	const isLeft = textOf(item.submittedAt) === '';
	const wish: Wish = isLeft ? 'left' : period.problem ? 'again' : wishOf(answer);
	return { ...period, wish, ...(wish === 'again' ? formItem(periodPage(answer, period)) : {}) };
};
