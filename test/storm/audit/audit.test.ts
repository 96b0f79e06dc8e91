import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FIELDS } from '../../workflows/support/payments';
import { client } from '../../workflows/support/telegram';
import type { Collected } from '../collect/collected';
import { audit, INVARIANTS, reportOf } from './audit';
import { arrivedOnce, inOrder } from './chats';
import { vendorBudgets, whatsAppLimits } from './budgets';
import type { Invariant } from './invariant';
import { toldOnce } from './orders';
import { notedOnce, oneContactEach, recordedOnce, totalsRight } from './payments';
import { noneStuck, noneTooOld } from './rows';
import { broughtHome } from './stages';
import { noStrangers } from './strangers';

/** What a small storm without faults has left, as `--tiny --record` writes it. */
const RECORDED = readFileSync(join(__dirname, 'clean.fixture.json'), 'utf8');
const clean = (): Collected => JSON.parse(RECORDED) as Collected;

const HOUR = 3_600_000;

/** One defect in a clean world, and the invariant that has to find it. */
type Defect = [what: string, plant: (world: Collected) => void, found: Invariant];

function firstConfirmed({ plan }: Collected) {
	return plan.payments.find(({ isConfirmed }) => isConfirmed)!;
}
function noteOf({ amocrm }: Collected, paymentId: string) {
	return amocrm.notes.find(({ text }) => text.includes(`Payment ID: ${paymentId}`))!;
}
function toldOrder({ tables }: Collected) {
	return tables.whatsapp_messages_log.find((row) => row.status === 'delivered')!;
}
function messageOf(world: Collected) {
	const { order_id, order_kind } = toldOrder(world);
	const isThanks = order_kind === 'completed';
	return world.waha.messages.find(
		({ text }) => text.includes(String(order_id)) && text.startsWith('Спасибо') === isThanks,
	)!;
}
function without<T>(list: T[], item: T): T[] {
	return list.filter((one) => one !== item);
}
function later(date: unknown, ms: number): string {
	return new Date(Date.parse(String(date)) + ms).toISOString();
}

const DEFECTS: Defect[] = [
	[
		'a payment that is noted twice',
		(world) => world.amocrm.notes.push({ ...noteOf(world, firstConfirmed(world).id) }),
		notedOnce,
	],
	[
		'a payment whose note is missing',
		(world) => {
			const note = noteOf(world, firstConfirmed(world).id);
			world.amocrm.notes = without(world.amocrm.notes, note);
		},
		notedOnce,
	],
	[
		"a payment that is noted on somebody else's lead",
		(world) => {
			const { id, payer } = firstConfirmed(world);
			const other = world.plan.payments.find((one) => one.payer !== payer && one.isConfirmed)!;
			const rowOf = (paymentId: string) =>
				world.tables.payment_events.find((row) => row.payment_id === paymentId)!;
			rowOf(id).lead_id = rowOf(other.id).lead_id;
			noteOf(world, id).id = Number(rowOf(id).lead_id);
		},
		notedOnce,
	],
	[
		'a payment that is lost after the platform was told 200',
		(world) => {
			const { id } = firstConfirmed(world);
			const { tables } = world;
			tables.payment_events = tables.payment_events.filter((row) => row.payment_id !== id);
		},
		recordedOnce,
	],
	[
		'a payment that is recorded in two rows',
		(world) => world.tables.payment_events.push({ ...world.tables.payment_events[0], id: 9999 }),
		recordedOnce,
	],
	[
		'a lead whose total is one rouble too high',
		(world) => {
			const [{ fields }] = world.amocrm.leads;
			fields[FIELDS.total] = String(Number(fields[FIELDS.total]) + 1);
		},
		totalsRight,
	],
	[
		'a lead whose counter counts a payment twice',
		(world) => {
			const [{ fields }] = world.amocrm.leads;
			fields[FIELDS.count] = String(Number(fields[FIELDS.count]) + 1);
		},
		totalsRight,
	],
	[
		'a payer with two contacts',
		(world) => {
			const { payer } = firstConfirmed(world);
			const telegramId = `55512${String(payer).padStart(4, '0')}`;
			const own = world.amocrm.contacts.find(
				({ fields }) => fields[FIELDS.telegramId] === telegramId,
			)!;
			world.amocrm.contacts.push({ ...own, id: 9_999_999 });
		},
		oneContactEach,
	],
	[
		'a chat message that is twice in Wahelp',
		(world) => world.wahelp.messages.push({ ...world.wahelp.messages[0] }),
		arrivedOnce,
	],
	[
		"a manager's answer that never came to Telegram",
		(world) => {
			const answer = world.telegram.messages.find(({ text }) => text.startsWith('Ответ'))!;
			world.telegram.messages = without(world.telegram.messages, answer);
		},
		arrivedOnce,
	],
	[
		'an answer that is in doubt, but nobody was told',
		(world) => {
			const answer = world.telegram.messages.find(({ text }) => text.startsWith('Ответ'))!;
			world.telegram.messages = without(world.telegram.messages, answer);
			const row = world.tables.relay_messages.find(({ text }) => text === answer.text)!;
			row.status = 'in_doubt';
		},
		arrivedOnce,
	],
	[
		'two messages of a chat that have changed places',
		({ plan, wahelp }) => {
			const { phone } = client(plan.chats[0].client);
			const [first, second] = wahelp.messages.filter((message) => message.phone === phone);
			[first.text, second.text] = [second.text, first.text];
		},
		inOrder,
	],
	[
		'an order that is marked as told and was told to nobody',
		(world) => (world.waha.messages = without(world.waha.messages, messageOf(world))),
		toldOnce,
	],
	[
		'an order that was told twice',
		(world) => world.waha.messages.push({ ...messageOf(world) }),
		toldOnce,
	],
	[
		'an order that was never written down',
		(world) => {
			const { order_id } = toldOrder(world);
			const { tables } = world;
			tables.whatsapp_messages_log = tables.whatsapp_messages_log.filter(
				(row) => row.order_id !== order_id,
			);
		},
		toldOnce,
	],
	[
		'an order that failed for no good reason',
		(world) => {
			const row = toldOrder(world);
			world.waha.messages = without(world.waha.messages, messageOf(world));
			row.status = 'failed';
			row.error_message = 'unavailable: the server is down';
		},
		toldOnce,
	],
	[
		'a stage that Sitniks has not got in the end',
		({ sitniks, played, plan }) => {
			const chatId = played.sitniksChats[plan.dialogues[0].buyer];
			sitniks.chats.find(({ id }) => id === chatId)!.statuses.pop();
		},
		broughtHome,
	],
	[
		'a stage that was given up',
		({ tables }) => {
			const row = tables.sitniks_stages.find(({ status }) => status === 'done')!;
			row.status = 'failed';
		},
		broughtHome,
	],
	[
		'a message that is stuck in sending',
		({ tables }) => void (tables.relay_messages[0].status = 'sending'),
		noneStuck,
	],
	[
		'a payment that is stuck in processing',
		({ tables }) => void (tables.payment_events[0].status = 'processing'),
		noneStuck,
	],
	[
		'an order that waits without any limit',
		(world) => void (toldOrder(world).status = 'pending'),
		noneStuck,
	],
	[
		'an order that was told after four days',
		(world) => {
			const row = toldOrder(world);
			row.sent_at = later(row.createdAt, 96 * HOUR);
		},
		noneTooOld,
	],
	[
		'a planted old order that went out',
		({ played, waha }) =>
			waha.messages.push({
				phone: '77015990001',
				text: `Заказ ${played.aged.orders[0]}`,
				at: played.endedAt,
				delivered: 1,
			}),
		noneTooOld,
	],
	[
		'eight calls of amoCRM in a second',
		({ amocrm, played }) =>
			amocrm.calls.push(
				...Array.from({ length: 8 }, (_, index) => ({
					at: played.endedAt + 120 * index,
					call: 'GET /api/v4/leads',
					status: 200,
				})),
			),
		vendorBudgets,
	],
	[
		'a call that Sitniks has refused',
		({ sitniks, played }) =>
			sitniks.calls.push({ at: played.endedAt, call: 'GET /open-api/chats', status: 429 }),
		vendorBudgets,
	],
	[
		'a shop that sends without its pause',
		(world) => {
			const { store_id, customer_phone, message_text } = toldOrder(world);
			const shop = world.tables.whatsapp_settings.find((row) => row.store_id === store_id)!;
			shop.min_delay_seconds = 2;
			const phone = String(customer_phone).slice(1);
			const before = { phone, text: String(message_text), at: 1000, delivered: 1 };
			world.waha.messages.push(before, { ...before, at: 1500 });
		},
		whatsAppLimits,
	],
	[
		'a buyer who gets more messages within an hour than one may get',
		(world) => {
			const { at, ...message } = messageOf(world);
			const more = [1, 2, 3, 4].map((n) => ({ ...message, at: at + n * 60_000 }));
			world.waha.messages.push(...more);
		},
		whatsAppLimits,
	],
	[
		"a stranger who gets a manager's answer",
		({ plan, telegram }) => {
			const [one, other] = plan.chats;
			const { text } = one.messages.find(({ from }) => from === 'manager')!;
			telegram.messages.push({ chat: client(other.client).id, text, at: 0 });
		},
		noStrangers,
	],
	[
		'a number that ordered nothing and gets a message',
		({ waha }) =>
			waha.messages.push({ phone: '77019999999', text: 'Здравствуйте', at: 0, delivered: 1 }),
		noStrangers,
	],
];

test('a clean world has no findings', () => {
	expect(audit(clean()).filter(({ findings }) => findings.length > 0)).toEqual([]);
});

test.each(DEFECTS)('%s is found', (_what, plant, { name }) => {
	const world = clean();
	plant(world);
	const broken = audit(world).filter(({ findings }) => findings.length > 0);
	expect(broken.map((one) => one.name)).toContain(name);
});

test('every invariant has a defect that it finds', () => {
	const proved = new Set(DEFECTS.map(([, , invariant]) => invariant));
	expect(INVARIANTS.filter((invariant) => !proved.has(invariant))).toEqual([]);
});

test('the report has a line for each invariant, with the first finding of a broken one', () => {
	const world = clean();
	world.tables.relay_messages[0].status = 'sending';
	const lines = reportOf(audit(world));
	expect(lines).toHaveLength(INVARIANTS.length + 1);
	const broken = lines.filter((line) => !line.startsWith('ok '));
	expect(broken).toEqual([
		expect.stringMatching(
			/^BROKEN {2}no row is stuck \(.*\): 1, first: relay_messages 1: sending for/,
		),
	]);
});
