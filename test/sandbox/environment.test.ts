import { n8nEnvironment } from '../../sandbox/n8nEnvironment';
import { postgresAddress, redisAddress } from '../../sandbox/queueAddresses';
import { choosePort } from '../../sandbox/ports';
import { vendorUrls } from '../../sandbox/vendors';
import { waitFor } from '../../sandbox/waitFor';
import { createServer, type AddressInfo } from 'node:net';

describe('environment of the sandbox', () => {
	const settings = { userFolder: '/data', port: 7001, brokerPort: 7002 };

	test('settings of another n8n and of jest do not leak in, the rest is inherited', () => {
		const env = n8nEnvironment(settings, {
			N8N_PORT: '1',
			N8N_BASIC_AUTH_ACTIVE: 'true',
			DB_TYPE: 'postgresdb',
			NODE_ENV: 'test',
			NODE_OPTIONS: '--inspect',
			LANG: 'C',
			NO_PROXY: 'example.org',
		});
		expect(env).toMatchObject({
			N8N_USER_FOLDER: '/data',
			N8N_PORT: '7001',
			N8N_RUNNERS_BROKER_PORT: '7002',
			N8N_WEBHOOK_URL: 'http://127.0.0.1:7001/',
			DB_TYPE: 'sqlite',
			GENERIC_TIMEZONE: 'Asia/Almaty',
			NODE_ENV: 'production',
			LANG: 'C',
			NO_PROXY: 'example.org,127.0.0.1,localhost',
		});
		expect(env).not.toHaveProperty('N8N_BASIC_AUTH_ACTIVE');
		expect(env).not.toHaveProperty('NODE_OPTIONS');
	});

	test('in queue mode all processes share database and queue; a worker has a health check of its own', () => {
		const queue = {
			postgres: postgresAddress('postgresql://n8n:p%40ss@db:5433/crm?sslmode=require', 'P'),
			redis: redisAddress('rediss://:s3cret@cache:6380/2', 'R'),
		};
		const main = n8nEnvironment({ ...settings, queue }, { QUEUE_BULL_PREFIX: 'mine' });
		expect(main).toMatchObject({
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: 'db',
			DB_POSTGRESDB_PORT: '5433',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: 'p@ss',
			DB_POSTGRESDB_DATABASE: 'crm',
			DB_POSTGRESDB_SSL_ENABLED: 'true',
			QUEUE_BULL_REDIS_HOST: 'cache',
			QUEUE_BULL_REDIS_PORT: '6380',
			QUEUE_BULL_REDIS_USERNAME: '',
			QUEUE_BULL_REDIS_PASSWORD: 's3cret',
			QUEUE_BULL_REDIS_DB: '2',
			QUEUE_BULL_REDIS_TLS: 'true',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		});
		expect(main).not.toHaveProperty('QUEUE_BULL_PREFIX');
		expect(main).not.toHaveProperty('QUEUE_HEALTH_CHECK_ACTIVE');
		const worker = n8nEnvironment({ ...settings, queue, brokerPort: 7004, healthPort: 7003 }, {});
		expect(worker).toEqual({
			...main,
			N8N_RUNNERS_BROKER_PORT: '7004',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: '7003',
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		});
	});

	test('without queue mode nothing of it is set', () => {
		const names = Object.keys(n8nEnvironment(settings, {}));
		expect(
			names.filter((name) => /^(QUEUE_|DB_POSTGRES|EXECUTIONS_MODE|OFFLOAD)/.test(name)),
		).toEqual([]);
	});

	test('a vendor is its simulator, or what <VENDOR>_URL says', () => {
		const urls = vendorUrls('http://127.0.0.1:5680', {
			KASPI_URL: 'https://kaspi.example/prefix/',
			WAHA_URL: '',
		});
		expect(urls.kaspi).toBe('https://kaspi.example/prefix');
		expect(urls.waha).toBe('http://127.0.0.1:5680/waha');
		expect(urls.sitniks).toBe('http://127.0.0.1:5680/sitniks');
	});
});

describe('ports', () => {
	test('0 picks a free one, a taken one names the flag', async () => {
		expect(await choosePort(0, '--port')).toBeGreaterThan(0);
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		await expect(choosePort(port, '--port')).rejects.toThrow(`Port ${port} is in use`);
		await expect(choosePort(port, '--port')).rejects.toThrow('--port');
		await new Promise((resolve) => server.close(resolve));
	});
});

describe('waiting', () => {
	test('asks until there is an answer', async () => {
		const answers = [undefined, false, 'here'] as const;
		let asked = 0;
		const options = { timeoutMs: 1000, everyMs: 1 };
		expect(await waitFor('it', () => answers[asked++], options)).toBe('here');
		expect(asked).toBe(3);
	});

	test('gives up in time and says what it waited for', async () => {
		const wait = waitFor('the moon', () => false, { timeoutMs: 10, everyMs: 1 });
		await expect(wait).rejects.toThrow('s for the moon');
	});

	test('is stopped by a signal', async () => {
		const controller = new AbortController();
		const options = { timeoutMs: 60_000, everyMs: 60_000, signal: controller.signal };
		const wait = waitFor('it', () => false, options);
		controller.abort();
		await expect(wait).rejects.toThrow();
	});
});
