import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import type { NodeUnderTest } from '../operationCases';
import { BUTTONS, message } from './sample';

const MOMENT = '2026-03-02T09:00:00.000Z';
const SETTINGS = JSON.stringify([
	{ key: 'text_price', value: 'Прайс' },
	{ key: 'relay_via', value: 'both' },
]);
const CARDS = JSON.stringify([{ id: 1, telegram_id: '500000123', phone: '+77010001122' }]);
const ROW = JSON.stringify({
	id: 1,
	target: 'client',
	chat_id: '500',
	telegram_id: '500',
	text: 'Добрый день',
	source: 'operator',
	event_key: 'wahelp:1',
	status: 'pending',
	attempts: 0,
	createdAt: MOMENT,
});
const REPORT = JSON.stringify([
	{ source: 'operator', text: 'x', message_id: '1', event_key: 'wahelp:1', phone: '', user_id: '' },
]);
/** Their defaults are expressions for the shipped canvases. */
const TABLES = { client: '[]', settings: '[]' };
const routed = { user_id: '500000123', way: 'answer', scene: 'price', route: 'button' };

export const MESSAGE_ROUTER: NodeUnderTest = {
	name: 'Message Router',
	NodeClass: MessageRouter,
	local: ['country'],
	operations: {
		'message.judgeSending': { needed: { reply: JSON.stringify({ step: '' }) } },
		'message.listRecipients': {
			needed: {
				message: JSON.stringify(routed),
				client: CARDS,
				settings: SETTINGS,
				eventKey: 'client-bot:1',
			},
		},
		'message.registerPhone': {
			needed: { message: JSON.stringify(routed), cards: CARDS, settings: SETTINGS },
		},
		'message.reply': {
			needed: { message: JSON.stringify(routed), client: CARDS, settings: SETTINGS },
			// Its default is an expression of n8n's editor.
			options: { now: MOMENT },
		},
		'message.route': {
			needed: { buttons: BUTTONS },
			options: {
				buttonsList: 'Доставка = delivery',
				botUsername: '@shop_bot',
				clientRows: CARDS,
				now: MOMENT,
				settingRows: SETTINGS,
			},
			input: message('💰 Прайс'),
		},
		'relay.addressReports': { needed: { reports: REPORT, cards: '[]', settings: '[]' } },
		'relay.checkEcho': { needed: { ...TABLES, message: ROW, earlier: '[]' } },
		'relay.chooseWay': { needed: { ...TABLES, message: ROW, earlier: '[]' } },
		'relay.leaveOutStored': { needed: { reports: REPORT, stored: '[]' } },
		'relay.listFolded': { needed: { sent: '{"folded_ids": [5]}' } },
		'relay.readReports': {
			needed: { operators: '[{"message_id":"1","text":"x"}]', clients: '[]', settings: '[]' },
		},
		'relay.tellOutcome': {
			needed: TABLES,
			input: { ...(JSON.parse(ROW) as object), queue: { what: 'done' } },
		},
	},
};
