import { request } from 'node:http';

import { payment, person, sign } from '../../workflows/support/payments';
import { pause } from '../../workflows/support/world';
import type { PlannedPayment } from '../plan/plan';
import type { Stage } from './stage';

const PATIENCE_MS = 180_000;
const HALF_PAUSE_MS = 1500;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
/** What ends the platform's tries: done, skipped, known already. */
const TAKEN = [200, 202, 409];

/** The course platform: it sends a payment until it is taken. */
export async function pay(stage: Stage, planned: PlannedPayment): Promise<void> {
	await stage.until(planned.at);
	const codes: number[] = [];
	stage.played.payments[planned.id] = codes;
	const copies = planned.delivery === 'doubled' ? 3 : 1;
	await Promise.all(
		Array.from({ length: copies }, async () => await untilTaken(stage, planned, codes)),
	);
}

async function untilTaken(stage: Stage, planned: PlannedPayment, codes: number[]): Promise<void> {
	const body = bodyOf(planned);
	let rest = FIRST_PAUSE_MS;
	for (let tries = 0; !stage.isOver; tries++) {
		const isImpatient = planned.delivery === 'impatient' && tries < 2;
		const { code, paymentId } = await post(stage.payments.url, body, {
			hangUpAfterMs: isImpatient ? 300 * (tries + 1) : PATIENCE_MS,
			halfPauseMs: planned.delivery === 'slow' ? HALF_PAUSE_MS : 0,
		});
		// While it starts n8n answers 404 by itself, and 200 to a run that ends nowhere: such answers speak of no payment.
		const isOurs = paymentId === planned.id;
		codes.push(isOurs ? code : 0);
		if (isOurs && TAKEN.includes(code)) return;
		await pause(rest);
		rest = Math.min(2 * rest, LONGEST_PAUSE_MS);
	}
	stage.played.trouble.push(`${planned.id} was never taken: ${codes.slice(-5).join()}`);
}

function bodyOf({ id, payer, amount, isConfirmed }: PlannedPayment): string {
	const course = { name: 'Курс', subject: { name: 'Русский', project: 'ЕГЭ' } };
	const more = {
		course_order_items: [{ cost: amount, course }],
		...(isConfirmed ? {} : { status: 'CREATED' }),
	};
	return JSON.stringify(payment(id, person(payer), more));
}

/** Sends a body in one or two pieces; a connection that breaks, or was given up, is code 0. */
async function post(
	url: string,
	body: string,
	{ hangUpAfterMs, halfPauseMs }: { hangUpAfterMs: number; halfPauseMs: number },
): Promise<{ code: number; paymentId?: unknown }> {
	const bytes = Buffer.from(body);
	return await new Promise((resolve) => {
		const call = request(
			url,
			{
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'content-length': bytes.length,
					'x-signature': sign(body),
				},
				signal: AbortSignal.timeout(hangUpAfterMs),
			},
			(response) => {
				const parts: Buffer[] = [];
				response.on('data', (part: Buffer) => parts.push(part));
				response.on('error', () => resolve({ code: 0 }));
				response.on('end', () => {
					const paymentId = idIn(Buffer.concat(parts).toString());
					resolve({ code: response.statusCode ?? 0, paymentId });
				});
			},
		);
		call.on('error', () => resolve({ code: 0 }));
		const half = Math.ceil(bytes.length / 2);
		if (halfPauseMs === 0) call.end(bytes);
		else {
			call.write(bytes.subarray(0, half));
			setTimeout(() => call.end(bytes.subarray(half)), halfPauseMs);
		}
	});
}

function idIn(text: string): unknown {
	try {
		return (JSON.parse(text) as { payment_id?: unknown }).payment_id;
	} catch {
		return undefined;
	}
}
