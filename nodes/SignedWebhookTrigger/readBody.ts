import { pause } from '../shared/pause';

import type { Headers } from './checkCaller';

export interface BodyLimits {
	bytes: number;
	seconds: number;
}

/** `taken`: somebody else has read it; `left`: there is nobody to answer any more. */
export type BodyStop = 'tooLarge' | 'tooSlow' | 'compressed' | 'taken' | 'left';

export type BodyRead = { bytes: Buffer } | { stop: BodyStop };

/** The stream that n8n hands on; `rawBody` is set when n8n has read it itself. */
export interface Call {
	headers: Headers;
	rawBody?: Buffer;
	readableEnded: boolean;
	destroyed: boolean;
	on(event: string, listener: (data: Buffer) => void): unknown;
	once(event: string, listener: () => void): unknown;
	off(event: string, listener: (data: Buffer) => void): unknown;
	resume?(): unknown;
	destroy(): unknown;
}

/** How long what nobody reads may go on arriving, so that the sender sees the answer first. */
const LINGER_MS = 2000;

/**
 * The body of a call that n8n has not read (`parseRequestBody` in webhook-helpers of n8n 2.40 leaves it
 * alone for a node of version 1 whose `options.binaryData` is set). Never holds more than the limit.
 * Compressed bodies are refused: a few bytes would become gigabytes, and which bytes were signed is
 * anybody's guess.
 */
export async function readBody(call: Call, limits: BodyLimits): Promise<BodyRead> {
	const encoding = String(call.headers['content-encoding'] ?? '')
		.trim()
		.toLowerCase();
	if (encoding !== '' && encoding !== 'identity') return { stop: 'compressed' };
	if (isAnnouncedTooLarge(call, limits)) return { stop: 'tooLarge' };
	if (call.rawBody !== undefined) {
		return call.rawBody.length > limits.bytes ? { stop: 'tooLarge' } : { bytes: call.rawBody };
	}
	if (call.readableEnded) return { stop: 'taken' };
	if (call.destroyed) return { stop: 'left' };
	return await streamed(call, limits);
}

/** Whether the size that the sender announces is above the limit. */
export function isAnnouncedTooLarge({ headers }: Call, { bytes }: BodyLimits): boolean {
	return Number(headers['content-length'] ?? 0) > bytes;
}

async function streamed(call: Call, limits: BodyLimits): Promise<BodyRead> {
	const over = new AbortController();
	const read = await new Promise<BodyRead>((resolve) => {
		let chunks: Buffer[] = [];
		let size = 0;
		const end = (result: BodyRead) => {
			chunks = [];
			call.off('data', onData);
			resolve(result);
		};
		const onData = (chunk: Buffer) => {
			size += chunk.length;
			if (size > limits.bytes) end({ stop: 'tooLarge' });
			else chunks.push(chunk);
		};
		call.on('data', onData);
		call.once('end', () => end({ bytes: Buffer.concat(chunks) }));
		call.once('error', () => end({ stop: 'left' }));
		call.once('close', () => end({ stop: 'left' }));
		pause(limits.seconds * 1000, over.signal).then(
			() => end({ stop: 'tooSlow' }),
			() => undefined,
		);
	});
	over.abort();
	return read;
}

/** Lets the rest of a body run into nothing for a moment, then hangs up. */
export async function discard(call: Call): Promise<void> {
	if (!call.resume || call.readableEnded || call.destroyed) return;
	call.on('error', () => undefined);
	call.resume();
	for (let waited = 0; waited < LINGER_MS; waited += 100) {
		await pause(100);
		if (call.readableEnded || call.destroyed) return;
	}
	call.destroy();
}
