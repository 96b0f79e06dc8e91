import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { MessageRouter } from '../../../nodes/MessageRouter/MessageRouter.node';
import { PlacedNode } from '../../harness/node';
import { callback, IRA, message } from './sample';

/** The bot as its workflow uses the node: what one operation gives goes into the next. */
const SETTINGS = [
	{ key: 'button_address', value: '📍 Адрес' },
	{ key: 'text_address', value: 'Ленина, 5' },
	{ key: 'text_passed_on', value: 'Передано.' },
	{ key: 'text_phone_saved', value: 'Номер сохранён. Бонусов: {bonus}' },
	{ key: 'relay_via', value: 'both' },
	{ key: 'pending_max_age_hours', value: '1' },
].map((json) => ({ json }));
const CARD = { id: 7, telegram_id: String(IRA.id), phone: '+77010001122', dialog_step: '' };
const NOW = '2026-03-02T09:00:00.000Z';

async function run(
	operation: string,
	parameters: INodeParameters,
	input: IDataObject = {},
): Promise<INodeExecutionData[][]> {
	const node = new PlacedNode(new MessageRouter(), {
		parameters: { resource: 'message', operation, ...parameters },
	});
	return await node.execute([{ json: input }]);
}

const json = (value: unknown) => JSON.stringify(value);

async function sort(update: IDataObject, cards: IDataObject[] = [CARD]): Promise<IDataObject> {
	const options = {
		clientRows: json(cards),
		settingRows: json(SETTINGS),
		oneOutput: true,
		now: NOW,
	};
	const outputs = await run('route', { options }, update);
	expect(outputs).toHaveLength(1);
	return outputs[0][0].json;
}

async function only(
	operation: string,
	parameters: INodeParameters,
	input?: IDataObject,
): Promise<IDataObject[]> {
	const outputs = await run(operation, { settings: json(SETTINGS), ...parameters }, input);
	expect(outputs).toHaveLength(1);
	return outputs[0].map((item) => item.json);
}

test('Route with rows of tables leaves by one output and says what is to be done', async () => {
	expect(await sort(message('адрес'))).toMatchObject({
		route: 'button',
		button: 'address',
		way: 'answer',
		scene: 'address',
		in_manager_chat: false,
	});
	expect(await sort(message({ contact: { phone_number: '77010001122' } }), [])).toMatchObject({
		way: 'number',
		phone_by: 'foreign',
		phone_in_message: '+77010001122',
	});
	expect(await sort(message('Алло'), [])).toMatchObject({ way: 'keep', kept_text: 'Алло' });
});

test('Reply writes the answer to what Route gave', async () => {
	const parameters = {
		message: json(await sort(message('адрес'))),
		client: json([{ json: CARD }]),
		options: { now: NOW },
	};
	expect(await only('reply', parameters)).toEqual([
		{
			say: 'text',
			text: 'Ленина, 5',
			keyboard: 'buttons',
			rows: expect.stringMatching(/\n📍 Адрес$/),
			contact_label: '📱 Поделиться номером',
			step: '',
			user_id: String(IRA.id),
			username: IRA.username,
			callback_query_id: '',
			is_blocked: false,
			is_changed: true,
			frees_kept: false,
			kept_since: '2026-03-02T08:00:00.000Z',
		},
	]);
});

test('Reply takes what happened from its input', async () => {
	const words = json(await sort(message('Алло')));
	const happened = { createdAt: '2026-03-02T08:59:59.000Z' };
	const pause = [...SETTINGS, { json: { key: 'relay_confirm_pause_seconds', value: '5' } }];
	const parameters = {
		message: words,
		client: json([CARD]),
		happened: '={{ $json }}',
		settings: json(pause),
		options: { now: NOW },
	};
	expect(await only('reply', parameters, happened)).toMatchObject([{ say: 'nothing' }]);
	expect(await only('reply', parameters, {})).toMatchObject([{ text: 'Передано.' }]);

	const number = json(await sort(message({ contact: { phone_number: '1', user_id: IRA.id } })));
	const saved = { outcome: 'saved', passed_on: true, bonus_balance: 50 };
	expect(await only('reply', { ...parameters, message: number }, saved)).toMatchObject([
		{ text: 'Номер сохранён. Бонусов: 50\nПередано.', is_changed: true },
	]);
});

test('Reply frees kept answers for who comes back, not for who goes', async () => {
	const member = (status: string) => ({
		update_id: 5,
		my_chat_member: {
			chat: { id: IRA.id, type: 'private' },
			from: IRA,
			date: 1,
			new_chat_member: { status },
		},
	});
	const reply = async (update: IDataObject, card: IDataObject) => {
		const parameters = { message: json(await sort(update, [card])), client: json([card]) };
		return (await only('reply', { ...parameters, options: { now: NOW } }))[0];
	};
	const blocked = { ...CARD, bot_blocked: true };
	expect(await reply(member('member'), blocked)).toMatchObject({ frees_kept: true });
	expect(await reply(message('адрес'), blocked)).toMatchObject({ frees_kept: true });
	expect(await reply(member('kicked'), blocked)).toMatchObject({
		frees_kept: false,
		is_blocked: true,
	});
});

test('List Recipients gives a row of relay_messages per place, for the trigger’s update', async () => {
	const item = await sort(message('Алло'));
	const parameters = {
		message: '={{ $json }}',
		client: json([CARD]),
		eventKey: "={{ 'client-bot:' + $json.update_id }}",
	};
	const rows = await only('listRecipients', parameters, item);
	expect(rows).toMatchObject([
		{ target: 'wahelp', event_key: 'client-bot:900001', text: 'Алло', phone: CARD.phone },
		{ target: 'amocrm', event_key: 'client-bot:900001', chat_id: String(IRA.id) },
	]);
	const admins = { ...parameters, recipients: 'admins' };
	expect(await only('listRecipients', admins, item)).toMatchObject([{ target: 'admin' }]);
});

test('List Recipients refuses a message of nobody and an empty key', async () => {
	const parameters = { client: '[]', settings: '[]', eventKey: 'x' };
	await expect(run('listRecipients', { ...parameters, message: '{}' })).rejects.toThrow('user_id');
	const message_ = json({ user_id: '5', text_for_manager: 'a' });
	await expect(
		run('listRecipients', { ...parameters, message: message_, eventKey: '' }),
	).rejects.toThrow('empty');
});

test('Register Phone takes the kind of proof from Route: without one the phone is a stranger’s', async () => {
	const routed = await sort(message({ contact: { phone_number: '77010001122', user_id: IRA.id } }));
	const parameters = { message: json(routed), cards: json([{ json: CARD }]) };
	expect(await only('registerPhone', parameters)).toMatchObject([
		{ outcome: 'saved', is_proved: true, phone: '+77010001122', telegram_id: String(IRA.id) },
	]);
	const { phone_by, ...unknown } = routed;
	expect(phone_by).toBe('own');
	expect(await only('registerPhone', { ...parameters, message: json(unknown) })).toMatchObject([
		{ outcome: 'foreign', cards: [], rows: [] },
	]);
});

test('Judge Sending has an output for each next step, and carries the reply', async () => {
	const reply = json({ say: 'text', step: '', is_changed: true, is_blocked: false });
	const at = async (input: IDataObject) => {
		const outputs = await run('judgeSending', { reply }, input);
		return outputs.findIndex((items) => items.length === 1);
	};
	const failed = (code: string, outcome: string) => ({
		error: 'words',
		details: { code, outcome },
	});
	expect(await at({ message_id: 1 })).toBe(0);
	expect(await at(failed('rate_limited', 'not_sent'))).toBe(1);
	expect(await at(failed('timeout', 'unknown'))).toBe(2);
	const [written] = await run('judgeSending', { reply }, failed('bot_blocked', 'rejected'));
	expect(written[0].json).toMatchObject({ is_blocked: true, reason: 'words', step: '' });
});

test('Judge Sending tells the admin of the first message over the quota, once it is answered', async () => {
	const reply = json({ say: 'text', user_id: '77', username: 'irina', is_changed: false });
	const flooded = { reply, overQuota: true };
	const [, , told] = await run('judgeSending', flooded, { message_id: 1 });
	expect(told[0].json).toMatchObject({ next: 'tell', alert_key: 'client-bot-quota:77' });
	expect(told[0].json.alert_text).toContain('irina (77)');
	// What Telegram repeats comes again, mark and all.
	const refused = { error: 'words', details: { code: 'rate_limited', outcome: 'not_sent' } };
	const [, again] = await run('judgeSending', flooded, refused);
	expect(again[0].json).toMatchObject({ next: 'again', alert_key: '' });
});

test('an inline button that nobody knows is only stopped', async () => {
	const item = await sort(callback('nothing'));
	const parameters = { message: json(item), client: json([CARD]), options: { now: NOW } };
	expect(await only('reply', parameters)).toMatchObject([{ say: 'sign', callback_query_id: '77' }]);
});
