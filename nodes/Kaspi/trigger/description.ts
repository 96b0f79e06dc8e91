import type { INodeProperties } from 'n8n-workflow';

import { OPEN_STATES } from '../api/client';
import { STATE_OPTIONS } from '../domain/states';

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'event',
		type: 'options',
		options: [
			{
				name: 'New Order',
				value: 'newOrder',
				description: 'Each order once',
			},
			{
				name: 'New or Changed Order',
				value: 'orderChanged',
				description:
					'Also again when its status or state changes, or when it is assembled or handed to the courier',
			},
		],
		default: 'newOrder',
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		options: STATE_OPTIONS,
		default: [...OPEN_STATES],
		description:
			'Tabs of the merchant cabinet to watch. An order may be accepted by itself and never show as New, so watching New alone misses orders. With New or Changed Order, an order that leaves these states is reported, too.',
	},
	{
		displayName: 'Look Back (Days)',
		name: 'lookBackDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 90 },
		default: 14,
		description:
			'How old an order may be to be found. Every poll reads the whole window, as Kaspi shows some orders late. More than 14 days cost more calls.',
	},
	{
		displayName: 'Existing Orders',
		name: 'existingOrders',
		type: 'options',
		options: [
			{ name: 'Emit', value: 'emit', description: 'Emit the orders of the window at once' },
			{ name: 'Skip', value: 'skip', description: 'Take them as known and wait for later ones' },
		],
		default: 'skip',
		description:
			'What to do with the orders that are there at the first poll, or that come into view when States or Look Back are widened',
	},
	{
		displayName: 'Repeat Recent Orders Every (Minutes)',
		name: 'repeatMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'0 never repeats: an order is emitted once, and is lost to this workflow when n8n stops in the middle of the execution. With another number all orders of the window in the chosen states, but for skipped ones, are emitted again as they are then, at the first poll after n8n started and then every so many minutes. Use it only in a workflow that keeps its own record of what it did.',
	},
	{
		displayName: 'Include Products',
		name: 'includeProducts',
		type: 'boolean',
		default: true,
		description: 'Whether to read the lines of each order with names, quantities and prices',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];
