import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { listSearch, loadOptions, resourceMapping } from '../../../nodes/AmoCrm/methods';
import { AmoKit } from './kit';

const kit = new AmoKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const context = (resource = 'lead') => kit.place({ resource }).loadOptionsContext();
const options = async (method: keyof typeof loadOptions, resource?: string) =>
	await loadOptions[method].call(context(resource));
const names = (list: INodePropertyOptions[]) => list.map(({ name }) => name);
const search = async (
	method: keyof typeof listSearch,
	filter?: string,
): Promise<INodeListSearchResult['results']> =>
	(await listSearch[method].call(context(), filter)).results;

describe('drop-downs', () => {
	test('fields by kind', async () => {
		expect(names(await options('getContactTextFields'))).toEqual(
			['Должность', 'Telegram ID', 'Telegram Username'].sort((a, b) => a.localeCompare(b)),
		);
		expect(await options('getLeadNumericFields')).toContainEqual({
			name: 'Общий оплаченный итог',
			value: 880004,
		});
		expect(names(await options('getLeadDateFields'))).toEqual(['Дата последней оплаты']);
		expect(names(await options('getLeadTextFields'))).toEqual(['Invoice ID', 'Payment ID']);
	});

	test('pipelines, and stages as pairs without "Неразобранное"', async () => {
		expect(await options('getPipelines')).toContainEqual({ name: 'Партнеры', value: 8598230 });
		const stages = await options('getStages');
		expect(stages).toContainEqual({ name: 'Партнеры / Новая заявка', value: '8598230:80517738' });
		expect(stages).toContainEqual({
			name: 'Яндекс / Успешно реализовано',
			value: '10089806:142',
		});
		expect(names(stages).join()).not.toContain('Неразобранное');
	});

	test('users who are still there', async () => {
		expect(names(await options('getUsers'))).toEqual(['Анна Администратор', 'Борис Менеджер']);
	});

	test('users without the rights of an administrator: what to do', async () => {
		await kit.faults({ admin: false });
		await expect(options('getUsers')).rejects.toMatchObject({
			message: expect.stringContaining('only administrators'),
			description: expect.stringContaining('expression'),
		});
	});

	test('tags of the resource', async () => {
		await kit.emit({ lead: { name: 'A', tags: ['site'] }, contact: { name: 'B', tags: ['vip'] } });
		expect(names(await options('getTags', 'lead'))).toEqual(['site']);
		expect(names(await options('getTags', 'contact'))).toEqual(['vip']);
	});

	test('a wrong token is told in the drop-down', async () => {
		const placed = kit.place({ resource: 'lead' }, { credential: { accessToken: 'wrong' } });
		const wrong = loadOptions.getPipelines.call(placed.loadOptionsContext());
		await expect(wrong).rejects.toMatchObject({ name: 'NodeApiError', httpCode: '401' });
	});
});

describe('lists of the locators', () => {
	test('the newest, then by search and by id; deleted ones never', async () => {
		const { leads } = await kit.emit({
			lead: { name: 'Старая', createdDaysAgo: 5 },
		});
		await kit.emit({ lead: { name: 'Новая' } });
		await kit.faults({ deletedInLists: true });
		await kit.emit({ lead: { name: 'Новая удалённая', is_deleted: true } });
		const all = await search('searchLeads');
		expect(all.map(({ name }) => name)).toEqual([
			expect.stringContaining('Новая · #'),
			`Старая · #${leads[0].id}`,
		]);
		expect(await search('searchLeads', 'но')).toHaveLength(1);
		expect(await search('searchLeads', 'Стар')).toEqual([
			{ name: `Старая · #${leads[0].id}`, value: leads[0].id },
		]);
		expect(await search('searchLeads', String(leads[0].id))).toEqual([
			{ name: `Старая · #${leads[0].id}`, value: leads[0].id },
		]);
		expect(await search('searchLeads', 'нет такой')).toEqual([]);
	});

	test('contacts show their phone', async () => {
		await kit.emit({ contact: { name: 'Айгерим', phone: '+77010000001' } });
		const [found] = await search('searchContacts', 'Айгер');
		expect(found.name).toBe('Айгерим · +77010000001');
	});

	test('an empty account', async () => {
		expect(await search('searchContacts')).toEqual([]);
	});
});

describe('mapper columns', () => {
	test('each by its type, with ids that do not change', async () => {
		await kit.emit({ field: { id: 880060, entity_type: 'leads', name: 'Файл', type: 'file' } });
		const { fields } = await resourceMapping.getLeadFields.call(context());
		const byId = new Map(fields.map((field) => [field.id, field]));
		expect(byId.get('880001')).toMatchObject({ displayName: 'Предметы', type: 'array' });
		expect(byId.get('880002')).toMatchObject({
			type: 'options',
			options: [
				{ name: 'ЕГЭ', value: 5601 },
				{ name: 'ОГЭ', value: 5602 },
			],
		});
		expect(byId.get('880004')?.type).toBe('number');
		expect(byId.get('880006')?.type).toBe('dateTime');
		expect(byId.get('880007')?.type).toBe('string');
		expect(byId.get('UTM_SOURCE')).toMatchObject({ displayName: 'utm_source', type: 'string' });
		expect(byId.has('880060')).toBe(false);
		expect(fields.every(({ required, display }) => !required && display)).toBe(true);
	});

	test('a checkbox is a switch; phone and e-mail have inputs of their own', async () => {
		const field = { id: 990060, entity_type: 'contacts', name: 'Согласие', type: 'checkbox' };
		await kit.emit({ field });
		const { fields } = await resourceMapping.getContactFields.call(context('contact'));
		const ids = fields.map(({ id }) => id);
		expect(fields.find(({ id }) => id === '990060')?.type).toBe('boolean');
		expect(ids).toContain('POSITION');
		expect(ids).not.toContain('PHONE');
		expect(ids).not.toContain('970001');
	});
});
