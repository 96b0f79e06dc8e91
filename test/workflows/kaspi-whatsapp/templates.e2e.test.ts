import { checkTemplate } from '../../../nodes/MessageTemplate/domain/template';
import { orderVariables, SAMPLE_ORDER } from '../../../nodes/MessageTemplate/domain/variables';
import type { StoredRow } from '../../../sandbox/dataTables';
import { importWorkflow, publish } from '../../../sandbox/publishing';
import type { WorkflowFile } from '../../../sandbox/workflows';
import { FormVisitor } from '../support/forms';
import { World } from '../support/world';

/** The owner edits templates (23) and looks into the history (29), in headless Chromium. */
let world: World;
let owner: FormVisitor;

const FORM_23 = 'CrmBridge23Templates';
const NOBODYS_23 = 'CrmBridgeLeftOpen';
const SHOP = 'Магазин «Ромашка» (store-1)';
/** Everything that has a meaning in HTML, in a replacement or in an expression of n8n. */
const ODD = `<script>window.hacked = 1</script><img src=x onerror="window.hacked=1"> <3 'a' "b" &amp; $& $' {{ 1 + 1 }} \\u0024`;

beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['21', '22', '23', '29', 'pause']);
	owner = await FormVisitor.start(world);
	await leaveOpenPages();
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

/** A copy of 23 whose pages end after a minute instead of an hour, left open on each of its pages. */
async function leaveOpenPages(): Promise<void> {
	const { api, n8nUrl } = world.sandbox;
	const copy = structuredClone(await api.workflow(FORM_23)) as unknown as WorkflowFile;
	for (const node of copy.nodes) {
		const { parameters } = node;
		if (node.webhookId) node.webhookId += '-left-open';
		if (parameters.limitWaitTime)
			Object.assign(parameters, { resumeAmount: 1, resumeUnit: 'minutes' });
		if (node.type.endsWith('.formTrigger'))
			Object.assign(parameters.options as object, { path: 'left-open' });
	}
	const body = { ...copy, id: NOBODYS_23, name: 'Left open' };
	const { versionId } = await importWorkflow(api, body, undefined);
	await publish(api, body, versionId);

	const template = await addTemplate({ template_name: 'Left open' });
	for (const upTo of ['list', 'question', 'edit', 'preview']) {
		await owner.page.goto(`${n8nUrl}/form/left-open`);
		await owner.answer({});
		if (upTo === 'question') await pick(template.id, 'Удалить');
		if (upTo === 'edit' || upTo === 'preview') await pick(template.id, 'Изменить');
		if (upTo === 'preview') await owner.answer({ Текст: 'Nobody has saved this' });
	}
}

async function addTemplate(row: Partial<StoredRow>): Promise<StoredRow> {
	const [added] = await world.sandbox.api.tables.insert('whatsapp_templates', [
		{
			store_id: 'store-1',
			template_name: 'Своя',
			order_kind: 'returned',
			template_text: 'Заказ {order_num}',
			media_url: '',
			weight: 1,
			is_active: true,
			...row,
		},
	]);
	return added;
}

async function templates(name: string): Promise<StoredRow[]> {
	return await world.sandbox.api.tables.rows('whatsapp_templates', { template_name: name });
}

async function openList(): Promise<void> {
	await owner.open('templates');
	await owner.answer({});
}

/** Does something with a template of the list; 0 is the new one. */
async function pick(id: number, action: string): Promise<void> {
	const options = await owner.options('Шаблон');
	const option = id === 0 ? options[0] : options.find((text) => text.startsWith(`${id} ·`));
	await owner.answer({ Шаблон: option ?? `no template ${id}`, Действие: action });
}

const shown = async (selector: string) =>
	(await owner.page.locator(`div.html ${selector}`).allInnerTexts()).join('\n');
const mistakes = async () => await shown('h5');
const notice = async () => await shown('h6');
const message = async () => await shown('pre');
const hacked = async () => await owner.page.evaluate('window.hacked');

describe('templates', () => {
	test('a wrong variable is named with a proposal, what was typed stays, the preview is the message, then it is saved', async () => {
		await openList();
		await owner.picture('templates-list');
		await pick(0, 'Изменить');
		const wrong =
			'Здравствуйте, {customer_name}!\n\nЗаказ {order_num} в {shop_name}: {total_amount} ₸.';
		await owner.answer({
			Магазин: SHOP,
			Название: 'Заказ принят',
			'Тип заказа': 'Принят: Самовывоз (accepted_pickup)',
			Текст: wrong,
			Вес: '2,5',
		});
		expect(await mistakes()).toContain('переменной {customer_name} нет. Может быть, {user_name}?');
		await owner.picture('templates-mistake');
		expect(await owner.value('Текст')).toBe(wrong);
		expect(await owner.value('Магазин')).toBe(SHOP);
		expect(await owner.value('Название')).toBe('Заказ принят');
		expect(await owner.value('Тип заказа')).toBe('Принят: Самовывоз (accepted_pickup)');
		expect(await owner.value('Вес')).toBe('2,5');

		const right = wrong.replace('customer_name', 'user_name');
		await owner.answer({ Текст: right });
		await owner.picture('templates-preview');
		const variables = orderVariables(SAMPLE_ORDER, {
			timeZone: 'Asia/Almaty',
			shopName: 'Магазин «Ромашка»',
		});
		expect(await message()).toBe(checkTemplate(right, variables, 4096).text);
		expect(await templates('Заказ принят')).toEqual([]);

		await owner.answer({ 'Что сделать': 'Сохранить' });
		expect(await notice()).toMatch(/Шаблон № \d+ «Заказ принят» сохранён и включён\./);
		expect(await templates('Заказ принят')).toEqual([
			expect.objectContaining({
				store_id: 'store-1',
				order_kind: 'accepted_pickup',
				template_text: right,
				media_url: '',
				weight: 2.5,
				is_active: true,
			}),
		]);
		await owner.answer({ Действие: 'Закончить' });
		expect(await owner.text()).toContain('Готово');
	});

	test('all mistakes come back at once; back to the list saves nothing', async () => {
		const odd = await addTemplate({ template_name: 'Непонятный тип', order_kind: 'sold' });
		await openList();
		await pick(odd.id, 'Изменить');
		await owner.answer({
			Название: ' ',
			Текст: `${'ы'.repeat(1025)} {{user_name}} {order_num`,
			Картинка: 'www.example.com/a.jpg',
			Вес: 'много',
		});
		const all = await mistakes();
		for (const mistake of [
			'Название: впишите',
			'Тип заказа: типа «sold» нет',
			'{user_name} лишние скобки',
			'{order_num} не хватает скобки',
			'можно не больше 1024 (под картинкой',
			'Картинка или документ: ссылка',
			'Вес: впишите число',
		]) {
			expect(all).toContain(mistake);
		}
		await owner.answer({ Текст: '', Картинка: '' });
		expect(await mistakes()).toContain('Текст: напишите сообщение');
		await owner.answer({ 'Что дальше': 'Вернуться к списку без сохранения' });
		expect(await notice()).toContain('Ничего не изменено');
		expect(await templates('Непонятный тип')).toEqual([odd]);
	});

	test('copy, edit, switch off and on, and delete after a question', async () => {
		const first = await addTemplate({ template_name: 'Образец' });
		await openList();
		await pick(first.id, 'Копировать');
		await owner.answer({});
		await owner.answer({ 'Что сделать': 'Исправить' });
		await owner.answer({ Текст: 'Второй текст', Название: 'Копия' });
		await owner.answer({});
		const [copy] = await templates('Копия');
		expect(copy).toMatchObject({ template_text: 'Второй текст', is_active: false, weight: 1 });
		expect(await templates('Образец')).toEqual([first]);

		await pick(copy.id, 'Включить');
		expect(await notice()).toContain('включён');
		expect((await templates('Копия'))[0].is_active).toBe(true);
		await pick(copy.id, 'Выключить');
		expect((await templates('Копия'))[0].is_active).toBe(false);

		await pick(copy.id, 'Удалить');
		expect(await message()).toBe('Второй текст');
		await owner.picture('templates-delete');
		await owner.answer({});
		expect(await notice()).toContain('остался');
		expect(await templates('Копия')).toHaveLength(1);
		await pick(copy.id, 'Удалить');
		await owner.answer({ 'Удалить этот шаблон?': 'Да, удалить' });
		expect(await notice()).toContain('удалён');
		expect(await templates('Копия')).toEqual([]);
		expect(await templates('Образец')).toEqual([first]);

		await pick(0, 'Удалить');
		expect(await mistakes()).toBe('Выберите шаблон, чтобы его удалить.');
	});

	test('HTML, quotes, dollars and braces are text everywhere and come back unchanged', async () => {
		await openList();
		await pick(0, 'Изменить');
		const text = `${ODD}\n{order_num}`;
		await owner.answer({ Название: ODD, Текст: text, Вес: 'x' });
		expect(await owner.value('Текст')).toBe(text);
		expect(await owner.value('Название')).toBe(ODD);
		await owner.answer({ Вес: '1' });
		expect(await message()).toBe(`${ODD.replace('{{', '{').replace('}}', '}')}\n12345`);
		expect(await hacked()).toBeUndefined();
		await owner.answer({});
		expect(await templates(ODD)).toEqual([expect.objectContaining({ template_text: text })]);
		expect(await shown('li')).toContain(ODD);
		expect(await hacked()).toBeUndefined();
	});

	test('a second active template: the preview says how the orders are shared', async () => {
		const other = await addTemplate({
			template_name: 'Вариант А',
			order_kind: 'cancelled',
			weight: 3,
		});
		await openList();
		await pick(0, 'Изменить');
		const kind = 'Отменён (cancelled)';
		await owner.answer({ Магазин: SHOP, Название: 'Вариант Б', 'Тип заказа': kind, Текст: 'Б' });
		const shared = (await shown('h4')).replaceAll('\u00a0', ' ');
		expect(shared).toContain(`№ ${other.id} «Вариант А» — 75 %, этот шаблон — 25 %`);
		await owner.answer({ 'Что сделать': 'Исправить' });
		await owner.answer({ Вес: '0' });
		expect(await shown('h4')).toContain('С весом 0 этот шаблон не получит ни одного заказа');
		await owner.answer({ 'Что сделать': 'Исправить' });
		await owner.answer({ Включён: 'Нет' });
		expect(await shown('h4')).toBe('');
		await owner.answer({ 'Что сделать': 'Отменить' });
		expect(await templates('Вариант Б')).toEqual([]);
	});

	test('what somebody else changed meanwhile is shown and not overwritten unseen', async () => {
		const { tables } = world.sandbox.api;
		const row = await addTemplate({ template_name: 'Общий' });
		await openList();
		await pick(row.id, 'Изменить');
		await owner.answer({ Текст: 'Мой вариант' });
		await tables.update('whatsapp_templates', { id: row.id }, { template_text: 'Чужой вариант' });
		await owner.answer({});
		await owner.picture('templates-conflict');
		expect(await mistakes()).toContain('этот шаблон изменили. Ничего не сохранено');
		expect(await shown('h4')).toContain('«Общий», включён, вес 1\nМагазин «Ромашка» (store-1)');
		expect(await message()).toBe('Чужой вариант');
		expect(await owner.value('Текст')).toBe('Мой вариант');
		expect((await templates('Общий'))[0].template_text).toBe('Чужой вариант');
		await owner.answer({});
		await owner.answer({});
		expect((await templates('Общий'))[0].template_text).toBe('Мой вариант');

		await pick(row.id, 'Удалить');
		await tables.update('whatsapp_templates', { id: row.id }, { template_text: 'Ещё новее' });
		await owner.answer({ 'Удалить этот шаблон?': 'Да, удалить' });
		expect(await mistakes()).toContain('Пока страница была открыта, шаблон изменили');
		expect(await message()).toBe('Ещё новее');
		expect(await templates('Общий')).toHaveLength(1);
		await owner.answer({});

		await pick(row.id, 'Изменить');
		await owner.answer({});
		await tables.delete('whatsapp_templates', { id: row.id });
		await owner.answer({});
		expect(await mistakes()).toContain('этот шаблон удалили');
		expect(await templates('Общий')).toEqual([]);
		await owner.answer({});
		await owner.answer({});
		expect(await templates('Общий')).toHaveLength(1);
	});
});

describe('history', () => {
	const phone = '+77000000301';
	const sentAt = '2026-02-01T19:30:00.000Z';

	beforeAll(async () => {
		const row = { store_id: 'store-1', customer_phone: phone, media_url: '' };
		// The sender passes over rows of an account that does not exist.
		await world.sandbox.api.tables.insert('whatsapp_messages_log', [
			{
				...row,
				order_id: '930000001',
				order_kind: 'new',
				message_text: ODD,
				status: 'read',
				sent_at: sentAt,
				read_at: sentAt,
			},
			{
				...row,
				order_id: '930000002',
				order_kind: 'accepted_pickup',
				message_text: 'Принят',
				status: 'failed',
				error_message: 'number_not_on_whatsapp: WhatsApp does not know this number',
			},
			{
				...row,
				order_id: '930000003',
				order_kind: 'new',
				message_text: 'Ждёт',
				status: 'pending',
				store_id: 'no-such-store',
			},
			{
				...row,
				order_id: '930000001',
				order_kind: 'new',
				message_text: 'Чужое',
				status: 'sent',
				customer_phone: '+77000000302',
			},
		]);
	});

	async function lookUp(query: string): Promise<string> {
		await owner.open('history');
		await owner.answer({ Телефон: query });
		return await shown('li');
	}

	test('finds everything of a phone in any spelling, newest first, in words and local time', async () => {
		for (const spelling of ['87000000301', '+7 (700) 000-03-01', '700 000 03 01']) {
			const found = await lookUp(spelling);
			expect(found).toContain(ODD);
			expect(found).not.toContain('Чужое');
			expect(found.indexOf('930000003')).toBeLessThan(found.indexOf('930000001'));
		}
		await owner.picture('history');
		const found = await shown('li');
		expect(found).toContain('Прочитано 02.02.2026 00:30');
		expect(found).toContain('заказ принят, самовывоз');
		expect(found).toContain('Причина: этого номера нет в WhatsApp');
		expect(await hacked()).toBeUndefined();
	});

	test('finds everything of an order, and says when there is nothing', async () => {
		const found = await lookUp('№ 930000001');
		expect(found).toContain('Чужое');
		expect(found).toContain(ODD);
		expect(found).not.toContain('930000002');
		await lookUp('930000099');
		expect(await owner.text()).toContain('ничего не найдено');
		const many = Array.from({ length: 103 }, (_, i) => ({
			order_id: '930000010',
			message_text: `${i}`,
		}));
		await world.sandbox.api.tables.insert('whatsapp_messages_log', many);
		expect((await lookUp('930000010')).split('заказ 930000010')).toHaveLength(101);
		expect(await shown('h4')).toContain('Более старых ещё 3:');
		await lookUp(' ');
		expect(await mistakes()).toContain('Впишите телефон или номер заказа');
	});

	test('stops writing to the phone, its waiting messages too, and allows it again', async () => {
		await lookUp('87000000301');
		await owner.answer({ 'Что дальше': 'Больше не писать' });
		expect(await notice()).toContain(
			`Больше не пишем на ${phone}. Ожидавших сообщений остановлено: 1`,
		);
		const client = async () =>
			(await world.sandbox.api.tables.rows('clients', { phone })).map(
				(row) => row.whatsapp_opt_out,
			);
		expect(await client()).toEqual([true]);
		const states = (await world.log(['930000003', '930000001'])).map((row) => row.status);
		expect(states.sort()).toEqual(['opted_out', 'read', 'sent']);
		expect(await owner.options('Что дальше')).toContain('Вернуть сообщения');
		await owner.answer({ 'Что дальше': 'Вернуть сообщения' });
		expect(await client()).toEqual([false]);
		await owner.answer({ 'Что дальше': 'Закончить' });
		expect(await owner.text()).toContain('Готово');
	});
});

test('pages that were left open end by themselves and write nothing', async () => {
	const runs = async () => await world.sandbox.api.executions({ workflowId: NOBODYS_23 });
	await world.eventually(
		'the four left pages have ended',
		async () => (await runs()).filter(({ status }) => status === 'success').length === 4,
		150_000,
		async () => (await runs()).map(({ status }) => status),
	);
	expect(await templates('Left open')).toEqual([
		expect.objectContaining({ template_text: 'Заказ {order_num}' }),
	]);
});
