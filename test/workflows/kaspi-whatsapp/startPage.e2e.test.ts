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

test('the start page leads to every form, and back from those with links', async () => {
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
	]);
	const titles: Record<string, string> = {};
	for (const link of links) {
		await owner.open('start');
		await owner.page.getByText(link, { exact: true }).click();
		await owner.page.waitForURL('**/form/whatsapp-*');
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
	});

	await owner.open('settings');
	await owner.answer({});
	await owner.page.getByText('Все страницы').click();
	await owner.page.waitForURL('**/form/whatsapp');
	// Its button is hidden: nothing is sent from here.
	expect(await owner.page.locator('#submit-btn').isVisible()).toBe(false);
});

test('the start page asks for the password, as the others do', async () => {
	const answer = await fetch(`${world.sandbox.n8nUrl}/form/whatsapp`);
	expect(answer.status).toBe(401);
});
