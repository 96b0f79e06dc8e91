import type { Row } from '../../../sandbox/dataTables';
import { pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', '27', 'pause']);
});
afterAll(async () => await world?.stop());

const PICTURE = 'https://files.example/card.png';

async function template(data: Row): Promise<number> {
	const [row] = await world.sandbox.api.tables.insert('whatsapp_templates', [
		{ store_id: '', template_name: 'Проба', media_url: '', weight: 1, is_active: true, ...data },
	]);
	return row.id;
}

/** Texts and captions that reached a phone. */
async function told(phone: string): Promise<string[]> {
	return (await world.sent(phone)).map(({ text, caption }) => caption ?? text);
}

async function change(code: string, changes: object): Promise<void> {
	await world.emit('kaspi', { change: { code, ...changes } });
}

describe('stages of an order', () => {
	beforeAll(async () => {
		await template({ order_kind: 'accepted', template_text: 'Принят {order_num}' });
		await template({ order_kind: 'completed', template_text: 'Спасибо за {order_num}' });
		await template({ order_kind: 'cancelled_pickup', template_text: 'Отмена {order_num}' });
		await template({
			order_kind: 'pickup',
			template_text: 'Ждём вас, {order_num}',
			store_id: 'store-3',
		});
	});

	test('each stage with a template of its own is told once, others are not', async () => {
		const phone = '77012000101';
		await world.emit('kaspi', {
			code: '950000001',
			phone: phone.slice(1),
			delivery: 'own',
			status: 'APPROVED_BY_BANK',
		});
		await world.eventually('the first message', async () => (await told(phone)).length === 1);
		await change('950000001', { status: 'ACCEPTED_BY_MERCHANT' });
		await world.eventually('the second', async () => (await told(phone)).length === 2);
		await change('950000001', { status: 'COMPLETED' });
		await world.eventually('the third', async () => (await told(phone)).length === 3);
		const [first, ...later] = await told(phone);
		expect(first).toContain('Здравствуйте');
		expect(later).toEqual(['Принят 950000001', 'Спасибо за 950000001']);
		const kinds = (await world.log(['950000001'])).map((row) => row.order_kind);
		expect(kinds).toEqual(['new', 'accepted', 'completed']);
	});

	test('the most special kind of the shop wins', async () => {
		const phone = '77012000102';
		await world.emit('kaspi', {
			code: '950000002',
			phone: phone.slice(1),
			delivery: 'pickup',
			status: 'APPROVED_BY_BANK',
			store: 'store-3',
		});
		await world.eventually('the message', async () => (await told(phone)).length === 1);
		await change('950000002', { status: 'CANCELLED' });
		await world.eventually('the second', async () => (await told(phone)).length === 2);
		expect(await told(phone)).toEqual(['Ждём вас, 950000002', 'Отмена 950000002']);
	});

	test('one more text for handed-over orders of one shop is one row of the templates', async () => {
		await template({
			order_kind: 'handed_over',
			template_text: 'Уже едет: {order_num}',
			store_id: 'store-2',
		});
		const orders = [
			{ code: '950000011', phone: '7012000111', store: 'store-2' },
			{ code: '950000012', phone: '7012000112', store: 'store-1' },
		];
		for (const order of orders) {
			await world.emit('kaspi', {
				...order,
				delivery: 'kaspi',
				unmasked: true,
				status: 'APPROVED_BY_BANK',
			});
		}
		for (const { phone } of orders) {
			await world.eventually('the first message', async () => {
				const texts = await told(`7${phone}`);
				return texts.length === 1;
			});
		}
		for (const { code } of orders) {
			await change(code, { kaspiDelivery: { courierTransmissionDate: Date.now() } });
		}
		await world.eventually('the text of the shop', async () => {
			const texts = await told('77012000111');
			return texts.length === 2;
		});
		expect((await told('77012000111'))[1]).toBe('Уже едет: 950000011');
		await pause(8000);
		expect(await told('77012000112')).toHaveLength(1);
		const kinds = (await world.log(['950000011'])).map((row) => row.order_kind);
		expect(kinds).toEqual(['new', 'handed_over']);
	});

	test('a stage that an order reached before its template was there is never told', async () => {
		const [early, late] = ['77012000103', '77012000104'];
		const order = { delivery: 'own', status: 'APPROVED_BY_BANK' };
		await world.emit('kaspi', { ...order, code: '950000003', phone: early.slice(1) });
		await world.eventually('the first message', async () => (await told(early)).length === 1);
		const id = await template({ order_kind: 'returned', template_text: 'Возврат {order_num}' });
		// As if the template were written twenty minutes after the order comes back.
		world.date('whatsapp_templates', 'updatedAt', Date.now() + 20 * 60_000, [id]);
		await change('950000003', { status: 'RETURNED' });
		await pause(8000);
		const restart = async () => {
			// A restart makes the trigger tell every order again.
			await world.sandbox.n8n.stop();
			await world.sandbox.n8n.start();
		};
		await restart();
		await world.emit('kaspi', { ...order, code: '950000004', phone: late.slice(1) });
		await world.eventually('another message', async () => (await told(late)).length === 1);
		await pause(6000);
		expect(await told(early)).toHaveLength(1);
		expect(await told('77012000101')).toHaveLength(3);

		world.date('whatsapp_templates', 'updatedAt', Date.now() - 20 * 60_000, [id]);
		await restart();
		await world.eventually('the message', async () => (await told(early)).length === 2);
		expect(await told('77012000101')).toHaveLength(3);
	});
});

describe('pictures and documents', () => {
	const text = 'Каталог к заказу {order_num}';
	const newFor = async (store: string, media_url: string, template_text = text) => {
		await world.sandbox.api.tables.update(
			'whatsapp_templates',
			{ store_id: store, order_kind: 'new' },
			{ media_url, template_text },
		);
	};

	test('arrive as media with the text under them, and acks raise their rows', async () => {
		await newFor('store-1', PICTURE);
		await newFor('store-2', 'https://files.example/price.pdf');
		await world.emit('kaspi', {
			code: '951000001',
			phone: '7012000201',
			store: 'store-1',
			delivery: 'own',
		});
		await world.emit('kaspi', {
			code: '951000002',
			phone: '7012000202',
			store: 'store-2',
			delivery: 'own',
		});
		await world.settled(['951000001', '951000002'], ['delivered'], 60_000);
		expect(await world.sent('77012000201')).toMatchObject([
			{ type: 'image', caption: 'Каталог к заказу 951000001', file: { url: PICTURE } },
		]);
		expect(await world.sent('77012000202')).toMatchObject([
			{
				type: 'file',
				caption: 'Каталог к заказу 951000002',
				file: { mimetype: 'application/pdf' },
			},
		]);
	});

	test('a WAHA that cannot send files: the text goes out, the hint is told once', async () => {
		await world.fault('waha', { oldCore: true });
		await world.emit('kaspi', {
			code: '951000011',
			phone: '7012000211',
			store: 'store-1',
			delivery: 'own',
		});
		await world.emit('kaspi', {
			code: '951000012',
			phone: '7012000212',
			store: 'store-1',
			delivery: 'own',
		});
		const rows = await world.settled(['951000011', '951000012'], ['delivered'], 60_000);
		await world.fault('waha', { oldCore: false });
		expect(await world.sent('77012000211')).toMatchObject([
			{ type: 'text', text: 'Каталог к заказу 951000011' },
		]);
		expect(await world.sent('77012000212')).toHaveLength(1);
		for (const row of rows) expect(row.error_message).toMatch(/^plus_required: .*2026\.6\.1/);
		expect(await world.alerts('2026.6.1')).toHaveLength(1);
	});

	test('a text too long for a caption goes without the file', async () => {
		await newFor('store-1', PICTURE, `${text} ${'очень '.repeat(250)}`);
		await world.emit('kaspi', {
			code: '951000021',
			phone: '7012000221',
			store: 'store-1',
			delivery: 'own',
		});
		await world.settled(['951000021'], ['delivered'], 60_000);
		expect(await world.sent('77012000221')).toMatchObject([{ type: 'text' }]);
	});

	test('a file whose answer was lost is looked up and never sent twice', async () => {
		await newFor('store-1', PICTURE);
		await world.fault('waha', [{ path: '/api/sendImage', dropAfterWrite: true, times: 1 }]);
		await world.emit('kaspi', {
			code: '951000031',
			phone: '7012000231',
			store: 'store-1',
			delivery: 'own',
		});
		await world.settled(['951000031'], ['sent', 'delivered', 'read'], 90_000);
		expect(await world.sent('77012000231')).toHaveLength(1);

		await world.fault('waha', [
			{ path: '/api/sendImage', dropAfterWrite: true, times: 1 },
			{
				path: '/messages',
				status: 404,
				body: { statusCode: 404, message: 'no such route', error: 'Not Found' },
				times: 0,
			},
		]);
		await world.emit('kaspi', {
			code: '951000032',
			phone: '7012000232',
			store: 'store-1',
			delivery: 'own',
		});
		const [row] = await world.settled(['951000032'], ['failed'], 90_000);
		await world.fault('waha', []);
		expect(row.error_message).toMatch(/^possible_double/);
		expect(await world.sent('77012000232')).toHaveLength(1);
	});
});

test('none of our runs has failed', async () => {
	const failed = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(failed.map(({ id, workflowId }) => `${workflowId} ${id}`)).toEqual([]);
});
