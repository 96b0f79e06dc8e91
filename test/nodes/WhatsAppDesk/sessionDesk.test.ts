import type { Row } from '../../../nodes/shared/rows';
import { qrNotice } from '../../../nodes/WhatsAppDesk/domain/qrNotice';
import {
	sessionAnswer,
	sessionPage,
	type SessionEvent,
	type SessionWorld,
} from '../../../nodes/WhatsAppDesk/domain/sessionDesk';

const NOW = Date.parse('2026-03-12T04:00:00Z');
const DAISY: Row = { store_id: 'store-1', shop_name: 'Ромашка', waha_session_name: 'default' };
const DACHA: Row = { store_id: 'dacha', shop_name: 'Дача', waha_session_name: 'second' };
const SUBMITTED = '2026-03-12T04:00:00Z';

function page(session: Row, more: Partial<SessionWorld> = {}) {
	const decision = { next: 'look' as const, session: 'default', storeId: '', said: '' };
	const shops = [DAISY, DACHA];
	const world = { decision, shops, session, token: '', zone: 'Asia/Almaty', now: NOW, ...more };
	const fields = JSON.parse(sessionPage(world).form) as Row[];
	const html = fields.map((field) => field.html ?? '').join('\n');
	const options = (name: string) => {
		const { fieldOptions } = fields.find(({ fieldName }) => fieldName === name)!;
		return (fieldOptions as { values: Array<{ option: string }> }).values.map((one) => one.option);
	};
	return { html, options, fields };
}

function decide(event: Partial<SessionEvent>) {
	return sessionAnswer({ answer: {}, opened: {}, shops: [DAISY, DACHA], ...event });
}
const shown = { page: 'state' as const, session: 'second', storeId: 'dacha' };

describe('the page of a session', () => {
	test.each([
		['WORKING', 'Телефон привязан, сессия работает', ['Назад', 'Обновить', 'Перезапустить']],
		['SCAN_QR_CODE', 'Нужно привязать телефон', ['Обновить', 'Перезапустить', 'Назад']],
		['STARTING', 'Сессия запускается', ['Обновить', 'Перезапустить', 'Назад']],
		['STOPPED', 'Сессия остановлена', ['Запустить', 'Обновить', 'Назад']],
		['FAILED', 'Сессия не работает', ['Перезапустить', 'Обновить', 'Назад']],
		['PASSKEY_REQUIRED', 'просит ключ доступа', ['Обновить', 'Перезапустить', 'Назад']],
		['PASSKEY_CONFIRMATION_REQUIRED', 'подтверждения', ['Обновить', 'Перезапустить', 'Назад']],
		['NEWER', 'Состояние: NEWER', ['Обновить', 'Назад']],
		['', 'Состояние: нет ответа', ['Обновить', 'Назад']],
	])('%s: what it means, and the likeliest step first', (status, words, actions) => {
		const { html, options } = page({ status });
		expect(html).toContain(words);
		expect(options('what')).toEqual(actions);
	});

	test.each([
		['unauthorized', 'WAHA не приняла ключ.'],
		['forbidden', 'Ключ WAHA не даёт на это права.'],
		['session_not_working', 'Сессии «default» в WAHA нет.'],
		['not_found', 'Сессии «default» в WAHA нет.'],
		['plus_required', 'старая версия Core'],
		['network', 'WAHA не отвечает.'],
		['timeout', 'WAHA не ответила вовремя.'],
		['unavailable', 'WAHA не работает или ещё запускается.'],
		['unexpected_answer', 'отвечает что-то другое'],
		['rate_limited', 'WAHA просит подождать.'],
		['other', 'WAHA ответила отказом: no &lt;b&gt;'],
	])('WAHA fails with %s: what to do about it', (code, words) => {
		const { html, options } = page({ error: 'no <b>', details: { code } });
		expect(html).toContain('Состояние неизвестно');
		expect(html).toContain(words);
		expect(options('what')).toEqual(['Обновить', 'Назад']);
	});

	test('shows of a phone what its owner knows it by, and no more', () => {
		const { html } = page({
			status: 'WORKING',
			me: { id: '77015551001:12@c.us', pushName: '<b>Ира' },
			engine: 'NOWEB',
		});
		expect(html).toContain('<td>+7701 ••• •• 01</td>');
		expect(html).not.toContain('5551001');
		expect(html).toContain('<td>&lt;b&gt;Ира</td>');
	});

	test.each([
		['Asia/Almaty', '12.03.2026 10:00'],
		['Europe/London', '12.03.2026 05:00'],
	])('tells by the clocks of %s until when WhatsApp restricts the number', (zone, end) => {
		const session = { status: 'WORKING', restrictedUntil: '2026-03-12T05:00:00.000Z' };
		expect(page(session, { zone }).html).toContain(`ограничил этот номер до ${end}: новым`);
		expect(page(session, { zone, now: NOW + 3_600_000 }).html).not.toContain('ограничил');
	});

	test('has the picture only with a token', () => {
		expect(page({ status: 'SCAN_QR_CODE' }).html).not.toContain('<img');
		expect(page({ status: 'SCAN_QR_CODE' }, { token: 'ab12' }).html).toContain(
			'<img src="../webhook/crm-bridge-qr/whatsapp-qr/ab12" alt=',
		);
	});

	test('the choice begins with the shop before', () => {
		const decision = { next: 'choose' as const, session: 'second', storeId: 'dacha', said: '' };
		const { options, fields } = page({}, { decision });
		expect(options('shop')).toEqual(['Ромашка (store-1)', 'Дача (dacha)']);
		expect(fields.find(({ fieldName }) => fieldName === 'shop')!.defaultValue).toEqual([
			'Дача (dacha)',
		]);
	});
});

describe('what comes next', () => {
	test('at the beginning: the shop of the link, else the only session, else a choice', () => {
		const opened = { submittedAt: SUBMITTED, formQueryParameters: { store: 'dacha' } };
		expect(decide({ opened })).toMatchObject({ next: 'look', session: 'second', storeId: 'dacha' });
		expect(decide({})).toMatchObject({ next: 'choose' });
		expect(decide({ shops: [DAISY] })).toMatchObject({ next: 'look', session: 'default' });
		expect(decide({ shops: [] })).toMatchObject({ next: 'look', session: 'default' });
		const unknown = { formQueryParameters: { store: ['x'] } };
		expect(decide({ opened: unknown })).toMatchObject({ next: 'choose' });
	});

	test.each([
		['Обновить', 'look'],
		['Запустить', 'start'],
		['Перезапустить', 'restart'],
		['Назад', 'choose'],
		[undefined, 'choose'],
		['Изменить настройки', 'choose'],
	])('%s: %s', (what, next) => {
		const answer = { submittedAt: SUBMITTED, what };
		const same = { session: 'second', storeId: 'dacha', said: '' };
		expect(decide({ shown, answer })).toEqual({ next, ...same });
	});

	test('a chosen shop is looked at; what is no shop is asked for again', () => {
		const chosen = (shop: string) =>
			decide({ shown: { ...shown, page: 'choose' }, answer: { submittedAt: SUBMITTED, shop } });
		expect(chosen('Ромашка (store-1)')).toMatchObject({ next: 'look', session: 'default' });
		expect(chosen('x')).toMatchObject({ next: 'choose', storeId: 'dacha' });
	});

	test('after a start the session is looked at, with what did not work', () => {
		expect(decide({ shown, answer: { name: 'second', status: 'STARTING' } })).toMatchObject({
			next: 'look',
			said: '',
		});
		const failed = { error: 'x', details: { code: 'timeout' } };
		const { next, said } = decide({ shown, answer: failed });
		expect(next).toBe('look');
		expect(said).toBe(
			'Не получилось. WAHA не ответила вовремя. Подождите минуту и попробуйте ещё раз.',
		);
	});

	test('a page that was left open ends the run', () => {
		expect(decide({ shown, answer: { form: '[]', page: 'state' } }).next).toBe('over');
	});
});

test.each([
	[{ error: 'x', details: { code: 'invalid_request' } }, 409, 'QR-код больше не нужен'],
	[{ error: 'x', details: { code: 'network' } }, 409, 'WAHA не дала QR-код.'],
	[{}, 404, 'Ссылка устарела.'],
])('why there is no QR code is a picture, %#', (answer, httpStatus, words) => {
	const notice = qrNotice(answer);
	expect(notice.httpStatus).toBe(httpStatus);
	expect(notice.svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>$/);
	expect(notice.svg).toContain(`>${words}</text>`);
	expect(notice.svg).toContain('Выберите «Обновить».');
});
