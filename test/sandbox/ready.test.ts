import { readyLine, readyText } from '../../sandbox/ready';
import { postgresAddress, redisAddress } from '../../sandbox/queueAddresses';
import type { Sandbox } from '../../sandbox/sandbox';

const sandbox = {
	n8nUrl: 'http://127.0.0.1:5678',
	vendorsUrl: 'http://127.0.0.1:5680',
	dataDir: '/data',
	apiKey: 'key',
} as Sandbox;

describe('what is printed when the sandbox is ready', () => {
	test('the JSON line has all keys, in the order that scripts rely on', () => {
		const line = readyLine(sandbox);
		expect(Object.keys(line)).toEqual([
			'ready',
			'n8n',
			'email',
			'password',
			'apiKey',
			'vendors',
			'webhooks',
			'secrets',
		]);
		expect(line.ready).toBe(true);
		expect(line.n8n).toBe('http://127.0.0.1:5678');
		expect(line.vendors).toBe('http://127.0.0.1:5680');
		expect(line.webhooks).toEqual({
			payment: 'http://127.0.0.1:5678/webhook/payment',
			health: 'http://127.0.0.1:5678/webhook/health',
			telegram: 'http://127.0.0.1:5678/webhook/crm-bridge-telegram/webhook',
			telegramDialogue: 'http://127.0.0.1:5678/webhook/crm-bridge-telegram-dialogue/webhook',
			wahelp: 'http://127.0.0.1:5678/webhook/crm-bridge-wahelp/wahelp',
			waha: 'http://127.0.0.1:5678/webhook/crm-bridge-waha/waha',
			amocrm: 'http://127.0.0.1:5678/webhook/crm-bridge-amocrm/amocrm',
			sitniks: 'http://127.0.0.1:5678/webhook/crm-bridge-sitniks/sitniks',
		});
		expect(Object.keys(line.secrets)).toEqual([
			'payment',
			'paymentLegacy',
			'wahelp',
			'waha',
			'telegram',
			'telegramDialogue',
			'sitniks',
		]);
	});

	describe('in queue mode', () => {
		const queue = {
			postgres: postgresAddress('postgresql://n8n:hidden-word@127.0.0.1:7100/postgres', 'P'),
			redis: redisAddress('redis://:hidden-word@127.0.0.1:7101', 'R'),
		};
		const process = (pid: number) => ({ pid });
		const inQueueMode = {
			...sandbox,
			queue,
			n8n: process(10),
			workers: [process(11), process(12)],
			postgres: process(13),
		} as unknown as Sandbox;

		test('the JSON line ends with the processes', () => {
			const line = readyLine(inQueueMode);
			expect(Object.keys(line)).toEqual([...Object.keys(readyLine(sandbox)), 'processes']);
			expect(line.processes).toEqual({ n8n: 10, workers: [11, 12], postgres: 13 });
		});

		test('a person reads what runs where, and no password', () => {
			const text = readyText(inQueueMode);
			expect(text).toContain('2 workers run them: /data/worker-<number>.log');
			expect(text).toContain('127.0.0.1:7100, database postgres, user n8n');
			expect(text).toContain('127.0.0.1:7101, database 0');
			expect(text).not.toContain('hidden-word');
		});
	});

	test('a person reads the address, the log-in and what to try', () => {
		const text = readyText(sandbox);
		expect(text).toContain('http://127.0.0.1:5678');
		expect(text).toContain('owner@sandbox.example');
		expect(text).toContain('http://127.0.0.1:5678/form/whatsapp   leads to all forms');
		expect(text).toContain('http://127.0.0.1:5678/form/whatsapp-history\n');
		expect(text).toContain('sandbox-whatsapp-api-key');
		expect(text).toContain('curl -X POST http://127.0.0.1:5680/kaspi/__sim/emit');
	});
});
