import fc from 'fast-check';

import { foldIn } from '../../../../nodes/MessageRouter/domain/relay/fold';
import type { Row } from '../../../../nodes/shared/rows';

const order = (id: number, more: Row = {}): Row => ({
	id,
	target: 'admin',
	chat_id: '900',
	telegram_id: '500',
	event_key: `client-bot:${id}`,
	status: 'pending',
	text: `Заказ ${id}`,
	...more,
});

test('what the client wrote since goes out with the message whose turn it is, oldest first', () => {
	expect(foldIn(order(1), [order(3), order(1), order(2)])).toEqual({
		text: 'Заказ 1\n\nЗаказ 2\n\nЗаказ 3',
		ids: [2, 3],
	});
});

test.each<[string, Row]>([
	['of another client', { telegram_id: '501' }],
	['for another admin chat', { chat_id: '901' }],
	['for the manager', { target: 'amocrm' }],
	['that has been sent', { status: 'sent' }],
	['that is in work', { status: 'sending' }],
])('a message %s is left out', (_, more) => {
	expect(foldIn(order(1), [order(2, more)])).toEqual({ text: 'Заказ 1', ids: [] });
});

test('an older message is left to its own turn', () => {
	expect(foldIn(order(5), [order(4)]).ids).toEqual([]);
});

test('a second row of the same event adds no words, but is done with it', () => {
	const again = (id: number, of: number) => order(id, { event_key: `client-bot:${of}` });
	expect(foldIn(order(1), [again(2, 1), order(3), again(4, 3)])).toEqual({
		text: 'Заказ 1\n\nЗаказ 3',
		ids: [2, 3, 4],
	});
});

test('messages for clients and managers are never put together', () => {
	const row = order(1, { target: 'client' });
	expect(foldIn(row, [order(2, { target: 'client' })])).toEqual({ text: 'Заказ 1', ids: [] });
});

test('messages without a chat are not put together: another run may have one of them', () => {
	const rows = [order(1, { chat_id: '' }), order(2, { chat_id: '' })];
	expect(foldIn(rows[0], rows).ids).toEqual([]);
});

test('what does not fit into one message of Telegram waits for the next one', () => {
	const long = 'а'.repeat(2000);
	const rows = [order(2, { text: long }), order(3)];
	expect(foldIn(order(1, { text: long }), rows)).toEqual({ text: long, ids: [] });
});

test('every waiting message goes out once, in order, whatever their lengths', () => {
	const lengths = fc.array(fc.integer({ min: 1, max: 3600 }), { minLength: 1, maxLength: 12 });
	fc.assert(
		fc.property(lengths, (sizes) => {
			let waiting = sizes.map((size, i) => order(i + 1, { text: `${i + 1}:`.padEnd(size, '.') }));
			const sent: string[] = [];
			while (waiting.length > 0) {
				const [first, ...rest] = waiting;
				const { text, ids } = foldIn(first, rest);
				sent.push(...text.split('\n\n'));
				waiting = rest.filter(({ id }) => !ids.includes(Number(id)));
			}
			expect(sent.map((text) => parseInt(text))).toEqual(sizes.map((_, i) => i + 1));
		}),
	);
});
