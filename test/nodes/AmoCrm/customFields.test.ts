import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	enumIdsOf,
	fieldEntry,
	isWritable,
	simplified,
	unixSeconds,
	valuesOf,
} from '../../../nodes/AmoCrm/domain/customFields';
import type { Entity, FieldDefinition } from '../../../nodes/AmoCrm/api/schema';
import { InputError } from '../../../nodes/shared/errors';

const SUBJECTS: FieldDefinition = {
	id: 880001,
	name: 'Предметы',
	type: 'multiselect',
	enums: [
		{ id: 5501, value: 'Русский' },
		{ id: 5502, value: 'Математика' },
		{ id: 5503, value: 'Алгебра, геометрия' },
	],
};
const YEAR: FieldDefinition = {
	id: 880009,
	name: 'Год',
	type: 'select',
	enums: [
		{ id: 5601, value: '2026' },
		{ id: 2026, value: 'ЕГЭ' },
	],
};
const of = (type: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
	id: 7,
	name: 'Поле',
	type,
	...more,
});
const values = (definition: FieldDefinition, value: unknown, zone?: string) =>
	fieldEntry(definition, value, zone).values;

describe('a written value has the shape of its type (sheet §6.2)', () => {
	test.each([
		['text', 5, [{ value: '5' }]],
		['text', 0, [{ value: '0' }]],
		['textarea', 'abc', [{ value: 'abc' }]],
		['url', 'https://example.com', [{ value: 'https://example.com' }]],
		['numeric', '1500', [{ value: 1500 }]],
		['numeric', '1 500,50', [{ value: 1500.5 }]],
		['numeric', 0, [{ value: 0 }]],
		['price', -3, [{ value: -3 }]],
		['checkbox', false, [{ value: false }]],
		['checkbox', 'true', [{ value: true }]],
		['checkbox', 0, [{ value: false }]],
		['date', 1760000000, [{ value: 1760000000 }]],
		['date_time', '2026-07-01T10:00:00', [{ value: 1782889200 }]],
		['date_time', '2026-07-01T10:00:00Z', [{ value: 1782900000 }]],
		['birthday', 1782900000123, [{ value: 1782900000 }]],
	])('%s %j', (type, value, expected) => {
		expect(values(of(type), value, 'Europe/Moscow')).toEqual(expected);
	});

	test.each(['5,000', ' -12,500 '])('%j can be read two ways, so it is refused', (value) => {
		expect(() => values(of('numeric'), value)).toThrow('this is no number');
	});

	test('dates may be objects', () => {
		const at = DateTime.fromSeconds(1760000000);
		expect(unixSeconds(at, 'utc', 'X')).toBe(1760000000);
		expect(unixSeconds(at.toJSDate(), 'utc', 'X')).toBe(1760000000);
	});

	test('a choice is an enum id or its exact text; an id wins over a text', () => {
		expect(values(YEAR, 5601)).toEqual([{ enum_id: 5601 }]);
		expect(values(YEAR, 'ЕГЭ')).toEqual([{ enum_id: 2026 }]);
		expect(values(YEAR, '2026')).toEqual([{ enum_id: 2026 }]);
		expect(() => values(YEAR, 'егэ')).toThrow(InputError);
		expect(() => values(YEAR, [5601, 2026])).toThrow('only one choice');
	});

	test.each([
		[[5501, 'Математика']],
		['Русский, Математика'],
		['5501,5502'],
		['[5501, 5502]'],
		[[5501, 5502, '5501', '']],
	])('several choices: %j', (value) => {
		expect(values(SUBJECTS, value)).toEqual([{ enum_id: 5501 }, { enum_id: 5502 }]);
	});

	test('a choice whose own text has a comma', () => {
		expect(values(SUBJECTS, 'Алгебра, геометрия')).toEqual([{ enum_id: 5503 }]);
	});

	test('an unknown choice is named with its field and what there is', () => {
		expect(() => values(SUBJECTS, 'Химия')).toThrow(
			expect.objectContaining({
				field: 'Предметы',
				hint: expect.stringContaining('Русский, Математика'),
			}),
		);
	});

	test('a labelled list takes the label WORK, or the first there is', () => {
		const phone = of('multitext', {
			enums: [
				{ id: 1, value: 'MOB' },
				{ id: 2, value: 'WORK' },
			],
		});
		expect(values(phone, 'a,b')).toEqual([
			{ value: 'a', enum_code: 'WORK' },
			{ value: 'b', enum_code: 'WORK' },
		]);
		const im = of('multitext', { enums: [{ id: 1, value: 'Skype', code: 'SKYPE' }] });
		expect(values(im, ['x'])).toEqual([{ value: 'x', enum_code: 'SKYPE' }]);
	});

	test('tracking fields are addressed by code, all others by id', () => {
		const utm = of('tracking_data', { code: 'UTM_SOURCE' });
		expect(fieldEntry(utm, 'vk')).toEqual({ field_code: 'UTM_SOURCE', values: [{ value: 'vk' }] });
		expect(fieldEntry(of('text', { code: 'POSITION' }), 'x')).toMatchObject({ field_id: 7 });
	});

	test.each(['', '  ', []])('%j clears', (value) => {
		expect(fieldEntry(SUBJECTS, value)).toEqual({ field_id: 880001, values: null });
		expect(fieldEntry(of('numeric'), value)).toEqual({ field_id: 7, values: null });
	});

	test.each([
		['checkbox', Object.create(null)],
		['date', Object.create(null)],
		['select', Object.create(null)],
		['numeric', NaN],
		['numeric', Infinity],
		['numeric', 'много'],
		['numeric', true],
		['numeric', '1e5x'],
		['checkbox', 'наверное'],
		['date', 'завтра'],
		['date', {}],
		['text', { a: 1 }],
		['file', 'x'],
		['legal_entity', 'x'],
		['constructor', 'x'],
	])('%s %j is refused by the name of the field', (type, value) => {
		expect(() => values(of(type), value)).toThrow(expect.objectContaining({ field: 'Поле' }));
	});

	test('only types that a value can be written to are offered', () => {
		expect(isWritable(SUBJECTS)).toBe(true);
		expect(isWritable(of('file'))).toBe(false);
		expect(isWritable(of('__proto__'))).toBe(false);
	});

	test('whatever comes: an entry without NaN, or an error that names the field', () => {
		const types = ['text', 'numeric', 'checkbox', 'date', 'select', 'multiselect', 'multitext'];
		const enums = [{ id: 1, value: 'A' }];
		fc.assert(
			fc.property(fc.constantFrom(...types), fc.anything(), (type, value) => {
				try {
					const entry = fieldEntry(of(type, { enums }), value);
					expect(JSON.stringify(entry)).not.toContain('[{"value":null');
					expect(entry.values === null || Array.isArray(entry.values)).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}),
		);
	});
});

describe('reading', () => {
	const lead: Entity = {
		id: 8000001,
		name: 'Курс',
		status_id: 142,
		pipeline_id: 3100001,
		price: 45000,
		updated_at: 1760000000,
		custom_fields_values: [
			{ field_id: 880004, field_name: 'Итог', field_type: 'numeric', values: [{ value: '1500' }] },
			{
				field_id: 880001,
				field_name: 'Предметы',
				field_type: 'multiselect',
				values: [
					{ value: 'Русский', enum_id: 5501 },
					{ value: 'Математика', enum_id: 5502 },
				],
			},
			{
				field_id: 880006,
				field_name: 'Дата',
				field_type: 'date_time',
				values: [{ value: 1760000000 }],
			},
			{
				field_id: 870001,
				field_name: 'utm_source',
				field_code: 'UTM_SOURCE',
				field_type: 'tracking_data',
				values: [{ value: 'vk' }],
			},
			{ field_id: 1, field_name: 'utm_source', field_type: 'text', values: [{ value: 'own' }] },
			{ field_id: 2, field_name: '__proto__', field_type: 'text', values: [{ value: 'x' }] },
			{ field_id: 3, field_name: 'Пусто', field_type: 'text', values: null },
		],
		_embedded: { contacts: [{ id: 7000001, is_main: true }], tags: [{ id: 1, name: 'site' }] },
	};

	test('values by id and by code', () => {
		expect(valuesOf(lead, 880001)).toEqual(['Русский', 'Математика']);
		expect(valuesOf(lead, '880004')).toEqual(['1500']);
		expect(valuesOf(lead, 'UTM_SOURCE')).toEqual(['vk']);
		expect(valuesOf(lead, 5)).toEqual([]);
		expect(valuesOf({ id: 1, custom_fields_values: null }, 'PHONE')).toEqual([]);
		expect(enumIdsOf(lead, 880001)).toEqual([5501, 5502]);
	});

	test('a lead and a contact in ten keys', () => {
		expect(simplified(lead)).toEqual({
			id: 8000001,
			name: 'Курс',
			price: 45000,
			pipeline_id: 3100001,
			status_id: 142,
			responsible_user_id: undefined,
			updated_at: '2025-10-09T08:53:20.000Z',
			tags: ['site'],
			contact_ids: [7000001],
			custom_fields: {
				Итог: 1500,
				Предметы: ['Русский', 'Математика'],
				Дата: '2025-10-09T08:53:20.000Z',
				utm_source: 'vk',
				'utm_source (1)': 'own',
				['__proto__']: 'x',
				Пусто: null,
			},
		});
		expect(Object.keys(simplified(lead))).toHaveLength(10);
		const contact = simplified({ id: 1, custom_fields_values: null });
		expect(contact).toMatchObject({ phones: [], emails: [], lead_ids: [], custom_fields: {} });
		expect(Object.keys(contact)).toHaveLength(10);
	});
});
