import { FormVisitor } from '../support/forms';
import { pause, World } from '../support/world';

const STORE = 'store-1 — Магазин «Ромашка»';
const OWN = 'Свой текст';

let world: World;
let owner: FormVisitor;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['21', '22', '25', '27', 'pause']);
	owner = await FormVisitor.start(world);
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

const tests = async (phone: string) =>
	(await world.log()).filter((row) => row.customer_phone === `+${phone}`);

/** From the first page to the preview, with a text of the owner's own. */
async function preview(phone: string, text: string): Promise<string> {
	await owner.open('sendTest');
	await owner.answer({ Телефон: phone });
	await owner.answer({ Магазин: STORE, Шаблон: OWN, [OWN]: text });
	return await owner.text();
}

describe('the owner tests a message', () => {
	test('mistakes come back on the page, with what was typed', async () => {
		const refused = await preview('12-34', 'Привет, {usr_name}!');
		await owner.picture('send-test-mistake');
		expect(refused).toMatch(/Телефон: это не похоже на номер/);
		expect(await owner.value('Телефон')).toBe('12-34');
		expect(await owner.value(OWN)).toBe('Привет, {usr_name}!');

		await owner.answer({ Телефон: '8 (701) 555-03-01' });
		expect(await owner.text()).toMatch(/Переменной \{usr_name\} нет. Может быть, \{user_name\}\?/);

		await owner.answer({ Шаблон: (await owner.options('Шаблон'))[0] });
		expect(await owner.text()).toMatch(/выбрали готовый шаблон и написали свой текст/);

		await owner.answer({ Шаблон: OWN, [OWN]: '' });
		expect(await owner.text()).toMatch(/Текст пустой/);
		expect(await tests('77015550301')).toEqual([]);
	});

	test('sees it first, changes it, sends it, and it arrives', async () => {
		const first = await preview('8 (701) 555-03-02', 'Проба 1');
		expect(first).toMatch(/\+77015550302/);
		expect(first).toMatch(/из сессии «default», состояние: работает/);
		expect(await world.sent('77015550302')).toEqual([]);

		await owner.answer({ 'Что сделать': 'Исправить' });
		expect(await owner.value(OWN)).toBe('Проба 1');
		await owner.answer({ [OWN]: 'Здравствуйте, {user_name}!\nСкидка 5 < 10 & $& {shop_name}' });
		const text = 'Здравствуйте, Иван Иванов!\nСкидка 5 < 10 & $& Магазин «Ромашка»';
		expect(await owner.text()).toContain(text);
		await owner.picture('send-test-preview');

		await owner.answer({ 'Что сделать': 'Отправить' });
		expect(await owner.text()).toMatch(/Отправлено в \d\d:\d\d на \+77015550302/);
		await owner.picture('send-test-sent');
		expect((await world.sent('77015550302')).map((message) => message.text)).toEqual([text]);
		const [row] = await tests('77015550302');
		expect(row).toMatchObject({ store_id: 'store-1', order_id: '', order_kind: 'test' });
		await world.eventually('the ack raises it', async () =>
			(await tests('77015550302')).some(({ status }) => status === 'delivered'),
		);

		await owner.answer({ 'Что дальше': 'Отправить ещё' });
		await owner.answer({});
		await owner.answer({ 'Что сделать': 'Отменить' });
		expect(await owner.text()).toMatch(/Ничего не отправлено/);
		expect(await world.sent('77015550302')).toHaveLength(1);
	});

	test('with a ready template, whose picture goes along', async () => {
		const [{ id }] = await world.sandbox.api.tables.insert('whatsapp_templates', [
			{
				store_id: 'store-1',
				template_name: 'С картинкой',
				order_kind: 'preorder',
				template_text: 'Предзаказ {order_num}',
				media_url: 'https://files.example/card.png',
				weight: 1,
				is_active: true,
			},
		]);
		await owner.open('sendTest');
		await owner.answer({ Телефон: '77015550303' });
		const label = (await owner.options('Шаблон')).find((option) => option.startsWith(`${id} `));
		expect(label).toBe(`${id} — С картинкой (предзаказ, store-1)`);
		await owner.picture('send-test-ask');
		await owner.answer({ Магазин: STORE, Шаблон: label ?? '' });
		expect(await owner.text()).toMatch(/Предзаказ 12345[^]*files\.example\/card\.png/);
		await owner.answer({ 'Что сделать': 'Отправить' });
		expect(await owner.text()).toMatch(/Готово/);
		const [row] = await tests('77015550303');
		expect(row).toMatchObject({
			template_id: String(id),
			media_url: 'https://files.example/card.png',
		});
		expect(await world.sent('77015550303')).toHaveLength(1);
	});

	test('is told in words why nothing went out', async () => {
		await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
		const warned = await preview('77015550304', 'Проба');
		await owner.picture('send-test-session-down');
		await owner.answer({ 'Что сделать': 'Отправить' });
		const failed = await owner.text();
		await owner.picture('send-test-failed');
		await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
		expect(warned).toMatch(/Сессия не работает/);
		expect(failed).toMatch(/ждёт, пока вы отсканируете QR-код. Ничего не отправлено/);
		expect(await tests('77015550304')).toEqual([]);
		expect(await world.sent('77015550304')).toEqual([]);
	});

	test('a page that is submitted twice sends once', async () => {
		await preview('77015550305', 'Один раз');
		await owner.page.evaluate(`[1, 2, 3].forEach(() => {
			const body = new FormData();
			body.append('field-1', 'Отправить');
			fetch(location.href, { method: 'POST', body }).catch(() => undefined);
		})`);
		await world.eventually('it is sent', async () => (await world.sent('77015550305')).length > 0);
		await pause(4000);
		await owner.page.evaluate(`(() => {
			const body = new FormData();
			body.append('field-1', 'Отправить');
			fetch(location.href, { method: 'POST', body }).catch(() => undefined);
		})()`);
		await pause(3000);
		expect(await world.sent('77015550305')).toHaveLength(1);
		expect(await tests('77015550305')).toHaveLength(1);
		await owner.page.reload();
		expect(await owner.text()).toMatch(/Отправлено в/);
	});
});
