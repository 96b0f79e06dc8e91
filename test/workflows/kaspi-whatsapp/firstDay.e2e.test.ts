import { FormVisitor } from '../support/forms';
import { World } from '../support/world';

let world: World;
let owner: FormVisitor;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', undefined, 'vm');
	owner = await FormVisitor.start(world);
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

const OWN_PHONE = '77015551001';
const BUYER = '77015551002';

describe('the start page', () => {
	test('leads to every form, and back from those with links', async () => {
		await owner.open('start');
		await owner.picture('start');
		const links = await owner.page.locator('div.html a').allInnerTexts();
		expect(links).toEqual([
			'Магазины',
			'WhatsApp-сессия и QR-код',
			'Шаблоны',
			'Проба',
			'Отчёт',
			'История',
			'Общие настройки',
			'Забыть клиента',
		]);
		const titles: Record<string, string> = {};
		for (const link of links) {
			await owner.open('start');
			await owner.page.getByText(link, { exact: true }).click();
			await owner.page.waitForURL('**/form/*-*');
			const path = new URL(owner.page.url()).pathname;
			titles[path] = await owner.page.locator('.form-header h1').first().innerText();
		}
		expect(titles).toEqual({
			'/form/whatsapp-settings': 'Настройки WhatsApp',
			'/form/whatsapp-session': 'WhatsApp-сессия и QR-код',
			'/form/whatsapp-templates': 'Шаблоны WhatsApp',
			'/form/whatsapp-send-test': 'Тестовое сообщение WhatsApp',
			'/form/whatsapp-report': 'Отчёт о сообщениях WhatsApp',
			'/form/whatsapp-history': 'История сообщений WhatsApp',
			'/form/whatsapp-general': 'Общие настройки WhatsApp',
			'/form/forget-client': 'Забыть клиента',
		});

		await owner.open('settings');
		await owner.answer({});
		await owner.page.getByText('Все страницы').click();
		await owner.page.waitForURL('**/form/whatsapp');
		// Its button is hidden: nothing is sent from here.
		expect(await owner.page.locator('#submit-btn').isVisible()).toBe(false);
	});

	test('asks for the password, as the others do', async () => {
		const answer = await fetch(`${world.sandbox.n8nUrl}/form/whatsapp`);
		expect(answer.status).toBe(401);
	});
});

/** Told in order: each test goes on where the one before has ended. */
describe("a shop owner's first day", () => {
	test('he pairs his phone by the QR code', async () => {
		await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
		await owner.open('start');
		await owner.page.getByText('WhatsApp-сессия и QR-код').click();
		await owner.picture('day-1-session');
		await owner.answer({});
		await owner.page.waitForFunction("document.querySelector('img')?.naturalWidth > 0");
		await owner.picture('day-2-qr');
		await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
		await owner.answer({ 'Что сделать': 'Обновить' });
		expect(await owner.text()).toContain('Телефон привязан, сессия работает');
	});

	test('he writes a template with a mistake, is told so, fixes it, looks at it, saves it', async () => {
		await owner.open('templates');
		await owner.answer({});
		const mine = (await owner.options('Шаблон')).find((text) => text.includes('Ромашка'));
		await owner.answer({ Шаблон: String(mine), Действие: 'Изменить' });
		await owner.answer({ Текст: '{user_nmae}, спасибо за заказ {order_num}! {shop_name}' });
		expect(await owner.text()).toContain('{user_nmae}');
		expect(await owner.text()).toContain('{user_name}');
		await owner.picture('day-3-mistake');
		await owner.answer({ Текст: '{user_name}, спасибо за заказ {order_num}! {shop_name}' });
		expect(await owner.text()).toContain('Иван Иванов, спасибо за заказ 12345! Магазин «Ромашка»');
		await owner.picture('day-4-preview');
		await owner.answer({ 'Что сделать': 'Сохранить' });
	});

	test('he sends it to himself', async () => {
		await owner.open('sendTest');
		await owner.answer({ Телефон: '8 701 555 10 01' });
		const mine = (await owner.options('Шаблон')).find((text) => text.includes('Ромашка'));
		await owner.answer({ Магазин: 'store-1 — Магазин «Ромашка»', Шаблон: String(mine) });
		await owner.answer({ 'Что сделать': 'Отправить' });
		expect(await owner.text()).toMatch(/Отправлено/);
		await owner.picture('day-5-sent');
		const [message] = await world.sent(OWN_PHONE);
		expect(message.text).toBe('Иван Иванов, спасибо за заказ 12345! Магазин «Ромашка»');
	});

	test('an order comes, and its buyer gets the message', async () => {
		await world.emit('kaspi', {
			code: '960100001',
			firstName: 'Айгерим',
			lastName: 'Тестова',
			phone: BUYER.slice(1),
			store: 'store-1',
		});
		await world.settled(['960100001'], ['delivered'], 60_000);
		expect((await world.sent(BUYER)).map((message) => message.text)).toEqual([
			'Айгерим Тестова, спасибо за заказ 960100001! Магазин «Ромашка»',
		]);
	});

	test('in the evening he reads the report, and what this buyer got', async () => {
		await owner.open('report');
		await owner.answer({ 'Что показать': 'Отчёт на экране' });
		expect(await owner.text()).toContain('Магазин «Ромашка»');
		await owner.picture('day-6-report');
		await owner.open('history');
		await owner.answer({ 'Телефон или номер заказа': '960100001' });
		expect(await owner.text()).toContain('Айгерим Тестова, спасибо за заказ 960100001!');
		await owner.picture('day-7-history');
	});
});

test('none of our runs has failed', async () => {
	const failed = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(failed.map(({ id, workflowId }) => `${workflowId} ${id}`)).toEqual([]);
});
