import fc from 'fast-check';

import {
	CHOICES,
	doingsOf,
	forgetHtml,
	forgetPage,
} from '../../../nodes/WhatsAppDesk/domain/person/page';
import {
	identityOf,
	isOwnCard,
	isTheirCard,
	questionOf,
} from '../../../nodes/WhatsAppDesk/domain/person/person';
import {
	stepsOf,
	tracesOf,
	type Step,
	type Trace,
} from '../../../nodes/WhatsAppDesk/domain/person/traces';
import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import type { Row } from '../../../nodes/shared/rows';
import { PlacedNode } from '../../harness/node';
import { TABLES } from '../../workflows/gate/tables';

const PHONE = '+77010001122';
const tables = Object.keys(TABLES).map((name) => ({ id: `id-${name}`, name }));
const asked = (answer: object) => questionOf(answer as never);
const byPhone = asked({ phone: '8 701 000 11 22' });
const byId = asked({ telegram_id: '500000001' });
const card = (more: object = {}) => ({ id: 1, phone: PHONE, ...more });
const NOBODY = { phones: [], telegramIds: [], usernames: [], contacts: [] };

describe('the question', () => {
	test('a phone counts in any spelling, a Telegram ID with digits only', () => {
		expect(byPhone).toMatchObject({ phone: PHONE, phone_pattern: '%7010001122', problem: '' });
		expect(byId).toMatchObject({ telegram_id: '500000001', telegram_pattern: '500000001' });
	});

	test.each([
		[{}, 'Впишите телефон или номер в Telegram.'],
		[{ phone: '12' }, '«12» не читается как телефон.'],
		[{ telegram_id: '@ivan' }, '«@ivan» не номер в Telegram: он состоит из одних цифр.'],
		[{ telegram_id: '%' }, '«%» не номер в Telegram: он состоит из одних цифр.'],
	])('%p cannot be searched for: %s', (answer, problem) => {
		expect(asked(answer)).toMatchObject({ problem });
	});

	test('what cannot be read finds nothing', () => {
		expect(asked({ phone: '%' })).toMatchObject({ phone_pattern: '-', telegram_pattern: '-' });
	});
});

describe('whose card it is', () => {
	test('a card without Telegram account belongs to its phone', () => {
		expect(isOwnCard(card(), byPhone)).toBe(true);
	});

	test("a proved phone leads to the card's Telegram account, nick name and contact in amoCRM", () => {
		const proved = card({
			telegram_id: '500000001',
			telegram_username: 'ivan',
			amo_contact_id: 77,
			phone_confirmed: true,
			whatsapp_opt_out: true,
		});
		expect(identityOf(byPhone, [proved])).toEqual({
			phones: [PHONE],
			telegramIds: ['500000001'],
			usernames: ['ivan'],
			contacts: ['77'],
		});
	});

	test("a typed phone never leads to somebody else's Telegram account", () => {
		const typed = card({
			telegram_id: '500000002',
			telegram_username: 'stranger',
			amo_contact_id: 5,
			phone_confirmed: false,
		});
		expect(identityOf(byPhone, [typed])).toEqual({ ...NOBODY, phones: [PHONE] });
	});

	test.each([[null], [undefined]])(
		'a card with the mark %p was entered by the shop: its phone is proved',
		(phone_confirmed) => {
			const entered = card({ telegram_id: '500000001', full_name: 'Анна', phone_confirmed });
			expect(isOwnCard(entered, byPhone)).toBe(true);
			expect(identityOf(byPhone, [entered]).telegramIds).toEqual(['500000001']);
			expect(identityOf(byId, [entered]).phones).toEqual([PHONE]);
		},
	);

	test('a Telegram account never leads to a phone that it has only typed', () => {
		const typed = card({ telegram_id: '500000001', phone_confirmed: false });
		expect(identityOf(byId, [typed])).toEqual({ ...NOBODY, telegramIds: ['500000001'] });
	});
});

describe('where to look', () => {
	const all = {
		...NOBODY,
		phones: [PHONE],
		telegramIds: ['500000001'],
		usernames: ['ivan'],
		contacts: ['77'],
	};

	test('every table with a column for a person is searched', () => {
		const PERSONAL =
			/^(phone|customer_phone|telegram_id|chat_id|user_id|username|telegram_username|contact_id|payload|text|event_key)$/;
		const personal = Object.entries(TABLES)
			.filter(([, columns]) => columns.some((column) => PERSONAL.test(column)))
			.map(([table]) => table);
		const searched = new Set(tracesOf(all, tables).map(({ table }) => table));
		expect([...searched].sort()).toEqual(personal.sort());
	});

	test('every place is a table and a column that 00-setup creates, meant by its own id', () => {
		for (const { table, table_id, column } of tracesOf(all, tables)) {
			expect(TABLES[table]).toContain(column);
			expect(table_id).toBe(`id-${table}`);
		}
	});

	test('nobody known is searched for nowhere', () => {
		expect(tracesOf(NOBODY, tables)).toEqual([]);
	});
});

describe('what becomes of a row', () => {
	const trace = (table: string, column: string): Trace => ({
		table_id: `id-${table}`,
		table,
		column,
		condition: 'like',
		value: '%7010001122',
	});
	const identity = { ...NOBODY, phones: [PHONE] };
	const one = (table: string, column: string, row: object) =>
		stepsOf([{ trace: trace(table, column), row: { id: 1, ...row } }], identity, (found) =>
			isOwnCard(found, byPhone),
		).map(({ what }) => what);

	test.each([
		['clients', 'phone', { phone: PHONE }, 'delete'],
		['clients', 'phone', { phone: PHONE, telegram_id: '5', phone_confirmed: true }, 'delete'],
		['clients', 'phone', { phone: PHONE, telegram_id: '5' }, 'delete'],
		['clients', 'phone', { phone: PHONE, telegram_id: '5', phone_confirmed: false }, 'phone'],
		['relay_messages', 'phone', { phone: PHONE, status: 'pending' }, 'delete'],
		[
			'whatsapp_messages_log',
			'customer_phone',
			{ customer_phone: PHONE, status: 'read' },
			'message',
		],
		['payment_events', 'phone', { phone: PHONE, status: 'success' }, 'payment'],
		['payment_events', 'phone', { phone: PHONE, status: 'skipped' }, 'payment'],
		['payment_events', 'payload', { payload: PHONE, status: 'pending' }, 'stays'],
		['payment_events', 'payload', { payload: PHONE, status: 'processing' }, 'stays'],
		['payment_events', 'payload', { payload: PHONE, status: 'failed' }, 'stays'],
		['payment_events', 'payload', { payload: PHONE, status: 'new one' }, 'stays'],
		['processed_events', 'event_key', { scope: 'whatsapp-stop', event_key: PHONE }, 'delete'],
	])('a row of %s found by %s, %p: %s', (table, column, row, what) => {
		expect(one(table, column, row)).toEqual([what]);
	});

	test('a phone of another country that ends alike is another person', () => {
		expect(one('clients', 'phone', { phone: '+17010001122' })).toEqual([]);
	});

	test('a row that is found twice is one step, and an item without a row is none', () => {
		const row = { id: 7, phone: PHONE, text: PHONE };
		const found = [
			{ trace: trace('relay_messages', 'phone'), row },
			{ trace: trace('relay_messages', 'text'), row },
			{ trace: trace('dialogues', 'user_id'), row: {} },
		];
		expect(stepsOf(found, identity, () => true)).toHaveLength(1);
	});
});

describe('whose row it is', () => {
	const ANOTHER = { telegram_id: '600000002', phone: '+77775556677' };
	const identity = {
		...NOBODY,
		phones: [PHONE],
		telegramIds: ['500000001', '1234567'],
		usernames: ['anna'],
	};
	/** What becomes of a row that the trace of this column has found. */
	const becomes = (table: string, column: string, row: object) => {
		const trace = tracesOf(identity, tables).find(
			(one) => one.table === table && one.column === column,
		)!;
		return stepsOf([{ trace, row: { id: 1, ...row } }], identity, () => true).map(
			({ what }) => what,
		);
	};

	describe('a message to a chat of the person', () => {
		const chat_id = '500000001';
		test.each([
			["another client's order that goes to the admin", 'admin', ANOTHER.telegram_id],
			['a report to the admin about nobody known', 'admin', ''],
		])('%s is not theirs, even when the person is that admin', (_, target, telegram_id) => {
			const row = { target, chat_id, telegram_id, status: 'pending' };
			expect(becomes('relay_messages', 'chat_id', row)).toEqual([]);
		});

		test('a message of another client stays', () => {
			const row = { target: 'client', chat_id, telegram_id: ANOTHER.telegram_id };
			expect(becomes('relay_messages', 'chat_id', row)).toEqual(['others']);
		});

		test.each([['500000001'], ['']])(
			'a message to them, written down for the account "%s", is deleted',
			(telegram_id) => {
				const row = { target: 'client', chat_id, telegram_id };
				expect(becomes('relay_messages', 'chat_id', row)).toEqual(['delete']);
			},
		);

		test('their own order to the admins is deleted', () => {
			const row = { target: 'admin', chat_id: '9', telegram_id: '500000001', phone: ANOTHER.phone };
			expect(becomes('relay_messages', 'telegram_id', row)).toEqual(['delete']);
		});
	});
	describe('a phone in a text', () => {
		const order = 'Жена: +77010001122, ей доставить';
		const payload = `{"comment":"${order}"}`;

		test.each([
			[{ telegram_id: ANOTHER.telegram_id, phone: '' }],
			[{ telegram_id: '', phone: ANOTHER.phone }],
			[{ telegram_id: ANOTHER.telegram_id, phone: PHONE }],
		])("another client's row, %p, stays as it is", (whose) => {
			for (const status of ['pending', 'sent']) {
				const row = { ...whose, text: order, status };
				expect(becomes('relay_messages', 'text', row)).toEqual(['others']);
			}
			for (const status of ['pending', 'success']) {
				const row = { ...whose, payload, status };
				expect(becomes('payment_events', 'payload', row)).toEqual(['others']);
			}
		});

		test.each([
			[{ telegram_id: '', phone: '' }],
			[{ telegram_id: '', phone: PHONE }],
			[{ telegram_id: '500000001', phone: ANOTHER.phone }],
		])('a row of theirs, %p, counts', (whose) => {
			expect(becomes('relay_messages', 'text', { ...whose, text: order })).toEqual(['delete']);
			const row = { ...whose, payload, status: 'success' };
			expect(becomes('payment_events', 'payload', row)).toEqual(['payment']);
		});

		test("another client's order with this phone in its card, only typed, stays as it is", () => {
			const row = { telegram_id: ANOTHER.telegram_id, phone: PHONE, status: 'pending' };
			expect(becomes('relay_messages', 'phone', row)).toEqual(['others']);
		});

		test('a row that is theirs by one trace is theirs, whatever another trace says', () => {
			const row = { id: 1, telegram_id: '600000002', phone: PHONE, payload, status: 'success' };
			const found = tracesOf(identity, tables)
				.filter(({ table }) => table === 'payment_events')
				.map((trace) => ({ trace, row }));
			for (const order of [found, [...found].reverse()]) {
				const relevant = order.filter(({ trace }) => ['phone', 'payload'].includes(trace.column));
				expect(relevant).toHaveLength(2);
				const steps = stepsOf(relevant, identity, () => true);
				expect(steps.map(({ what }) => what)).toEqual(['payment']);
			}
		});

		test.each([
			['тел. +77010001122.', true],
			['87010001122', true],
			['(7010001122)', true],
			['phone=%2B77010001122&x=1', true],
			['phone=%2077010001122', true],
			['"\\u002b77010001122"', true],
			['заказ 970100011223', false],
			['заказ 77010001122334', false],
			['99770100011225', false],
			['карта 123477010001122', false],
			['+17010001122', false],
		])('%p: %p', (text, isThere) => {
			expect(becomes('relay_messages', 'text', { text })).toEqual(isThere ? ['delete'] : []);
		});

		test('whatever digits touch it, a longer number is not the phone', () => {
			const digits = fc.stringMatching(/^\d{1,6}$/);
			fc.assert(
				fc.property(digits, (more) => {
					expect(becomes('relay_messages', 'text', { text: `№ ${PHONE}${more}` })).toEqual([]);
					const before = `№ 5${more}${PHONE.slice(1)}`;
					expect(becomes('relay_messages', 'text', { text: before })).toEqual([]);
				}),
			);
		});
	});
	describe('a nickname', () => {
		const places: Array<[string, string]> = [
			['dialogues', 'username'],
			['sitniks_stages', 'telegram_username'],
			['sitniks_chat_mappings', 'telegram_username'],
		];
		test.each(
			places.flatMap(([table, column]) =>
				['instagram:178414', 'telegram:600000002'].map((user) => [table, column, user]),
			),
		)('in %s.%s of %s is that of somebody else', (table, column, user_id) => {
			expect(becomes(table, column, { [column]: 'anna', user_id })).toEqual([]);
		});

		test.each(
			places.flatMap(([table, column]) =>
				['telegram:500000001', ''].map((user) => [table, column, user]),
			),
		)('in %s.%s of "%s" counts', (table, column, user_id) => {
			expect(becomes(table, column, { [column]: 'anna', user_id })).toEqual(['delete']);
		});
	});

	test('an account of another network with the number of this one is somebody else', () => {
		const of = (user_id: string) =>
			becomes('sitniks_stages', 'contact_id', { contact_id: '500000001', user_id });
		expect(of('instagram:178414')).toEqual([]);
		expect(of('telegram:500000001')).toEqual(['delete']);
	});
	test.each([
		['whatsapp-stop', PHONE, true],
		['whatsapp-start', PHONE, true],
		['alert', 'dialogue-answer:telegram:500000001:2026-03-02-09', true],
		['alert', 'telegram-chat:1234567:2026-03-02T09', true],
		['alert', 'payment-failed:pay-812345671', false],
		['alert', 'dialogue-answer:telegram:5000000012:2026-03-02-09', false],
		['alert', 'dialogue-answer:telegram:9500000001:2026-03-02-09', false],
		['own', 'pay-812345671', false],
		['own', 'telegram:500000001', false],
		['own', PHONE, false],
		['', PHONE, false],
		['payment', '500000001', false],
	])('a mark of %p with the key %p is theirs: %p', (scope, event_key, isTheirs) => {
		const row = { scope, event_key };
		expect(becomes('processed_events', 'event_key', row)).toEqual(isTheirs ? ['delete'] : []);
	});
});

describe('an opt-out', () => {
	const stepsFor = (question: typeof byPhone, rows: object[]) => {
		const cards = rows as Row[];
		const identity = identityOf(question, cards);
		const found = tracesOf(identity, tables)
			.filter(({ table }) => table === 'clients')
			.flatMap((trace) =>
				cards
					.filter((row) =>
						trace.condition === 'eq'
							? row[trace.column] === trace.value
							: String(row[trace.column]).endsWith(trace.value.slice(1)),
					)
					.map((row) => ({ trace, row })),
			);
		const steps = stepsOf(found, identity, (row) => isTheirCard(row, question, identity));
		return { identity, steps };
	};
	const doingsFor = (question: typeof byPhone, rows: object[]) => {
		const { identity, steps } = stepsFor(question, rows);
		return doingsOf({ choice: CHOICES.forget }, identity, steps);
	};
	const typed = card({
		telegram_id: '500000001',
		phone_confirmed: false,
		whatsapp_opt_out: true,
	});
	const keep = { what: 'keep', phone: PHONE };

	test("that stands in somebody else's card, where the phone was only typed, is kept first", () => {
		const doings = doingsFor(byPhone, [typed]);
		expect(doings.map(({ what }) => what)).toEqual(['keep', 'phone', 'end']);
		expect(doings[0]).toEqual(keep);
	});

	test('of a phone that the forgotten account had only typed is kept first', () => {
		const doings = doingsFor(byId, [typed]);
		expect(doings.map(({ what }) => what)).toEqual(['keep', 'delete', 'end']);
		expect(doings[0]).toEqual(keep);
	});

	test('of a bare phone is kept when the person is named by the account', () => {
		const own = card({ telegram_id: '500000001' });
		const bare = card({ id: 2, whatsapp_opt_out: true });
		const doings = doingsFor(byId, [own, bare]);
		expect(doings.map(({ what }) => what)).toEqual(['keep', 'delete', 'delete', 'end']);
		expect(doings[0]).toEqual(keep);
	});

	test('is kept once for each phone, however many cards have it', () => {
		const doings = doingsFor(byPhone, [
			card({ whatsapp_opt_out: true }),
			{ ...typed, id: 2, telegram_id: '500000002' },
		]);
		expect(doings.filter(({ what }) => what === 'keep')).toEqual([keep]);
	});

	test('of a phone that only ends alike is nothing to this person', () => {
		const alike = card({ phone: '+17010001122', whatsapp_opt_out: true });
		expect(doingsFor(byPhone, [alike]).map(({ what }) => what)).toEqual(['end']);
	});

	test('is named on the page', () => {
		const { identity, steps } = stepsFor(byId, [typed]);
		expect(forgetHtml(byId, identity, steps)).toContain(`чтобы на них не писать: ${PHONE}`);
		const { identity: nobodys, steps: none } = stepsFor(byPhone, [card()]);
		expect(forgetHtml(byPhone, nobodys, none)).not.toContain('не писать');
	});

	test.each([[null], [false], [undefined]])(
		'that comes while the page is open, in a card with %p, leaves the card alone',
		(whatsapp_opt_out) => {
			const guard = { unless: 'whatsapp_opt_out', is: true };
			expect(doingsFor(byPhone, [card({ whatsapp_opt_out })])[0]).toMatchObject({
				what: 'delete',
				...guard,
			});
			const others = { ...typed, whatsapp_opt_out };
			expect(doingsFor(byPhone, [others])[0]).toMatchObject({ what: 'phone', ...guard });
		},
	);

	test('that is kept lets the card go', () => {
		const [, doing] = doingsFor(byPhone, [card({ whatsapp_opt_out: true })]);
		expect(doing).toMatchObject({ what: 'delete', unless: 'id', is: 0 });
	});
});

test('rows of other tables are deleted whatever they say', () => {
	const step = { what: 'delete', table_id: 'T', table: 'dialogues', id: 3, status: '' } as const;
	const [doing] = doingsOf({ choice: CHOICES.forget }, NOBODY, [
		{ ...step, is_opted_out: false, opted_out_phone: '' },
	]);
	expect(doing).toMatchObject({ unless: 'id', is: 0 });
});

describe('the page', () => {
	const step = (what: Step['what'], table: string, id = 1): Step => ({
		what,
		table,
		table_id: `id-${table}`,
		id,
		status: 'success',
		is_opted_out: false,
		opted_out_phone: '',
	});
	const identity = { ...NOBODY, phones: [PHONE] };
	const choicesOf = (...args: Parameters<typeof forgetPage>) =>
		JSON.stringify(forgetPage(...args).fields[1]);

	test('tells in words how many rows of which kind would go, and what stays', () => {
		const steps = [
			step('delete', 'clients'),
			step('delete', 'relay_messages', 1),
			step('delete', 'relay_messages', 2),
			step('payment', 'payment_events'),
			step('stays', 'payment_events', 2),
			step('others', 'relay_messages', 3),
		];
		const html = forgetHtml(byPhone, { ...identity, contacts: ['77'] }, steps);
		expect(html).toContain('Карточки клиента: удалятся — 1');
		expect(html).toContain('Сообщения Telegram и Wahelp: удалятся — 2');
		expect(html).toContain('сотрутся подробности, номер и сумма останутся — 1');
		expect(html).toContain('Ещё не записано оплат: 1.');
		expect(html).toContain('других людей, где назван этот клиент: 1.');
		expect(html).toContain('amoCRM (контакт 77)');
		expect(html).not.toContain('Диалоги');
	});

	test('offers nothing to forget when the question cannot be read', () => {
		const choices = choicesOf(asked({}), NOBODY, []);
		expect(choices).toContain(CHOICES.nothing);
		expect(choices).not.toContain(CHOICES.forget);
	});

	test('the harmless choice is the one that is chosen already', () => {
		expect(choicesOf(byPhone, identity, [step('delete', 'clients')])).toContain(
			`"defaultValue":["${CHOICES.nothing}"]`,
		);
	});

	test('whatever people have typed, no tag of theirs is on the page', () => {
		const nasty = fc.string().map((text) => `<script>${text}</script>"'&`);
		fc.assert(
			fc.property(nasty, nasty, (typed, name) => {
				const question = asked({ phone: typed });
				const html = [
					forgetHtml(question, NOBODY, []),
					forgetHtml(byPhone, { ...identity, usernames: [name], contacts: [name] }, []),
				].join('');
				expect(html).not.toMatch(/<script|<\/script/i);
			}),
		);
	});

	test('after "forget" every row but those that stay is done, opt-outs first, the last page last', () => {
		const steps = [
			step('delete', 'clients'),
			step('stays', 'payment_events'),
			step('others', 'relay_messages'),
			step('message', 'whatsapp_messages_log', 3),
		];
		const doings = doingsOf({ choice: CHOICES.forgetAndStop }, identity, steps);
		expect(doings.map(({ what }) => what)).toEqual(['keep', 'delete', 'message', 'end']);
		expect(doings[0]).toEqual({ what: 'keep', phone: PHONE });
	});

	test.each([
		['pending', 'opted_out'],
		['sending', 'opted_out'],
		['failed', 'opted_out'],
		['sent', 'sent'],
		['read', 'read'],
	])('a message that was %s is %s afterwards', (status, after) => {
		const [first] = doingsOf({ choice: CHOICES.forget }, identity, [
			{ ...step('message', 'whatsapp_messages_log'), status },
		]);
		expect(first).toMatchObject({ what: 'message', status: after });
	});

	test('a page that was left, the harmless choice and an unknown answer do nothing', () => {
		for (const answer of [{}, { choice: CHOICES.nothing }, { choice: 'забыть' }]) {
			const doings = doingsOf(answer, identity, [step('delete', 'clients')]);
			expect(doings).toEqual([
				expect.objectContaining({ what: 'end', title: 'Ничего не сделано' }),
			]);
		}
	});
});

test('with nobody to look for, the node searches where nothing is found: the page is shown all the same', async () => {
	const parameters = {
		resource: 'person',
		operation: 'traces',
		personQuestion: '{}',
		cards: '[]',
		tables: JSON.stringify(tables),
	};
	const [output] = await new PlacedNode(new WhatsAppDesk(), { parameters }).execute([{ json: {} }]);
	expect(output.map(({ json }) => json)).toEqual([
		{ table_id: 'id-clients', table: 'clients', column: 'id', condition: 'eq', value: '0' },
	]);
});

test('the node tells by the links of the items for which trace a row was found', async () => {
	const traces = [
		{ table_id: 'T1', table: 'dialogues', column: 'user_id' },
		{ table_id: 'T2', table: 'clients', column: 'phone' },
	];
	const parameters = {
		resource: 'person',
		operation: 'writePage',
		personQuestion: JSON.stringify(byPhone),
		cards: JSON.stringify([card()]),
		traces: JSON.stringify(traces),
		found: JSON.stringify([
			{ json: { id: 4, phone: PHONE }, pairedItem: { item: 1 } },
			{ json: {} },
		]),
	};
	const [[{ json }]] = await new PlacedNode(new WhatsAppDesk(), { parameters }).execute([
		{ json: {} },
	]);
	expect(json.steps).toEqual([
		expect.objectContaining({ what: 'delete', table_id: 'T2', table: 'clients', id: 4 }),
	]);
});
