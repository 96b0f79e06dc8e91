import fc from 'fast-check';

import { payment, Payments, person, sign } from '../support/payments';
import { size } from '../support/size';
import { countBy, World } from '../support/world';

let world: World;
let payments: Payments;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['30', '31', '32']);
	payments = new Payments(world);
	await payments.quick();
});
afterAll(async () => await world?.stop());

const BODIES = size(150, 2000);

test(`${BODIES} damaged payloads: never a 5xx, always a message, the field for what is no payment`, async () => {
	const sample = payment('pay_damaged', person(40));
	const bodies = fc.sample(damaged(sample), { numRuns: BODIES, seed: 20261121 });
	const wrong: unknown[] = [];
	for (let start = 0; start < bodies.length; start += 25) {
		const chunk = bodies.slice(start, start + 25);
		const answers = await Promise.all(
			chunk.map((raw) => payments.post(raw, { 'x-signature': sign(raw) })),
		);
		answers.forEach(({ code, body }, index) => {
			const isFine =
				[200, 202, 400, 409, 422].includes(code) &&
				typeof body.message === 'string' &&
				body.message !== '' &&
				(code !== 422 || (body.field ?? '') !== '');
			if (!isFine) wrong.push({ code, body, raw: chunk[index].slice(0, 300) });
		});
	}
	expect(wrong).toEqual([]);
	const rows = await payments.rows();
	expect(Object.values(countBy(rows.map((row) => row.payment_id))).filter((n) => n > 1)).toEqual(
		[],
	);
}, 900_000);

test('no run has failed', async () => {
	const runs = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(runs).toEqual([]);
});

/** Copies of a payment with one or several values removed, replaced or cut, as text. */
function damaged(sample: object): fc.Arbitrary<string> {
	const text = JSON.stringify(sample);
	const junk = fc.oneof(
		fc.constantFrom(null, '', 0, -1, 1e300, true, [], {}, 'null', '\u0000', '２０２５-01-20'),
		fc.jsonValue({ maxDepth: 2 }),
	);
	const replaced = fc.array(fc.tuple(fc.nat(), junk, fc.boolean()), { minLength: 1, maxLength: 4 });
	return fc.oneof(
		{ weight: 8, arbitrary: replaced.map((changes) => JSON.stringify(changed(sample, changes))) },
		{ weight: 1, arbitrary: fc.nat(text.length).map((end) => text.slice(0, end)) },
		{ weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
		{ weight: 1, arbitrary: fc.string({ minLength: 1 }) },
	);
}

function changed(sample: object, changes: Array<[number, unknown, boolean]>): unknown {
	const copy = structuredClone(sample);
	for (const [where, value, remove] of changes) {
		const places = placesIn(copy);
		// An earlier change took everything away.
		if (places.length === 0) break;
		const [parent, key] = places[where % places.length];
		if (remove) delete (parent as Record<string, unknown>)[key];
		else (parent as Record<string, unknown>)[key] = value;
	}
	return copy;
}

function placesIn(value: object | null): Array<[object, string]> {
	if (value === null) return [];
	return Object.entries(value).flatMap(([key, inner]): Array<[object, string]> => [
		[value, key],
		...(typeof inner === 'object' ? placesIn(inner as object | null) : []),
	]);
}
