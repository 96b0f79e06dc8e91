import type { AmoState } from '../support/payments';
import { client, Conversation, type Client } from '../support/telegram';
import { World } from '../support/world';

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm');
	talk = new Conversation(world);
	await talk.quick();
	await talk.setting('relay_confirm_pause_seconds', '0');
});
afterAll(async () => await world?.stop());

/** Contact and chat of a person at our vendors, as shops have them. */
async function knownToVendors(who: Client): Promise<void> {
	const contact = { name: who.first_name, phone: `+${who.phone}`, lead: { name: 'Сделка' } };
	await world.emit('amocrm', { contact });
	await world.emit('wahelp', { client: { phone: who.phone } });
}

/** The bot's newest message to somebody: its text, and whether it asks for Telegram's contact. */
async function last({ id }: Client): Promise<{ text: string; asksForContact: boolean }> {
	const own = (await talk.botMessages()).filter(({ chat_id }) => chat_id === id);
	const { text = '', reply_markup } = own.at(-1) ?? {};
	return { text, asksForContact: JSON.stringify(reply_markup ?? {}).includes('request_contact') };
}

/** Notes with these words, whoever they are on, and the phones of those contacts. */
async function notesWith(words: string): Promise<Array<{ text: string; phones: string }>> {
	const { contacts, leads, notes } = await world.state<AmoState>('amocrm');
	return notes
		.filter(({ params }) => params.text.includes(words))
		.map(({ entity_type, entity_id, params }) => {
			const linked = leads.find(({ id }) => id === entity_id)?._embedded.contacts ?? [];
			const ids = entity_type === 'contacts' ? [entity_id] : linked.map(({ id }) => id);
			const people = contacts.filter(({ id }) => ids.includes(id));
			return {
				text: params.text,
				phones: JSON.stringify(people.map((one) => one.custom_fields_values)),
			};
		});
}

/** What a person wrote or got, as the shop sees it under the person's phone. */
async function underThePhoneOf(who: Client): Promise<string> {
	return JSON.stringify([await talk.notes(who), await talk.atWahelp(who)]);
}

const WAYS = ['amocrm_note', 'wahelp', 'both'];

describe.each(WAYS.map((via, n) => [via, n] as const))('a stranger, relay_via %s', (via, n) => {
	const owner = client(700 + n * 10);
	const stranger = client(701 + n * 10);
	const secret = `Слова чужого ${via}`;
	const answer = `Только владельцу ${via}`;
	beforeAll(async () => await talk.setting('relay_via', via));

	test('types the number of somebody whom the vendors know and the bot does not', async () => {
		await knownToVendors(owner);
		await talk.say(stranger, '/start');
		await talk.say(stranger, `+${owner.phone}`);
		expect((await last(stranger)).text).toContain('номер сохранён');
		expect(await talk.card(stranger)).toMatchObject({ phone_confirmed: false });

		await talk.say(stranger, secret);
		await talk.atRest();
		expect(await underThePhoneOf(owner)).not.toContain(secret);
		const notes = await notesWith(secret);
		if (via === 'wahelp') {
			expect(notes).toEqual([]);
			expect(await talk.card(stranger)).toMatchObject({ pending_text: secret });
			expect(await last(stranger)).toMatchObject({
				text: expect.stringContaining('подтвердите номер') as string,
				asksForContact: true,
			});
		} else {
			expect(notes).toEqual([
				{
					text: expect.stringContaining('не подтверждён') as string,
					phones: expect.not.stringContaining(owner.phone) as string,
				},
			]);
		}
	});

	test('gets no word of what a manager writes to that number, and is asked for the contact', async () => {
		await talk.manager(owner, answer);
		await talk.atRest();
		await world.eventually(
			'the stranger to be asked',
			async () => (await last(stranger)).asksForContact,
		);
		expect((await talk.replies(stranger)).join('\n')).not.toContain(answer);
		const rows = await talk.rows({ text: answer });
		expect(rows).toMatchObject([{ status: 'unproved', target: 'client' }]);
		expect(JSON.stringify(rows)).not.toContain(String(stranger.id));
	});

	test('loses the number when its owner proves it, and the owner gets the answer', async () => {
		await talk.say(owner, '/start');
		await talk.contact(owner);
		await world.eventually('the answer to arrive', async () =>
			(await talk.replies(owner)).includes(answer),
		);
		await talk.atRest();
		expect(await talk.card(owner)).toMatchObject({
			phone: `+${owner.phone}`,
			phone_confirmed: true,
			full_name: owner.first_name,
		});
		expect((await talk.card(stranger)).phone ?? '').toBe('');

		const words = `Я владелец ${via}`;
		await talk.say(owner, words);
		await talk.atRest();
		const shown = await underThePhoneOf(owner);
		expect(shown).toContain(words);
		expect(shown).not.toContain(secret);
		expect(await talk.atWahelp(owner)).toEqual(via === 'amocrm_note' ? [] : [words]);
		expect((await talk.replies(owner)).join('\n')).not.toContain(secret);
	});

	test('types the number of a client of the bot: taken, and nothing of it leaks', async () => {
		const before = await underThePhoneOf(owner);
		await talk.say(stranger, '/start');
		await talk.say(stranger, `+${owner.phone}`);
		expect(await last(stranger)).toMatchObject({
			text: expect.stringContaining('уже есть') as string,
			asksForContact: true,
		});
		await talk.say(stranger, `Ещё раз ${secret}`);
		await talk.manager(owner, `Ещё раз ${answer}`);
		await talk.atRest();
		expect(await talk.card(stranger)).toMatchObject({
			pending_text: expect.stringContaining(`Ещё раз ${secret}`) as string,
		});
		expect(await underThePhoneOf(owner)).toBe(before);
		expect((await talk.replies(owner)).at(-1)).toBe(`Ещё раз ${answer}`);
		expect((await talk.replies(stranger)).join('\n')).not.toContain(answer);
	});

	test('who types the own number and then proves it gets everything, words first', async () => {
		const honest = client(702 + n * 10);
		await knownToVendors(honest);
		await talk.say(honest, '/start');
		await talk.say(honest, `+${honest.phone}`);
		await talk.say(honest, 'До подтверждения');
		await talk.manager(honest, `Ответ ${via}`);
		await talk.atRest();
		expect((await talk.replies(honest)).join('\n')).not.toContain(`Ответ ${via}`);
		await talk.contact(honest);
		await world.eventually('the answer to arrive', async () =>
			(await talk.replies(honest)).includes(`Ответ ${via}`),
		);
		await talk.say(honest, 'После подтверждения');
		await talk.atRest();
		const shown = await underThePhoneOf(honest);
		expect(shown).toContain('После подтверждения');
		// What was noted without a number stays where it was noted.
		expect(shown.includes('До подтверждения')).toBe(via === 'wahelp');
	});
});

test('trust_typed_phone takes a typed number for the own one', async () => {
	const guest = client(790);
	await talk.setting('relay_via', 'both');
	await talk.setting('trust_typed_phone', 'yes');
	await knownToVendors(guest);
	await talk.say(guest, '/start');
	await talk.say(guest, `+${guest.phone}`);
	await talk.say(guest, 'Мне верят');
	await talk.manager(guest, 'И отвечают');
	await talk.atRest();
	await talk.setting('trust_typed_phone', 'no');
	expect(await talk.atWahelp(guest)).toEqual(['Мне верят']);
	expect(await talk.notes(guest)).toEqual([expect.stringContaining('Мне верят')]);
	expect((await talk.replies(guest)).at(-1)).toBe('И отвечают');
});

test('no run has failed', async () => {
	expect(await world.sandbox.api.executions({ status: 'error', limit: 50 })).toEqual([]);
});
