import type { Message, User } from './model';
import { statusesAfterSend } from './switches';
import type { World } from './world';

/** Own message back as a webhook (wahelp sheet §9, "Delivery facts"). */
export async function echo(world: World, message: Message, user: User): Promise<void> {
	await world.announce('created', message, user);
}

/** What follows a send that was answered: its echo, then its statuses. */
export async function afterSend(
	world: World,
	message: Message,
	user: User,
	withEcho: boolean,
): Promise<void> {
	const { generation, switches } = world;
	if (withEcho) await echo(world, message, user);
	// A message that counts as the client's own is delivered to nobody.
	if (message.destination === 'from') return;
	for (const status of statusesAfterSend(switches)) {
		await world.timers.wait(switches.statusDelayMs);
		if (generation !== world.generation) return;
		setStatus(message, status);
		await world.announce('updated', message, user);
	}
}

export function setStatus(message: Message, status: string): void {
	message.status = status;
	message.status_at = Date.now();
}
