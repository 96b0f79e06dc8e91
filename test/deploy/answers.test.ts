import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import fc from 'fast-check';
import type { ICredentialType } from 'n8n-workflow';

import {
	answersOfEnvironment,
	answersOfFile,
	answersOfFlags,
	answersOfObject,
	credentialData,
	mergedAnswers,
	noAnswers,
	openFields,
	saveSecrets,
	secretsIn,
	variableOf,
} from '../../deploy/answers';
import { Trouble } from '../../deploy/n8n/trouble';
import { CREDENTIALS } from '../../deploy/shipped/credentials';

/** The class that n8n loads. */
function credentialType(name: string): ICredentialType {
	const file = `${name[0].toUpperCase()}${name.slice(1)}`;
	const module = require(`../../credentials/${file}.credentials`) as Record<
		string,
		new () => ICredentialType
	>;
	return new module[file]();
}

const specOf = (key: string) => CREDENTIALS.find((spec) => spec.key === key)!;

function troubleOf(action: () => unknown): Trouble {
	try {
		action();
	} catch (error) {
		if (error instanceof Trouble) return error;
	}
	throw new Error('No trouble.');
}

describe('where answers come from', () => {
	test('a flag counts more than the environment, the environment more than the file', () => {
		const file = answersOfObject(
			{ credentials: { kaspi: { token: 'file', baseUrl: 'file' } } },
			'f',
		);
		const environment = answersOfEnvironment({ CRM_BRIDGE_KASPI_TOKEN: 'environment' });
		const flags = answersOfFlags(['kaspi.token=flag=with=signs']);
		expect(mergedAnswers([file, environment, flags]).credentials.kaspi).toEqual({
			...{ token: 'flag=with=signs', baseUrl: 'file' },
		});
		expect(mergedAnswers([file, environment]).credentials.kaspi.token).toBe('environment');
	});

	test('every field has a variable of its own', () => {
		const names = CREDENTIALS.flatMap(({ key, fields }) =>
			fields.map(({ name }) => variableOf(key, name)),
		);
		expect(new Set(names).size).toBe(names.length);
		expect(variableOf('telegram-files', 'accessToken')).toBe(
			'CRM_BRIDGE_TELEGRAM_FILES_ACCESS_TOKEN',
		);
		const answers = answersOfEnvironment({ [variableOf('waha', 'baseUrl')]: 'x' });
		expect(answers.credentials).toEqual({ waha: { baseUrl: 'x' } });
	});

	test.each(['a.yaml', 'a.json'])('a file %s', (name) => {
		const path = join(mkdtempSync(join(tmpdir(), 'crm-bridge-answers-')), name);
		const yaml =
			'n8n: { url: "https://n.example", apiKey: key }\nflows: [sitniks]\nsettings: { admin_chat_id: 700 }\n';
		const json = JSON.stringify({
			...{ n8n: { url: 'https://n.example', apiKey: 'key' }, flows: ['sitniks'] },
			settings: { admin_chat_id: 700 },
		});
		writeFileSync(path, name.endsWith('json') ? json : yaml);
		expect(answersOfFile(path)).toEqual({
			...{ url: 'https://n.example', apiKey: 'key', flows: ['sitniks'] },
			...{ credentials: {}, kept: {}, use: {}, settings: { admin_chat_id: '700' } },
		});
	});

	test.each<[string, unknown, string]>([
		['an unknown part', { kaspi: { token: 'invented' } }, 'kaspi'],
		['an unknown credential', { credentials: { kaspy: { token: 'invented' } } }, 'kaspi, waha'],
		['an unknown field', { credentials: { kaspi: { key: 'invented' } } }, 'token, baseUrl'],
		['a list for a text', { credentials: { kaspi: { token: ['invented'] } } }, 'kaspi.token'],
		['a text for a part', { credentials: 'invented' }, 'credentials'],
	])('%s is named, its value is not', (_what, content, said) => {
		const { kind, details } = troubleOf(() => answersOfObject(content, 'answers.yaml'));
		expect(kind).toBe('badAnswer');
		expect(JSON.stringify(details)).toContain(said);
		expect(JSON.stringify(details)).not.toContain('invented');
	});

	test('a file that is none is named without its content', () => {
		const path = join(mkdtempSync(join(tmpdir(), 'crm-bridge-answers-')), 'a.yaml');
		writeFileSync(path, 'token: "invented-secret\n  - x: {');
		expect(JSON.stringify(troubleOf(() => answersOfFile(path)).details)).not.toContain('invented');
		expect(troubleOf(() => answersOfFile('/nowhere.yaml')).kind).toBe('badAnswer');
	});

	test.each(['kaspi', 'kaspi.token', '=x', 'kaspi.token'])('--set %s is not understood', (pair) => {
		expect(troubleOf(() => answersOfFlags([pair])).kind).toBe('badAnswer');
	});
});

describe('the data of a credential', () => {
	test('is what n8n’s credential type has: no field too many, no required one missing', () => {
		for (const { type, fields } of CREDENTIALS.filter((one) => one.type.startsWith('crmBridge'))) {
			const { properties } = credentialType(type);
			const known = properties.map(({ name }) => name);
			const names = fields.map(({ name }) => name);
			expect({ type, unknown: names.filter((name) => !known.includes(name)) }).toEqual({
				...{ type, unknown: [] },
			});
			const required = properties
				.filter(
					(property) =>
						property.required && !property.displayOptions?.show?.authentication?.includes('token'),
				)
				.map(({ name }) => name);
			expect({ type, missing: required.filter((name) => !names.includes(name)) }).toEqual({
				...{ type, missing: [] },
			});
			const secret = properties.filter((property) => property.typeOptions?.password);
			const shown = secret.filter(({ name }) =>
				fields.some((one) => one.name === name && !one.secret),
			);
			expect({ type, shown: shown.map(({ name }) => name) }).toEqual({ type, shown: [] });
		}
	});

	test('takes what is given, then a default, then makes a secret that is long enough', () => {
		const answers = {
			...noAnswers(),
			credentials: { waha: { baseUrl: ' http://waha:3000 ', apiKey: 'key' } },
		};
		expect(openFields(specOf('waha'), answers)).toEqual([]);
		expect(credentialData(specOf('waha'), answers, () => 'made')).toEqual({
			...{ baseUrl: 'http://waha:3000', apiKey: 'key', webhookHmacSecret: 'made' },
		});
		const secret = credentialData(specOf('payment-secret'), noAnswers()).secret;
		expect(secret.length).toBeGreaterThanOrEqual(16);
		expect(credentialData(specOf('payment-secret'), noAnswers()).secret).not.toBe(secret);
	});

	test('a copy needs no answer of its own', () => {
		const answers = {
			...noAnswers(),
			credentials: { telegram: { accessToken: '1:a', baseUrl: 'http://t' } },
		};
		expect(openFields(specOf('telegram-files'), answers)).toEqual([]);
		expect(credentialData(specOf('telegram-files'), answers)).toEqual({
			...{ accessToken: '1:a', baseUrl: 'http://t' },
		});
		expect(openFields(specOf('telegram-files'), noAnswers()).map(({ name }) => name)).toEqual([
			'accessToken',
		]);
	});

	test('an optional field may stay empty', () => {
		expect(openFields(specOf('sitniks'), noAnswers())).toEqual([]);
		expect(credentialData(specOf('sitniks'), noAnswers()).apiKey).toBe('');
	});
});

test('the secrets file keeps what was in it and is read back as it was', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
			const path = join(mkdtempSync(join(tmpdir(), 'crm-bridge-secrets-')), 's.yaml');
			saveSecrets(path, { forms: { password: one } });
			saveSecrets(path, { 'payment-secret': { secret: other } });
			expect(answersOfFile(path).credentials).toEqual({
				...{ forms: { password: one }, 'payment-secret': { secret: other } },
			});
		}),
		{ numRuns: 50 },
	);
});

describe('the secrets file', () => {
	const fileWith = (text: string, mode = 0o644) => {
		const path = join(mkdtempSync(join(tmpdir(), 'crm-bridge-secrets-')), 's.yaml');
		writeFileSync(path, text, { mode });
		return path;
	};

	test('keeps all else that somebody has written into it', () => {
		const text =
			'# Of the shop\nn8n:\n  url: https://n.example\nflows: [ sitniks ]\ncredentials:\n' +
			'  kaspi:\n    use: Mine # by hand\n  sitniks:\nsettings:\n  admin_chat_id: "700"\n';
		const path = fileWith(text);
		saveSecrets(path, { sitniks: { webhookSecret: 'made' } });
		expect(readFileSync(path, 'utf8')).toBe(
			text.replace('  sitniks:\n', '  sitniks:\n    webhookSecret: made\n'),
		);
	});

	test.each(['', '# nothing yet\n', 'credentials:\n', '{}', '{"credentials": {"forms": {}}}'])(
		'may hold nothing yet: %j',
		(text) => {
			const path = fileWith(text);
			saveSecrets(path, { forms: { password: 'made' } });
			expect(answersOfFile(path).credentials).toEqual({ forms: { password: 'made' } });
		},
	);

	test('is readable by its owner only, also when it was not, and is replaced as a whole', () => {
		const path = fileWith('credentials: {}\n');
		const before = statSync(path);
		saveSecrets(path, { forms: { password: 'made' } });
		const after = statSync(path);
		expect(after.mode & 0o777).toBe(0o600);
		expect(after.ino).not.toBe(before.ino);
		expect(readdirSync(dirname(path))).toEqual(['s.yaml']);
	});

	test('that cannot be understood is left as it is', () => {
		const path = fileWith('credentials: [');
		expect(troubleOf(() => saveSecrets(path, { forms: { password: 'made' } })).kind).toBe(
			'badAnswer',
		);
		expect(readFileSync(path, 'utf8')).toBe('credentials: [');
	});
});

test('every secret of the answers is known, and no address', () => {
	const answers = answersOfObject(
		{
			n8n: { apiKey: 'key' },
			credentials: { kaspi: { token: 't', baseUrl: 'https://kaspi.kz' }, forms: { password: 'p' } },
		},
		'f',
	);
	expect(secretsIn(answers)).toEqual(['key', 't', 'p']);
});
