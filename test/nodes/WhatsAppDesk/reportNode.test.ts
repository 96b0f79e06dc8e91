import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WhatsAppDesk } from '../../../nodes/WhatsAppDesk/WhatsAppDesk.node';
import { PlacedNode } from '../../harness/node';

const run = async (
	operation: string,
	parameters: INodeParameters,
	inputs: IDataObject[] = [{}],
	continueOnFail = false,
) => {
	const chosen = { resource: 'report', operation, ...parameters };
	const node = new PlacedNode(new WhatsAppDesk(), { parameters: chosen, continueOnFail });
	const [items] = await node.execute(inputs.map((json) => ({ json })));
	return items;
};
const TABLES = { stores: '[]', templates: '[]' };
const NOW = '2026-03-11T04:05:00Z';
const settings = JSON.stringify([
	{ key: 'admin_chat_id', value: '1' },
	{ key: 'whatsapp_report_hour', value: '9' },
]);

test('all parts of a period make one file', async () => {
	const parts = [
		{ lines: '"1";"a"', rows: 1 },
		{ lines: '', rows: 0 },
		{ lines: '"2";"b"', rows: 1 },
	];
	const [item, ...more] = await run('file', { fileName: 'whatsapp.csv' }, parts);
	expect(more).toEqual([]);
	expect(item.json).toEqual({ rows: 2 });
	const { data, fileName, mimeType } = item.binary!.data;
	expect({ fileName, mimeType }).toEqual({ fileName: 'whatsapp.csv', mimeType: 'text/csv' });
	const text = Buffer.from(data, 'base64').toString('utf8');
	expect(text.split('\r\n').slice(1)).toEqual(['"1";"a"', '"2";"b"', '']);
});

test('all parts of a period make one report, as a page and as a file', async () => {
	const group = {
		day: '2026-03-10',
		store: 's',
		kind: 'new',
		template: '',
		status: 'read',
		cause: '',
	};
	const about = JSON.stringify({ period: '10.03.2026', zone: 'Asia/Almaty', file_name: 'report' });
	const parts = [{ groups: [{ ...group, n: 2 }] }, { groups: [{ ...group, n: 3 }] }];
	const [{ json, binary }] = await run('write', { about, ...TABLES, options: { now: NOW } }, parts);
	expect(json).toMatchObject({ empty: false });
	expect(json.caption).toContain('Ушло 5, из них доставлено 5, прочитано 5.');
	expect(json.html).toContain('10.03.2026 · время: Asia/Almaty · составлен 11.03.2026 09:05');
	expect(binary!.data).toMatchObject({ fileName: 'report.html', mimeType: 'text/html' });
	expect(Buffer.from(binary!.data.data, 'base64').toString('utf8')).toBe(json.html);
});

test('a period without parts is an empty report', async () => {
	const [{ json }] = await run('write', { about: '{}', ...TABLES });
	expect(json.empty).toBe(true);
});

test('an answer says what is wanted; a wrong one comes with the page, a left page with neither', async () => {
	const ask = async (answer: object) => {
		const chosen = { period: 'asked', answer: JSON.stringify(answer), settings };
		return (await run('period', { ...chosen, options: { now: NOW } }))[0].json;
	};
	const show = 'Файл CSV со всеми сообщениями';
	const submittedAt = NOW;
	expect(await ask({ show, submittedAt })).toMatchObject({ wish: 'csv', from: '2026-03-05' });
	const wrong = await ask({ show, submittedAt, from: '2026-03-02', to: '2026-03-01' });
	expect(wrong).toMatchObject({ wish: 'again', button: 'Показать' });
	expect(wrong.form).toContain('Поменяйте их местами');
	const left = await ask({ ...wrong });
	expect(left.wish).toBe('left');
	expect(left).not.toHaveProperty('form');
});

test('yesterday asks nobody', async () => {
	const chosen = { period: 'yesterday', settings, options: { now: NOW } };
	const [{ json }] = await run('period', chosen);
	expect(json).toMatchObject({ from: '2026-03-10', to: '2026-03-10', due: true, chat_id: '1' });
});

test.each<[string, string, INodeParameters]>([
	['a zone that nobody knows', 'count', { timeZone: 'Mars/Base' }],
	['an id that is none', 'split', { firstId: 'x', lastId: '2' }],
	[
		'a limit that is no number',
		'alert',
		{ stores: '[]', settings: '[{"key":"whatsapp_alert_min_messages","value":"ten"}]' },
	],
	[
		'a time that is none',
		'period',
		{ period: 'yesterday', settings: '[]', options: { now: 'soon' } },
	],
])(
	'%s is refused with the field, or goes on as a failed item',
	async (_what, operation, chosen) => {
		await expect(run(operation, chosen)).rejects.toMatchObject({ name: 'NodeOperationError' });
		const [{ json }] = await run(operation, chosen, [{}], true);
		expect(json).toEqual({ error: expect.any(String), details: expect.any(Object) });
	},
);

test.each([
	[{ error: { message: 'Bad Gateway' } }, 'failed'],
	[{ error: 'Bad Gateway' }, 'failed'],
	[{ ok: true }, 'done'],
])('the answer %j of Telegram makes the report %s', async (answer, state) => {
	const [{ json }] = await run('explain', { chatId: '1', answer: JSON.stringify(answer) });
	expect(json.state).toBe(state);
	expect(String(json.alert).includes('Bad Gateway')).toBe(state === 'failed');
});
