import { verifySignature } from '../../shared/signature';
import { storable } from '../../shared/storable';
import { textOfBody, type WebhookCall } from '../../shared/webhookCall';
import { exactJson } from '../../shared/webhookJson';
import { envelopeSchema, type Envelope } from './event';

/** A webhook call and what it is held against. */
interface SignedCall extends WebhookCall {
	/** Keys that WAHA may sign with; without one nothing is accepted. */
	keys: string[];
	/** 0 does not look at the time. */
	maxAgeSeconds: number;
}

export type WebhookCheck =
	{ accepted: true; envelope: Envelope } | { accepted: false; status: 400 | 401; reason: string };

/**
 * Checks the SHA-512 over the raw body (waha sheet §8) and that the body is an event. Fails closed.
 * The time is not signed: its check stops late calls, not a forger who has the key.
 */
export function checkCall(call: SignedCall): WebhookCheck {
	const header = (name: string): string | undefined => {
		const value = call.headers[name];
		return typeof value === 'string' ? value : undefined;
	};
	const algorithm = header('x-webhook-hmac-algorithm');
	if (algorithm !== undefined && algorithm.trim().toLowerCase() !== 'sha512') {
		return { accepted: false, status: 401, reason: 'algorithm_not_sha512' };
	}
	const verified = verifySignature({
		algorithm: 'sha512',
		encoding: 'hex',
		rawBody: call.rawBody,
		signature: header('x-webhook-hmac'),
		secrets: call.keys,
		freshness:
			call.maxAgeSeconds > 0
				? { timestamp: header('x-webhook-timestamp'), toleranceSeconds: call.maxAgeSeconds }
				: undefined,
	});
	if (!verified.valid) return { accepted: false, status: 401, reason: verified.reason };
	return readEnvelope(textOfBody(call));
}

function readEnvelope(text: string): WebhookCheck {
	const body = storable(exactJson(text));
	if (body === undefined) return { accepted: false, status: 400, reason: 'not_json' };
	const parsed = envelopeSchema.safeParse(body);
	return parsed.success
		? { accepted: true, envelope: parsed.data }
		: { accepted: false, status: 400, reason: 'not_an_event' };
}
