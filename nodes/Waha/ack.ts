export type DeliveryStatus = 'failed' | 'pending' | 'sent' | 'delivered' | 'read';

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
