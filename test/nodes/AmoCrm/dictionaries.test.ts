import {
	clearDictionaries,
	EDITOR_AGE_MS,
	fieldDefinitions,
	pipelines,
	tags,
	users,
} from '../../../nodes/AmoCrm/api/dictionaries';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

test('the whole dictionary, of each kind', async () => {
	const api = kit.api();
	expect((await fieldDefinitions(api, 'leads')).map(({ id }) => id)).toContain(880001);
	expect((await fieldDefinitions(api, 'contacts')).map(({ code }) => code)).toContain('PHONE');
	expect((await pipelines(api)).map(({ name }) => name)).toEqual(['Сайт', 'Партнеры', 'Яндекс']);
	expect(await users(api)).toHaveLength(3);
	expect(await tags(api, 'leads')).toEqual([]);
});

test('more than a page of fields', async () => {
	const fields = Array.from({ length: 260 }, (_, index) => ({
		id: 700000 + index,
		entity_type: 'leads',
		name: `F${index}`,
		type: 'text',
	}));
	for (const field of fields) await kit.emit({ field });
	expect((await fieldDefinitions(kit.api(), 'leads')).length).toBeGreaterThan(260);
});

test('callers at the same time share one load, later ones its result', async () => {
	const api = kit.api();
	await Promise.all(Array.from({ length: 20 }, () => fieldDefinitions(api, 'leads')));
	await fieldDefinitions(kit.api(), 'leads', EDITOR_AGE_MS);
	expect(await kit.requests('custom_fields')).toHaveLength(1);
});

test('leads and contacts, and two accounts, are kept apart', async () => {
	const api = kit.api();
	await fieldDefinitions(api, 'leads');
	await fieldDefinitions(api, 'contacts');
	await fieldDefinitions(
		{ ...api, dictionary: api.dictionary.bind(api), account: 'b' } as never,
		'leads',
	);
	expect(await kit.requests('custom_fields')).toHaveLength(3);
});

test('a dictionary that is too old for the caller is loaded again', async () => {
	const api = kit.api();
	await pipelines(api);
	const later = Date.now() + EDITOR_AGE_MS + 1;
	const now = jest.spyOn(Date, 'now').mockReturnValue(later);
	await pipelines(api);
	await pipelines(api, EDITOR_AGE_MS);
	now.mockRestore();
	expect(await kit.requests('pipelines')).toHaveLength(2);
});

test('a failed load is not kept', async () => {
	await kit.faults({ status: 404, times: 1, path: 'custom_fields' });
	await expect(fieldDefinitions(kit.api(), 'leads')).rejects.toMatchObject({ code: 'not_found' });
	expect((await fieldDefinitions(kit.api(), 'leads')).length).toBeGreaterThan(0);
});

test('clear forgets', async () => {
	await users(kit.api());
	clearDictionaries();
	await users(kit.api());
	expect(await kit.requests('users')).toHaveLength(2);
});
