import { fieldsOf, stringOf } from '../../shared/values';
import { ERROR_463 } from '../api/errors';

export type DeliveryStatus = 'failed' | 'pending' | 'sent' | 'delivered' | 'read';

/** The name of the restriction, or its number alone. */
const RESTRICTED = /account_restricted|^\s*463\s*$/i;
const NAMES = ['PENDING', 'SERVER', 'DEVICE', 'READ', 'PLAYED'];

/** How far a message came: `ack` and `ackName` in WAHA's words, `status` in the outbox's. */
export interface Delivery {
	ack: number | null;
	ackName: string;
	status: DeliveryStatus;
}

/** Reads the level of an ack (waha sheet §8); from its name when there is no number. Never throws. */
export function deliveryOf(ack: unknown, ackName?: unknown): Delivery {
	const name = typeof ackName === 'string' ? ackName : '';
	const level = typeof ack === 'number' && Number.isInteger(ack) ? ack : levelOf(name);
	if (level === null) return { ack: null, ackName: name, status: 'pending' };
	return { ack: level, ackName: name || nameOf(level), status: statusOf(level) };
}

/**
 * Why a message failed, in the codes of this node's errors: `account_restricted` (463) when the ack says
 * that the account may not write to strangers (waha sheet §8), else ''. Never throws.
 *
 * @param error `{code, blocked, reason}` or a text
 * @param reason a text beside it
 */
export function failureCode(error: unknown, reason: unknown): '' | 'account_restricted' {
	const { code, reason: cause } = fieldsOf(error);
	const said = [error, code, cause, reason].map(stringOf);
	const isRestricted =
		code === 463 || said.some((part) => RESTRICTED.test(part) || ERROR_463.test(part));
	return isRestricted ? 'account_restricted' : '';
}

/**
 * What an ack says about a message that was not delivered, its code in front: for the log. '' for an
 * ack that is no failure. Never throws.
 */
export function failureReason(status: DeliveryStatus, code: string, error: unknown): string {
	if (status !== 'failed') return '';
	if (code === 'account_restricted') {
		return 'account_restricted: WhatsApp does not let this account write to strangers for now (463)';
	}
	const { reason, code: number } = fieldsOf(error);
	const said = stringOf(reason) || String(number ?? '') || stringOf(error);
	return `not_delivered: WhatsApp could not deliver it${said ? ` (${said})` : ''}`;
}

function levelOf(name: string): number | null {
	if (name === 'ERROR') return -1;
	const level = NAMES.indexOf(name);
	return level < 0 ? null : level;
}

function nameOf(level: number): string {
	return level < 0 ? 'ERROR' : (NAMES[level] ?? '');
}

function statusOf(level: number): DeliveryStatus {
	if (level < 0) return 'failed';
	if (level >= 3) return 'read';
	return (['pending', 'sent', 'delivered'] as const)[level];
}
