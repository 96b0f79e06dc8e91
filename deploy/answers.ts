import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { Document, parse, parseDocument } from 'yaml';

import { Trouble } from './n8n/trouble';
import { CREDENTIALS, type CredentialField, type CredentialSpec } from './shipped/credentials';

/** What an operator has said, wherever he said it. */
export interface Answers {
	url?: string;
	apiKey?: string;
	/** Where vendors reach n8n, when that is another address. */
	webhookUrl?: string;
	flows?: string[];
	/** Credential key → field → value. */
	credentials: Record<string, Record<string, string>>;
	/**
	 * The same from the secrets file: what earlier runs have made. A credential that is created gets it; one that is
	 * there never does, for its secret may have been changed in n8n since.
	 */
	kept: Record<string, Record<string, string>>;
	/** Credential key → name or id of one that n8n has and that is to be used. */
	use: Record<string, string>;
	/** Rows of `bot_settings`. */
	settings: Record<string, string>;
}

export function noAnswers(): Answers {
	return { credentials: {}, kept: {}, use: {}, settings: {} };
}

/** The later ones win, field by field. */
export function mergedAnswers(all: Answers[]): Answers {
	const merged = noAnswers();
	for (const { credentials, kept, use, settings, ...rest } of all) {
		const given = Object.entries(rest).filter(([, value]) => value !== undefined);
		Object.assign(merged, Object.fromEntries(given));
		Object.assign(merged.use, use);
		Object.assign(merged.settings, settings);
		addFields(merged.credentials, credentials);
		addFields(merged.kept, kept);
	}
	return merged;
}

function addFields(to: Answers['credentials'], from: Answers['credentials']): void {
	for (const [key, fields] of Object.entries(from)) to[key] = { ...to[key], ...fields };
}

/** `N8N_URL`, `N8N_API_KEY`, `N8N_WEBHOOK_URL`, and `CRM_BRIDGE_KASPI_TOKEN` for `kaspi.token`. */
export function answersOfEnvironment(environment: NodeJS.ProcessEnv): Answers {
	const answers = noAnswers();
	answers.url = environment.N8N_URL || undefined;
	answers.apiKey = environment.N8N_API_KEY || undefined;
	answers.webhookUrl = environment.N8N_WEBHOOK_URL || undefined;
	for (const { key, fields } of CREDENTIALS) {
		for (const field of fields) {
			const value = environment[variableOf(key, field.name)];
			if (value !== undefined) (answers.credentials[key] ??= {})[field.name] = value;
		}
	}
	return answers;
}

/** Name of the environment variable of a field: `telegram-files`, `accessToken` → `CRM_BRIDGE_TELEGRAM_FILES_ACCESS_TOKEN`. */
export function variableOf(key: string, field: string): string {
	const words = `${key}_${field.replace(/([a-z])([A-Z])/g, '$1_$2')}`;
	return `CRM_BRIDGE_${words.replaceAll('-', '_').toUpperCase()}`;
}

/** `kaspi.token=…` and `settings.admin_chat_id=…`. @throws {Trouble} badAnswer */
export function answersOfFlags(pairs: string[]): Answers {
	const answers = noAnswers();
	for (const pair of pairs) {
		const [, key, field, value] = /^([\w-]+)\.(\w+)=([\s\S]*)$/.exec(pair) ?? [];
		if (key === undefined) throw new Trouble('badAnswer', { what: '--set', message: '' });
		if (key === 'settings') answers.settings[field] = value;
		else if (field === 'use') answers.use[knownKey(key)] = value;
		else (answers.credentials[knownKey(key)] ??= {})[knownField(key, field)] = value;
	}
	return answers;
}

/** A YAML or JSON file. @throws {Trouble} badAnswer, which names what is wrong and never repeats a value */
export function answersOfFile(path: string): Answers {
	if (!existsSync(path)) throw new Trouble('badAnswer', { what: path, message: 'no such file' });
	let content: unknown;
	try {
		content = parse(readFileSync(path, 'utf8'));
	} catch {
		throw new Trouble('badAnswer', { what: path, message: 'neither YAML nor JSON' });
	}
	return answersOfObject(content, path);
}

/** What the secrets file holds; nothing while there is none. @throws {Trouble} badAnswer */
export function answersOfSecrets(path: string): Answers {
	if (!existsSync(path)) return noAnswers();
	const { credentials, ...answers } = answersOfFile(path);
	return { ...answers, credentials: {}, kept: credentials };
}

export function answersOfObject(content: unknown, path: string): Answers {
	const answers = noAnswers();
	const bad = (message: string) => new Trouble('badAnswer', { what: path, message });
	const branch = (value: unknown, name: string): Record<string, unknown> => {
		if (value === undefined || value === null) return {};
		if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
		throw bad(name);
	};
	const text = (value: unknown, name: string): string => {
		if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
		throw bad(name);
	};
	const { n8n, flows, credentials, settings, ...others } = branch(content, path);
	for (const name of Object.keys(others)) throw bad(name);
	const { url, apiKey, webhookUrl } = branch(n8n, 'n8n');
	if (url !== undefined) answers.url = text(url, 'n8n.url');
	if (apiKey !== undefined) answers.apiKey = text(apiKey, 'n8n.apiKey');
	if (webhookUrl !== undefined) answers.webhookUrl = text(webhookUrl, 'n8n.webhookUrl');
	if (Array.isArray(flows)) answers.flows = flows.map((flow) => text(flow, 'flows'));
	else if (flows !== undefined) throw bad('flows');
	for (const [key, fields] of Object.entries(branch(credentials, 'credentials'))) {
		for (const [field, value] of Object.entries(branch(fields, `credentials.${key}`))) {
			const name = `${key}.${field}`;
			if (field === 'use') answers.use[knownKey(key)] = text(value, name);
			else (answers.credentials[knownKey(key)] ??= {})[knownField(key, field)] = text(value, name);
		}
	}
	for (const [key, value] of Object.entries(branch(settings, 'settings'))) {
		answers.settings[key] = text(value, `settings.${key}`);
	}
	return answers;
}

function knownKey(key: string): string {
	if (CREDENTIALS.some((spec) => spec.key === key)) return key;
	throw new Trouble('badAnswer', {
		what: key,
		message: CREDENTIALS.map((spec) => spec.key).join(', '),
	});
}

function knownField(key: string, field: string): string {
	const { fields } = CREDENTIALS.find((spec) => spec.key === key)!;
	if (fields.some(({ name }) => name === field)) return field;
	const message = fields.map(({ name }) => name).join(', ');
	throw new Trouble('badAnswer', { what: `${key}.${field}`, message });
}

/** Fields that somebody has to answer: nothing is given, and nothing can be put in their place. */
export function openFields(spec: CredentialSpec, answers: Answers): CredentialField[] {
	return spec.fields.filter(
		(field) =>
			!field.generate && !field.optional && valueOf(spec.key, field, answers) === undefined,
	);
}

/** Fields that a person is asked for: those, and what may stay empty. */
export function questionsOf(spec: CredentialSpec, answers: Answers): CredentialField[] {
	return spec.fields.filter(
		(field) => !field.generate && valueOf(spec.key, field, answers) === undefined,
	);
}

/** What a person is asked for: neither made by chance nor the same for nearly everybody. */
export function isAsked({ generate, default: value }: CredentialField): boolean {
	return !generate && value === undefined;
}

/** What was answered in this run, here or where it is copied from: with that a refused credential is corrected. */
export function givenFields({ key, fields }: CredentialSpec, { credentials }: Answers) {
	const given: Record<string, string> = {};
	for (const field of fields) {
		const value = valueIn(credentials, key, field);
		if (value !== undefined) given[field.name] = value;
	}
	return given;
}

function valueIn(
	all: Answers['credentials'],
	key: string,
	{ name, copyOf = '' }: CredentialField,
): string | undefined {
	const [other, field] = copyOf.split('.');
	return all[key]?.[name] ?? all[other]?.[field];
}

function valueOf(key: string, field: CredentialField, answers: Answers): string | undefined {
	const { credentials, kept } = answers;
	return valueIn(credentials, key, field) ?? valueIn(kept, key, field) ?? field.default;
}

/**
 * The data of a credential for n8n. Values that nobody gave in this run are added to its `answers`: they can
 * be told, and n8n has them now.
 *
 * @param random makes a secret
 */
export function credentialData(
	spec: CredentialSpec,
	answers: Answers,
	random: () => string = randomSecret,
): Record<string, string> {
	const { credentials, kept } = answers;
	if (kept[spec.key]) credentials[spec.key] = { ...kept[spec.key], ...credentials[spec.key] };
	const data: Record<string, string> = {};
	for (const field of spec.fields) {
		let value = valueOf(spec.key, field, answers);
		if (value === undefined && (field.generate || field.optional)) {
			value = field.generate ? random() : '';
			(credentials[spec.key] ??= {})[field.name] = value;
		}
		data[field.name] = (value ?? '').trim();
	}
	return data;
}

function randomSecret(): string {
	return randomBytes(24).toString('base64url');
}

/**
 * Writes generated secrets that somebody has to enter elsewhere into a file that only its owner may read, beside
 * what the file holds already, comments too. It has the form of an answers file, and the next run reads it.
 *
 * The file is replaced as a whole: a run that is killed while it writes leaves the old one.
 *
 * @throws {Trouble} badAnswer when the file is there and cannot be understood
 */
export function saveSecrets(path: string, credentials: Answers['credentials']): void {
	const document = existsSync(path) ? understood(path) : new Document({});
	for (const [key, fields] of Object.entries(credentials)) {
		for (const [field, value] of Object.entries(fields)) {
			const place = ['credentials', key, field];
			// `kaspi:` with nothing behind it is a null, and nothing can be set in that.
			for (const above of [place.slice(0, 1), place.slice(0, 2)]) {
				if (document.getIn(above) === null) document.deleteIn(above);
			}
			document.setIn(place, value);
		}
	}
	const file = existsSync(path) ? realpathSync(path) : path;
	const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		writeFileSync(draft, document.toString({ lineWidth: 0 }), { mode: 0o600, flag: 'wx' });
		renameSync(draft, file);
	} finally {
		rmSync(draft, { force: true });
	}
}

function understood(path: string): Document {
	answersOfFile(path);
	return parseDocument(readFileSync(path, 'utf8'));
}

/** Everything secret in the answers: what no output may repeat. */
export function secretsIn({ apiKey, credentials, kept }: Answers): string[] {
	const secret = CREDENTIALS.flatMap(({ key, fields }) =>
		fields
			.filter((field) => field.secret)
			.flatMap(({ name }) => [credentials[key]?.[name], kept[key]?.[name]]),
	);
	return [apiKey, ...secret].filter((value): value is string => Boolean(value));
}
