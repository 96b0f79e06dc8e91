import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { NodeUnderTest } from '../operationCases';
import { BUYER_CASES } from './buyerCases';
import { TEST_MESSAGE_CASES } from './testMessageCases';

export const WHATSAPP_DESK: NodeUnderTest = {
	name: 'WhatsApp Desk',
	NodeClass: WhatsAppDesk,
	local: [],
	operations: {
		...BUYER_CASES,
		...TEST_MESSAGE_CASES,
	},
};
