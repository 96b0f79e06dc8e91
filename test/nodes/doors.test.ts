import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import type { IDataObject, INodeType } from 'n8n-workflow';

import { AmoCrmTrigger } from '../../nodes/AmoCrm/AmoCrmTrigger.node';
import { processQuota } from '../../nodes/shared/chatQuota';
import { SignedWebhookTrigger } from '../../nodes/SignedWebhookTrigger/SignedWebhookTrigger.node';
import { SitniksTrigger } from '../../nodes/Sitniks/SitniksTrigger.node';
import { TelegramTrigger } from '../../nodes/Telegram/TelegramTrigger.node';
import { WahaTrigger } from '../../nodes/Waha/WahaTrigger.node';
import { WahelpTrigger } from '../../nodes/Wahelp/WahelpTrigger.node';
import type { CredentialValues } from '../harness/credentials';
import { PlacedNode } from '../harness/node';
import { body, headers as someHeaders, query as someQuery } from './doorBodies';

jest.mock('../../nodes/shared/refusals', () => require('../harness/refusals').atOnce);

const SECRET = 'door-secret-0123456789-0123456789';
/** Nobody listens there: a door that calls a vendor before it has checked the caller would fail. */
const NOWHERE = 'http://127.0.0.1:9';
/** Bodies for each of the six doors, strangers' calls for each. */
const BODIES = 3400;
const STRANGERS = 600;

interface Door {
	type: INodeType;
	parameters?: IDataObject;
	credentials: CredentialValues;
	staticData?: IDataObject;
	/** A call that the door takes. */
	sample: unknown;
	/** What makes a call another one than the last: copies start no run. */
	renew?: (body: string, count: number) => string;
	/** A form as amoCRM sends it. */
	isForm?: boolean;
	/** What proves the caller. */
	proof: (body: Buffer) => { headers?: Record<string, string>; query?: Record<string, string> };
}

const hmac = (algorithm: string, text: Buffer) =>
	createHmac(algorithm, SECRET).update(text).digest('hex');
const signing = { crmBridgeSigningSecretApi: { secret: SECRET } };
const inQuery = () => ({ query: { secret: SECRET } });

const DOORS: Record<string, Door> = {
	'payments (Signed Webhook Trigger)': {
		type: new SignedWebhookTrigger(),
		parameters: { path: 'payment', responseMode: 'onReceived' },
		credentials: signing,
		sample: { course_order: { payment_id: 'pay_1', amount: 100, user: { phone: '89991230001' } } },
		proof: (text) => ({ headers: { 'x-signature': hmac('sha256', text) } }),
	},
	'the HTTP API (Signed Webhook Trigger with a key)': {
		type: new SignedWebhookTrigger(),
		parameters: { path: ':call/:id', authentication: 'key', responseMode: 'onReceived' },
		credentials: signing,
		sample: { template_name: 'A', template_text: 'B {order_num}', weight: 1, is_active: true },
		proof: () => ({ headers: { 'x-api-key': SECRET } }),
	},
	WAHA: {
		type: new WahaTrigger(),
		credentials: {
			crmBridgeWahaApi: { baseUrl: NOWHERE, apiKey: 'x', webhookHmacSecret: SECRET },
		},
		sample: {
			...{ id: 'evt_1', timestamp: 1, event: 'message', session: 'default', engine: 'GOWS' },
			payload: {
				id: 'false_77010001122@c.us_A1',
				from: '77010001122@c.us',
				fromMe: false,
				body: 'Hi',
			},
		},
		proof: (text) => ({
			headers: { 'x-webhook-hmac': hmac('sha512', text), 'x-webhook-hmac-algorithm': 'sha512' },
		}),
	},
	Wahelp: {
		type: new WahelpTrigger(),
		parameters: { registration: 'manual' },
		credentials: {
			crmBridgeWahelpApi: {
				...{ baseUrl: NOWHERE, authentication: 'token', token: 'x', webhookSecret: SECRET },
			},
		},
		sample: {
			action: 'message_created',
			payload: { id: 1, user_id: 2, channel_id: 3, message: 'Hi', destination: 'from_operator' },
		},
		proof: inQuery,
	},
	Telegram: {
		type: new TelegramTrigger(),
		credentials: {
			crmBridgeTelegramApi: { baseUrl: NOWHERE, accessToken: '1:x', webhookSecret: SECRET },
		},
		sample: {
			update_id: 1,
			message: {
				message_id: 2,
				date: 3,
				chat: { id: 4, type: 'private' },
				from: { id: 4 },
				text: 'Hi',
			},
		},
		renew: (text, count) => text.replace('"update_id":1,', `"update_id":${count},`),
		proof: () => ({ headers: { 'x-telegram-bot-api-secret-token': SECRET } }),
	},
	amoCRM: {
		type: new AmoCrmTrigger(),
		credentials: { crmBridgeAmoCrmApi: { baseUrl: NOWHERE, accessToken: 'x' } },
		staticData: { secret: SECRET },
		sample: { leads: { update: [{ id: '1', last_modified: '2', modified_user_id: '3' }] } },
		isForm: true,
		proof: inQuery,
	},
	Sitniks: {
		type: new SitniksTrigger(),
		credentials: {
			crmBridgeSitniksApi: { baseUrl: NOWHERE, apiKey: 'x', webhookSecret: SECRET },
		},
		sample: {
			chat: { id: 'a', userId: '1', status: 'Новий' },
			message: { sentBy: '1', text: 'Hi' },
		},
		proof: inQuery,
	},
};

function place({ type, parameters, credentials, staticData }: Door): PlacedNode {
	const placed = new PlacedNode(type, {
		parameters: (parameters ?? {}) as never,
		credentials,
		mode: 'webhook',
	});
	Object.assign(placed.staticData, staticData ?? {});
	return placed;
}

async function call(
	placed: PlacedNode,
	raw: Buffer,
	{ headers = {}, query = {} }: ReturnType<Door['proof']>,
) {
	// A quota that is used up would hide the rest of the door.
	processQuota.clear();
	const { result, reply } = await placed.webhook({ body: raw, headers, query, runEnds: 200 });
	const items = (result.workflowData ?? []).flat().length;
	return { status: reply.status || 200, said: reply.body ?? result.webhookResponse, items };
}

/** JSON of an answer; a door answers in words, never with what came. */
const words = (said: unknown) => JSON.stringify(said ?? '');

describe.each(Object.entries(DOORS))('the door of %s', (_name, door) => {
	test(`${BODIES} bodies of a known caller, whole, damaged and strange: no throw, no 5xx, a run or a reason`, async () => {
		const placed = place(door);
		let count = 0;
		const bodies = body(door.sample, door.isForm === true).map((raw) =>
			door.renew ? Buffer.from(door.renew(raw.toString('latin1'), ++count), 'latin1') : raw,
		);
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(bodies, someHeaders, async (raw, more) => {
				const { headers, query } = door.proof(raw);
				const answer = await call(placed, raw, { headers: { ...more, ...headers }, query });
				expect(answer.status).toBeGreaterThanOrEqual(200);
				expect(answer.status).toBeLessThan(500);
				if (answer.items > 0) runs++;
				// No run: the caller is told why, or that nothing of it is for us.
				else expect(words(answer.said)).not.toBe('""');
				expect(words(answer.said)).not.toContain(SECRET);
			}),
			{ numRuns: BODIES },
		);
		// It does not pass by refusing everything.
		expect(runs).toBeGreaterThan(50);
	}, 120_000);

	test(`${STRANGERS} calls of strangers: each a 401 or a refusal of its size or kind, and no run`, async () => {
		const placed = place(door);
		const strange = fc.tuple(body(door.sample, door.isForm === true), someHeaders, someQuery);
		await fc.assert(
			fc.asyncProperty(strange, async ([raw, headers, query]) => {
				const answer = await call(placed, raw, { headers, query });
				expect(answer).toMatchObject({ items: 0 });
				expect([401, 413, 415]).toContain(answer.status);
				expect(words(answer.said)).not.toContain(SECRET);
			}),
			{ numRuns: STRANGERS },
		);
	}, 120_000);
});
