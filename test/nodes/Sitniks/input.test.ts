import fc from 'fast-check';

import { queryOf, safePath } from '../../../nodes/Sitniks/api/customRequest';
import {
	jsonBody,
	orderBody,
	withJson,
	type OrderFields,
} from '../../../nodes/Sitniks/domain/newOrder';
import { InputError } from '../../../nodes/shared/errors';

describe('a path of the API', () => {
	test.each([
		['/products', '/products'],
		['products/', '/products'],
		['/open-api/products', '/products'],
		['open-api/orders/70001', '/orders/70001'],
		['/chats/6b10aa00e056c38300000a01/status', '/chats/6b10aa00e056c38300000a01/status'],
	])('%p is %p', (given, path) => expect(safePath(given)).toBe(path));

	test.each([
		'',
		'/',
		'/open-api',
		'https://evil.example/x',
		'//evil.example/x',
		'/../api/v1/users',
		'/chats/..',
		'/chats/./x',
		'/chats/%2e%2e/x',
		'/chats\\..\\x',
		'/chats?limit=1',
		'/chats#x',
		'/chats//x',
		'/a@evil.example',
		'/chats/\nx',
	])('%p is refused', (given) => expect(() => safePath(given)).toThrow(InputError));

	test('never leads out of the API', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				let path = '/x';
				try {
					path = safePath(text);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
				const url = new URL(`https://crm.example/open-api${path}`);
				expect(url.href).toBe(`https://crm.example/open-api${path}`);
			}),
		);
	});

	test('a query is an object of plain values', () => {
		expect(queryOf({ limit: 0, all: false, q: '', none: null })).toEqual({
			limit: 0,
			all: false,
			q: '',
		});
		expect(queryOf(undefined)).toEqual({});
		for (const query of [[], 'a=b', { a: { b: 1 } }, 5]) {
			expect(() => queryOf(query)).toThrow(InputError);
		}
	});
});

describe('the body of an order', () => {
	const fields = (changes: Partial<OrderFields> = {}): OrderFields => ({
		fullname: ' Олена К ',
		phone: '050 111 22 33',
		country: '',
		products: [],
		more: {},
		...changes,
	});

	test('has what was chosen, 0 and empty texts too', () => {
		const more = {
			email: 'o@example.com',
			statusId: '11',
			salesChannelId: 22,
			responsibleId: '',
			externalId: 'shop-1042',
			discountPercent: 0,
			clientComment: '',
			utm_source: 'ig',
			utm_term: '',
		};
		const products = [
			{ productVariationId: '9001', quantity: 2, price: '0', title: '', isUpsale: false },
			{ productVariationId: 9002, quantity: 1, price: '', title: 'Сукня', isUpsale: true },
			{ productVariationId: '9003', price: '99,50' },
		];
		expect(orderBody(fields({ more, products }))).toEqual({
			client: { fullname: 'Олена К', phone: '+380501112233', email: 'o@example.com' },
			products: [
				{ productVariationId: 9001, isUpsale: false, quantity: 2, price: 0 },
				{ productVariationId: 9002, isUpsale: true, quantity: 1, title: 'Сукня' },
				{ productVariationId: 9003, isUpsale: false, price: 99.5 },
			],
			statusId: 11,
			salesChannelId: 22,
			discountPercent: 0,
			externalId: 'shop-1042',
			clientComment: '',
			utm: { source: 'ig', term: '' },
		});
	});

	test('needs no phone', () => {
		expect(orderBody(fields({ phone: ' ' }))).toEqual({ client: { fullname: 'Олена К' } });
	});

	test.each([
		[{ fullname: '' }, 'Client Name'],
		[{ fullname: ' Ян ' }, 'Client Name'],
		[{ phone: '12' }, 'Client Phone'],
		[{ phone: '000 000 00 00' }, 'Client Phone'],
		[{ products: [{}] }, 'Products, Variation ID of row 1'],
		[{ products: [{ productVariationId: 'x' }] }, 'Products, Variation ID of row 1'],
		[{ products: [{ productVariationId: 1, price: '-1' }] }, 'Products, Price of row 1'],
		[{ products: [{ productVariationId: 1, price: '1,500' }] }, 'Products, Price of row 1'],
		[{ products: [{ productVariationId: 1, price: '1.500' }] }, 'Products, Price of row 1'],
		[{ products: [{ productVariationId: 1, quantity: 0 }] }, 'Products, Quantity of row 1'],
		[{ more: { statusId: 'Нове' } }, 'Status'],
		[{ more: { discountAmount: 'x' } }, 'Discount Amount'],
	])('%j names %p', (changes, field) => {
		expect(() => orderBody(fields(changes as never))).toThrow(expect.objectContaining({ field }));
	});

	test('takes further JSON over it, and keeps the client', () => {
		const body = withJson(
			orderBody(fields()),
			{ client: { email: 'o@example.com' }, npDelivery: { city: 'Київ' }, statusId: 12 },
			'Additional JSON',
		);
		expect(body).toEqual({
			client: { fullname: 'Олена К', phone: '+380501112233', email: 'o@example.com' },
			npDelivery: { city: 'Київ' },
			statusId: 12,
		});
		expect(() => withJson({}, [], 'Additional JSON')).toThrow(InputError);
	});

	test('as JSON alone needs the name of the client', () => {
		const body = { client: { fullname: 'Олена' }, anything: 1 };
		expect(jsonBody(body, 'JSON')).toBe(body);
		for (const wrong of [{}, { client: { fullname: 'Ян' } }, [], undefined, 'x']) {
			expect(() => jsonBody(wrong, 'JSON')).toThrow(InputError);
		}
	});

	test('of anything is made or refused by name', () => {
		const anything = fc.record({
			fullname: fc.string(),
			phone: fc.string(),
			country: fc.string(),
			products: fc.array(
				fc.dictionary(fc.constantFrom('price', 'quantity', 'title'), fc.anything()),
			),
			more: fc.dictionary(fc.constantFrom('statusId', 'discountAmount', 'email'), fc.anything()),
		});
		fc.assert(
			fc.property(anything, (given) => {
				try {
					orderBody(given as never);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}),
		);
	});
});
