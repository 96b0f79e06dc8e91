import fc from 'fast-check';

import {
	checkTemplate,
	WHATSAPP_CAPTION_LIMIT,
	WHATSAPP_TEXT_LIMIT,
} from '../../../nodes/MessageTemplate/domain/template';
import { BUILT_IN_VARIABLES, orderVariables } from '../../../nodes/MessageTemplate/domain/variables';

const variables = orderVariables(
	{
		orderId: '900000001',
		customerName: 'Иван Иванов',
		customerPhone: '+7 701 000 11 22',
		productName: 'Чайник',
		quantity: 2,
		totalPrice: 25990,
		deliveryType: 'PICKUP',
		shopName: 'Мой магазин',
		createDate: Date.parse('2025-03-10T09:00:00Z'),
	},
	{ timeZone: 'Asia/Almaty' },
);

function check(template: string, values = variables, maxLength = WHATSAPP_TEXT_LIMIT) {
	return checkTemplate(template, values, maxLength);
}

function codes(template: string, values = variables): string[] {
	return check(template, values).problems.map(({ code }) => code);
}

describe('a message from a template', () => {
	test("is exactly the seed's sample (section 4)", () => {
		const template = `Здравствуйте, {user_name}!
Ваш заказ Nº {order_num} "{product_name}", количество: {item_qty} шт готов к самовывозу.
* В ближайшее время мы свяжемся с вами для уточнения деталей заказа.
* Спасибо за Ваш выбор! Если у Вас есть вопросы, обращайтесь в любое время.
С уважением,
{shop_name}`;

		const result = check(template);

		expect(result.problems).toEqual([]);
		expect(result.text).toBe(`Здравствуйте, Иван Иванов!
Ваш заказ Nº 900000001 "Чайник", количество: 2 шт готов к самовывозу.
* В ближайшее время мы свяжемся с вами для уточнения деталей заказа.
* Спасибо за Ваш выбор! Если у Вас есть вопросы, обращайтесь в любое время.
С уважением,
Мой магазин`);
		expect(result.used).toEqual([
			'user_name',
			'order_num',
			'product_name',
			'item_qty',
			'shop_name',
		]);
	});

	test.each(BUILT_IN_VARIABLES)('{%s} is replaced wherever it stands', (name) => {
		const result = check(`{${name}}-{${name}} { ${name} }`);
		const value = variables[name];

		expect(result).toMatchObject({ valid: true, used: [name] });
		expect(result.text).toBe(`${value}-${value} ${value}`);
	});

	test.each(['{order_num}', '$&', '$1 $$ $`', '{{user_name}}', '{unknown}', '\\n'])(
		'a value %s is inserted once and as it is',
		(value) => {
			const result = check('{user_name}|{order_num}', { ...variables, user_name: value });

			expect(result).toMatchObject({ valid: true, text: `${value}|900000001` });
		},
	);

	test.each([
		['Цена {12} { } {} {1a}', 'Цена {12} { } {} {1a}'],
		['a } b { c', 'a } b { c'],
		['{{ и }}', '{ и }'],
		['{{{user_name}}}', '{Иван Иванов}'],
		['{ {user_name} }', '{ Иван Иванов }'],
		['{{promo}}', '{promo}'],
	])('braces that are no variable stay: %s', (template, text) => {
		expect(check(template)).toMatchObject({ valid: true, text });
	});

	test('line breaks of the template stay, other control characters go', () => {
		expect(check('a\r\nb\rc\td\u0000\u0007e\u001b').text).toBe('a\nb\nc de');
	});

	test('a control character inside a variable does not hide it', () => {
		expect(check('{user\u0000_name}')).toMatchObject({ valid: true, text: 'Иван Иванов' });
	});
});

describe('what is wrong with a template', () => {
	test.each([
		['user_nme', 'user_name'],
		['User_Name', 'user_name'],
		['user name', 'user_name'],
		['order-num', 'order_num'],
		['customer_name', 'user_name'],
		['order_id', 'order_num'],
		['quantity', 'item_qty'],
		['phone', 'customer_phone'],
		['totalamount', 'total_amount'],
	])('unknown {%s} is named, with the nearest known one', (name, near) => {
		const { problems, valid } = check(`Привет, {${name}}`);

		expect(valid).toBe(false);
		expect(problems).toHaveLength(1);
		expect(problems[0].code).toBe('unknown_variable');
		expect(problems[0].message).toContain(`{${name}}`);
		expect(problems[0].message).toContain(`{${near}}`);
	});

	test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'имя'])(
		'{%s} is no variable either',
		(name) => {
			expect(codes(`{${name}}`)).toEqual(['unknown_variable']);
		},
	);

	test('every unknown variable is reported', () => {
		expect(codes('{a1} {user_name} {b2}')).toEqual(['unknown_variable', 'unknown_variable']);
	});

	test.each(['{{user_name}}', '{{ user_name }}', '{{User_Name}}', '{{user name}}'])(
		'%s is refused, because the customer would read the name',
		(template) => {
			const { problems } = check(template);

			expect(problems.map(({ code }) => code)).toEqual(['doubled_braces']);
			expect(problems[0].message).toContain('{user_name}');
		},
	);

	test.each([
		'Привет, {user_name',
		'{user_name и {order_num}',
		'{{user_name}',
		'{{ user_name }',
		'{\nuser_name}',
		'{user_name\n}',
		'{\u00a0user_name}',
		'{user\u200b_name}',
		'{\ufeffuser_name}',
		'{user_name:}',
	])('a variable that is not written as one is refused: %j', (template) => {
		const { problems } = check(template);

		expect(problems.map(({ code }) => code)).toEqual(['unclosed_variable']);
		expect(problems[0].message).toContain('user_name');
	});

	test.each(['', '   ', '\n\r\n', '\u0000'])('an empty template: %j', (template) => {
		expect(codes(template)).toContainEqual(expect.stringMatching(/^empty_/));
	});

	test('a template of which nothing is left with this order', () => {
		expect(codes('{customer_phone}', { ...variables, customer_phone: '' })).toEqual([
			'empty_message',
		]);
	});

	test('a message that is too long by one character', () => {
		const values = { ...variables, user_name: 'я'.repeat(WHATSAPP_CAPTION_LIMIT) };

		expect(check('{user_name}', values, WHATSAPP_CAPTION_LIMIT).valid).toBe(true);
		const { problems } = check('{user_name}!', values, WHATSAPP_CAPTION_LIMIT);
		expect(problems).toEqual([
			{
				code: 'too_long',
				message: 'The message has 1025 characters, 1024 are allowed.',
				length: 1025,
				limit: 1024,
			},
		]);
	});

	test('an emoji is one character', () => {
		expect(check('👍👍', variables, 2)).toMatchObject({ valid: true, length: 2 });
	});
});

describe('own variables', () => {
	const own = { ...variables, PROMO_CODE: 'WELCOME10', name: 'Иван' };

	test('are known by the exact name', () => {
		expect(check('{PROMO_CODE} {name}', own)).toMatchObject({
			valid: true,
			text: 'WELCOME10 Иван',
		});
	});

	test.each(['{{PROMO_CODE}}', '{{promo_code}}', '{{name}}'])(
		'%s in double braces is refused as well',
		(template) => {
			expect(codes(template, own)).toEqual(['doubled_braces']);
		},
	);

	test('are suggested where the letter case is wrong', () => {
		expect(check('{promo_code}', own).problems[0].message).toContain('{PROMO_CODE}?');
	});
});

describe('for any template and any values', () => {
	const piece = fc.oneof(
		fc.constantFrom(...BUILT_IN_VARIABLES.map((name) => `{${name}}`)),
		fc.constantFrom(...BUILT_IN_VARIABLES),
		fc.constantFrom('{', '}', '{{', '}}', ' ', '\n', '\t', '\u0000', '\u00a0', '\u200b', '$&'),
		fc.constantFrom('{unknown}', '{user_nme}', '{12}', '{}'),
		fc.string({ unit: 'binary', maxLength: 5 }),
	);
	const anyTemplate = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
	const plain = Object.fromEntries(BUILT_IN_VARIABLES.map((name) => [name, `<${name}>`]));
	const known = new RegExp(String.raw`\{\s*(?:${BUILT_IN_VARIABLES.join('|')})\s*\}`);

	test('it never throws, and what is valid shows no known variable in braces', () => {
		fc.assert(
			fc.property(anyTemplate, (template) => {
				const { valid, text, problems } = check(template, plain);
				expect(valid).toBe(problems.length === 0);
				if (valid) expect(text.replace(/\p{Cf}/gu, '')).not.toMatch(known);
			}),
		);
	});

	test('without any variable there is nothing to propose', () => {
		expect(check('{user_name}', {}).problems).toEqual([
			{
				code: 'unknown_variable',
				message: 'There is no variable {user_name}. To print a brace, double it.',
				name: 'user_name',
			},
		]);
	});

	test('a valid message has no unknown variable either, unless its braces were doubled', () => {
		fc.assert(
			fc.property(anyTemplate, (template) => {
				fc.pre(!/\{\p{Cc}*\{/u.test(template));
				const { valid, text } = check(template, plain);
				if (valid) expect(text).not.toMatch(/\{unknown\}|\{user_nme\}/);
			}),
		);
	});

	test('a value is inserted as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				const { text } = check('a{user_name}b{order_num}', { ...plain, user_name: value });
				expect(text).toBe(`a${value}b<order_num>`);
			}),
		);
	});
});
