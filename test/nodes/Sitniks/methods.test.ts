import { useKit } from './kit';

const kit = useKit();

const { loadOptions, listSearch } = (() => {
	const { methods } = new (require('../../../nodes/Sitniks/Sitniks.node').Sitniks)();
	return methods;
})() as never as Record<
	'loadOptions' | 'listSearch',
	Record<string, (...args: unknown[]) => Promise<unknown>>
>;
const context = () => kit.place({ resource: 'chat', operation: 'setStatus' }).loadOptionsContext();
const search = async (method: string, filter?: string) =>
	((await listSearch[method].call(context(), filter)) as { results: object[] }).results;

test.each([
	['getManagers', { name: 'Павло (#33)', value: 33 }],
	['getOrderStatuses', { name: 'В обробці', value: 12 }],
	['getSalesChannels', { name: 'Instagram', value: 22 }],
])('%s', async (method, choice) => {
	expect(await loadOptions[method].call(context())).toContainEqual(choice);
});

test('searchManagers tells two of one name apart', async () => {
	expect(await search('searchManagers', 'дарія')).toEqual([
		{ name: 'Дарія Коваль (#34)', value: '34' },
		{ name: 'Дарія Коваль (#36)', value: '36' },
	]);
	expect(await search('searchManagers', '33')).toEqual([{ name: 'Павло (#33)', value: '33' }]);
});

test('searchChats', async () => {
	const id = await kit.seed({ userNickName: 'olena.k', userName: 'Олена' });
	await kit.emit({ chats: 120 });
	expect(await search('searchChats')).toHaveLength(100);
	await kit.emit({ client: { chat_id: id, text: 'Hi' } });
	expect(await search('searchChats', '@OLENA')).toEqual([
		{ name: 'Олена · @olena.k · instagram · Новий', value: id },
	]);
	expect(await search('searchChats', id)).toHaveLength(1);
});

test('searchStatuses gives what the newest chats have, from memory', async () => {
	await kit.emit({ chats: 2 });
	await kit.seed({ status: 'Оплачено' });
	expect(await search('searchStatuses')).toEqual([
		{ name: 'Новий', value: 'Новий' },
		{ name: 'Оплачено', value: 'Оплачено' },
	]);
	await search('searchStatuses', 'опл');
	expect(await kit.requests('/chats')).toHaveLength(1);
});

test('searchOrders', async () => {
	expect(await search('searchOrders', '1002')).toEqual([
		{ name: '1002 · Олена Ковальчук · 2026-06-02 · Завершено', value: '70002' },
	]);
});

test("a refusal is n8n's error", async () => {
	await kit.faults({ trial: true });
	for (const method of Object.keys(listSearch)) {
		await expect(search(method)).rejects.toMatchObject({ name: 'NodeApiError' });
	}
	for (const method of Object.values(loadOptions)) {
		await expect(method.call(context())).rejects.toMatchObject({ name: 'NodeApiError' });
	}
});

test('the editor does not wait for the end of a block', async () => {
	await kit.faults({ limit: true, blockNow: true });
	const start = Date.now();
	await expect(search('searchManagers')).rejects.toThrow('blocked this key');
	expect(Date.now() - start).toBeLessThan(10_000);
});
