import { HandMade } from '../support/canvas';
import { valueOf, type AmoState } from '../support/payments';
import { client, Conversation, PASSED_ON, wordsOf, ADMIN_CHAT } from '../support/telegram';
import { World } from '../support/world';

let world: World;
let talk: Conversation;
beforeAll(async () => {
	world = await World.start('telegram-amocrm', undefined, 'vm');
	talk = new Conversation(world);
	await talk.quick();
	// Each message is confirmed, however soon it follows another.
	await talk.setting('relay_confirm_pause_seconds', '0');
});
afterAll(async () => await world?.stop());

const last = async (chat: Parameters<Conversation['replies']>[0]) =>
	(await talk.replies(chat)).at(-1);

/** The keyboard of the newest message in the client's chat: labels, a row per line. */
async function keyboard(id: number): Promise<string[]> {
	const messages = (await talk.botMessages()).filter(({ chat_id }) => chat_id === id);
	const { keyboard: rows = [] } = (messages.at(-1)?.reply_markup ?? {}) as {
		keyboard?: Array<Array<{ text: string }>>;
	};
	return rows.map((row) => row.map(({ text }) => text).join(' | '));
}

/** Both places have the client's words, once and in order. */
async function managerHas(who: Parameters<Conversation['atWahelp']>[0], words: string[]) {
	await talk.atRest();
	expect(await talk.atWahelp(who)).toEqual(words);
	expect((await talk.notes(who)).map(wordsOf)).toEqual(words);
}

test('one conversation from /start until the bot serves again', async () => {
	const ira = { ...client(1), first_name: 'Ира' };
	const { tables } = world.sandbox.api;
	await tables.insert('clients', [
		{ phone: `+${ira.phone}`, full_name: 'Ира Примерова', bonus_balance: 320 },
	]);

	// A stranger to the bot: greeted, asked for the number; text is kept until it is there.
	expect(await talk.say(ira, '/start')).toMatchObject({ status: 200 });
	expect(await last(ira)).toContain('Здравствуйте, Ира!');
	expect(await keyboard(ira.id)).toEqual(['📱 Поделиться номером']);
	await talk.say(ira, 'Есть ли доставка?');
	await talk.say(ira, 'Мне в Химки');
	expect(await last(ira)).toContain('Сначала нужно указать номер');
	expect(await talk.card(ira)).toMatchObject({ pending_text: 'Есть ли доставка?\nМне в Химки' });
	expect(await talk.atWahelp(ira)).toEqual([]);

	// The own number brings the card along, and the kept text goes to the manager.
	await talk.contact(ira);
	expect(await last(ira)).toContain('номер сохранён');
	expect(await talk.card(ira)).toMatchObject({
		phone: `+${ira.phone}`,
		full_name: 'Ира Примерова',
		bonus_balance: 320,
		phone_confirmed: true,
		pending_text: '',
	});
	await managerHas(ira, ['Есть ли доставка?\nМне в Химки']);

	// Buttons are served by the bot: label in any spelling, nothing goes to the manager.
	expect(await keyboard(ira.id)).toEqual([
		'Мои бонусы | Сделать заказ',
		'Задать вопрос',
		'💰 Прайс | 🕐 Режим работы',
	]);
	await talk.say(ira, ' мои  БОНУСЫ ');
	expect(await last(ira)).toBe('У вас бонусов: 320.');
	await talk.say(ira, 'прайс');
	expect(await last(ira)).toContain('Прайс');
	await talk.say(ira, '🕐 Режим работы');
	expect(await last(ira)).toContain('ежедневно');
	await talk.say(ira, '/info');
	expect(await last(ira)).toContain('Я показываю бонусы');

	// A question and an order go to the admins; another button inside a step is no answer to it.
	await talk.say(ira, 'Задать вопрос');
	await talk.say(ira, '💰 Прайс');
	expect(await last(ira)).toContain('завершите текущий шаг');
	await talk.say(ira, 'Отмена');
	expect(await talk.card(ira)).toMatchObject({ dialog_step: '' });
	await talk.say(ira, 'Задать вопрос');
	await talk.say(ira, 'Сколько стоит <букет> & ваза?');
	expect(await last(ira)).toContain('вопрос передан');
	await talk.say(ira, 'Сделать заказ');
	await talk.say(ira, 'Две вазы');
	expect(await last(ira)).toContain('заказ принят');
	await talk.atRest();
	const toAdmins = await talk.replies(ADMIN_CHAT);
	expect(toAdmins).toEqual([
		expect.stringMatching(/Вопрос[^]*Ира Примерова[^]*Сколько стоит <букет> & ваза\?$/),
		expect.stringMatching(/Заказ[^]*Ира Примерова[^]*Две вазы$/),
	]);

	// Free text reaches the manager, his answer the client.
	await talk.say(ira, 'Хочу поменять адрес');
	expect(await last(ira)).toBe(PASSED_ON);
	await managerHas(ira, ['Есть ли доставка?\nМне в Химки', 'Хочу поменять адрес']);
	await talk.manager(ira, 'Здравствуйте! На какой?');
	await talk.atRest();
	expect(await last(ira)).toBe('Здравствуйте! На какой?');
	expect(await talk.card(ira)).toMatchObject({ in_manager_chat: true });

	// While the manager talks the bot keeps quiet, but for /start and buttons with an emoji.
	const before = (await talk.replies(ira)).length;
	await talk.say(ira, 'Ленина, 5');
	await talk.say(ira, '/info');
	await talk.say(ira, 'Мои бонусы');
	expect(await talk.replies(ira)).toHaveLength(before);
	await managerHas(ira, [
		'Есть ли доставка?\nМне в Химки',
		'Хочу поменять адрес',
		'Ленина, 5',
		'/info',
		'Мои бонусы',
	]);
	await talk.say(ira, '💰 Прайс');
	expect(await last(ira)).toContain('Прайс');
	await talk.say(ira, '/start');
	expect(await last(ira)).toContain('Чем помочь?');

	// A message of the manager starts the pause anew; when it is over, the bot serves again.
	await talk.manager(ira, 'Записал');
	await talk.atRest();
	await talk.setting('manager_pause_minutes', '0.05');
	await world.eventually(
		'the manager chat to end',
		async () => (await talk.card(ira)).in_manager_chat === false,
	);
	await talk.say(ira, 'Мои бонусы');
	expect(await last(ira)).toBe('У вас бонусов: 320.');
	await managerHas(ira, [
		'Есть ли доставка?\nМне в Химки',
		'Хочу поменять адрес',
		'Ленина, 5',
		'/info',
		'Мои бонусы',
	]);
	// Nothing failed on the way, and the admin was not bothered.
	expect(await talk.replies(ADMIN_CHAT)).toEqual(toAdmins);
	expect((await talk.rows()).map(({ status }) => status)).not.toContain('failed');
	await talk.setting('manager_pause_minutes', '5');
}, 180_000);

test('a typed number is taken when it is free, and the manager sees that it is not proved', async () => {
	const guest = client(2);
	await talk.say(guest, '/start');
	await talk.say(guest, '8 (999) 555');
	expect(await last(guest)).toContain('Не похоже на номер');
	await talk.say(guest, `8 (${guest.phone.slice(1, 4)}) ${guest.phone.slice(4)}`);
	expect(await last(guest)).toContain('номер сохранён');
	expect(await talk.card(guest)).toMatchObject({
		phone: `+${guest.phone}`,
		phone_confirmed: false,
	});
	await talk.say(guest, 'Добрый день');
	await talk.atRest();
	// A contact of his own without the number: who has it may be somebody else.
	const { contacts, notes } = await world.state<AmoState>('amocrm');
	const own = notes.filter(({ params }) => params.text.includes('Добрый день'));
	expect(own.map(({ params }) => params.text)).toEqual([
		expect.stringContaining(`не подтверждён: +${guest.phone}`),
	]);
	const contact = contacts.find(({ id }) => id === own[0].entity_id)!;
	expect([contact.name, valueOf(contact, 'PHONE')]).toEqual([guest.first_name, undefined]);
	expect(await talk.card(guest)).toMatchObject({ amo_contact_id: contact.id });
	expect(await talk.atWahelp(guest)).toEqual([]);
});

test('a new button that only answers is two rows of a table', async () => {
	const buyer = client(6);
	await talk.known(buyer);
	await talk.setting('button_address', '📍 Адрес');
	await talk.setting('text_address', 'Ленина, 5. Ждём вас, {name}!');
	await talk.say(buyer, '/start');
	expect(await keyboard(buyer.id)).toEqual([
		'Мои бонусы | Сделать заказ',
		'Задать вопрос',
		'💰 Прайс | 🕐 Режим работы',
		'📍 Адрес',
	]);
	await talk.say(buyer, 'адрес');
	expect(await last(buyer)).toBe(`Ленина, 5. Ждём вас, ${buyer.first_name}!`);
	// With two more it asks for words, which go to the admins.
	await talk.setting('button_booking', 'Записаться');
	await talk.setting('text_ask_booking', 'На какой день?');
	await talk.setting('text_booking_taken', 'Записали.');
	await talk.say(buyer, 'Записаться');
	expect(await last(buyer)).toBe('На какой день?');
	await talk.say(buyer, 'На пятницу');
	expect(await last(buyer)).toBe('Записали.');
	await talk.atRest();
	expect((await talk.replies(ADMIN_CHAT)).at(-1)).toMatch(/^Записаться: из бота\n[^]*На пятницу$/);
	expect([await talk.notes(buyer), await talk.atWahelp(buyer)]).toEqual([[], []]);
	for (const key of ['button_address', 'text_address', 'button_booking', 'text_ask_booking']) {
		await talk.setting(key, '');
	}
});

test('relay_via decides where a message goes', async () => {
	const [first, second] = [client(3), client(4)];
	await talk.known(first, second);
	await talk.setting('relay_via', 'wahelp');
	await talk.say(first, 'Только в Wahelp');
	await talk.setting('relay_via', 'amocrm_note');
	await talk.say(second, 'Только заметка');
	await talk.setting('relay_via', 'both');
	await talk.atRest();
	expect([await talk.atWahelp(first), await talk.notes(first)]).toEqual([['Только в Wahelp'], []]);
	expect(await talk.atWahelp(second)).toEqual([]);
	expect((await talk.notes(second)).map(wordsOf)).toEqual(['Только заметка']);
});

test('a note goes to the active lead of the client', async () => {
	const buyer = client(5);
	await talk.known(buyer);
	const { leads } = await world.emit<{ leads: Array<{ id: number }> }>('amocrm', {
		contact: { name: 'Покупатель', phone: `+${buyer.phone}`, lead: { name: 'Сделка' } },
	});
	await talk.say(buyer, 'Где мой заказ?');
	await talk.atRest();
	const { notes } = await world.state<{
		notes: Array<{ entity_type: string; entity_id: number; params: { text: string } }>;
	}>('amocrm');
	const own = notes.filter(({ params }) => params.text.includes('Где мой заказ?'));
	expect(own).toMatchObject([{ entity_type: 'leads', entity_id: leads[0].id }]);
});

test('what one client writes to the admins meanwhile comes as one message, and nobody else waits for it', async () => {
	const [busy, other] = [client(9), client(10)];
	await talk.known(busy, other);
	await talk.setting('admin_fold_seconds', '12');
	const before = (await talk.replies(ADMIN_CHAT)).length;
	for (const words of ['Одна ваза', 'Две вазы', 'Три вазы']) {
		await talk.say(busy, 'Сделать заказ');
		await talk.say(busy, words);
	}
	await talk.say(other, 'Сделать заказ');
	await talk.say(other, 'Букет');
	await talk.atRest();
	await talk.setting('admin_fold_seconds', '0');
	expect((await talk.replies(ADMIN_CHAT)).slice(before)).toEqual([
		expect.stringMatching(/Одна ваза$/),
		expect.stringMatching(/Букет$/),
		expect.stringMatching(/Две вазы\n\n[^]*Три вазы$/),
	]);
	const rows = await talk.rows({ telegram_id: String(busy.id), target: 'admin' });
	expect(rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
});

test('words of clients from one city go to another chat by one rule and two nodes, as README.md says', async () => {
	const CITY_CHAT = 700000009;
	const [here, elsewhere] = [client(7), client(8)];
	await talk.known(here, elsewhere);
	const { api } = world.sandbox;
	await world.fault('telegram', { knownChats: [{ id: CITY_CHAT, type: 'private' }] });
	await api.tables.addColumn('clients', 'city', 'string');
	await api.tables.update('clients', { telegram_id: String(here.id) }, { city: 'Алматы' });

	const canvas = await HandMade.open(api, 'CrmBridge10ClientBot');
	const city = "={{ $('Read the Client').first().json.city + ' ' + $json.way }}";
	canvas.addRule('Which Way', 'Almaty', city, 'Алматы manager');
	canvas.copy('List the Admin Chats', 'List the Chat of Almaty', [1240, -1020]);
	canvas.addSet('Give It to Almaty', [1400, -1020], {
		chat_id: String(CITY_CHAT),
		text: "={{ $('Sort the Message').first().json.client_name }}: {{ $('Sort the Message').first().json.text_for_manager }}",
	});
	canvas.connect('Which Way', 0, 'List the Chat of Almaty');
	canvas.connect('List the Chat of Almaty', 0, 'Give It to Almaty');
	canvas.connect('Give It to Almaty', 0, 'Write the Order Down');
	await canvas.publish();

	await talk.say(here, 'Есть ли вы на Абая?');
	await talk.say(elsewhere, 'Есть ли вы на Тверской?');
	await talk.atRest();
	expect(await talk.replies(CITY_CHAT)).toEqual([`${here.first_name}: Есть ли вы на Абая?`]);
	expect([await talk.notes(here), await talk.atWahelp(here)]).toEqual([[], []]);
	expect(await talk.replies(here)).toEqual([PASSED_ON]);
	await managerHas(elsewhere, ['Есть ли вы на Тверской?']);
});
