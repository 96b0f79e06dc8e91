import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import type { NodeUnderTest } from '../operationCases';
import { BUTTONS, message } from './sample';

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
	createdAt: '2026-03-02T09:00:00.000Z',
});
const REPORT = JSON.stringify([
	{ source: 'operator', text: 'x', message_id: '1', event_key: 'wahelp:1', phone: '', user_id: '' },
]);
/** Their defaults are expressions for the shipped canvases. */
const TABLES = { client: '[]', settings: '[]' };

export const MESSAGE_ROUTER: NodeUnderTest = {
	name: 'Message Router',
	NodeClass: MessageRouter,
	local: ['country'],
	operations: {
		'message.route': {
			needed: { buttons: BUTTONS },
			options: { buttonsList: 'Доставка = delivery', botUsername: '@shop_bot' },
			input: message('💰 Прайс'),
		},
		'relay.addressReports': { needed: { reports: REPORT, cards: '[]', settings: '[]' } },
		'relay.checkEcho': { needed: { ...TABLES, message: ROW, earlier: '[]' } },
		'relay.chooseWay': { needed: { ...TABLES, message: ROW, earlier: '[]' } },
		'relay.leaveOutStored': { needed: { reports: REPORT, stored: '[]' } },
		'relay.readReports': {
			needed: { operators: '[{"message_id":"1","text":"x"}]', clients: '[]', settings: '[]' },
		},
		'relay.tellOutcome': {
			needed: TABLES,
			input: { ...(JSON.parse(ROW) as object), queue: { what: 'done' } },
		},
	},
};
