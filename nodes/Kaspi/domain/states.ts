import type { INodePropertyOptions } from 'n8n-workflow';

/** Tabs of the merchant cabinet (kaspi sheet §4.1). */
export const STATE_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Archive', value: 'ARCHIVE', description: 'Completed, cancelled, returned' },
	{ name: 'Kaspi Delivery', value: 'KASPI_DELIVERY', description: 'Kaspi courier or Postomat' },
	{ name: 'New', value: 'NEW', description: 'Waits to be accepted' },
	{ name: 'Own Delivery', value: 'DELIVERY', description: 'Brought by the merchant' },
	{ name: 'Pickup', value: 'PICKUP', description: 'Collected at the shop' },
	{ name: 'Sign Required', value: 'SIGN_REQUIRED', description: 'Credit papers to be signed' },
];
