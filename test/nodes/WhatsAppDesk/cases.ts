import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { NodeUnderTest } from '../operationCases';
import { BUYER_CASES } from './buyerCases';
import { TEST_MESSAGE_CASES } from './testMessageCases';

export const WHATSAPP_DESK: NodeUnderTest = {
	name: 'WhatsApp Desk',
	NodeClass: WhatsAppDesk,
	local: [],
	operations: {
		'general.answer': { needed: { answer: '{"submittedAt":"now","next":"Сохранить"}' } },
		'general.page': {},
		'session.answer': {},
		'session.page': { needed: { decision: '{"next":"look","session":"default"}' } },
		'session.qrNotice': {},
		'shop.answer': { needed: { shown: '{"page":"list"}', answer: '{"submittedAt":"now"}' } },
		'shop.check': { needed: { entered: '{"shop_name":"Ромашка"}' } },
		'shop.page': {},
		'answer.settings': { needed: { settingsRow: '{"id":1,"store_id":"store-1"}' } },
		'answer.templates': { needed: { templates: '[{"id":1}]' } },
		'answer.test': { input: { status: 'sent', code: '', message: '' } },
		'shop.check': { needed: { entered: '{"shop_name":"Ромашка"}' } },
		'template.choosePage': {},
		'template.readAnswers': { needed: { shownPage: '{"page":"list"}' } },
		'template.writePage': {},
		...BUYER_CASES,
		...TEST_MESSAGE_CASES,
	},
};
