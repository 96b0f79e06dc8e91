import type { IDataObject } from 'n8n-workflow';

import { fieldsOf, stringOf } from '../../shared/values';
import { z } from '../../shared/vendor';
import { deliveryOf, failureCode, failureReason } from '../domain/ack';
import { normalisedId } from '../domain/chatId';
import { chatOf, messageIdsOf } from '../domain/ids';
import { isFromMe, isoTime, isPublicMessage, readMessage } from '../domain/message';
import { wordsOf } from '../domain/words';

/** The trigger's outputs, in this order. */
export const OUTPUTS = ['message', 'ack', 'session', 'other'] as const;
export type Output = (typeof OUTPUTS)[number];

/** What every webhook call of WAHA has (waha sheet §8); the rest may be absent on older servers. */
export const envelopeSchema = z.object({ event: z.string().min(1) }).passthrough();
export type Envelope = z.infer<typeof envelopeSchema>;

export interface WahaEvent {
	output: Output;
	json: IDataObject;
	/** The same for every delivery of the same event; undefined when it cannot be told. */
	dedupeKey: string | undefined;
	/** Who did it in which chat; undefined for what is no stranger's doing: acks, sessions, own messages. */
	quotaKey: string | undefined;
}

/** Reads a webhook call. Never throws, whatever the payload is. */
export function readEvent(envelope: Envelope, now: Date): WahaEvent {
	const output = outputOf(envelope);
	const payload = fieldsOf(envelope.payload);
	// The engine's own object: large, and different in each engine.
	const raw = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== '_data'));
	const environment = fieldsOf(envelope.environment);
	const json: IDataObject = {
		event: envelope.event,
		session: stringOf(envelope.session),
		engine: stringOf(envelope.engine) || stringOf(environment.engine),
		eventId: stringOf(envelope.id),
		receivedAt: now.toISOString(),
		timestamp: isoTime(envelope.timestamp),
		...fieldsFor(output, envelope, payload),
		payload: raw as IDataObject,
	};
	return {
		output,
		json,
		dedupeKey: dedupeKey(output, envelope, payload),
		quotaKey: quotaKey(output, payload),
	};
}

function outputOf({ event, payload }: Envelope): Output {
	switch (event) {
		case 'message':
		case 'message.any':
			// Who answers a story or a channel publishes the answer.
			return isFromMe(payload) || isPublicMessage(payload) ? 'other' : 'message';
		case 'message.ack':
		case 'message.ack.group':
			return 'ack';
		case 'session.status':
			return 'session';
		default:
			return 'other';
	}
}

function fieldsFor(
	output: Output,
	envelope: Envelope,
	payload: Record<string, unknown>,
): IDataObject {
	if (output === 'ack') return ackFields(payload);
	if (output === 'session') {
		const status = stringOf(payload.status);
		const sessionName = stringOf(payload.name) || stringOf(envelope.session);
		return { sessionName, status, isWorking: status === 'WORKING' };
	}
	if (!isMessage(envelope)) return {};
	const message = readMessage(payload);
	return output === 'message' ? { ...message, words: wordsOf(message.text) } : message;
}

function ackFields(payload: Record<string, unknown>): IDataObject {
	const { messageId, messageKey } = messageIdsOf(payload);
	// `from` and `to` change places from engine to engine, the chat in the id does not.
	const chat = chatOf(messageId) || stringOf(payload.fromMe === false ? payload.from : payload.to);
	const delivery = deliveryOf(payload.ack, payload.ackName);
	const code = failureCode(payload.error, payload.reason);
	return {
		messageId,
		messageKey,
		chatId: normalisedId(chat),
		participant: normalisedId(stringOf(payload.participant)),
		fromMe: isFromMe(payload),
		...delivery,
		code,
		reason: failureReason(delivery.status, code, payload.error),
		error: (payload.error ?? null) as IDataObject | string | null,
	};
}

function isMessage({ event }: Envelope): boolean {
	return event === 'message' || event === 'message.any';
}

/**
 * Deliveries are at-least-once. A message is one event, whether `message` or `message.any` told of it
 * and by which name its chat goes: only the bare id is the same. Ids of other payloads name a chat, a
 * label or the message that was edited, not what happened: there the envelope's counts.
 */
function dedupeKey(
	output: Output,
	envelope: Envelope,
	payload: Record<string, unknown>,
): string | undefined {
	const { messageKey } = messageIdsOf(payload);
	const parts = [isMessage(envelope) ? 'message' : envelope.event, stringOf(envelope.session)];
	if (output === 'session') {
		const last = fieldsOf((Array.isArray(payload.statuses) ? payload.statuses : []).at(-1));
		const at = last.timestamp ?? stringOf(envelope.id);
		return at ? JSON.stringify([...parts, stringOf(payload.status), at]) : undefined;
	}
	if (messageKey && output === 'ack') {
		const ack = deliveryOf(payload.ack, payload.ackName).ack ?? payload.ack ?? payload.ackName;
		const participant = normalisedId(stringOf(payload.participant));
		return JSON.stringify([...parts, isFromMe(payload), messageKey, participant, ack]);
	}
	if (messageKey && isMessage(envelope)) {
		return JSON.stringify([...parts, isFromMe(payload), messageKey]);
	}
	const envelopeId = stringOf(envelope.id);
	return envelopeId ? JSON.stringify([...parts, 'envelope', envelopeId]) : undefined;
}

function quotaKey(output: Output, payload: Record<string, unknown>): string | undefined {
	if (output === 'ack' || output === 'session' || isFromMe(payload)) return undefined;
	const chat =
		stringOf(payload.from) || stringOf(payload.chatId) || chatOf(messageIdsOf(payload).messageId);
	return chat === ''
		? undefined
		: JSON.stringify([chat, payload.participant].map(stringOf).map(normalisedId));
}
