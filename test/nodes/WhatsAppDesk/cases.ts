import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { NodeUnderTest } from '../operationCases';

export const WHATSAPP_DESK: NodeUnderTest = {
	name: 'WhatsApp Desk',
	NodeClass: WhatsAppDesk,
	local: [],
	operations: {
		'shop.check': { needed: { entered: '{"shop_name":"Ромашка"}' } },
	},
};
