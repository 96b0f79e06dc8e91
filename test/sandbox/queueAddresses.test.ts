import { databaseName, refuseToEmpty } from '../../sandbox/queue';
import { postgresAddress, redisAddress } from '../../sandbox/queueAddresses';

describe('addresses of servers that run already', () => {
	test('every part of an address of PostgreSQL is read, the port has a default', () => {
		expect(postgresAddress('postgresql://n8n:p%40ss%2F@db.example:5433/crm', 'X')).toEqual({
			host: 'db.example',
			port: 5433,
			user: 'n8n',
			password: 'p@ss/',
			database: 'crm',
			ssl: false,
		});
		expect(postgresAddress('postgres://n8n@db/crm?sslmode=require', 'X')).toMatchObject({
			port: 5432,
			password: '',
			ssl: true,
		});
	});

	test('every part of an address of Redis is read, port and database have defaults', () => {
		expect(redisAddress('rediss://me:word@cache.example:6380/3', 'X')).toEqual({
			host: 'cache.example',
			port: 6380,
			user: 'me',
			password: 'word',
			database: 3,
			tls: true,
		});
		expect(redisAddress('redis://cache', 'X')).toMatchObject({
			port: 6379,
			database: 0,
			tls: false,
		});
	});

	test.each([
		'db.example',
		'http://n8n:pw@db/crm',
		'postgresql://n8n:pw@db',
		'postgresql://db/crm',
	])('%p is no address of PostgreSQL, and the error repeats no password', (text) => {
		const read = () => postgresAddress(text, 'QUEUE_POSTGRES_URL');
		expect(read).toThrow('QUEUE_POSTGRES_URL must look like postgresql://user:password@host');
		expect(read).not.toThrow('pw');
	});

	test.each(['cache', 'https://cache', 'redis://cache/queue'])(
		'%p is no address of Redis',
		(text) => {
			expect(() => redisAddress(text, 'QUEUE_REDIS_URL')).toThrow(
				'QUEUE_REDIS_URL must look like redis',
			);
		},
	);

	test("a data folder belongs to the sandbox's own PostgreSQL, or to the one that is named", () => {
		expect(databaseName({})).toBe('postgresql');
		const url = 'postgresql://n8n:word@db/crm';
		expect(databaseName({ QUEUE_POSTGRES_URL: url })).toBe('postgresql://db:5432/crm');
	});

	test("somebody else's database is not forgotten", () => {
		expect(() => refuseToEmpty({})).not.toThrow();
		const environment = { QUEUE_POSTGRES_URL: 'postgresql://n8n:word@db/crm' };
		expect(() => refuseToEmpty(environment)).toThrow(
			/--fresh does not empty .* QUEUE_POSTGRES_URL/,
		);
	});
});
