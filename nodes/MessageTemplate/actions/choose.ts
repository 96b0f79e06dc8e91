import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { givenRowsOf, textOf } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { chooseTemplate, kindsOf, templateRow } from '../domain/choose';

const displayOptions = { show: { operation: ['choose'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Templates',
		name: 'templates',
		type: 'json',
		required: true,
		default: '={{ $json.templates }}',
		description: 'Rows of the table whatsapp_templates, as a list',
		displayOptions,
	},
	{
		displayName: 'Store ID',
		name: 'storeId',
		type: 'string',
		default: '={{ $json.store_id }}',
		placeholder: 'e.g. store-1',
		description: 'A template without store serves every store that has none of its own',
		displayOptions,
	},
	{
		displayName: 'Order Kind',
		name: 'orderKind',
		type: 'string',
		default: 'new',
		placeholder: 'e.g. new_pickup, pickup, new',
		description:
			'One kind, or several as a list with commas or an array, the most special first, such as the kinds of a Kaspi order. The first one that has a template wins; a template without kind serves every kind that has none of its own.',
		displayOptions,
	},
	{
		displayName: 'Stable Key',
		name: 'stableKey',
		type: 'string',
		default: '={{ $json.orderId }}',
		placeholder: 'e.g. 900000001',
		description:
			'Shares orders among templates by their weight: the same key always gets the same template',
		displayOptions,
	},
	{
		displayName: 'Templates Without Kind',
		name: 'anyKind',
		type: 'boolean',
		default: true,
		description: 'Whether a template without kind may be chosen when the kind has none of its own',
		displayOptions,
	},
	{
		displayName: 'When None Matches',
		name: 'whenNone',
		type: 'options',
		options: [
			{
				name: 'Output Without Template',
				value: 'output',
				description: 'The item goes on with template_found = false',
			},
			{ name: 'Stop', value: 'error', description: 'The node stops and names store and kind' },
		],
		default: 'error',
		displayOptions,
	},
];

/** Gives the input's fields and the chosen template. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const wanted = {
		storeId: textOf(this.getNodeParameter('storeId', itemIndex)),
		orderKinds: kindsOf(this.getNodeParameter('orderKind', itemIndex)),
		stableKey: textOf(this.getNodeParameter('stableKey', itemIndex)),
	};
	const rows = givenRowsOf(this.getNodeParameter('templates', itemIndex), 'Templates').map(
		templateRow,
	);
	const needsKind = this.getNodeParameter('anyKind', itemIndex, true) === false;
	const chosen = chooseTemplate(needsKind ? rows.filter((row) => row.orderKind) : rows, wanted);
	const { json, binary } = this.getInputData()[itemIndex];
	if (!chosen && this.getNodeParameter('whenNone', itemIndex) === 'error') {
		throw new InputError(
			`no active template for store "${wanted.storeId}" and kind "${wanted.orderKinds.join(', ')}"`,
			'Templates',
			'Add one to the table whatsapp_templates or switch one on.',
		);
	}
	const result = chosen
		? {
				template_found: true,
				template_id: chosen.id,
				template_name: chosen.name,
				template_text: chosen.text,
				media_url: chosen.mediaUrl,
				// A template of any kind was sent for the order as such.
				order_kind: chosen.orderKind || (wanted.orderKinds.at(-1) ?? ''),
			}
		: { template_found: false };
	return { items: [{ json: { ...json, ...result }, binary, pairedItem: itemIndex }] };
};
