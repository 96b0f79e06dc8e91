import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError, VendorError } from '../../shared/errors';
import { connect } from '../api/connect';
import { BATCH_SIZE, type AmoApi, type Body } from '../api/client';

/** What an operation needs to send many items in few requests. */
export interface BatchOperation<Answer> {
	/** The element of one item, without `request_id`. May ask amoCRM. @throws {InputError | VendorError} */
	prepare(context: IExecuteFunctions, itemIndex: number, api: AmoApi): Promise<Body>;
	/** Elements with the same key may share a request: `leads`, `contacts`. */
	group?(body: Body): string;
	/**
	 * Sends elements, each with its `request_id`.
	 *
	 * @returns the answer of each by its request_id; a VendorError for one that was refused alone
	 */
	send(api: AmoApi, bodies: Body[], group: string): Promise<Map<string, Answer | VendorError>>;
	/** The output of one item. */
	output(answer: Answer, body: Body): IDataObject;
	size?: number;
}

interface Prepared {
	itemIndex: number;
	requestId: string;
	body: Body;
}
type Results = Array<IDataObject | Error>;

/**
 * Runs an operation for all items with one request per 50 of them, and maps each answer back to its
 * item. amoCRM refuses a whole POST for one bad element (amocrm sheet §5): with *Continue On Fail* the
 * others are sent again without it; else nothing was written, and the first bad item is the error.
 */
export async function runBatches<Answer>(
	context: IExecuteFunctions,
	operation: BatchOperation<Answer>,
): Promise<INodeExecutionData[]> {
	const results: Results = [];
	const prepared: Prepared[] = [];
	const goesOn = context.continueOnFail();
	const fail = (itemIndex: number, error: unknown) => {
		if (!goesOn) throw toNodeError(context.getNode(), error, itemIndex);
		results[itemIndex] = error instanceof Error ? error : new Error(String(error));
	};
	const count = context.getInputData().length;
	const api = await connect(context).catch((error: unknown) => {
		for (let itemIndex = 0; itemIndex < count; itemIndex++) fail(itemIndex, error);
		return undefined;
	});
	if (api === undefined) return asItems(results);
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const requestId = `item-${itemIndex}`;
			const body = await operation.prepare(context, itemIndex, api);
			prepared.push({ itemIndex, requestId, body: { ...body, request_id: requestId } });
		} catch (error) {
			fail(itemIndex, error);
		}
	}
	for (const [group, members] of grouped(operation, prepared)) {
		const size = operation.size ?? BATCH_SIZE;
		for (let start = 0; start < members.length; start += size) {
			await sendChunk(operation, api, group, members.slice(start, start + size), results, fail);
		}
	}
	return asItems(results);
}

async function sendChunk<Answer>(
	operation: BatchOperation<Answer>,
	api: AmoApi,
	group: string,
	chunk: Prepared[],
	results: Results,
	fail: (itemIndex: number, error: unknown) => void,
): Promise<void> {
	let rest = chunk;
	while (rest.length > 0) {
		try {
			const answers = await operation.send(
				api,
				rest.map(({ body }) => body),
				group,
			);
			for (const { itemIndex, requestId, body } of rest) {
				const answer = answers.get(requestId);
				if (answer === undefined) fail(itemIndex, missing());
				else if (answer instanceof VendorError) fail(itemIndex, answer);
				else results[itemIndex] = operation.output(answer, body);
			}
			return;
		} catch (error) {
			const bad = rest.filter((one, index) => complaint(error, one, index) !== undefined);
			for (const [index, one] of rest.entries()) {
				const text = complaint(error, one, index);
				// Without a complaint about one element the whole request failed.
				if (bad.length === 0) fail(one.itemIndex, error);
				else if (text !== undefined) fail(one.itemIndex, refused(error as VendorError, text));
			}
			if (bad.length === 0) return;
			rest = rest.filter((one) => !bad.includes(one));
		}
	}
}

function complaint(error: unknown, { requestId }: Prepared, index: number): string | undefined {
	if (!(error instanceof VendorError)) return undefined;
	return error.elements?.[requestId] ?? error.elements?.[String(index)];
}

function refused({ code, outcome, hint, httpStatus, requestId }: VendorError, text: string) {
	const message = `amoCRM refused it: ${text}`;
	return new VendorError(message, { code, outcome, hint, httpStatus, requestId });
}

function missing(): VendorError {
	return new VendorError('amoCRM did not answer for this item', {
		code: 'unexpected_answer',
		outcome: 'unknown',
		hint: 'It may have been done. Look before you repeat it.',
	});
}

function grouped<Answer>(
	{ group }: BatchOperation<Answer>,
	prepared: Prepared[],
): Map<string, Prepared[]> {
	const groups = new Map<string, Prepared[]>();
	for (const one of prepared) {
		const key = group?.(one.body) ?? '';
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	return groups;
}

function asItems(results: Results): INodeExecutionData[] {
	return results.map((result, item) => ({
		// Not as `error` of the item: n8n would replace the fields by the message alone.
		json: result instanceof Error ? errorJson(result) : result,
		pairedItem: { item },
	}));
}
