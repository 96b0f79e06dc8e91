import type { INodeProperties } from 'n8n-workflow';

import { verdictOf, writerField, type Writer } from '../../shared/enteredRow';
import { allowsPrivateMedia, mediaSettingsField } from '../../shared/publicAddress';
import { rowsOf } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { checkRow } from '../domain/row';
import { wordsOf } from '../domain/rowWords';
import { checkTemplate } from '../domain/template';
import { maxLengthOf, variablesOf } from './fields';

const displayOptions = { show: { operation: ['checkRow'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Entered Values',
		name: 'entered',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What was entered, by column of whatsapp_templates',
		displayOptions,
	},
	{
		displayName: 'Saved Row',
		name: 'savedRow',
		type: 'json',
		default: '',
		placeholder: "={{ $('Find the Template').first().json }}",
		description:
			'The row as it stands: kind, file, weight and switch that are missing or null stay as they are. Without an ID the template is new.',
		displayOptions,
	},
	mediaSettingsField(displayOptions),
	writerField(displayOptions),
];

/**
 * Gives `valid`, all `problems` (`{field, error, detail}`: column, a sentence in Russian, one in
 * English), the first of them as `field`, `error` and `detail`, the `row` to save, and the `preview`
 * of the message with its `length`.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const by = this.getNodeParameter('writer', itemIndex) as Writer;
	const [entered = {}] = rowsOf(this.getNodeParameter('entered', itemIndex), 'Entered Values');
	const [saved = {}] = rowsOf(this.getNodeParameter('savedRow', itemIndex, ''), 'Saved Row');
	const settings = rowsOf(this.getNodeParameter('settings', itemIndex, ''), 'Settings');
	const sample = { name: 'sampleOrder', displayName: 'Sample Order' };
	const variables = variablesOf(this, itemIndex, sample);
	const { problems, row, preview, length } = checkRow({
		entered,
		saved,
		by,
		allowPrivateMedia: allowsPrivateMedia(settings),
		check: (text, isCaption) =>
			checkTemplate(text, variables, maxLengthOf(this, itemIndex, isCaption)),
	});
	const all = problems.flatMap((problem) => wordsOf(problem, by));
	const words = all.filter(({ error }, at) => all.findIndex((one) => one.error === error) === at);
	return { ...verdictOf(words), row: { ...row }, preview, length };
};
