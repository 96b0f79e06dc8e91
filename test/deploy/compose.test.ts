import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

/** No Docker engine runs the file in the gate: this holds it to what it promises. */
interface Service {
	image: string;
	restart?: string;
	healthcheck?: object;
	environment?: Record<string, string>;
	networks?: string[];
	ports?: string[];
	command?: string[];
}

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const compose = parse(read('deploy/compose.yml'), { merge: true }) as {
	services: Record<string, Service>;
};
const services = Object.entries(compose.services);

test('every image has a version', () => {
	const tags = services.map(([, { image }]) => image.split(':')[1] ?? '');
	expect(tags.filter((tag) => !/\d+\.\d+/.test(tag))).toEqual([]);
});

test('n8n is the version that everything is tested with, and the pack is this one', () => {
	const { dependencies } = JSON.parse(read('sandbox/package.json')) as {
		dependencies: { n8n: string };
	};
	const { version } = JSON.parse(read('package.json')) as { version: string };
	for (const name of ['main', 'worker', 'pack']) {
		expect(compose.services[name].image).toMatch(new RegExp(`/n8n:${dependencies.n8n}$`));
	}
	expect(read('deploy/.env.example')).toContain(`\nPACK_VERSION=${version}\n`);
});

test('what runs for ever comes back by itself and says how it is', () => {
	const running = services.filter(([name]) => name !== 'pack');
	expect(running.filter(([, { restart }]) => restart !== 'unless-stopped')).toEqual([]);
	expect(running.filter(([, { healthcheck }]) => !healthcheck)).toEqual([]);
});

test('passwords and keys come from files, or are hashes', () => {
	const secrets = services.flatMap(([, { environment = {} }]) =>
		Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)),
	);
	expect(secrets.length).toBeGreaterThan(5);
	const open = secrets.filter(
		([name, value]) => !name.endsWith('_FILE') && !value.startsWith('sha512:'),
	);
	expect(open).toEqual([]);
});

test('only the proxy is reached from outside, and the databases reach nobody', () => {
	const open = services.filter(([, { ports = [] }]) => ports.length > 0).map(([name]) => name);
	expect(open).toEqual(['proxy']);
	expect(compose.services.postgres.networks).toEqual(['inside']);
	expect(compose.services.redis.networks).toEqual(['inside']);
});

test('the pack comes alone, and its next version reaches every process of n8n', () => {
	const { pack, main, worker } = compose.services;
	expect(pack.command?.join('\n')).toContain('--omit=peer');
	for (const { environment } of [pack, main, worker]) {
		expect(environment?.PACK_VERSION).toBe('${PACK_VERSION:?}');
	}
});
