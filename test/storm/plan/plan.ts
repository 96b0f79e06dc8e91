import type { Vendor } from '../../../sandbox/vendors';
import { Dice } from './dice';
import { planDialogues } from './dialogues';
import { planKills, planTroubles } from './faults';
import { planOrders } from './orders';
import { planPayments } from './payments';
import { planChats } from './relay';
import type { Size } from './sizes';

/** All times are milliseconds from the beginning of the storm. */
export interface Plan {
	seed: number;
	size: Size;
	payers: Payer[];
	payments: PlannedPayment[];
	orders: PlannedOrder[];
	/** Buyers who want no messages: they say so before anything else happens to them. */
	stops: Array<{ at: number; phone: string }>;
	chats: PlannedChat[];
	dialogues: PlannedDialogue[];
	troubles: Trouble[];
	kills: PlannedKill[];
}

export interface Payer {
	number: number;
	/** What his open lead has before the storm; undefined: amoCRM does not know him. */
	lead?: { total: number; count: number };
}

export interface PlannedPayment {
	at: number;
	id: string;
	payer: number;
	amount: number;
	isConfirmed: boolean;
	/**
	 * `doubled`: three deliveries at once · `impatient`: the platform hangs up and comes again · `slow`: its body
	 * arrives in two halves.
	 */
	delivery: 'once' | 'doubled' | 'impatient' | 'slow';
}

export interface PlannedOrder {
	at: number;
	code: string;
	store: string;
	/** Digits with country code. */
	phone: string;
	/**
	 * `masked`, `none`: Kaspi does not show the number · `unknown`: WhatsApp does not know it · `stopped`: its owner
	 * wants no messages.
	 */
	buyer: 'plain' | 'masked' | 'none' | 'unknown' | 'stopped';
	/** How long after it was written down the order is completed; undefined: not within the storm. */
	completedAfter?: number;
}

export interface PlannedMessage {
	at: number;
	from: 'client' | 'manager';
	text: string;
	copies: number;
}

/** A client of the shop's bot and a manager in Wahelp. */
export interface PlannedChat {
	client: number;
	messages: PlannedMessage[];
}

/** A buyer and the sales bot. */
export interface PlannedDialogue {
	buyer: number;
	network: 'telegram' | 'instagram';
	texts: Array<{ at: number; text: string }>;
	stages: Stage[];
}
export type Stage = 'first_touch' | 'invoice_sent' | 'escalation';

/** A vendor misbehaves. */
export interface Trouble {
	at: number;
	until: number;
	vendor: Vendor;
	name: string;
	/** What `__sim/faults` is told at the beginning. */
	faults: Array<Record<string, unknown>>;
	/** What it is told at the end, beside taking back all faults. */
	switchedBack?: Record<string, unknown>;
}

export interface PlannedKill {
	at: number;
	/** From 0 to below 1: which of the targets that there are. */
	draw: number;
	/** How long it stays dead. */
	downMs: number;
}

/** The storm of a seed: the same seed and size give the same plan. */
export function planOf(seed: number, size: Size): Plan {
	const dice = new Dice(seed);
	return {
		seed,
		size,
		...planPayments(dice.fork(), size),
		...planOrders(dice.fork(), size),
		chats: planChats(dice.fork(), size),
		dialogues: planDialogues(dice.fork(), size),
		troubles: planTroubles(dice.fork(), size),
		kills: planKills(dice.fork(), size),
	};
}
