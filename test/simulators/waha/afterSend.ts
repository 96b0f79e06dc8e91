import type { Delivery } from '../shared/webhookSender';
import type { Message } from './model';
import { ackPayload, messagePayload } from './payloads';
import type { OutgoingEvent, SendOptions } from './webhooks';
import type { World } from './world';

/** Own message back as `message.any` with source `api`, then the acks that the switches ask for. */
export async function echoAndAcks(world: World, message: Message): Promise<void> {
	const session = world.sessions.get(message.session);
	if (!session) return;
	const { generation } = world;
	const payload = messagePayload(world, message);
	await world.webhooks.send([{ session, event: 'message.any', payload }]);

	const { acks, acksShuffled, acksRepeated, ackDelayMs } = world.switches;
	// A message that never arrives is known to the server alone.
	let levels = message.deliveredCount > 0 ? [...acks] : acks.filter((level) => level <= 1);
	if (acksRepeated) levels = levels.flatMap((level) => [level, level]);
	if (acksShuffled) levels.reverse();
	for (const level of levels) {
		await world.timers.wait(ackDelayMs);
		if (generation !== world.generation) return;
		await sendAcks(world, [message], [level]);
	}
}

/** Raises the messages' acks and tells the webhooks, in the order of `levels`. */
export async function sendAcks(
	world: World,
	messages: Message[],
	levels: number[],
	options: SendOptions & { error?: unknown } = {},
): Promise<Delivery[]> {
	const events: OutgoingEvent[] = [];
	for (const message of messages) {
		const session = world.sessions.get(message.session);
		if (!session) continue;
		for (const level of levels) {
			world.messages.raiseAck(message, level);
			// WEBJS tells of groups' acks only when it was asked to.
			const silent =
				world.switches.engine === 'WEBJS' &&
				message.chatId.endsWith('@g.us') &&
				!session.config?.webjs?.tagsEventsOn;
			if (silent) continue;
			const payload = ackPayload(world, message, level, options.error);
			events.push({ session, event: 'message.ack', payload });
		}
	}
	return await world.webhooks.send(events, options);
}
