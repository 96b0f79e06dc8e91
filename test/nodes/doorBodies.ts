import fc from 'fast-check';

type Parent = Record<string, unknown>;

const TEXTS = [
	'',
	' ',
	'\0',
	'\u202e',
	'\ud83d',
	'__proto__',
	'../..',
	'{{ $env }}',
	'=1+1',
	"' OR 1=1",
];
const junk = fc.oneof(
	fc.constantFrom(null, 0, -1, 1e300, true, false, ...TEXTS, '９９', 'x'.repeat(5000)),
	fc.constant(null).map((): unknown => ({ $ne: null })),
	fc.array(fc.constant(1), { maxLength: 3 }),
	fc.jsonValue({ maxDepth: 2 }),
);
const NAMES = ['__proto__', 'constructor', 'toString', 'id', 'payload', 'message', '', 'a[0][b]'];

/**
 * Bytes of a call: the sample, with values replaced, removed or added, cut, doubled, deep, no JSON, no
 * text.
 *
 * @param isForm as amoCRM sends it
 */
export function body(sample: unknown, isForm: boolean): fc.Arbitrary<Buffer> {
	const write = (value: unknown) => (isForm ? formOf(value) : JSON.stringify(value));
	const text = write(sample);
	const change = fc.tuple(fc.nat(), junk, fc.constantFrom('set', 'remove', 'add'), fc.nat());
	const changed = fc
		.array(change, { minLength: 0, maxLength: 4 })
		.map((changes) => write(withChanges(sample, changes)));
	return fc.oneof(
		{ weight: 10, arbitrary: changed.map((one) => Buffer.from(one)) },
		{ weight: 1, arbitrary: fc.nat(text.length).map((end) => Buffer.from(text.slice(0, end))) },
		{ weight: 1, arbitrary: fc.json().map((one) => Buffer.from(one)) },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((one) => Buffer.from(one)) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one)) },
		{
			weight: 1,
			arbitrary: fc
				.constantFrom(
					`${text}${text}`,
					`\ufeff${text}`,
					'['.repeat(3000) + ']'.repeat(3000),
					'{"a":'.repeat(3000),
					'a[b]'.repeat(2000),
					'%'.repeat(500),
				)
				.map((one) => Buffer.from(one)),
		},
	);
}

const KINDS = [
	'application/json',
	'application/json; charset=utf-16',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'text/plain',
	'image/png',
	'',
];

/** Headers beside the ones that prove a caller. */
export const headers: fc.Arbitrary<Record<string, string>> = fc.record({
	'content-type': fc.constantFrom(...KINDS),
	'user-agent': fc.string({ maxLength: 30 }),
	'x-forwarded-for': fc.constantFrom('127.0.0.1', '10.0.0.1, 8.8.8.8', '::1'),
});

/** What a stranger may write behind `?`. */
export const query: fc.Arbitrary<Record<string, string>> = fc.dictionary(
	fc.constantFrom('secret', 'token', 'key', '__proto__', 'a'),
	fc.oneof(fc.string({ maxLength: 40 }), fc.constant([] as never), fc.constant({ a: 1 } as never)),
	{ maxKeys: 3 },
);

function withChanges(sample: unknown, changes: Array<[number, unknown, string, number]>): unknown {
	const copy = structuredClone(sample);
	for (const [where, value, what, name] of changes) {
		const places = placesIn(copy);
		if (places.length === 0) break;
		const [parent, key] = places[where % places.length];
		if (what === 'remove') delete parent[key];
		// A copy: the same value put into itself would have no end.
		else parent[what === 'add' ? NAMES[name % NAMES.length] : key] = structuredClone(value);
	}
	return copy;
}

function placesIn(value: unknown): Array<[Parent, string]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]): Array<[Parent, string]> => [
		[value as Parent, key],
		...placesIn(inner),
	]);
}

function formOf(value: unknown, path = ''): string {
	if (typeof value !== 'object' || value === null) {
		return `${encodeURIComponent(path)}=${encodeURIComponent(wellFormed(String(value)))}`;
	}
	return Object.entries(value)
		.map(([key, inner]) => formOf(inner, path === '' ? key : `${path}[${wellFormed(key)}]`))
		.join('&');
}

function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
