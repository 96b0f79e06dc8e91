import type { IBinaryKeyData, INodeParameters, INodeType } from 'n8n-workflow';

import { Kaspi } from '../../nodes/Kaspi/Kaspi.node';
import { MessageTemplate } from '../../nodes/MessageTemplate/MessageTemplate.node';
import { Waha } from '../../nodes/Waha/Waha.node';
import { WebhookSignature } from '../../nodes/WebhookSignature/WebhookSignature.node';
import type { CredentialValues } from '../harness/credentials';
import { AmocrmSimulator } from '../simulators/amocrm/amocrm';
import { KaspiSimulator } from '../simulators/kaspi/kaspi';
import type { Simulator } from '../simulators/shared/simulator';
import { SitniksSimulator } from '../simulators/sitniks/sitniks';
import { TelegramSimulator } from '../simulators/telegram/telegram';
import { WahaSimulator } from '../simulators/waha/waha';
import { WahelpSimulator } from '../simulators/wahelp/wahelp';
import { AMO_CRM } from './AmoCrm/cases';
import { COURSE_PAYMENT } from './CoursePayment/cases';
import { MESSAGE_ROUTER } from './MessageRouter/cases';
import { SALES_DIALOGUE } from './SalesDialogue/cases';
import { TELEGRAM } from './Telegram/cases';
import { SITNIKS } from './Sitniks/cases';
import { WAHELP } from './Wahelp/cases';
import { WHATSAPP_DESK } from './WhatsAppDesk/cases';
import { WORK_QUEUE } from './WorkQueue/cases';

export interface OperationCase {
	/** What a user must fill in. */
	needed?: INodeParameters;
	/** What makes sense of an option where its default would be refused. */
	options?: Record<string, INodeParameters[string]>;
	/** What goes with a drop-down's value: by its name, other parameters. */
	with?: Record<string, INodeParameters>;
	/** Drop-downs whose other values need another set-up; tested on their own. */
	fixed?: string[];
	/** Fields of every input item, next to `number`. */
	input?: Record<string, unknown>;
	/** Fields of one input item only. */
	inputOf?: (index: number) => Record<string, unknown>;
	/** True when all items together make one. */
	makesOne?: boolean;
	binary?: () => IBinaryKeyData;
	/** What happens at the vendor first. */
	emit?: object[];
	/** True when the operation makes no call. */
	callsNobody?: boolean;
}

export interface NodeUnderTest {
	name: string;
	NodeClass: new () => INodeType;
	/** Mount of its simulator; none for nodes that call nobody. */
	vendor?: string;
	/** Behaviour of the simulator for quick tests. */
	switches?: object;
	credentials?: (vendors: string) => CredentialValues;
	wrongCredentials?: (vendors: string) => CredentialValues;
	/** Values of options for which an empty one means none. */
	samples?: Record<string, string>;
	/** Drop-downs of every operation whose other values need another set-up. */
	fixed?: string[];
	/** Options that shape the input or output and are not sent. */
	local: string[];
	operations: Record<string, OperationCase>;
}

export const SIMULATORS: Array<() => Simulator> = [
	() => new KaspiSimulator(),
	() => new WahaSimulator(),
	() => new AmocrmSimulator(),
	() => new TelegramSimulator(),
	() => new WahelpSimulator(),
	() => new SitniksSimulator(),
];

const CHAT = { chatId: '8 701 000 11 22' };
const FILE = { fileUrl: 'https://files.example/card.png' };
const PNG = (): IBinaryKeyData => ({
	data: {
		data: Buffer.from('card').toString('base64'),
		mimeType: 'image/png',
		fileName: 'card.png',
	},
});

const waha = (apiKey: string) => (vendors: string) => ({
	crmBridgeWahaApi: { baseUrl: `${vendors}/waha`, apiKey },
});

const WAHA: NodeUnderTest = {
	name: 'WAHA Bridge',
	NodeClass: Waha,
	vendor: 'waha',
	switches: { notWorkingDelayMs: 10, startMs: 10, ackDelayMs: 1 },
	credentials: waha('sandbox-waha'),
	wrongCredentials: waha('wrong'),
	// The last three are off unless they are chosen: off changes nothing.
	local: [
		...['allowPrivateMedia', 'country', 'simplify', 'checkNumber', 'settings', 'showTyping'],
		'textAlone',
	],
	samples: {
		caption: 'A card',
		filename: 'another.png',
		mentions: '77010001122',
		messageId: '3EB0A1B2C3D4',
		messageIds: 'false_77010001122@c.us_3EB0A1',
		mimetype: 'image/webp',
		participant: '77010001122@c.us',
		replyTo: 'false_77010001122@c.us_3EB0A1',
		since: '2026-01-01',
		until: '2026-01-02',
	},
	operations: {
		'chat.getMessages': {
			needed: CHAT,
			emit: [{ message: { from: '77010001122@c.us', text: 'Hi' } }],
		},
		'chat.markSeen': { needed: CHAT },
		'chat.typing': { needed: CHAT },
		'contact.checkNumber': { needed: { phone: '8 701 000 11 22' } },
		'contact.resolveLid': {
			needed: { lid: '98765@lid' },
			with: { lookFor: { lidPhone: '8 701 000 11 22' } },
		},
		'message.findSent': { needed: { ...CHAT, text: 'Hi' } },
		'message.sendFile': { needed: { ...CHAT, ...FILE }, binary: PNG },
		'message.sendImage': { needed: { ...CHAT, ...FILE }, binary: PNG },
		'message.sendLocation': { needed: { ...CHAT, latitude: 43.2, longitude: 76.9, title: 'Shop' } },
		'message.sendTemplate': { needed: { ...CHAT, messageText: 'Hi' } },
		'message.sendText': { needed: { ...CHAT, text: 'Hi' } },
		'message.sendVideo': {
			needed: { ...CHAT, fileUrl: 'https://files.example/a.mov' },
			binary: PNG,
		},
		'message.sendVoice': {
			needed: { ...CHAT, fileUrl: 'https://files.example/a.mp3' },
			binary: PNG,
		},
		'server.get': {},
		'session.get': {},
		'session.getAll': {},
		'session.qr': { emit: [{ session: { name: 'default', status: 'SCAN_QR_CODE' } }] },
		'session.restart': {},
		'session.start': {},
		'session.stop': {},
	},
};

/** One order per input item. */
const ORDER = {
	orderId: { __rl: true, mode: 'code', value: "={{ '90000077' + $json.number }}" },
};
const orders = (more: object) => ({
	orders: [0, 1, 2].map((n) => ({ code: `90000077${n}`, delivery: 'own', ...more })),
});
const kaspi = (token: string) => (vendors: string) => ({
	crmBridgeKaspiApi: { baseUrl: `${vendors}/kaspi`, token },
});

const KASPI: NodeUnderTest = {
	name: 'Kaspi Shop',
	NodeClass: Kaspi,
	vendor: 'kaspi',
	switches: { waybillDelayMs: 1 },
	credentials: kaspi('sandbox-kaspi'),
	wrongCredentials: kaspi('wrong'),
	local: [],
	operations: {
		'order.accept': { needed: ORDER, emit: [orders({ status: 'APPROVED_BY_BANK' })] },
		'order.assemble': {
			needed: ORDER,
			emit: [orders({ status: 'ACCEPTED_BY_MERCHANT', delivery: 'kaspi' })],
		},
		'order.cancel': { needed: ORDER, emit: [orders({ status: 'ACCEPTED_BY_MERCHANT' })] },
		'order.complete': {
			needed: ORDER,
			fixed: ['step'],
			emit: [orders({ status: 'ACCEPTED_BY_MERCHANT' })],
		},
		'order.get': { needed: ORDER, emit: [orders({})] },
		'order.getEntries': { needed: ORDER, emit: [orders({})] },
		'order.getMany': {
			needed: { from: '={{ $now.minus({ days: 1 }).toISO() }}' },
			emit: [orders({})],
		},
		'order.parse': {
			input: { orderId: '900000777', customerName: 'Айгерим', customerPhone: '7010001122' },
			callsNobody: true,
		},
	},
};

const TEMPLATE: NodeUnderTest = {
	name: 'Message Template',
	NodeClass: MessageTemplate,
	local: [],
	operations: {
		check: { needed: { template: 'Hi {user_name}' } },
		checkRow: { needed: { entered: '{"template_name":"Hi","template_text":"Hi {user_name}"}' } },
		choose: {
			needed: {
				templates: JSON.stringify([
					{ id: 1, order_kind: 'new', template_text: 'Hi', is_active: true },
				]),
				storeId: 'store-1',
				stableKey: '900000777',
			},
		},
		decideKind: {
			needed: {
				stageTemplates: '[]',
				stageOrder: JSON.stringify({ stage: 'new', state: 'NEW', kinds: ['new'] }),
			},
		},
		render: { needed: { template: 'Hi {user_name}' } },
	},
};

const SIGNATURE: NodeUnderTest = {
	name: 'Webhook Signature',
	NodeClass: WebhookSignature,
	credentials: () => ({ crmBridgeSigningSecretApi: { secret: 'an invented secret' } }),
	local: [],
	operations: {
		sign: { binary: PNG },
		verify: { binary: PNG, input: { headers: { 'x-signature': 'ab' } } },
	},
};

export const OPERATIONS: NodeUnderTest[] = [
	AMO_CRM,
	COURSE_PAYMENT,
	KASPI,
	MESSAGE_ROUTER,
	SALES_DIALOGUE,
	TEMPLATE,
	TELEGRAM,
	WAHA,
	WAHELP,
	SITNIKS,
	SIGNATURE,
	WHATSAPP_DESK,
	WORK_QUEUE,
];
