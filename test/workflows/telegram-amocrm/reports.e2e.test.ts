import axios from 'axios';
import fc from 'fast-check';

import { ADMIN_CHAT, client, Conversation, type Client } from '../support/telegram';
import { size } from '../support/size';
import { World } from '../support/world';

type Json = Record<string, unknown>;

/** Bodies in one call: arrays of messages are one of Wahelp's forms. */
const PER_CALL = 50;
const BODIES = size(1500, 5000);

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
});
afterAll(async () => await world?.stop());

async function post(body: unknown): Promise<number> {
	const { data } = await axios.get<{ webhooks: Array<{ url: string }> }>(
		`${world.vendorUrl('wahelp')}/__sim/state`,
	);
	const { status } = await axios.post(data.webhooks[0].url, JSON.stringify(body), {
		headers: { 'content-type': 'application/json' },
		validateStatus: () => true,
	});
	return status;
}

/** Ids like Wahelp's that no other message has. */
let lastId = Date.now() * 10;
const newId = () => ++lastId;

const ENVELOPES: Record<string, (payload: Json) => unknown> = {
	'action and payload': (payload) => ({ action: 'channel.message.created', payload }),
	'event and data': (data) => ({ event: 'channel.message.created', data }),
	'type and data': (data) => ({ type: 'channel.message.created', data }),
	'a list of data': (data) => ({ event: 'channel.message.created', data: [data] }),
	'a list of payloads': (payload) => ({ action: 'channel.message.created', payload: [payload] }),
	'a list': (payload) => [{ action: 'channel.message.created', payload }],
	'a bare message': (payload) => payload,
};
const OPERATOR = ['from_operator', 'operator', 'FROM_OPERATOR', 'from_whatsapp', 'from_amocrm'];
const NOT_OPERATOR = [
	'from',
	'from_user',
	'user',
	'to',
	'comment',
	'ai',
	'notice_x',
	'',
	undefined,
];

function payload(to: Client, text: string, more: Json = {}): Json {
	return {
		id: newId(),
		user_id: 301,
		channel_id: 101,
		message: text,
		message_type: 'text',
		destination: 'from_operator',
		created_at: '2026-11-21 14:03:11',
		user: { id: 301, name: to.first_name, phone: to.phone, contact_id: 900 },
		...more,
	};
}

test('every envelope and direction: operators reach the client, nothing else does', async () => {
	const ira = client(101);
	await talk.known(ira);
	const expected: string[] = [];
	for (const [form, wrap] of Object.entries(ENVELOPES)) {
		for (const destination of [...OPERATOR, ...NOT_OPERATOR]) {
			const text = `${form}: ${destination}`;
			if (OPERATOR.includes(destination ?? '')) expected.push(text);
			expect(await post(wrap(payload(ira, text, { destination })))).toBe(200);
		}
	}
	await talk.atRest(120_000);
	expect((await talk.replies(ira)).sort()).toEqual(expected.sort());
	expect(await talk.replies(ADMIN_CHAT)).toEqual([]);
}, 240_000);

test('who is meant: by the exact phone, without one by the Wahelp user, else nobody', async () => {
	const [known, byUser, twin, other] = [102, 103, 104, 105].map(client);
	await talk.known(known, byUser, twin, other);
	const { tables } = world.sandbox.api;
	await tables.update('clients', { telegram_id: String(byUser.id) }, { wahelp_user_id: '777001' });
	// Two cards with one number, as a mistake in the table may leave them.
	await tables.update('clients', { telegram_id: String(other.id) }, { phone: `+${twin.phone}` });
	const user = (fields: Json) => ({ user: { id: 301, ...fields } });

	await post(payload(known, 'по номеру с плюсом', user({ phone: `+${known.phone}` })));
	await post(payload(known, 'по номеру с восьмёркой', user({ phone: `8${known.phone.slice(1)}` })));
	await post(payload(byUser, 'по пользователю', { user_id: 777001, user: { id: 777001 } }));
	await post(payload(known, 'чужой номер', user({ phone: `${known.phone.slice(0, -1)}0` })));
	await post(payload(known, 'короткий номер', user({ phone: known.phone.slice(-7) })));
	await post(payload(known, 'лишняя цифра', user({ phone: `${known.phone}1` })));
	await post(
		payload(byUser, 'номер чужой, пользователь наш', {
			...user({ phone: '79995550999' }),
			user_id: 777001,
		}),
	);
	await post(payload(twin, 'номер двоих'));
	await post(payload(known, 'канал другой', { channel_id: 102 }));
	await post({ action: 'channel.message.updated', payload: payload(known, 'правка') });
	await post({ action: 'channel.message.deleted', payload: payload(known, 'удаление') });
	await talk.atRest();

	expect(await talk.replies(known)).toEqual(['по номеру с плюсом', 'по номеру с восьмёркой']);
	expect(await talk.replies(byUser)).toEqual(['по пользователю']);
	expect([await talk.replies(twin), await talk.replies(other)]).toEqual([[], []]);
	const told = (await talk.replies(ADMIN_CHAT)).map((text) => text.split('\n\n').at(-1));
	expect(told.sort()).toEqual(
		[
			'чужой номер',
			'короткий номер',
			'лишняя цифра',
			'номер чужой, пользователь наш',
			'номер двоих',
		].sort(),
	);
});

test('a file without text reaches the client as its address', async () => {
	const ira = client(106);
	await talk.known(ira);
	const file_url = 'https://files.example/price.pdf';
	await post(payload(ira, '', { message_type: 'document', file_url }));
	await talk.atRest();
	expect(await talk.replies(ira)).toEqual([file_url]);
});

test('a word for the writer that nobody knows: nobody gets it, the admin is told once per word', async () => {
	const ira = client(107);
	await talk.known(ira);
	const before = (await talk.alerts()).length;
	for (const destination of ['from_bot', 'from_scenario', 'from_bot', 'comment', 'altegio_visit']) {
		expect(await post(payload(ira, `от ${destination}`, { destination }))).toBe(200);
	}
	await talk.atRest();
	await world.eventually('both words to be told', async () => {
		return (await talk.toldSince(before, 'неизвестным словом')).length === 2;
	});
	expect(await talk.toldSince(before, '«from_bot»')).toHaveLength(1);
	expect(await talk.toldSince(before, '«from_scenario»')).toHaveLength(1);
	expect(await talk.replies(ira)).toEqual([]);
});

/** Values where a phone, text or direction should be. */
const odd = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.constantFrom(null, '', '[object Object]', -1),
);
const mostly = <T>(right: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: right }, odd);

/** A message that is right, nearly right or nonsense; its text names the body. */
function generated(people: Client[]): fc.Arbitrary<(text: string) => unknown> {
	const phone = fc
		.constantFrom(...people)
		.chain((one) =>
			fc.constantFrom(
				one.phone,
				`+${one.phone}`,
				Number(one.phone),
				`8${one.phone.slice(1)}`,
				one.phone.slice(1),
				one.phone.slice(0, -1),
				`${one.phone}7`,
				`${one.phone.slice(0, -1)}${(Number(one.phone.at(-1)) + 1) % 10}`,
				one.phone.slice(-9),
			),
		);
	const person = fc.record(
		{ id: mostly(fc.integer({ min: 1, max: 99 })), phone: mostly(phone), uid: phone, uid2: phone },
		{ requiredKeys: [] },
	);
	const fields = fc.record(
		{
			user: mostly(person),
			contact: mostly(fc.record({ phone }, { requiredKeys: [] })),
			phone: mostly(phone),
			chat: mostly(fc.record({ phone }, { requiredKeys: [] })),
			// Rarely an operator: each of those is a message to somebody, which takes n8n its time.
			destination: mostly(
				fc.oneof(
					{ weight: 1, arbitrary: fc.constantFrom(...OPERATOR) },
					{ weight: 9, arbitrary: fc.constantFrom(...NOT_OPERATOR) },
				),
			),
			channel_id: mostly(fc.constantFrom(101, 102)),
			created_at: odd,
			message_type: odd,
			status: odd,
		},
		{ requiredKeys: [] },
	);
	const wrap = fc.constantFrom(...Object.values(ENVELOPES));
	const place = fc.constantFrom('message', 'text', 'body', 'object');
	return fc
		.tuple(fields, wrap, place, fc.integer({ min: 0, max: 9 }), odd)
		.map(([more, wrapped, where, dice, nonsense]) => (text: string) => {
			if (dice === 0) return nonsense;
			const words = where === 'object' ? { message: { text } } : { [where]: text };
			return wrapped({ id: newId(), ...more, ...words });
		});
}

test(`${BODIES} generated bodies: no failure, and nobody gets what was not for him`, async () => {
	const people = [111, 112, 113, 114].map(client);
	await talk.known(...people);
	const alertsBefore = (await talk.alerts()).length;
	const makers = fc.sample(generated(people), { numRuns: BODIES, seed: 20261121 });
	const bodies = makers.map((make, i) => make(`текст-${i}-`));
	for (let at = 0; at < BODIES; at += PER_CALL) {
		const status = await post(bodies.slice(at, at + PER_CALL));
		if (status !== 200) throw new Error(`call ${at} was answered ${status}`);
	}
	await talk.atRest(300_000);

	const got = await Promise.all(people.map(async (one) => await talk.replies(one)));
	let reached = 0;
	for (const [i, texts] of got.entries()) {
		for (const text of texts) {
			const body = JSON.stringify(bodies[Number(/текст-(\d+)-/.exec(text)?.[1])]);
			// His number, written in full, is in the body; somebody else's is not what it names first.
			expect(body.replace(/"8(?=9)/g, '"7')).toContain(people[i].phone);
			reached += 1;
		}
		expect(new Set(texts).size).toBe(texts.length);
	}
	// The generator does make messages that must arrive.
	expect(reached).toBeGreaterThan(BODIES / 100);
	const failures = (await talk.alerts())
		.slice(alertsBefore)
		.filter((text) => text.startsWith('⚠️'));
	expect(failures).toEqual([]);
}, 600_000);
