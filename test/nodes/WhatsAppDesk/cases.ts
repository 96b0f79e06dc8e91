import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { NodeUnderTest } from '../operationCases';
import { BUYER_CASES } from './buyerCases';
import { TEST_MESSAGE_CASES } from './testMessageCases';

const MOMENT = '2026-03-02T09:00:00.000Z';
const ROW = {
	id: 1,
	store_id: 'store-1',
	status: 'failed',
	error_message: 'timeout: no answer',
	createdAt: MOMENT,
};
/** Their defaults are expressions for the shipped canvases. */
const TABLES = {
	settings: JSON.stringify([{ key: 'whatsapp_alert_min_messages', value: '1' }]),
	stores: JSON.stringify([{ store_id: 'store-1', shop_name: 'Shop' }]),
	templates: '[]',
};
const QUESTION = JSON.stringify({ query: '8 701 000 11 22' });
const MESSAGES = JSON.stringify([{ ...ROW, customer_phone: '+77010001122' }]);
const { settings, stores, templates } = TABLES;

export const WHATSAPP_DESK: NodeUnderTest = {
	name: 'WhatsApp Desk',
	NodeClass: WhatsAppDesk,
	local: [],
	operations: {
		'general.readAnswers': { needed: { answer: '{"submittedAt":"now","next":"Сохранить"}' } },
		'general.writePage': {},
		'session.readAnswers': {},
		'session.writePage': { needed: { decision: '{"next":"look","session":"default"}' } },
		'session.qrNotice': {},
		'shop.readAnswers': { needed: { shown: '{"page":"list"}', answer: '{"submittedAt":"now"}' } },
		'shop.check': { needed: { entered: '{"shop_name":"Ромашка"}' } },
		'shop.writePage': {},
		'answer.settings': { needed: { settingsRow: '{"id":1,"store_id":"store-1"}' } },
		'answer.templates': { needed: { templates: '[{"id":1}]' } },
		'answer.test': { input: { status: 'sent', code: '', message: '' } },
		'template.choosePage': {},
		'template.readAnswers': { needed: { shownPage: '{"page":"list"}' } },
		'template.writePage': {},
		...BUYER_CASES,
		...TEST_MESSAGE_CASES,
		'history.phone': { needed: { question: QUESTION, messages: MESSAGES } },
		'history.question': { needed: { answer: QUESTION } },
		'history.writePage': {
			needed: { question: QUESTION, messages: MESSAGES, clients: '[]', settings, stores },
		},
		'report.alert': {
			needed: { settings, stores },
			options: { now: MOMENT },
			input: { groups: [{ store: 'store-1', kind: 'new', status: 'failed', cause: '', n: 3 }] },
			makesOne: true,
		},
		'person.question': { needed: { answer: '{"phone":"8 701 000 11 22"}' } },
		'person.steps': {
			needed: { answer: '{}', shownPage: '{"identity":{"phones":[]},"steps":[]}' },
			makesOne: true,
		},
		'person.traces': {
			needed: {
				personQuestion: '{"phone":"8 701 000 11 22"}',
				cards: '[]',
				tables: '[{"id":"T1","name":"clients"}]',
			},
			makesOne: true,
		},
		'person.writePage': {
			needed: {
				personQuestion: '{"phone":"8 701 000 11 22"}',
				cards: '[]',
				traces: '[]',
				found: '[]',
			},
			makesOne: true,
		},
		'report.tableSize': {
			needed: {
				looks: '[{"table":"t"}]',
				ends: JSON.stringify([{ json: ROW, pairedItem: 0 }]),
				settings: JSON.stringify([{ key: 'data_tables_max_mb', value: '0.0001' }]),
			},
			options: { now: MOMENT },
			input: ROW,
			makesOne: true,
		},
		'report.count': { input: ROW, makesOne: true },
		'report.explain': { needed: { chatId: '1' } },
		'report.file': { input: { lines: '"1"', rows: 1 }, makesOne: true },
		'report.list': { needed: { stores, templates }, input: ROW, makesOne: true },
		'report.period': { needed: { answer: '{}', settings }, options: { now: MOMENT } },
		'report.split': { needed: { firstId: '1', lastId: '2' } },
		'report.write': {
			needed: { about: '{}', stores, templates },
			options: { now: MOMENT },
			input: { groups: [] },
			makesOne: true,
		},
	},
};
