/** How much happens in a storm. */
export interface Size {
	name: 'full' | 'short' | 'tiny';
	/** How long new things happen. */
	stormMs: number;
	/** How long all of it may take to come to rest afterwards. */
	settleMs: number;
	payments: number;
	payers: number;
	orders: number;
	chats: number;
	/** Of each side in each chat. */
	messagesEach: number;
	/** Buyers of the sales bot in Telegram, and in Instagram. */
	telegramBuyers: number;
	instagramBuyers: number;
	kills: number;
	/** Windows in which a vendor misbehaves, beside its outage. */
	troublesEach: number;
	/** The "day" on which a vendor does not answer at all. */
	outageMs: number;
	/**
	 * What a killed n8n held counts as left by it for longer than any lease, as if it had been dead for so long.
	 * Otherwise the storm waits for the ends of the leases.
	 */
	leasesEndWhileDead: boolean;
}

const MINUTE = 60_000;

/** `npm run test:storm`. */
export const FULL: Size = {
	name: 'full',
	stormMs: 10 * MINUTE,
	settleMs: 15 * MINUTE,
	payments: 300,
	payers: 60,
	orders: 300,
	chats: 42,
	messagesEach: 5,
	telegramBuyers: 48,
	instagramBuyers: 12,
	kills: 5,
	troublesEach: 5,
	outageMs: MINUTE,
	leasesEndWhileDead: false,
};

/** `--short`, and the storm of `npm test`: it ends within three minutes. */
export const SHORT: Size = {
	name: 'short',
	stormMs: 50_000,
	// A poll that was under way when n8n was killed holds its trigger for 90 s: n8n's own lease and its reaper.
	settleMs: 130_000,
	payments: 30,
	payers: 10,
	orders: 30,
	chats: 6,
	messagesEach: 3,
	telegramBuyers: 4,
	instagramBuyers: 2,
	kills: 2,
	troublesEach: 2,
	outageMs: 6000,
	leasesEndWhileDead: true,
};

/** What the auditor's own tests look at: `--tiny --record <file>` makes it. */
export const TINY: Size = {
	name: 'tiny',
	stormMs: 20_000,
	settleMs: 60_000,
	payments: 5,
	payers: 3,
	orders: 8,
	chats: 2,
	messagesEach: 2,
	telegramBuyers: 1,
	instagramBuyers: 1,
	kills: 0,
	troublesEach: 0,
	outageMs: 0,
	leasesEndWhileDead: true,
};

/** The same storm stretched over another time. */
export function lasting(size: Size, minutes: number): Size {
	return { ...size, stormMs: minutes * MINUTE };
}

/** The same where a worker may die beside others: nobody can move the times of its rows, so their leases have to run out. */
export function withLeases(size: Size): Size {
	return { ...size, settleMs: size.settleMs + 5 * MINUTE };
}
