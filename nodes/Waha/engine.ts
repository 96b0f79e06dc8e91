import { fieldsOf, textOf } from './ids';

const TTL_MS = 60_000;
const MAX_ENTRIES = 500;

/** Engines that take the caller's own message id and send the same id only once (waha sheet §6). */
export function acceptsMessageId(engine: string): boolean {
	return engine === 'NOWEB' || engine === 'GOWS';
}

/** The engine in a session's `engine`, or '' when it does not say. */
export function engineName(engine: unknown): string {
	return textOf(engine) || textOf(fieldsOf(engine).engine);
}

/** Which engine a session runs on, remembered for a minute. */
export class EngineCache {
	private readonly entries = new Map<string, { engine: string; until: number }>();

	constructor(private readonly now: () => number = Date.now) {}

	get(key: string): string | undefined {
		const entry = this.entries.get(key);
		return entry && entry.until > this.now() ? entry.engine : undefined;
	}

	set(key: string, engine: string): void {
		if (this.entries.size >= MAX_ENTRIES) this.entries.clear();
		this.entries.set(key, { engine, until: this.now() + TTL_MS });
	}

	clear(): void {
		this.entries.clear();
	}
}

/** Shared by all executions of this process. */
export const processEngines = new EngineCache();
