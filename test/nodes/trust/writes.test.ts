import type { NodeUnderTest } from '../operationCases';
import { CALLING, Vendors } from './vendors';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const vendors = new Vendors();
beforeAll(async () => await vendors.start());
afterAll(async () => await vendors.stop());

/** POST that only reads, or may be done as often as one likes (wahelp sheet §3, §6). */
const READS = /user\/login|contact_by_phone|\/users$/;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** What is no answer of a vendor, for every write. */
const faults = (answer: object) =>
	WRITES.map((method) => ({
		method,
		path: '/^(?!.*(login|contact_by_phone|users$))/',
		...answer,
		times: 0,
	}));
const ANSWERS: Array<[string, object]> = [
	['an empty 200', { status: 200, body: '' }],
	['a JSON of somebody else', { status: 200, body: { ok: true } }],
	['a JSON text', { status: 200, body: '"done"' }],
	['a list', { status: 200, body: [] }],
	['a web page', { status: 200, html: true }],
	['a redirect', { redirectTo: 'http://127.0.0.1:9' }],
	['a See Other on the same host', { status: 303, redirectTo: '' }],
];

/** Whether the operation writes at the vendor. */
async function writes(under: NodeUnderTest, operation: string): Promise<boolean> {
	await vendors.prepare(under, operation);
	await vendors.run(under, operation);
	const made = await vendors.requests(under.vendor!);
	return made.some(({ method, path }) => WRITES.includes(method) && !READS.test(path));
}

const written: string[] = [];

describe.each(CALLING)('%s', (name, under, operation) => {
	test('a write is unknown, not done, when what answers is not the vendor', async () => {
		if (!(await writes(under, operation))) return;
		written.push(name);
		const results: Record<string, unknown> = {};
		for (const [what, answer] of ANSWERS) {
			await vendors.prepare(under, operation, ...faults(answer));
			const [json] = await vendors.run(under, operation);
			results[what] = (json.details as { outcome?: string } | undefined)?.outcome ?? json;
		}
		expect(results).toEqual(Object.fromEntries(ANSWERS.map(([what]) => [what, 'unknown'])));
	});
});

test('these operations write', () => {
	expect(written.map((name) => name.replace(/^.*: /, '')).sort()).toEqual(
		[
			...['contact.create', 'contact.update', 'contact.upsert'],
			...['lead.create', 'lead.linkContact', 'lead.recordPayment', 'lead.update'],
			...['note.add', 'task.create'],
			...['order.accept', 'order.assemble', 'order.cancel', 'order.complete', 'order.create'],
			...['callback.answer', 'message.send', 'message.send'],
			...['chat.markSeen', 'chat.typing'],
			...['message.sendFile', 'message.sendImage', 'message.sendLocation', 'message.sendTemplate'],
			...['message.sendText', 'message.sendVideo', 'message.sendVoice'],
			...['session.restart', 'session.start', 'session.stop'],
			...['chat.addNote', 'chat.assignManager', 'chat.sendMessage', 'chat.setStatus'],
			...['chat.setTags'],
		].sort(),
	);
});
