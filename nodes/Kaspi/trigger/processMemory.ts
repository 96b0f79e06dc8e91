import type { ProcessMemory } from './pollOrders';

const MAX_TRIGGERS = 1000;

const memories = new Map<string, ProcessMemory>();
const running = new Set<string>();

/** What this process knows of a trigger. */
export function recall(trigger: string): ProcessMemory {
	return memories.get(trigger) ?? { toRepeat: new Set(), followFrom: 0 };
}

export function keep(trigger: string, memory: ProcessMemory): void {
	memories.delete(trigger);
	memories.set(trigger, memory);
	for (const oldest of memories.keys()) {
		if (memories.size <= MAX_TRIGGERS) break;
		memories.delete(oldest);
	}
}

/** Runs one poll of a trigger at a time; undefined when another one is still running. */
export async function alone<T>(trigger: string, poll: () => Promise<T>): Promise<T | undefined> {
	if (running.has(trigger)) return undefined;
	running.add(trigger);
	try {
		return await poll();
	} finally {
		running.delete(trigger);
	}
}
