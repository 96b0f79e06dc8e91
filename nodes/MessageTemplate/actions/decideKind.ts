import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { parseJson } from '../../shared/jsonField';
import { givenRowsOf } from '../../shared/rows';
import type { OperationExecute } from '../../shared/runItems';
import { kindsOf } from '../domain/choose';
import { kindToTell, type StageTemplate } from '../domain/kindToTell';

const displayOptions = { show: { operation: ['decideKind'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Templates',
		name: 'stageTemplates',
		type: 'json',
		required: true,
		default: '={{ $json.templates }}',
		placeholder: "e.g. {{ $('Read Active Templates').all() }}",
		description: 'Active rows of the table whatsapp_templates',
		displayOptions,
	},
	{
		displayName: 'Order',
		name: 'stageOrder',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'An order with its stage, stageSeenAt, state and kinds, as Kaspi Shop gives it',
		displayOptions,
	},
	{
		displayName: 'Store ID',
		name: 'stageStoreId',
		type: 'string',
		default: '={{ $json.store_id }}',
		placeholder: 'e.g. store-1',
		description: 'Templates of other stores do not count',
		displayOptions,
	},
];

/** The input with `message_kind` ('' for nothing) and `template_kinds`. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const templates = givenRowsOf(this.getNodeParameter('stageTemplates', itemIndex), 'Templates');
	const order = parseJson(this.getNodeParameter('stageOrder', itemIndex), 'Order') as IDataObject;
	const seenAt = Date.parse(String(order.stageSeenAt ?? ''));
	const { kind, templateKinds } = kindToTell(
		{
			stage: String(order.stage ?? 'unknown'),
			stageSeenAt: Number.isNaN(seenAt) ? undefined : seenAt,
			isArchived: order.state === 'ARCHIVE',
			kinds: kindsOf(order.kinds),
		},
		templates.map(stageTemplate),
		String(this.getNodeParameter('stageStoreId', itemIndex) ?? '').trim(),
	);
	const { json, binary } = this.getInputData()[itemIndex];
	const told = { ...json, message_kind: kind, template_kinds: templateKinds };
	return { items: [{ json: told, binary, pairedItem: itemIndex }] };
};

function stageTemplate(row: Record<string, unknown>): StageTemplate {
	const { store_id: storeId, order_kind: orderKind, updatedAt } = row;
	const saved = updatedAt instanceof Date ? updatedAt.getTime() : Date.parse(String(updatedAt));
	return {
		storeId: String(storeId ?? '').trim(),
		orderKind: String(orderKind ?? ''),
		// Without a time nobody knows whether it was there in time.
		savedAt: Number.isNaN(saved) ? Infinity : saved,
	};
}
