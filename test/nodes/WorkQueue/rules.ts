import type { ClaimRules } from '../../../nodes/WorkQueue/domain/claim';
import type { DueRules } from '../../../nodes/WorkQueue/domain/selection';
import type { SettingsTable } from '../../../nodes/WorkQueue/domain/laneSettings';
import type { QueueColumns } from '../../../nodes/WorkQueue/domain/queueRow';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import type { SettleRules } from '../../../nodes/WorkQueue/domain/settle';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** A Monday, 14:00 in Almaty. */
export const NOW = Date.parse('2026-03-02T09:00:00.000Z');

export const iso = (time: number) => new Date(time).toISOString();
export const ago = (ms: number) => iso(NOW - ms);

export const COLUMNS: QueueColumns = {
	waiting: ['pending'],
	claimed: 'sending',
	lanes: [['telegram_id']],
	orderBy: '',
	attempts: 'attempts',
	owner: 'owner',
	time: 'sent_at',
	error: 'error_message',
	mostTries: 0,
	retryCauses: [],
	maxAgeMs: 0,
	leaseMs: 7 * MINUTE,
};

/** As relay messages are worked on. */
export const RULES: DueRules = {
	...COLUMNS,
	now: NOW,
	zone: 'Asia/Almaty',
	order: 'strict',
	backoff: { firstMs: 15 * SECOND, factor: 2, capMs: HOUR },
	lastTry: 'updatedAt',
	notBefore: 'next_try',
	doubles: [],
	doubleStatus: 'duplicate',
	tooOldStatus: 'failed',
	inDoubtMs: 10 * SECOND,
	limits: [],
	quietDays: [],
	perLane: 1,
	most: 50,
};

export const CLAIM: ClaimRules = { ...COLUMNS, now: NOW, order: 'strict', id: 1, me: 'run-1' };

export const SETTLE: SettleRules = {
	now: NOW,
	doneStatus: 'sent',
	waitingStatus: 'pending',
	failedStatus: 'failed',
	inDoubtStatus: 'sending',
	attempts: 'attempts',
	error: 'error_message',
	owner: 'owner',
	time: '',
	notBefore: '',
	countsTries: true,
	mostTries: 0,
	maxAgeMs: 0,
	backoff: { firstMs: 15 * SECOND, factor: 2, capMs: HOUR },
	isRepeatSafe: false,
	restCodes: ['account_restricted'],
	troubleCodes: ['unauthorized', 'network', 'unavailable'],
	retryCodes: [],
	failCodes: [],
};

export function shops(rows: Row[], defaults: Row = {}): SettingsTable {
	return {
		matchColumn: 'store_id',
		rows,
		defaults,
		columns: {
			enabled: 'is_enabled',
			quietFrom: 'quiet_from',
			quietTo: 'quiet_to',
			dailyLimit: 'daily_limit',
			minGap: 'min_delay_seconds',
			maxGap: 'max_delay_seconds',
			pausedUntil: 'paused_until',
		},
	};
}

/** A row that waits and has not been tried. */
export function row(id: number, more: Row = {}): Row {
	const times = { createdAt: ago(MINUTE), updatedAt: ago(MINUTE) };
	return { id, status: 'pending', telegram_id: '100', attempts: 0, owner: null, ...times, ...more };
}
