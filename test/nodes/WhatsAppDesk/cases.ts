import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { NodeUnderTest } from '../operationCases';

export const WHATSAPP_DESK: NodeUnderTest = {
	name: 'WhatsApp Desk',
	NodeClass: WhatsAppDesk,
	local: [],
	operations: {
		'answer.settings': { needed: { settingsRow: '{"id":1,"store_id":"store-1"}' } },
		'answer.templates': { needed: { templates: '[{"id":1}]' } },
		'answer.test': { input: { status: 'sent', code: '', message: '' } },
		'shop.check': { needed: { entered: '{"shop_name":"Ромашка"}' } },
		'template.choosePage': {},
		'template.readAnswers': { needed: { shownPage: '{"page":"list"}' } },
		'template.writePage': {},
	},
};
