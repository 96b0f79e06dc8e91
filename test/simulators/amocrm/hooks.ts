import { WebhookSender, type Delivery, type RetryPlan } from '../shared/webhookSender';
import type { Change } from './entityChanges';
import { changeItems, hookBody, type HookItem } from './hookBody';
import { unixNow } from './model';
import type { World } from './world';

export interface Hook {
	id: number;
	destination: string;
	created_at: number;
	updated_at: number;
	sort: number;
	disabled: boolean;
	settings: string[];
	created_by: number;
	account_id: number;
}

const FORM = 'application/x-www-form-urlencoded';
const TWO_HOURS_MS = 2 * 3600 * 1000;
/** Minutes before attempts 2, 3, 4 and 5 (amocrm sheet §12). */
const PAUSES = [5, 15, 15, 60];

/** The account's webhooks and what is sent to them (amocrm sheet §12). */
export class Hooks {
	list: Hook[] = [];
	readonly sender = new WebhookSender();
	private readonly badAnswers = new Map<number, number[]>();
	private readonly timers = new Set<NodeJS.Timeout>();

	constructor(private readonly world: World) {}

	/** Runs `work` after `webhookDelayMs`, at the earliest after the answer in work. */
	later(work: () => Promise<unknown>): void {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			void work();
		}, this.world.switches.webhookDelayMs);
		this.timers.add(timer);
	}

	async changed(changes: Change[]): Promise<Delivery[]> {
		return await this.send(changes.flatMap((change) => changeItems(this.world.store, change)));
	}

	/** Sends items, those of one setting together; resolves after the first attempts. */
	async send(items: HookItem[], copies = this.world.switches.webhookCopies): Promise<Delivery[]> {
		const settings = [...new Set(items.map(({ setting }) => setting))];
		const all = settings.map(async (setting) => {
			const body = hookBody(items.filter((item) => item.setting === setting));
			const hooks = this.list.filter((hook) => hook.settings.includes(setting));
			return await this.sendBody(hooks, body, copies);
		});
		return (await Promise.all(all)).flat();
	}

	/** Sends a body as it is to these webhooks, unless they are disabled. */
	async sendBody(hooks: Hook[], body: string, copies = 1): Promise<Delivery[]> {
		const targets = hooks
			.filter(({ disabled }) => !disabled)
			.flatMap((hook) => new Array<Hook>(copies).fill(hook));
		return await Promise.all(targets.map((hook) => this.deliver(hook, body)));
	}

	/** Re-enabling by hand forgets the bad answers. */
	setDisabled(hook: Hook, disabled: boolean): void {
		hook.disabled = disabled;
		hook.updated_at = unixNow();
		this.badAnswers.delete(hook.id);
	}

	reset(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.sender.reset();
		this.badAnswers.clear();
		this.list = [];
	}

	/** Starts a delivery; resolves after its first attempt. */
	private async deliver(hook: Hook, body: string): Promise<Delivery> {
		const { retryMinuteMs, webhookTimeoutMs } = this.world.switches;
		const holder: { delivery?: Delivery } = {};
		let firstDone = () => {};
		const first = new Promise<void>((resolve) => (firstDone = resolve));
		/** Attempts in all, asked for after each bad answer: 499 and 5xx get two retries more. */
		const allowed = () => {
			const status = holder.delivery?.attempts.at(-1)?.status;
			if (status === undefined) return 1;
			this.countBad(hook);
			if (!this.list.includes(hook) || hook.disabled) return 0;
			return status === 499 || status >= 500 ? 5 : 3;
		};
		const plan: RetryPlan = {
			get attempts() {
				return allowed();
			},
			timeoutMs: webhookTimeoutMs,
			delayMs: (attempt) => {
				firstDone();
				return PAUSES[attempt - 2] * retryMinuteMs;
			},
		};
		const headers = { 'Content-Type': FORM, 'User-Agent': 'amoCRM-Webhooks/3.0' };
		const done = this.sender.deliver(hook.destination, body, headers, plan);
		const delivery = this.sender.deliveries[this.sender.deliveries.length - 1];
		holder.delivery = delivery;
		void done.then(firstDone);
		await first;
		return delivery;
	}

	private countBad(hook: Hook): void {
		const now = Date.now();
		const known = this.badAnswers.get(hook.id) ?? [];
		const recent = [...known.filter((at) => at > now - TWO_HOURS_MS), now];
		this.badAnswers.set(hook.id, recent);
		if (recent.length > this.world.switches.disableAfter) hook.disabled = true;
	}
}
