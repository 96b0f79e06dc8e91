import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { OPEN_STATES } from '../../api/client';
import { connect } from '../../api/connect';
import { searchOrders } from '../../api/orderSearch';
import { periodOf } from '../../domain/period';
import { withEntries } from '../../api/products';
import { simplifyOrder } from '../../domain/simpleOrder';
import { STATE_OPTIONS } from '../../domain/states';
import { output } from './run';

const displayOptions = { show: { resource: ['order'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-01-01',
		description:
			'Orders created from here on; empty means 14 days before To. Without a time zone it is Almaty time.',
		displayOptions,
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		placeholder: 'e.g. 2026-01-31',
		description:
			'Orders created up to here; empty means now. A longer period than 14 days is read in slices.',
		displayOptions,
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		options: STATE_OPTIONS,
		default: [...OPEN_STATES],
		description: 'Tabs of the merchant cabinet to read. Each costs a call per 14 days.',
		displayOptions,
	},
	...listFields(displayOptions.show),
	{
		displayName: 'Include Products',
		name: 'includeProducts',
		type: 'boolean',
		default: true,
		description: 'Whether to read the lines of each order with names, quantities and prices',
		displayOptions,
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Delivery Types',
				name: 'deliveryKinds',
				type: 'multiOptions',
				options: [
					{ name: 'Kaspi Courier', value: 'kaspi_delivery' },
					{ name: 'Kaspi Postomat', value: 'kaspi_postomat' },
					{ name: 'Own Delivery', value: 'own_delivery' },
					{ name: 'Store Pickup', value: 'pickup' },
				],
				default: [],
				description: 'Only orders that are delivered in one of these ways',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Accepted by Merchant', value: 'ACCEPTED_BY_MERCHANT' },
					{ name: 'Approved by Bank', value: 'APPROVED_BY_BANK' },
					{ name: 'Cancelled', value: 'CANCELLED' },
					{ name: 'Cancelling', value: 'CANCELLING' },
					{ name: 'Completed', value: 'COMPLETED' },
					{ name: 'Return Requested', value: 'KASPI_DELIVERY_RETURN_REQUESTED' },
					{ name: 'Returned', value: 'RETURNED' },
				],
				default: 'ACCEPTED_BY_MERCHANT',
				description: 'Only orders of this status',
			},
		],
		displayOptions,
	},
];

/** Orders of a period, newest first. */
export const execute: OperationExecute = async function (itemIndex) {
	const parameter = (name: string, fallback?: unknown) =>
		this.getNodeParameter(name, itemIndex, fallback) as unknown;
	const states = parameter('states') as string[];
	if (states.length === 0) throw new InputError('none is chosen', 'States', 'Choose at least one.');
	const { deliveryKinds = [], status } = parameter('filters', {}) as IDataObject;
	const kinds = deliveryKinds as string[];
	const includeProducts = parameter('includeProducts') as boolean;
	const api = await connect(this);
	const orders = await searchOrders(api, {
		...periodOf(parameter('from'), parameter('to'), Date.now()),
		states,
		status: status as string | undefined,
		withEntries: includeProducts,
		limit: parameter('returnAll') ? undefined : Number(parameter('limit', 50)),
		// Kaspi's own filter has other values in old and new texts, and clashes with some states.
		keep: (order) => kinds.length === 0 || kinds.includes(simplifyOrder(order).deliveryKind),
	});
	const items: IDataObject[] = [];
	for (const order of orders) {
		const complete = includeProducts ? await withEntries(api, order) : order;
		items.push(output(this, itemIndex, complete));
	}
	return items;
};
