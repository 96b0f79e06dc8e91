import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { verdictOf, writerField, type Writer } from '../../../shared/enteredRow';
import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { checkShop } from '../../domain/shopRules';
import { wordsOf } from '../../domain/shopWords';

const displayOptions = { show: { resource: ['shop'], operation: ['check'] } };
const program = { show: { ...displayOptions.show, writer: ['program'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Entered Values',
		name: 'entered',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description:
			'What was entered, by column of whatsapp_settings. What is missing or null stays as it is in the saved row.',
		displayOptions,
	},
	{
		displayName: 'Saved Row',
		name: 'savedRow',
		type: 'json',
		default: '',
		placeholder: "={{ $('Find the Settings').first().json }}",
		description: 'The row as it stands. Without a store_id the shop is new.',
		displayOptions,
	},
	writerField(displayOptions),
	{
		displayName: 'All Shops',
		name: 'shops',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read the Shops').all() }}",
		description: 'Rows of whatsapp_settings: the code of a new shop must differ from theirs',
		displayOptions: { show: { ...displayOptions.show, writer: ['owner'] } },
	},
	{
		displayName: 'WAHA Address',
		name: 'wahaAddress',
		type: 'string',
		default: '',
		description: 'Address of the server in use. Another one in waha_server_url is refused.',
		displayOptions: program,
	},
];

/**
 * Gives `valid`, all `problems` (`{field, error, detail}`: column, a sentence in Russian, one in
 * English), the first of them as `field`, `error` and `detail`, and the `row` to save.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const by = this.getNodeParameter('writer', itemIndex) as Writer;
	const rows = (name: string, displayName: string) =>
		rowsOf(this.getNodeParameter(name, itemIndex, ''), displayName);
	const [entered = {}] = rows('entered', 'Entered Values');
	const [saved = {}] = rows('savedRow', 'Saved Row');
	const shops = by === 'owner' ? rows('shops', 'All Shops') : [];
	const wahaAddress =
		by === 'program' ? (this.getNodeParameter('wahaAddress', itemIndex, '') as string) : '';
	const { problems, row } = checkShop({ entered, saved, by, shops, wahaAddress });
	return { ...verdictOf(problems.map((problem) => wordsOf(problem, by))), row: { ...row } };
}
