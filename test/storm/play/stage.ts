import { Payments } from '../../workflows/support/payments';
import { SalesDialogue } from '../../workflows/support/sitniks';
import { Conversation } from '../../workflows/support/telegram';
import { pause, type World } from '../../workflows/support/world';
import type { Plan } from '../plan/plan';
import type { Played } from './played';

/** The world with everybody who acts in it. */
export class Stage {
	readonly payments: Payments;
	readonly talk: Conversation;
	readonly sales: SalesDialogue;
	/** After this moment nobody tries any more. */
	readonly deadline: number;

	constructor(
		readonly world: World,
		readonly plan: Plan,
		readonly played: Played,
	) {
		this.payments = new Payments(world);
		this.talk = new Conversation(world);
		this.sales = new SalesDialogue(world);
		this.deadline = played.startedAt + plan.size.stormMs + plan.size.settleMs;
	}

	get isOver(): boolean {
		return Date.now() > this.deadline;
	}

	/** Waits for a moment of the plan. */
	async until(at: number): Promise<void> {
		await pause(Math.max(0, this.played.startedAt + at - Date.now()));
	}

	/** Asks until the answer is yes; n8n may be dead meanwhile. @returns whether it came in time */
	async eventually(ask: () => Promise<boolean>, everyMs = 1000): Promise<boolean> {
		while (!this.isOver) {
			if (await ask().catch(() => false)) return true;
			await pause(everyMs);
		}
		return false;
	}
}
