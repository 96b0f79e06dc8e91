import { readOptions, UsageError } from '../../deploy/options';
import { Output } from '../../deploy/output';
import { CREDENTIALS } from '../../deploy/shipped/credentials';
import { languageOf, wordsOf } from '../../deploy/words';
import { patchOf, placeOf } from '../../deploy/differences';

const LANGUAGES = ['en', 'ru'] as const;

/** Facts of every kind, made up so that each finds its place in some text. */
const FACTS = {
	...{
		url: 'https://n.example',
		to: 'https://other.example',
		reason: 'ECONNREFUSED',
		version: '2.1',
	},
	...{
		missing: ['POST /x'],
		scopes: ['workflow:create'],
		types: ['crmBridgeKaspiApi'],
		what: 'POST /y',
	},
	...{ status: 400, message: 'because', name: 'Name', key: 'kaspi', answers: ['kaspi.token'] },
	...{ execution: '7', details: ['Node'], lacks: 'table', wanted: 'string', present: 'number' },
	...{
		percent: 90,
		workflow: 'Flow',
		count: 3,
		session: 'default',
		until: 'tomorrow',
		table: 'clients',
	},
	...{ hours: 5, host: 'shop-pc', seconds: 90 },
};

function expectClear({ what, next }: { what: string; next: string }): void {
	expect(what.length).toBeGreaterThan(5);
	expect(next.length).toBeGreaterThan(10);
	expect(what + next).not.toMatch(/undefined|\[object|NaN/);
}

describe.each(LANGUAGES)('in %s', (language) => {
	const words = wordsOf(language);

	test.each(Object.keys(words.troubles))(
		'the trouble %s says what is wrong and what to do',
		(kind) => {
			const say = words.troubles[kind as 'refused'];
			expectClear(say(FACTS as never));
		},
	);

	test.each(Object.keys(words.findings).filter((kind) => kind !== 'workflow'))(
		'the finding %s says what is wrong and what to do',
		(kind) => {
			const say = words.findings[kind as 'deaf'];
			expectClear(say(FACTS as never));
		},
	);

	test.each(Object.keys(words.states))('a workflow in the state %s has a next step', (state) => {
		const facts = { name: 'Name', state: state as 'draft', details: ['Node'] };
		const { what, next } = words.findings.workflow(facts);
		expect(what).toContain('Name');
		expect(next.length).toBeGreaterThan(5);
	});

	test('every field that may be asked for has a question of its own', () => {
		const bare = CREDENTIALS.flatMap(({ key, fields }) =>
			fields
				.filter((field) => !field.generate && field.default === undefined)
				.map((field) => [key, field.name] as const),
		).filter(([key, field]) => words.ask.field(key, field) === `${key}: ${field}`);
		expect(bare).toEqual([]);
	});
});

test('the two languages differ, and Russian is Russian', () => {
	const [en, ru] = LANGUAGES.map(wordsOf);
	expect(ru.usage).toMatch(/[а-я]/);
	expect(en.usage).not.toMatch(/[а-я]/);
	for (const kind of Object.keys(en.troubles)) {
		const say = (words: typeof en) => words.troubles[kind as 'refused'](FACTS as never);
		expect(say(ru).next).toMatch(/[а-я]/);
		expect(say(en).what + say(en).next).not.toMatch(/[а-я]/);
	}
});

test.each([
	[undefined, { LANG: 'ru_RU.UTF-8' }, 'en-US', 'ru'],
	[undefined, { LANG: 'C' }, 'ru-RU', 'ru'],
	[undefined, { LC_ALL: 'en_US.UTF-8', LANG: 'ru_RU.UTF-8' }, 'ru-RU', 'en'],
	[undefined, {}, 'kk-KZ', 'en'],
	['ru' as const, { LANG: 'en_US' }, 'en-US', 'ru'],
])('asked for %s, with %j and %s it speaks %s', (asked, environment, locale, language) => {
	expect(languageOf(asked, environment, locale)).toBe(language);
});

describe('the command line', () => {
	test('is read', () => {
		const options = readOptions(
			'deploy --flows sitniks,kaspi-whatsapp --replace -y --set a.b=c'.split(' '),
		);
		expect(options).toMatchObject({
			...{ command: 'deploy', flows: ['sitniks', 'kaspi-whatsapp'], policy: 'replace', yes: true },
			...{ set: ['a.b=c'], dryRun: false, json: false },
		});
		expect(readOptions([]).command).toBe('help');
		expect(readOptions(['--version']).command).toBe('version');
	});

	test.each([
		'destroy',
		'deploy now',
		'deploy --flows kaspi',
		'deploy --keep --replace',
		'deploy --nope',
		'--lang de deploy',
	])('%s is not understood', (line) => {
		expect(() => readOptions(line.split(' '))).toThrow(UsageError);
	});
});

describe('output', () => {
	const said: string[] = [];
	const write = {
		out: (text: string) => void said.push(text),
		err: (text: string) => void said.push(text),
	};

	test('no secret gets out, on no way, also not where JSON escapes it', () => {
		const secret = 'se"cret\\value';
		const output = new Output(write, true);
		output.hide([secret]);
		output.progress(`refused ${secret}`);
		output.result({ message: `refused ${secret}` });
		expect(said.join('')).not.toContain('cret');
		expect(said.join('')).toContain('refused •••');
	});

	test('a short text is no secret: it would blank every word', () => {
		const output = new Output(write, false);
		output.hide(['a', '']);
		expect(output.clean('a banana')).toBe('a banana');
	});
});

describe('differences', () => {
	const node = { id: 'n1', name: 'Route', type: 't', typeVersion: 1, parameters: {} };
	const content = { name: 'W', nodes: [node], connections: {}, settings: {} };
	const at = (...path: string[]) => placeOf({ path, before: 1, ours: 2, theirs: 3 }, [content]);

	test('are told in the names of the canvas', () => {
		expect(at('nodes', 'n1', 'parameters', 'text')).toBe('Route › parameters.text');
		expect(at('nodes', 'n1')).toBe('Route');
		expect(at('lines', 'n1 main 0')).toBe('Route →');
		expect(at('settings', 'timezone')).toBe('settings.timezone');
	});

	test('show line by line what differs', () => {
		expect(patchOf({ a: 1, b: 2 }, { a: 1, b: 3 })).toBe(
			' {\n   "a": 1,\n-  "b": 2\n+  "b": 3\n }',
		);
		expect(patchOf(undefined, 'new')).toBe('+new');
	});
});
