import fc from 'fast-check';

import { showTyping, typingSeconds } from '../../../nodes/Waha/api/typing';
import { CLIENT, WahaKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = new WahaKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const PICTURE = 'https://files.example/card.png';
const LID = '98765@lid';
const template = (options: object, more: object = {}) => ({
	resource: 'message',
	operation: 'sendTemplate',
	chatId: '8 701 000 11 22',
	messageText: 'Your order is ready',
	options: options as never,
	...more,
});
const calls = async () => (await kit.state()).requests.map(({ path }) => path.split('?')[0]);
const messages = async () => (await kit.state()).messages;

describe('Send Template with "Check the Number First"', () => {
	const checked = template({ checkNumber: true });

	test('sends to the chat that WhatsApp knows the number by', async () => {
		await kit.faults({ checkExistsLid: true, lids: [{ lid: LID, pn: CLIENT }] });
		expect(await kit.run(checked)).toMatchObject({ sent: true, chatId: LID });
		expect((await kit.requests('sendText'))[0].body).toMatchObject({ chatId: LID });
	});

	test('a number that is not on WhatsApp is refused, and nothing is sent', async () => {
		await kit.faults({ unknownNumbers: ['77010001122'] });
		expect(await kit.failure(checked)).toMatchObject({
			error: 'WhatsApp does not know this number',
			code: 'number_not_on_whatsapp',
			outcome: 'rejected',
			hint: expect.any(String),
		});
		expect(await messages()).toEqual([]);
	});

	test('a hidden id and a group are chats already', async () => {
		for (const chatId of [LID, '1203630@g.us']) await kit.run({ ...checked, chatId });
		expect(await kit.requests('check-exists')).toEqual([]);
		expect(await messages()).toHaveLength(2);
	});

	test.each([
		['is lost', { drop: true, times: 0 }],
		['is a 500', { status: 500, times: 0 }],
	])('when the answer of the check %s, surely nothing was sent', async (_, fault) => {
		await kit.faults({ ...fault, path: 'check-exists' });
		expect(await kit.failure(checked)).toMatchObject({ outcome: 'not_sent' });
		expect(await messages()).toEqual([]);
	});
});

describe('Send Template with "Show Typing"', () => {
	const typed = template({ showTyping: true });

	test('shows it as long as a person would type, and stops before the message', async () => {
		await kit.run({ ...typed, messageText: 'x'.repeat(300) });
		const { typing } = await kit.state();
		expect(typing.map(({ presence }) => presence)).toEqual(['typing', 'paused']);
		expect(typing[0].chatId).toBe(CLIENT);
		const shownMs = Number(typing[1].at) - Number(typing[0].at);
		expect(shownMs).toBeGreaterThanOrEqual(7000);
		expect(shownMs).toBeLessThan(10_000);
		expect((await calls()).slice(-3)).toEqual([
			'/api/startTyping',
			'/api/stopTyping',
			'/api/sendText',
		]);
	});

	test('a text of any length takes 2 to 12 whole seconds, a longer one never less', () => {
		fc.assert(
			fc.property(
				fc.nat(3000),
				fc.nat(3000),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(a, b, chance) => {
					const [short, long] = [Math.min(a, b), Math.max(a, b)].map((length) =>
						typingSeconds('x'.repeat(length), chance),
					);
					expect(short).toBeGreaterThanOrEqual(2);
					expect(long).toBeLessThanOrEqual(12);
					expect(long).toBeGreaterThanOrEqual(short);
					expect(Number.isInteger(short)).toBe(true);
				},
			),
		);
	});

	test.each(['startTyping', 'stopTyping'])(
		'the message goes out once when %s fails or its answer is lost',
		async (path) => {
			for (const fault of [{ status: 500 }, { dropAfterWrite: true }, { drop: true }]) {
				await kit.reset();
				await kit.faults({ ...fault, path });
				expect(await kit.run(typed)).toMatchObject({ sent: true });
				expect(await messages()).toHaveLength(1);
			}
		},
	);
});

describe('Send Template with "Text Alone When Files Are Refused"', () => {
	const textAlone = { textAlone: true };
	const picture = template(textAlone, { mediaUrl: PICTURE });

	test('a WAHA that takes files gets the file with the text under it', async () => {
		expect(await kit.run(picture)).toMatchObject({ sent: true, fileLeftOut: '' });
		expect(await messages()).toMatchObject([{ type: 'image', caption: 'Your order is ready' }]);
	});

	test('a WAHA Core before 2026.6.1 gets the text alone, with the own id', async () => {
		await kit.faults({ oldCore: true });
		const own = template({ ...textAlone, messageId: '3EB0OWN1' }, { mediaUrl: PICTURE });
		expect(await kit.run(own)).toMatchObject({
			sent: true,
			messageKey: '3EB0OWN1',
			fileLeftOut:
				'plus_required: the text went out without the file. Upgrade WAHA to 2026.6.1 or later, where this is free.',
		});
		expect(await messages()).toMatchObject([{ type: 'text', text: 'Your order is ready' }]);
	});

	test('an engine that cannot send files gets the text alone', async () => {
		await kit.faults({ status: 501, path: 'sendImage' });
		expect(await kit.run(picture)).toMatchObject({
			fileLeftOut:
				'not_supported: the text went out without the file. The engine of this WAHA cannot do it.',
		});
	});

	test('an address that is none leaves the file out', async () => {
		expect(await kit.run({ ...picture, mediaUrl: 'card.png' })).toMatchObject({
			sent: true,
			fileLeftOut: expect.stringMatching(/^invalid_input: the text went out without the file\. It/),
		});
	});

	test.each([
		['an option', { allowPrivateMedia: true }],
		['an option with a setting', { allowPrivateMedia: 'yes' }],
		['the table', { settings: [{ json: { key: 'allow_private_media', value: 'yes' } }] }],
	])('a file of the own network goes out only when %s allows it', async (_, more) => {
		const mediaUrl = 'http://nas.local/card.png';
		await kit.run({ ...picture, mediaUrl });
		await kit.run({ ...template({ ...textAlone, ...more }, { mediaUrl }) });

		expect((await messages()).map(({ type }) => type)).toEqual(['text', 'image']);
	});

	test('a file without a text cannot be left out', async () => {
		await kit.faults({ oldCore: true });
		expect(await kit.failure({ ...picture, messageText: ' ' })).toMatchObject({
			code: 'plus_required',
		});
		expect(await kit.failure({ ...picture, messageText: '', mediaUrl: 'x' })).toMatchObject({
			field: 'Media URL',
		});
	});

	test.each([
		['a lost answer', { dropAfterWrite: true }, 'unknown'],
		['a gateway time-out', { status: 504 }, 'unknown'],
		['another refusal', { status: 400 }, 'rejected'],
		['a server that is down', { status: 503 }, 'not_sent'],
	])('%s of the file is followed by no text', async (_, fault, outcome) => {
		await kit.faults({ ...fault, path: 'sendImage' });
		expect(await kit.failure(picture)).toMatchObject({ outcome });
		expect(await kit.requests('sendText')).toEqual([]);
	});

	test('a lost answer of the text after the file was refused is unknown and not repeated', async () => {
		await kit.faults({ oldCore: true }, { dropAfterWrite: true, path: 'sendText' });
		expect(await kit.failure(picture)).toMatchObject({ outcome: 'unknown' });
		expect(await messages()).toHaveLength(1);
	});
});

describe('Send Template with all three options', () => {
	const all = template(
		{ checkNumber: true, showTyping: true, textAlone: true },
		{ mediaUrl: PICTURE },
	);

	test('checks, types, tries the file and sends the text, each once', async () => {
		await kit.faults({ oldCore: true });
		await kit.run(all);
		expect((await calls()).filter((path) => !path.includes('sessions'))).toEqual([
			'/api/contacts/check-exists',
			'/api/startTyping',
			'/api/stopTyping',
			'/api/sendImage',
			'/api/sendText',
		]);
	});

	test.each(['check-exists', 'startTyping', 'stopTyping', 'sendImage', 'sendText'])(
		'with the answer of %s lost the client gets one message at most, and the outcome tells the truth',
		async (path) => {
			for (const oldCore of [false, true]) {
				await kit.reset();
				await kit.faults({ oldCore }, { dropAfterWrite: true, path });
				const [[{ json }]] = await kit.place(all, { continueOnFail: true }).execute();
				const count = (await messages()).length;
				expect(count).toBeLessThanOrEqual(1);
				const { outcome } = (json.details ?? { outcome: 'sent' }) as { outcome: string };
				if (outcome === 'sent') expect(count).toBe(1);
				else expect([outcome, count]).toContainEqual(outcome === 'unknown' ? 'unknown' : 0);
			}
		},
	);

	test('a cancelled run waits no longer', async () => {
		const cancelled = AbortSignal.abort(new Error('cancelled'));
		const chatAction = jest.fn().mockResolvedValue(undefined);
		const to = { session: 'default', chatId: CLIENT };
		await expect(showTyping({ chatAction } as never, to, 'x', cancelled)).rejects.toThrow(
			'cancelled',
		);
		expect(chatAction.mock.calls).toEqual([['startTyping', to]]);
	});
});
