import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { fieldsOf, stringOf } from '../../shared/values';
import { isoTime } from './message';
import type { Session } from '../api/schema';

const HIDDEN = '[hidden]';

/** Engines that take the caller's own message id and send the same id only once (waha sheet §6). */
export function acceptsMessageId(engine: string): boolean {
	return engine === 'NOWEB' || engine === 'GOWS';
}

/** The engine in a session's `engine`, or '' when it does not say. */
export function engineName(engine: unknown): string {
	return stringOf(engine) || stringOf(fieldsOf(engine).engine);
}

/**
 * A session as the node gives it: WAHA's own fields, their secrets hidden.
 * @param serverEngine for a session that does not say its engine, such as a stopped one
 */
export function sessionOutput(session: Session, serverEngine: string): IDataObject {
	const engine = engineName(session.engine) || serverEngine;
	return {
		...(session as IDataObject),
		isWorking: session.status === 'WORKING',
		engine,
		acceptsMessageId: acceptsMessageId(engine),
		me: (session.me ?? null) as IDataObject | null,
		restrictedUntil: restrictedUntil(session.me),
		...(session.config ? { config: withoutSecrets(session.config) } : {}),
	};
}

/**
 * Until when WhatsApp keeps the account from writing to strangers, as ISO; null when it does not, or
 * does not say. Newer servers tell it as `me.reachoutTimelock` (waha sheet §7).
 */
function restrictedUntil(me: unknown): string | null {
	const { isActive, timeEnforcementEnds: end } = fieldsOf(fieldsOf(me).reachoutTimelock);
	if (isActive !== true) return null;
	return isoTime(end) ?? DateTime.fromISO(stringOf(end), { zone: 'utc' }).toJSDate().toJSON();
}

/** Keys of webhooks, values of their own headers, and the proxy's password must not reach an execution's data. */
function withoutSecrets(config: Record<string, unknown>): IDataObject {
	const shown: Record<string, unknown> = { ...config };
	if (Array.isArray(config.webhooks)) shown.webhooks = config.webhooks.map(publicWebhook);
	if (config.proxy) shown.proxy = hide(fieldsOf(config.proxy), ['password', 'username']);
	return shown as IDataObject;
}

function publicWebhook(webhook: unknown): Record<string, unknown> {
	const shown = { ...fieldsOf(webhook) };
	if (shown.hmac) shown.hmac = hide(fieldsOf(shown.hmac), ['key']);
	if (Array.isArray(shown.customHeaders)) {
		shown.customHeaders = shown.customHeaders.map((header) => hide(fieldsOf(header), ['value']));
	}
	return shown;
}

function hide(fields: Record<string, unknown>, names: string[]): Record<string, unknown> {
	const isSecret = (name: string, value: unknown) => names.includes(name) && Boolean(value);
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, isSecret(name, value) ? HIDDEN : value]),
	);
}
