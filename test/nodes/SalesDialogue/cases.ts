import { SalesDialogue } from '../../../nodes/SalesDialogue/SalesDialogue.node';
import type { NodeUnderTest } from '../operationCases';
import { message, SETTINGS, standing } from './sample';

/** Their defaults are expressions for the shipped canvas. */
const FIELDS = {
	message: JSON.stringify(message('так')),
	place: JSON.stringify(standing('confirm')),
	settings: JSON.stringify(SETTINGS),
};
const { message: said, settings } = FIELDS;

export const SALES_DIALOGUE: NodeUnderTest = {
	name: 'Sales Dialogue',
	NodeClass: SalesDialogue,
	local: [],
	operations: {
		findPlace: {
			needed: { message: said, settings, dialogue: '[{"id":7,"step":"confirm"}]' },
			options: { now: '2026-03-02T09:00:00.000Z' },
		},
		readMessage: { input: { channel: 'viber', user_id: 'viber:1', text: 'так' } },
		readWish: { needed: FIELDS },
		writeAnswer: { needed: FIELDS, input: { wish: 'contact' } },
	},
};
