import { Payments } from '../../workflows/support/payments';
import { SalesDialogue } from '../../workflows/support/sitniks';
import { Conversation } from '../../workflows/support/telegram';
import { pause, type World } from '../../workflows/support/world';
import type { Plan } from '../plan/plan';
import { Clock } from './clock';
import type { Played } from './played';

/** The world with everybody who acts in it. */
export class Stage {
	readonly payments: Payments;
	readonly talk: Conversation;
	readonly sales: SalesDialogue;
	readonly clock: Clock;

	constructor(
		readonly world: World,
		readonly plan: Plan,
		readonly played: Played,
	) {
		this.payments = new Payments(world);
		this.talk = new Conversation(world);
		this.sales = new SalesDialogue(world);
		this.clock = new Clock(played.startedAt);
	}

	/** Nobody tries any more. */
	get isOver(): boolean {
		return this.clock.elapsed > this.plan.size.stormMs + this.plan.size.settleMs;
	}

	/** Waits for a moment of the plan. */
	async until(at: number): Promise<void> {
		await this.clock.until(at);
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
