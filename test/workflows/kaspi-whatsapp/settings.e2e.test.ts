import axios from 'axios';

import { FormVisitor } from '../support/forms';
import { World } from '../support/world';

let world: World;
let owner: FormVisitor;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp');
	owner = await FormVisitor.start(world);
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

const NEW_SHOP = '➕ Новый магазин';
const FLOWERS = 'Магазин «Ромашка» (store-1)';
const APPLIANCES = 'Техника «Алатау» (store-2)';

/** From the first page to the list of shops and on. */
async function choose(action: string, shop: string): Promise<void> {
	await owner.open('settings');
	await owner.answer({});
	await owner.answer({ Магазин: shop, 'Что сделать': action });
}

/** By the link in the list of shops to the page of a shop's session. */
async function openSession(storeId: string): Promise<void> {
	await owner.open('settings');
	await owner.answer({});
	await owner.page.locator(`a[href$="whatsapp-session?store=${storeId}"]`).click();
	await owner.answer({});
}

async function shop(storeId: string) {
	const [row] = await world.sandbox.api.tables.rows('whatsapp_settings', { store_id: storeId });
	return row;
}

async function setting(key: string): Promise<unknown> {
	const [row] = await world.sandbox.api.tables.rows('bot_settings', { key });
	return row.value;
}

async function statusOf(url: string): Promise<number> {
	return (await axios.get(url, { validateStatus: () => true })).status;
}

/** The picture on the page, once it is loaded or has failed. */
async function image(): Promise<{ url: string; width: number }> {
	await owner.page.waitForFunction("document.querySelector('img')?.complete");
	const read = async (what: string) =>
		await owner.page.evaluate(`document.querySelector('img').${what}`);
	return { url: String(await read('currentSrc')), width: Number(await read('naturalWidth')) };
}

describe('a shop', () => {
	test('mistakes come back all at once with what was typed; once fixed, the row is saved', async () => {
		await choose('Изменить настройки', FLOWERS);
		await owner.answer({
			'Название магазина': '',
			'Сообщений в день': 'много',
			'Тихие часы с': '25:00',
			'Тихие часы до': '',
			'Пауза между сообщениями от': '60',
			'Пауза между сообщениями до': '30',
		});
		const page = await owner.text();
		for (const sentence of [
			'Название магазина: заполните это поле.',
			'Сообщений в день: напишите целое число от 1 до 100000.',
			'Тихие часы с: напишите время так: 22:00. Сейчас «25:00».',
			'Тихие часы до: заполните и это поле или очистите оба.',
			'Пауза между сообщениями: «от» (60) не может быть больше «до» (30).',
		]) {
			expect(page).toContain(sentence);
		}
		expect(await owner.value('Сообщений в день')).toBe('много');
		expect(await owner.value('Тихие часы с')).toBe('25:00');
		expect(await shop('store-1')).toMatchObject({ shop_name: 'Магазин «Ромашка»' });
		await owner.picture('settings-mistakes');

		await owner.answer({
			'Название магазина': 'Ромашка & Ко',
			'Отправка включена': 'Нет',
			'Сообщений в день': '150',
			'Тихие часы с': '22:00',
			'Тихие часы до': '9:00',
			'Пауза между сообщениями от': '5',
			'Пауза между сообщениями до': '10',
		});
		expect(await owner.text()).toContain('с 22:00 до 09:00');
		expect(await owner.text()).toContain('Пауза меньше 30 секунд');
		expect(await owner.value('Магазин')).toBe('Ромашка & Ко (store-1)');
		expect(await shop('store-1')).toMatchObject({
			shop_name: 'Ромашка & Ко',
			waha_session_name: 'default',
			is_enabled: false,
			daily_limit: 150,
			quiet_from: '22:00',
			quiet_to: '09:00',
			min_delay_seconds: 5,
			max_delay_seconds: 10,
			paused_until: null,
		});
		await owner.picture('settings-saved');
	});

	test('going back without saving changes nothing', async () => {
		const before = await shop('store-2');
		await choose('Изменить настройки', APPLIANCES);
		await owner.answer({ 'Название магазина': 'Другое', 'Что дальше': 'Назад без сохранения' });
		expect(await owner.text()).toContain('Ничего не изменено.');
		expect(await shop('store-2')).toEqual(before);
	});

	test('a new one needs a code of its own; it stands in the list, with the pause of its session', async () => {
		const until = new Date(Date.now() + 3_600_000).toISOString();
		const pause = { paused_until: until, pause_reason: 'account_restricted: 463' };
		await world.settings('store-3', pause);
		await choose('Снять паузу', NEW_SHOP);
		expect(await owner.text()).toContain('Новый магазин ещё не сохранён.');
		await owner.answer({ Магазин: NEW_SHOP, 'Что сделать': 'Изменить настройки' });
		await owner.answer({ 'Код магазина': 'мой магазин', 'Название магазина': 'Дача' });
		expect(await owner.text()).toContain('Код магазина: только латинские буквы');
		await owner.answer({ 'Код магазина': 'STORE-1' });
		expect(await owner.text()).toContain('Код магазина: «store-1» уже есть');
		await owner.answer({
			'Код магазина': 'Dacha_KZ',
			'Тихие часы с': '',
			'Тихие часы до': '',
			'Пауза между сообщениями от': '30',
		});
		const page = await owner.text();
		expect(page).toContain('Магазин «Дача» сохранён.');
		expect(page).toContain('Тихих часов нет.');
		expect(await owner.options('Магазин')).toContain('Дача (Dacha_KZ)');
		expect(await shop('Dacha_KZ')).toMatchObject({
			shop_name: 'Дача',
			is_enabled: true,
			daily_limit: 200,
			quiet_from: '',
			...pause,
		});
	});
});

test('a pause is lifted for all shops of the session, after a question with a warning', async () => {
	await choose('Снять паузу', 'Дача (Dacha_KZ)');
	const question = await owner.text();
	expect(question).toContain('WhatsApp временно запретил этому номеру писать новым людям');
	expect(question).toContain('Осторожно: ограничение поставил сам WhatsApp.');
	await owner.picture('settings-pause');
	await owner.answer({});
	expect(await owner.text()).toContain('Пауза осталась');
	expect((await shop('store-3')).paused_until).not.toBeNull();

	await owner.answer({ Магазин: 'Дача (Dacha_KZ)', 'Что сделать': 'Снять паузу' });
	await owner.answer({ 'Снять паузу?': 'Да, снять паузу' });
	expect(await owner.text()).toContain('Пауза сессии «default» снята.');
	for (const store of ['store-3', 'Dacha_KZ']) {
		expect(await shop(store)).toMatchObject({ paused_until: null, pause_reason: '' });
	}
	await owner.answer({ 'Что сделать': 'Снять паузу' });
	expect(await owner.text()).toContain('паузы нет');
});

describe('the session', () => {
	const TOKENS = { scope: 'qr' };
	const tokens = async () => await world.sandbox.api.tables.rows('processed_events', TOKENS);

	test('shows its QR code as a picture that only this page can load, until the phone is linked', async () => {
		await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
		await openSession('Dacha_KZ');
		expect(await owner.text()).toContain('Нужно привязать телефон');
		const { url, width } = await image();
		expect(width).toBeGreaterThan(0);
		await owner.picture('settings-qr');
		const answer = await axios.get<ArrayBuffer>(url, { responseType: 'arraybuffer' });
		expect(answer.headers).toMatchObject({
			'content-type': 'image/png',
			'cache-control': 'no-store',
		});
		expect(Buffer.from(answer.data).subarray(1, 4).toString('latin1')).toBe('PNG');
		expect(await statusOf(url.replace(/[^/]+$/, '0'.repeat(48)))).toBe(404);
		expect((await tokens()).map(({ owner: session }) => session)).toEqual(['default']);

		await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
		// The picture itself tells why there is no code any more.
		expect(await statusOf(url)).toBe(409);
		await owner.answer({ 'Что сделать': 'Обновить' });
		const page = await owner.text();
		expect(page).toContain('Телефон привязан, сессия работает');
		expect(page).toMatch(/\+\d{4} ••• •• \d\d/);
		expect(await owner.page.locator('img').count()).toBe(0);
		expect(await statusOf(url)).toBe(404);
		expect(await tokens()).toEqual([]);
		await owner.picture('settings-linked');
	});

	test('is restarted from FAILED', async () => {
		await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
		await world.emit('waha', { session: { name: 'default', status: 'FAILED' } });
		await openSession('store-2');
		expect(await owner.text()).toContain('Сессия не работает');
		expect(await owner.options('Что сделать')).toEqual(['Перезапустить', 'Обновить', 'Назад']);
		await owner.answer({});
		expect(await owner.text()).toContain('Телефон привязан, сессия работает');
	});

	test('that WAHA does not know, or a WAHA that is down, is explained', async () => {
		await world.fault('waha', { status: 503, path: '/api/sessions', times: 0 });
		await choose('Изменить настройки', 'Дача (Dacha_KZ)');
		expect(await owner.text()).toContain('Список сессий не получен. WAHA не работает');
		await owner.picture('settings-waha-down');
		await owner.answer({ 'Сессия WAHA': 'dacha' });
		expect(await owner.text()).toContain('Магазин «Дача» сохранён.');
		expect(await shop('Dacha_KZ')).toMatchObject({ waha_session_name: 'dacha' });
		await openSession('Dacha_KZ');
		expect(await owner.text()).toContain('Состояние неизвестно');
		expect(await owner.options('Что сделать')).toEqual(['Обновить', 'Назад']);

		await axios.post(`${world.vendorUrl('waha')}/__sim/reset`, {});
		await owner.answer({});
		expect(await owner.text()).toContain('Сессии «dacha» в WAHA нет.');
		await world.fault('waha', { oldCore: true });
		await owner.answer({});
		expect(await owner.text()).toContain('старая версия Core');
		await owner.answer({ 'Что сделать': 'Назад' });
		expect(await owner.value('Магазин')).toBe('Дача (Dacha_KZ)');
	});
});

test('general settings are checked and saved', async () => {
	await owner.open('general');
	await owner.answer({});
	expect(await owner.value('Часовой пояс')).toBe('Asia/Almaty');
	const stopWords = String(await setting('whatsapp_stop_words'));
	await owner.answer({
		'Часовой пояс': 'Asia/Nowhere',
		'Одному покупателю в час': '0',
		'Слова возврата': 'старт, Стоп',
		'Час ежедневного отчёта': '24',
		'Тревога, если неудач больше': '200',
	});
	const page = await owner.text();
	for (const sentence of [
		'Часовой пояс: такого часового пояса нет.',
		'Одному покупателю в час, сообщений: напишите целое число от 1 до 60.',
		'Слова возврата: «стоп» есть и в словах отказа.',
		'Час ежедневного отчёта: напишите целое число от 0 до 23 или оставьте пустым.',
		'Тревога, если неудач больше, %: напишите целое число от 1 до 100.',
	]) {
		expect(page).toContain(sentence);
	}
	expect(await owner.value('Часовой пояс')).toBe('Asia/Nowhere');
	expect(await setting('time_zone')).toBe('Asia/Almaty');
	await owner.picture('settings-general');

	await owner.answer({
		'Часовой пояс': 'Asia/Aqtobe',
		'Одному покупателю в час': '6',
		'Показывать «печатает…»': 'Нет',
		'Слова возврата': 'Старт,, начать ,старт',
		'Ответ на отказ': 'Хорошо, больше не пишем. $& — это не подстановка.',
		'Час ежедневного отчёта': '',
		'Тревога, если неудач больше': '25',
	});
	expect(await owner.text()).toContain('Общие настройки сохранены.');
	expect({
		zone: await setting('time_zone'),
		hourly: await setting('whatsapp_contact_hourly_limit'),
		typing: await setting('whatsapp_typing'),
		stop: await setting('whatsapp_stop_words'),
		start: await setting('whatsapp_start_words'),
		stopped: await setting('text_whatsapp_stopped'),
		report: await setting('whatsapp_report_hour'),
		alert: await setting('whatsapp_alert_failed_percent'),
	}).toEqual({
		zone: 'Asia/Aqtobe',
		hourly: '6',
		typing: 'no',
		stop: stopWords,
		start: 'старт, начать',
		stopped: 'Хорошо, больше не пишем. $& — это не подстановка.',
		report: '',
		alert: '25',
	});
	expect(await owner.text()).toContain('Окно можно закрыть.');

	await owner.open('general');
	await owner.answer({});
	await owner.answer({ 'Часовой пояс': 'Asia/Almaty', 'Что дальше': 'Назад без сохранения' });
	expect(await owner.text()).toContain('Ничего не изменено.');
	expect(await setting('time_zone')).toBe('Asia/Aqtobe');
});

test('the list of shops leads to the general settings, and to an end', async () => {
	await owner.open('settings');
	await owner.answer({});
	await owner.page.getByText('Общие настройки', { exact: true }).click();
	expect(await owner.text()).toContain('Общие настройки WhatsApp');
	await choose('Закончить', APPLIANCES);
	expect(await owner.text()).toContain('Окно можно закрыть.');
});
