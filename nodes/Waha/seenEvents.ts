/** Remembers the newest events of this process, oldest forgotten first. */
export class SeenEvents {
	private readonly keys = new Set<string>();

	constructor(private readonly limit = 2000) {}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	remember(key: string): void {
		this.keys.delete(key);
		this.keys.add(key);
		for (const oldest of this.keys) {
			if (this.keys.size <= this.limit) break;
			this.keys.delete(oldest);
		}
	}
}
