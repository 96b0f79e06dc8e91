import { useKit } from './testkit';

const kit = useKit();
const check = async (phone: string) => {
	const query = `phone=${encodeURIComponent(phone)}&session=default`;
	return (await kit.call('GET', `/api/contacts/check-exists?${query}`)).body;
};

describe('check-exists', () => {
	test('a number of WhatsApp, with or without a plus', async () => {
		const known = { numberExists: true, chatId: '77010001122@c.us', pn: '77010001122@c.us' };
		expect(await check('77010001122')).toEqual(known);
		expect(await check('+77010001122')).toEqual(known);
		await kit.faults({ engine: 'NOWEB' });
		expect(await check('77010001122')).toEqual({ numberExists: true, chatId: '77010001122@c.us' });
		const old = await kit.call('GET', '/api/checkNumberStatus?phone=77010001122&session=default');
		expect(old.body.numberExists).toBe(true);
	});

	test('both negative shapes, by engine or by switch', async () => {
		await kit.faults({ unknownNumbers: ['77010001122'] });
		const nulls = { numberExists: false, chatId: null, pn: null };
		expect(await check('77010001122')).toEqual(nulls);
		await kit.faults({ engine: 'NOWEB' });
		expect(await check('77010001122')).toEqual({ numberExists: false });
		await kit.faults({ unknownShape: 'null' });
		expect(await check('77010001122')).toEqual(nulls);
		await kit.faults({ engine: 'GOWS', unknownShape: 'omitted' });
		expect(await check('77010001122')).toEqual({ numberExists: false });
	});

	test('by emit, too, and what is no number does not exist', async () => {
		await kit.emit({ number: { phone: '77010001122', exists: false } });
		expect(await check('77010001122')).toMatchObject({ numberExists: false });
		await kit.emit({ number: { phone: '77010001122', exists: true } });
		expect(await check('77010001122')).toMatchObject({ numberExists: true });
		expect(await check('8 (701) 000')).toMatchObject({ numberExists: false });
	});

	test('the chat may be another than the typed number, or a LID', async () => {
		await kit.faults({ canonicalNumbers: { '5511987654321': '551187654321' } });
		expect(await check('5511987654321')).toMatchObject({ chatId: '551187654321@c.us' });
		const lids = [{ lid: '98765@lid', pn: '77010001122@c.us' }];
		await kit.faults({ lids, checkExistsLid: true });
		expect(await check('77010001122')).toMatchObject({ chatId: '98765@lid', pn: lids[0].pn });
	});

	test('without phone or session it is 422', async () => {
		expect((await kit.call('GET', '/api/contacts/check-exists?phone=1')).status).toBe(422);
		expect((await kit.call('GET', '/api/contacts/check-exists?session=default')).status).toBe(422);
	});
});

describe('LIDs', () => {
	const lids = [
		{ lid: '98765@lid', pn: '77010001122@c.us' },
		{ lid: '98766@lid', pn: '77010003344@c.us' },
	];
	beforeEach(() => kit.faults({ lids }));

	test('list, count and both look-ups', async () => {
		expect((await kit.call('GET', '/api/default/lids')).body).toEqual(lids);
		expect((await kit.call('GET', '/api/default/lids?limit=1&offset=1')).body).toEqual([lids[1]]);
		expect((await kit.call('GET', '/api/default/lids/count')).body).toEqual({ count: 2 });
		expect((await kit.call('GET', '/api/default/lids/98765%40lid')).body).toEqual(lids[0]);
		expect((await kit.call('GET', '/api/default/lids/98765')).body).toEqual(lids[0]);
		expect((await kit.call('GET', '/api/default/lids/pn/77010003344')).body).toEqual(lids[1]);
		expect((await kit.call('GET', '/api/default/lids/pn/77010003344%40c.us')).body).toEqual(
			lids[1],
		);
	});

	test('unknown ones are 200 with null', async () => {
		const lid = await kit.call('GET', '/api/default/lids/1');
		expect([lid.status, lid.body]).toEqual([200, { lid: '1@lid', pn: null }]);
		const phone = await kit.call('GET', '/api/default/lids/pn/77019999999');
		expect([phone.status, phone.body]).toEqual([200, { lid: null, pn: '77019999999@c.us' }]);
		await kit.faults({ unknownLid: '@lid' });
		const host = await kit.call('GET', '/api/default/lids/pn/77019999999');
		expect([host.status, host.body]).toEqual([200, { lid: '@lid', pn: null }]);
	});
});
