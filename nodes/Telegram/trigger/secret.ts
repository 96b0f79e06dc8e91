import { createHash } from 'crypto';

import { InputError } from '../../shared/errors';
import type { TelegramCredential } from '../api/connect';

/** Header of every delivery (telegram sheet §4). */
export const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/**
 * What Telegram must send with every update: the credential's secret, or one made from the token, so
 * that all workers know it and it survives a restart.
 */
export function secretOf({ accessToken, webhookSecret }: TelegramCredential): string {
	const chosen = String(webhookSecret ?? '').trim();
	if (chosen !== '') return chosen;
	return hash(`crm-bridge|${String(accessToken).trim()}`).slice(0, 48);
}

/** The secret as Telegram accepts it. @throws {InputError} */
export function checkedSecret(credential: TelegramCredential): string {
	const secret = secretOf(credential);
	if (/^[\w-]{1,256}$/.test(secret)) return secret;
	const hint = 'Use 16 to 256 letters, digits, _ or - in the credential, or leave it empty.';
	throw new InputError('Telegram does not take this secret', 'Webhook Secret', hint);
}

/** Of what was registered: Telegram never tells the secret of a webhook. */
export function fingerprint(secret: string, url: string): string {
	return hash(`${secret}|${url}`).slice(0, 32);
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
