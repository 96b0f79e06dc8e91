import { Sitniks } from '../../../nodes/Sitniks/Sitniks.node';
import type { NodeUnderTest } from '../operationCases';
import { byId, byName, CHAT_ID, USER_ID } from './kit';

const account = (apiKey: string) => (vendors: string) => ({
	crmBridgeSitniksApi: { baseUrl: `${vendors}/sitniks`, apiKey },
});
const CHAT = { chatId: byId(CHAT_ID) as never };
const SEED = {
	chat: { id: CHAT_ID, userId: USER_ID, userNickName: 'olena.k', tags: ['vip'] },
};
const WRITES = { emit: [SEED] };

export const SITNIKS: NodeUnderTest = {
	name: 'Sitniks CRM',
	NodeClass: Sitniks,
	vendor: 'sitniks',
	switches: { limit: false },
	credentials: account('sandbox-sitniks'),
	wrongCredentials: account('wrong'),
	local: [
		'anyoneExcept',
		'country',
		'knownChatId',
		'maxPages',
		'nobodyIsError',
		'nobodyIsFine',
		'searchBack',
		'simplify',
		'suggestedChatId',
		'timeout',
		'waitForLimit',
		'waitSeconds',
	],
	samples: {
		createdAfter: '2026-06-01',
		createdBefore: '2026-06-03',
		endDate: '2026-06-03',
		firstMessageEndDate: '2026-06-03',
		firstMessageStartDate: '2026-06-01',
		initialSource: 'instagram',
		startDate: '2026-06-01',
		status: 'Новий',
	},
	operations: {
		'api.request': {
			needed: { path: '/managers' },
			// Other methods have tests of their own: /managers can only be read.
			fixed: ['method'],
		},
		'chat.addNote': { needed: { ...CHAT, text: 'Call tomorrow' }, ...WRITES },
		'chat.assignManager': { needed: { ...CHAT, manager: byId('33') as never }, ...WRITES },
		'chat.find': { needed: { nickName: '@Olena.K' }, ...WRITES },
		'chat.get': { needed: CHAT, ...WRITES },
		'chat.getAll': {
			// Each is in the list, whatever is filtered.
			options: { status: 'Новий', initialSource: 'instagram' },
			emit: [{ chats: 3 }],
		},
		'chat.getMessages': {
			needed: CHAT,
			emit: [
				SEED,
				{ client: { chat_id: CHAT_ID, text: 'Hi' } },
				{ client: { chat_id: CHAT_ID, text: 'Price?', comment: true } },
			],
		},
		'chat.sendMessage': { needed: { ...CHAT, text: 'Thank you' }, ...WRITES },
		'chat.setStatus': { needed: { ...CHAT, status: byName('Оплачено') as never }, ...WRITES },
		'chat.setTags': { needed: { ...CHAT, tags: 'new' }, ...WRITES },
		'client.find': {
			needed: { phone: '050 111 22 33' },
			with: { by: { email: 'olena@example.com', search: 'Олена' } },
		},
		'manager.getAll': {},
		'order.create': {
			needed: { fullname: 'Олена Ковальчук', phone: '050 111 22 33' },
			with: { specifyBody: { json: '{"client":{"fullname":"Олена Ковальчук"}}' } },
		},
		'order.get': { needed: { orderId: byId('70001') as never } },
		'order.getAll': {},
		'stage.plan': {
			needed: { reached: JSON.stringify({ user_id: 'telegram:1', stage: 'first_touch' }) },
			callsNobody: true,
		},
	},
};
