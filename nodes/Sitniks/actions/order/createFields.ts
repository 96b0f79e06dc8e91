import type { INodeProperties } from 'n8n-workflow';

import type { Show } from '../fields';

/** Rows of the order. A price or title that is empty is left out: 0 is a price. */
export function productsField(show: Show): INodeProperties {
	return {
		displayName: 'Products',
		name: 'products',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Product',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Product',
				name: 'product',
				values: [
					{
						displayName: 'Is Upsale',
						name: 'isUpsale',
						type: 'boolean',
						default: false,
						description: 'Whether it was sold on top of what the client asked for',
					},
					{
						displayName: 'Price',
						name: 'price',
						type: 'string',
						default: '',
						placeholder: 'e.g. 450',
						description: 'Of one piece. Left out when empty.',
					},
					{
						displayName: 'Product Variation ID',
						name: 'productVariationId',
						type: 'string',
						required: true,
						default: '',
						placeholder: 'e.g. 9001',
						description: 'The number of the variation, such as a size, in Sitniks',
					},
					{
						displayName: 'Quantity',
						name: 'quantity',
						type: 'number',
						default: 1,
					},
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Сукня M',
						description: 'Left out when empty',
					},
				],
			},
		],
	};
}

const text = (displayName: string, name: string, placeholder: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
});

/** Only what the user adds is sent. */
export function moreFields(show: Show): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'orderFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: { show },
		options: [
			text('Client Comment', 'clientComment', 'Please call before delivery'),
			text('Client E-Mail', 'email', 'olena@example.com'),
			{ displayName: 'Discount Amount', name: 'discountAmount', type: 'number', default: 0 },
			{ displayName: 'Discount Percent', name: 'discountPercent', type: 'number', default: 0 },
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				default: '',
				placeholder: 'e.g. shop-1042',
				description:
					'The ID of the order in your shop. When the answer of Sitniks is lost, the order is found by it.',
			},
			text('Manager Comment', 'managerComment', 'Regular client'),
			{
				displayName: 'Responsible Name or ID',
				name: 'responsibleId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getManagers' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Sales Channel Name or ID',
				name: 'salesChannelId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getSalesChannels' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Status Name or ID',
				name: 'statusId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getOrderStatuses' },
				default: '',
				description:
					'Of the order, not of the chat. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			},
			text('UTM Campaign', 'utm_campaign', 'june'),
			text('UTM Content', 'utm_content', 'video'),
			text('UTM Medium', 'utm_medium', 'cpc'),
			text('UTM Source', 'utm_source', 'ig'),
			text('UTM Term', 'utm_term', 'dress'),
		],
	};
}
