import type { Change } from './entityChanges';
import { Guard } from './guard';
import { Hooks } from './hooks';
import { Store } from './store';
import { changedSwitches, defaultSwitches, type Switches } from './switches';
import { Tokens } from './tokens';

/** Everything that the simulated amoCRM consists of; routes and `emit` work on it. */
export class World {
	switches: Switches = defaultSwitches();
	readonly store = new Store();
	readonly tokens = new Tokens();
	readonly hooks = new Hooks(this);
	readonly guard = new Guard(
		this.tokens,
		() => this.switches,
		() => (this.switches.banned = true),
	);

	/** The author of writes through the API: 0, a robot (amocrm sheet §11). */
	get robot() {
		return { userId: 0, searchLagMs: this.switches.searchLagMs };
	}

	/** Tells the webhooks about changes through the API, after the answer has gone out. */
	changed(changes: Change[]): void {
		this.hooks.later(() => this.hooks.changed(changes));
	}

	configure(changes: Record<string, unknown>): void {
		this.switches = changedSwitches(this.switches, changes);
		// The support lifts a ban, or a test sets the rates anew: the past does not count.
		if ('banned' in changes || 'ratePerSecond' in changes) this.guard.reset();
	}

	reset(): void {
		this.close();
		this.switches = defaultSwitches();
		this.store.reset();
		this.tokens.reset();
		this.guard.reset();
	}

	close(): void {
		this.hooks.reset();
	}
}
