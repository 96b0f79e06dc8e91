import fc from 'fast-check';

import { ApiError } from './apiError';
import { formattedText } from './entities/formattedText';
import { Params } from './params';

const parse = (parse_mode: string, text: string) =>
	formattedText(Params.of({ text, parse_mode }), 'text');
const marks = (parse_mode: string, text: string) =>
	parse(parse_mode, text).entities.map(({ type, offset, length }) => [type, offset, length]);
function errorOf(parse_mode: string, text: string): string | undefined {
	try {
		parse(parse_mode, text);
		return undefined;
	} catch (error) {
		return (error as ApiError).description.replace("Bad Request: can't parse entities: ", '');
	}
}

describe('Markdown', () => {
	test('bold, italic, code, blocks and links', () => {
		expect(parse('Markdown', '*b* _i_ `c` [site](https://shop.example/a) \\_x')).toEqual({
			text: 'b i c site _x',
			entities: [
				{ type: 'bold', offset: 0, length: 1 },
				{ type: 'italic', offset: 2, length: 1 },
				{ type: 'code', offset: 4, length: 1 },
				{ type: 'text_link', offset: 6, length: 4, url: 'https://shop.example/a' },
			],
		});
		expect(parse('Markdown', '```js\nlet a_b;```')).toEqual({
			text: 'let a_b;',
			entities: [{ type: 'pre', offset: 0, length: 8, language: 'js' }],
		});
	});

	test("n8n's attribution line is understood", () => {
		const line =
			'Hi\n\n_This message was sent automatically with _[n8n](https://n8n.io/?utm_source=x)';
		expect(parse('Markdown', line).text).toBe('Hi\n\nThis message was sent automatically with n8n');
	});

	test.each(['snake_case', 'a * b', 'tick ` here', 'open [bracket'])('"%s" fails', (text) => {
		const at = text.search(/[_*`[]/);
		const error = `Can't find end of the entity starting at byte offset ${at}`;
		expect(errorOf('Markdown', text)).toBe(error);
	});

	test('offsets: bytes in errors, UTF-16 units in entities', () => {
		expect(errorOf('markdown', 'Ёж 😀 _')).toBe(
			"Can't find end of the entity starting at byte offset 10",
		);
		expect(marks('markdown', '😀 *b*')).toEqual([['bold', 3, 1]]);
	});
});

describe('MarkdownV2', () => {
	test('nesting', () => {
		expect(marks('MarkdownV2', '*b _i __u__ ~s~_ ||sp||* `c\\`c`')).toEqual([
			['bold', 0, 10],
			['italic', 2, 5],
			['underline', 4, 1],
			['strikethrough', 6, 1],
			['spoiler', 8, 2],
			['code', 11, 3],
		]);
		expect(parse('MarkdownV2', '[a\\.b](https://x.example/\\))').entities[0].url).toBe(
			'https://x.example/)',
		);
		expect(marks('MarkdownV2', '>one\n>two\nrest')).toEqual([['blockquote', 0, 7]]);
		expect(marks('MarkdownV2', '>one\n>two||')).toEqual([['expandable_blockquote', 0, 7]]);
		expect(marks('MarkdownV2', '```py\na.b```')).toEqual([['pre', 0, 3]]);
	});

	test.each([
		['1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
		['a-b', "Character '-' is reserved and must be escaped with the preceding '\\'"],
		['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
		['*bold', "Can't find end of Bold entity at byte offset 0"],
		['x [y](http', "Can't find end of a URL at byte offset 6"],
		['![x](https://a.example)', 'Invalid tg://emoji or tg://time URL specified'],
	])('"%s" fails', (text, error) => {
		expect(errorOf('MarkdownV2', text)).toBe(error);
	});
});

describe('HTML', () => {
	test('tags and characters', () => {
		const source =
			'<b>b <i>i</i></b> <a href="https://x.example/?a=1&amp;b=2">l</a> &#33;&nbsp; <span class="tg-spoiler">s</span>';
		expect(parse('HTML', source)).toEqual({
			text: 'b i l !&nbsp; s',
			entities: [
				{ type: 'bold', offset: 0, length: 3 },
				{ type: 'italic', offset: 2, length: 1 },
				{ type: 'text_link', offset: 4, length: 1, url: 'https://x.example/?a=1&b=2' },
				{ type: 'spoiler', offset: 14, length: 1 },
			],
		});
		const block = '<pre><code class="language-js">x</code></pre>';
		expect(parse('HTML', block).entities).toEqual([
			{ type: 'pre', offset: 0, length: 1, language: 'js' },
		]);
		expect(marks('HTML', '<blockquote expandable>q</blockquote>')).toEqual([
			['expandable_blockquote', 0, 1],
		]);
	});

	test.each([
		['<b>x', `Can't find end tag corresponding to start tag "b"`],
		['<br>', 'Unsupported start tag "br" at byte offset 0'],
		['ы <Ira@x>', 'Unsupported start tag "ira@x" at byte offset 3'],
		['5 < 6', 'Unsupported start tag "" at byte offset 2'],
		['x <b', 'Unclosed start tag at byte offset 2'],
		['<a href="x', 'Unclosed start tag at byte offset 0'],
		['<a href', 'Unclosed start tag "a" at byte offset 0'],
		['<a href=x/y>z</a>', 'Unexpected end of name token at byte offset 8'],
		['<a "x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
		['</b>', 'Unexpected end tag at byte offset 0'],
		['<b></b', 'Unclosed end tag at byte offset 3'],
		['<b><i></b>', 'Unmatched end tag at byte offset 6, expected "</i>", found "</b>"'],
		['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
	])('"%s" fails', (text, error) => {
		expect(errorOf('HTML', text)).toBe(error);
	});
});

test('commands are found in plain text', () => {
	expect(marks('', '/start ref42')).toEqual([['bot_command', 0, 6]]);
	expect(marks('', 'see /info@shop_bot now, not a/b')).toEqual([['bot_command', 4, 14]]);
});

test('no text makes a parser do anything but answer or refuse', () => {
	const chars = fc.constantFrom(...'ab ы😀_*`[]()~>|!\\<>/="&;\n\r');
	const text = fc.array(chars, { maxLength: 25 }).map((list) => `x${list.join('')}x`);
	const mode = fc.constantFrom('Markdown', 'MarkdownV2', 'HTML');
	fc.assert(
		fc.property(mode, text, (parse_mode, source) => {
			try {
				const { text: shown, entities } = parse(parse_mode, source);
				for (const { offset, length } of entities) {
					expect(offset).toBeGreaterThanOrEqual(0);
					expect(offset + length).toBeLessThanOrEqual(shown.length);
				}
			} catch (error) {
				expect(error).toBeInstanceOf(ApiError);
			}
		}),
	);
});
