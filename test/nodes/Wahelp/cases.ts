import { Wahelp } from '../../../nodes/Wahelp/Wahelp.node';
import type { NodeUnderTest } from '../operationCases';
import { PROJECT, TELEGRAM } from './kit';

const account = (key: string) => (vendors: string) => ({
	crmBridgeWahelpApi: { baseUrl: `${vendors}/wahelp`, login: key, password: key },
});
const PHONE = { phone: '8 999 000 11 22' };

export const WAHELP: NodeUnderTest = {
	name: 'Wahelp',
	NodeClass: Wahelp,
	vendor: 'wahelp',
	switches: { echo: 'off' },
	credentials: account('sandbox-wahelp'),
	wrongCredentials: account('wrong'),
	local: ['country', 'excludeIds', 'lookFirst', 'sentAfter', 'simplify'],
	samples: { destination: 'from_operator', userId: '301' },
	operations: {
		'channel.getAll': { needed: PROJECT },
		'contact.findByPhone': { needed: { ...TELEGRAM, ...PHONE } },
		'inbound.parse': { input: { body: { action: 'channel.created' } }, callsNobody: true },
		'message.getAll': {
			needed: TELEGRAM,
			emit: [1, 2, 3].map((n) => ({ client: { phone: '79990001122', text: `Hi ${n}` } })),
		},
		'message.send': {
			needed: { ...TELEGRAM, ...PHONE, text: 'Hi' },
			options: { destination: 'from_operator' },
			// By User ID has tests of its own: the id changes with every reset.
			fixed: ['recipient'],
		},
		'user.ensure': { needed: { ...TELEGRAM, ...PHONE, name: 'Анна' } },
	},
};
